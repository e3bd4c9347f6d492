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


_CRO = re.compile(r"(?:0*([0-9]{1,6})/([0-9]{2})|SF([0-9]{2})/([0-9]{1,6}))([A-Z])\Z")


def cro_number(text: str | None) -> str | None:
    """A valid Criminal Records Office number as ``N/YYL`` or ``SFYY/NL``, or None.

    A serial of up to six digits, two digits of the year, and the check letter at (year and serial
    as one number) modulo 23; the serial is filled up to six digits for it, but not after ``SF``.
    Source: the Ministry of Justice's published validation of CRO numbers in hmpps-person-record.
    """
    found = _CRO.match(re.sub(r"[\s-]", "", (text or "").upper()))
    if not found:
        return None
    serial, year, file_year, file_serial, letter = found.groups()
    number = year + serial.zfill(6) if year else file_year + file_serial
    if letter != _LETTERS[int(number) % 23]:
        return None
    return f"{serial}/{year}{letter}" if year else f"SF{file_year}/{file_serial}{letter}"
