"""Identifiers in the one form in which they can be compared. Pure; what cannot be read gives None."""

import re

_PNC = re.compile(r"(?:\d{2})?(\d{2})/?0*(\d{1,7})([A-Z])\Z")
_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def pnc_id(text: str | None) -> str | None:
    """A valid Police National Computer id as ``YY/NNNNNNNL``, or None.

    Two digits of the year, a serial of up to seven digits and a check letter, which is the letter at
    (year and seven-digit serial as one number) modulo 23. Source: criminaljusticehub.org.uk, PNC ID.
    """
    found = _PNC.match(re.sub(r"[\s-]", "", (text or "").upper()))
    if not found:
        return None
    year, serial, letter = found[1], found[2].zfill(7), found[3]
    return f"{year}/{serial}{letter}" if letter == _LETTERS[int(year + serial) % 23] else None
