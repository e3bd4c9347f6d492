"""Identifiers in the one form in which they can be compared. Pure; None for what is none."""

import re

# With a slash leading zeros may be left out; without one they tell where the year ends.
_PNC = re.compile(
    r"(?:[0-9]{2})?([0-9]{2})(?:/0*([0-9]{1,7})|([0-9]{7}))([A-Z])\Z",
)
_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def pnc_id(text: str | None) -> str | None:
    """A valid Police National Computer id as ``YY/NNNNNNNL``, or None.

    Two digits of the year, a serial of up to seven digits and a check letter, which is the letter
    at (year and seven-digit serial as one number) modulo 23. Source: criminaljusticehub.org.uk,
    PNC ID.
    """
    found = _PNC.match(re.sub(r"[\s-]", "", (text or "").upper()))
    if not found:
        return None
    year, serial, letter = found[1], (found[2] or found[3]).zfill(7), found[4]
    return f"{year}/{serial}{letter}" if letter == _LETTERS[int(year + serial) % 23] else None
