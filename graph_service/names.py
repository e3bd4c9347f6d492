"""Names as search and linkage compare them: folded, joined, and by their sound."""

import unicodedata
from functools import lru_cache

import jellyfish

# Letters that Unicode does not take apart, as case folding leaves them.
_LETTERS = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}
LONGEST = 80


@lru_cache(maxsize=65_536)
def fold(name: str | None) -> str:
    """Lower case without diacritics, apostrophes and hyphens: ``O'Brien-Łuk`` is ``obrienluk``.

    Letters of other scripts stay as they are, with the vowel signs that belong to them. The result
    is at most 80 characters long.
    """
    if not name:
        return ""
    # Compatibility forms first: some of them hide a capital letter.
    lowered = unicodedata.normalize("NFKD", name).casefold()
    parts = unicodedata.normalize("NFKD", "".join(_LETTERS.get(one, one) for one in lowered))
    bare = "".join(letter for letter in parts if _is_kept(letter))
    return unicodedata.normalize("NFC", bare)[:LONGEST]


def _is_kept(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM" and not unicodedata.combining(letter)


def words(name: str | None) -> list[str]:
    """The folded words of a name, in order."""
    return [folded for word in (name or "").split() if (folded := fold(word))]


@lru_cache(maxsize=65_536)
def sound(name: str | None) -> str:
    """The metaphone of the folded name; for letters beyond a to z the folded name itself.

    Source: L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990, as in jellyfish.
    """
    folded = fold(name)
    return jellyfish.metaphone(folded) if folded.isascii() else folded


def search_keys(forename: str | None, surname: str | None, full_name: str | None) -> dict[str, str]:
    """The keys under which a record or alias is found; empty ones are left out.

    Where only a whole name is recorded, its first word is taken as forename and its last as
    surname; of ``SURNAME, Forename`` the part before the comma is the surname.
    """
    whole_forename, whole_surname = parted(full_name)
    first = forename or next(iter((whole_forename or "").split()), None)
    last = surname or whole_surname
    keys = {
        "forename_key": fold(first),
        "surname_key": fold(last),
        "forename_sound": sound(first),
        "surname_sound": sound(last),
    }
    return {name: key for name, key in keys.items() if key}


def parted(full_name: str | None) -> tuple[str | None, str | None]:
    """Forenames and surname of a whole name: ``SURNAME, Forenames``, or the last word a surname."""
    before, comma, after = (full_name or "").partition(",")
    if comma and before.strip() and after.strip():
        return after.strip(), before.strip()
    parts = (full_name or "").replace(",", " ").split()
    return " ".join(parts[:-1]) or None, (parts[-1] if parts else None)


def as_shown(forename: str | None, surname: str | None, full_name: str | None) -> str | None:
    """The name as pages show it: ``SURNAME, Forename``, or the whole name, or ``None``."""
    if surname or forename:
        return ", ".join(part for part in ((surname or "").upper(), forename or "") if part)
    return full_name or None
