"""Reference numbers of the invented record system.

Numbers are handed out in the order in which circles are played and then shuffled by a fixed
permutation, so that neighbouring numbers say nothing about who belongs to whom.
"""

from zlib import crc32

PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_STRIDE = 6_180_339


class Numbers:
    """Counters by kind of number."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, kind: str, digits: int = 8) -> str:
        """The next number of a kind, `digits` long; ValueError when there are no more."""
        count = self._next.get(kind, 0)
        size = 10**digits
        if count >= size:
            raise ValueError(
                f"The world needs more than {size} numbers of kind {kind}: ask for fewer persons."
            )
        self._next[kind] = count + 1
        return f"{(count * _STRIDE + crc32(kind.encode())) % size:0{digits}d}"


def pnc_id(year: int, serial: str) -> str:
    """A PNC id with its check letter, for example `99/0000023F`: two digits of the year, `serial`.

    Source: the published check: the letters in order, indexed by year and serial modulo 23.
    """
    return f"{year % 100:02d}/{serial}{PNC_LETTERS[int(f'{year % 100:02d}{serial}') % 23]}"
