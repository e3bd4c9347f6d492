"""Names as search and linkage compare them: folded, joined, and by their sound."""

import re
import unicodedata

import jellyfish

_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
}
_APART = re.compile(r"[^\w]+|_")
LONGEST = 80


def fold(name: str | None) -> str:
    """Lower case without diacritics, apostrophes and hyphens: ``O'Brien-Łuk`` is ``obrienluk``.

    Letters of other scripts stay as they are. The result is at most 80 characters long.
    """
    if not name:
        return ""
    lowered = "".join(_LETTERS.get(letter, letter) for letter in name.casefold())
    parts = unicodedata.normalize("NFKD", lowered)
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", _APART.sub("", bare))[:LONGEST]


def words(name: str | None) -> list[str]:
    """The folded words of a name, in order."""
    return [folded for word in (name or "").split() if (folded := fold(word))]


def sound(name: str | None) -> str:
    """The metaphone of the folded name; for letters outside a–z the folded name itself.

    Source: L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990, as in jellyfish.
    """
    folded = fold(name)
    return jellyfish.metaphone(folded) if folded.isascii() else folded


def search_keys(forename: str | None, surname: str | None, full_name: str | None) -> dict[str, str]:
    """The keys under which a record or alias is found; empty ones are left out.

    Where only a whole name is recorded, its first word is taken as forename and its last as surname.
    """
    whole = (full_name or "").replace(",", " ").split()
    first = forename or (whole[0] if len(whole) > 1 else None)
    last = surname or (whole[-1] if whole else None)
    keys = {
        "forename_key": fold(first),
        "surname_key": fold(last),
        "forename_sound": sound(first),
        "surname_sound": sound(last),
    }
    return {name: key for name, key in keys.items() if key}


def as_shown(forename: str | None, surname: str | None, full_name: str | None) -> str | None:
    """The name as pages show it: ``SURNAME, Forename``, or the whole name, or ``None``."""
    if surname or forename:
        return ", ".join(part for part in ((surname or "").upper(), forename or "") if part)
    return full_name or None
