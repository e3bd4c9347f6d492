"""A CSV file, decoded strictly and parsed strictly, record by record, hashed on the way.

A record that does not parse is left out and reported by line; it counts as one of the file's
records. What cannot be told apart from a damaged file is refused whole.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.contract.reasons import LineReason
from graph_service.contract.types import LONGEST_TEXT
from graph_service.errors import InputRefused
from ingest.profiles import Profile

LONGEST_LINE = 16_000_000
LONGEST_NAME = 200
MOST_UNREADABLE = 10_000
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass
class RawFile:
    """What was read of one raw file: its records, and the lines that do not parse."""

    name: str
    view: str
    columns: list[str] = field(default_factory=list)
    records: int = 0
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    sha256: str = ""


class _Hashed(io.RawIOBase):
    """A byte stream that hashes what goes through it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self.sha256 = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any buffer
        count = self._file.readinto(buffer)
        self.sha256.update(buffer[:count])
        return count or 0

    def close(self) -> None:
        self._file.close()
        super().close()


def parse(path: Path, raw: RawFile, profile: Profile) -> Iterator[list[str]]:
    """The header, then each record that parses; ``raw`` is filled meanwhile.

    InputRefused where the file as a whole cannot be what was sent.
    """
    hashed = _Hashed(path)
    with io.TextIOWrapper(
        io.BufferedReader(hashed, 1 << 20),
        encoding=profile.encoding,
        newline="",
    ) as stream:
        records = _records(_lines(stream, path, profile.encoding), raw, profile.delimiter)
        first = next(records, None)
        if first is None:
            raise InputRefused(f"{raw.name}: the file is empty, without even a header.")
        raw.columns = header(first, raw.name)
        yield raw.columns
        yield from records
        raw.sha256 = hashed.sha256.hexdigest()


def _lines(stream: io.TextIOWrapper, path: Path, encoding: str) -> Iterator[str]:
    number = 0
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise InputRefused(
                    f"{path.name}, line {number}: is longer than {LONGEST_LINE:,} characters, so "
                    "the file is damaged or no CSV. It is refused whole; ask for it again."
                )
            if "\x00" in line:
                raise InputRefused(
                    f"{path.name}, line {number}: holds a NUL character, so it is damaged or of "
                    f"another encoding.{_hint(path)} The file is refused whole; ask for it again."
                )
            yield line if number > 1 else line.removeprefix(_BYTE_ORDER_MARK)
    except UnicodeError:
        raise InputRefused(
            f"{path.name}, after line {number}: not {encoding}.{_hint(path)} Say the encoding in "
            "profile.toml, or ask for the file in UTF-8."
        ) from None


def _hint(path: Path) -> str:
    with path.open("rb") as file:
        marks = file.read(2)
    return " It looks like UTF-16." if marks in {b"\xff\xfe", b"\xfe\xff"} else ""


def _records(lines: Iterator[str], raw: RawFile, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_TEXT)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _not_parsed(raw, line, str(error))
            continue
        if not record:
            continue  # an empty line is no record
        if raw.columns:
            raw.records += 1
            if len(record) != len(raw.columns):
                counted = f"{len(record)} instead of {len(raw.columns)}"
                _leave_out(raw, line, f"{LineReason.OTHER_WIDTH}: {counted}")
                continue
        yield record


def _not_parsed(raw: RawFile, line: int, error: str) -> None:
    if "unexpected end of data" in error:
        raise InputRefused(
            f"{raw.name}, line {line}: a quoted field does not end before the file does. "
            "The file is truncated or damaged; ask for it again."
        )
    if not raw.columns:
        raise InputRefused(f"{raw.name}: the header does not parse as CSV.")
    raw.records += 1
    too_long = "field larger than field limit" in error
    _leave_out(raw, line, LineReason.FIELD_TOO_LONG if too_long else LineReason.NOT_CSV)


def _leave_out(raw: RawFile, line: int, reason: str) -> None:
    if len(raw.unreadable) == MOST_UNREADABLE:
        raise InputRefused(
            f"{raw.name}, line {line}: more than {MOST_UNREADABLE:,} lines do not parse. Check the "
            "delimiter in profile.toml, or ask for the file again."
        )
    raw.unreadable.append((line, reason))


def header(record: list[str], name: str) -> list[str]:
    """The columns that a header names; InputRefused where two cannot be told apart.

    A file without a header has values in its place, so columns are told by their number.
    """
    columns = [column.strip() for column in record]
    seen: dict[str, int] = {}
    for place, column in enumerate(columns, start=1):
        if not column:
            raise InputRefused(f"{name}: column {place} has no name in the header.")
        if len(column.splitlines()) > 1:
            # Behind a stray quote stand whole rows, which no message may show.
            raise InputRefused(
                f"{name}: the name of column {place} runs over more than one line, as after a "
                "quote that is never closed. Mend the header, or ask for the file again."
            )
        if len(column) > LONGEST_NAME:
            raise InputRefused(
                f"{name}: the name of column {place} is longer than {LONGEST_NAME} characters, so "
                "the header is damaged. Ask for the file again."
            )
        first = seen.setdefault(column.lower(), place)
        if first != place:
            raise InputRefused(f"{name}: columns {first} and {place} have the same name.")
    return columns
