"""How clerks write names and dates of birth down, and how they slip."""

from datetime import date
from unicodedata import combining, normalize

from ingest.synthetic.data_files import mix, rate, table
from ingest.synthetic.days import add
from ingest.synthetic.dice import Dice
from ingest.synthetic.layout import day

_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O"})
_SHORTEST = 4
_LAST_MONTH = 12


def plain(text: str) -> str:
    """Without diacritics."""
    return "".join(c for c in normalize("NFD", text.translate(_PLAIN)) if not combining(c))


def misspell(text: str, dice: Dice) -> str:
    """One slip of the keyboard: a letter doubled, lost, or two exchanged.

    No sign but a letter is doubled, no letter a third time, no pair of the same exchanged: where
    that was drawn the sign is lost.
    """
    if len(text) < _SHORTEST:
        return text
    at = dice.between(1, len(text) - 3)
    how = dice.pick(("double", "lose", "swap"))
    in_pair = text[at].lower() in (text[at - 1].lower(), text[at + 1].lower())
    if how == "lose" or in_pair or (how == "double" and not text[at].isalpha()):
        return text[:at] + text[at + 1 :]
    if how == "double":
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def short_for(forename: str) -> str:
    """The everyday form of a forename, empty where there is none."""
    found: dict[str, str] = table("names")["short"]
    return found.get(forename, "")


def write_name(surname: str, forename: str, dice: Dice, *, careless: bool) -> tuple[str, str]:
    """Surname in capitals and forename, as a clerk types them."""
    if dice.chance(rate("records.diacritics_lost")):
        surname, forename = plain(surname), plain(forename)
    slip = dice.weighted(mix("records.slips")) if careless else ""
    if slip == "surname":
        surname = misspell(surname, dice)
    elif slip == "forename":
        forename = misspell(forename, dice)
    elif slip == "short":
        forename = short_for(forename) or forename
    elif slip == "initial":
        forename = forename[0]
    return surname.upper(), forename


def write_birthday(born_on: date, dice: Dice, *, careless: bool) -> tuple[str, str]:
    """Date of birth and whether it is an estimate, as a clerk types them; both empty if missing."""
    if dice.chance(rate("records.birthday_missing")):
        return "", ""
    if careless and dice.chance(rate("records.birthday_wrong")):
        how = dice.pick(("swap", "year", "day"))
        if how == "swap" and born_on.day <= _LAST_MONTH:
            return day(date(born_on.year, born_on.day, born_on.month)), "N"
        slip = dice.pick((-365, 365)) if how == "year" else dice.pick((-1, 1, 10))
        return day(add(born_on, slip)), "N"
    if dice.chance(rate("records.birthday_estimated")):
        return day(date(born_on.year, 1, 1)), "Y"
    return day(born_on), "N"
