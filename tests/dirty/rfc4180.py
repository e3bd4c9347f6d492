"""A reader of CSV files of its own, to judge by what ingest reads.

It works with patterns on the whole text and shares nothing with the reader that it judges. What
RFC 4180 leaves open is decided as ``ingest/csv_file.py`` says: a record with a quote that is not
doubled, or a field that is too long, ends with its line and is left out; a lonely quote within a
bare field is itself.
"""

import io
import re
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

LONGEST_FIELD = 262_144
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_END = re.compile(r"\r\n|\r|\n")
# Whatever Unicode ends a line with: whole rows may stand in such a name.
_ENDED = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_LONGEST_NAME = 200
_LETTER = re.compile(r'""|[^"]')


class DamagedError(Exception):
    """Nobody can tell what this file holds."""


@dataclass(frozen=True)
class Read:
    """The names in the header, and the records; None where one does not parse."""

    header: list[str]
    records: list[list[str] | None]


def parquet_rows(held: bytes) -> int:
    """The rows that a Parquet file says it has; 0 where it is none."""
    try:
        return int(pq.ParquetFile(io.BytesIO(held)).metadata.num_rows)
    except (pa.ArrowException, OSError, ValueError):
        return 0


def _line_end(text: str, place: int) -> int:
    found = _END.search(text, place)
    return found.end() if found else len(text)


def _too_long(text: str, start: int) -> int:
    """Where the field that starts there has one character too many; -1 where it has not."""
    if len(text) - start <= LONGEST_FIELD:
        return -1
    found = next(islice(_LETTER.finditer(text, start), LONGEST_FIELD, None), None)
    return found.start() if found else -1


def _record(text: str, place: int, delimiter: str) -> tuple[list[str] | None, int]:
    bare = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    fields: list[str] = []
    while True:
        if text.startswith('"', place):
            found = _QUOTED.match(text, place)
            end = found.end() if found else len(text)
            value = (found[1] if found else text[place + 1 :]).replace('""', '"')
            if len(value) > LONGEST_FIELD:
                return None, _line_end(text, _too_long(text, place + 1))
            if not found:
                raise DamagedError("a quoted field does not end")
            if end < len(text) and text[end] not in f"{delimiter}\r\n":
                return None, _line_end(text, end)
        else:
            plain = bare.match(text, place)
            value, end = (plain[0], plain.end()) if plain else ("", place)
            if len(value) > LONGEST_FIELD:
                return None, _line_end(text, end)
        fields.append(value)
        if end < len(text) and text[end] == delimiter:
            place = end + 1
            continue
        return fields, _line_end(text, end)


def read(held: bytes, encoding: str, delimiter: str) -> Read:
    """What the file holds; DamagedError where nobody can tell."""
    try:
        text = held.decode(encoding)
    except UnicodeError:
        raise DamagedError("another encoding") from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise DamagedError("a NUL character")
    header: list[str] | None = None
    records: list[list[str] | None] = []
    place = 0
    while place < len(text):
        if found := _END.match(text, place):
            place = found.end()
            continue
        fields, place = _record(text, place, delimiter)
        if header is None:
            if fields is None:
                raise DamagedError("the header does not parse")
            header = [name.strip() for name in fields]
        else:
            records.append(fields if fields and len(fields) == len(header) else None)
    if header is None:
        raise DamagedError("empty")
    if any(_ENDED.search(name) or len(name) > _LONGEST_NAME for name in header):
        raise DamagedError("a name that runs over lines, or on and on")
    lower = [name.lower() for name in header]
    if "" in lower or len(set(lower)) < len(lower):
        raise DamagedError("names that cannot be told apart")
    return Read(header, records)
