"""How a text file was written: its encoding and its delimiter, guessed from the file itself.

A guess is a set: a file of plain ASCII fits every encoding, one of a single column every delimiter,
so that the files of a folder, which share one profile, can agree.
"""

import codecs
import csv
import io
from collections.abc import Iterable
from pathlib import Path

from graph_service.contract.types import LONGEST_TEXT

UTF_8 = "utf-8"  # with or without a byte order mark: the reader takes it off
ENCODINGS = (UTF_8, "cp1252", "utf-16", "utf-16-le", "utf-16-be")
DELIMITERS = (",", ";", "\t", "|")

_PIECE = 1 << 20
_FIRST = 64 << 10
_RECORDS = 200
# The greatest share of lines that may have another number of fields than the header.
_ODD_LINES = 0.1


def encodings(path: Path) -> tuple[str, ...]:
    """The encodings in which the whole file can be read, the likeliest first; may be empty."""
    with path.open("rb") as file:
        start = file.read(_FIRST)
    if start.startswith(codecs.BOM_UTF8):
        return _readable(path, (UTF_8,))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _readable(path, ("utf-16",))
    # Without a mark, every other byte of Latin letters in UTF-16 is a NUL.
    if start[1::2].count(0) > len(start) // 4:
        return _readable(path, ("utf-16-le",))
    if start[::2].count(0) > len(start) // 4:
        return _readable(path, ("utf-16-be",))
    if _is_plain(path):
        return (UTF_8, "cp1252")
    return _readable(path, (UTF_8,)) or _readable(path, ("cp1252",))


def _readable(path: Path, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if _reads(path, name))


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return all(piece.isascii() for piece in iter(lambda: file.read(_PIECE), b""))


def delimiters(path: Path, encoding: str) -> tuple[str, ...]:
    """The delimiter that parts the file's lines evenly into most fields.

    All of them where none does: then the file has one column.
    """
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(_FIRST)
    widths = {one: width for one in DELIMITERS if (width := _width(start, one)) > 1}
    return (max(widths, key=lambda one: widths[one]),) if widths else DELIMITERS


def _width(start: str, delimiter: str) -> int:
    """The number of fields in each record; 0 where they differ or cannot be parsed."""
    csv.field_size_limit(LONGEST_TEXT)
    records: list[int] = []
    try:
        for record in csv.reader(io.StringIO(start, newline=""), delimiter=delimiter):
            if record:
                records.append(len(record))
            if len(records) > _RECORDS:
                break
    except csv.Error:
        return 0
    # The last one may be cut off where the reading stopped.
    held = records[:-1] if len(records) > 1 and len(start) >= _FIRST else records
    if not held:
        return 0
    odd = sum(width != held[0] for width in held)
    return held[0] if odd <= _ODD_LINES * len(held) else 0
