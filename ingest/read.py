"""Raw files become text tables in a DuckDB of their own; a file that is not whole is refused whole.

Every file is checked against its manifest (hash, number of records), decoded strictly and parsed
strictly. A record that does not parse is left out and reported by file and line; it counts as one of the
file's records.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graph_service.errors import InputRefused
from ingest.manifest import ManifestFile
from ingest.profiles import Profile, view_name

CHUNK = 20_000
LONGEST_FIELD = 1_000_000


@dataclass
class RawFile:
    """What was read of one raw file: its records, and the lines that do not parse."""

    name: str
    view: str
    columns: list[str]
    records: int = 0
    unreadable: list[tuple[int, str]] = field(default_factory=list)


class _Hashed(io.RawIOBase):
    """A byte stream that hashes what goes through it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")
        self.sha256 = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any buffer
        count = self._file.readinto(buffer)
        self.sha256.update(buffer[:count])
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _lines(stream: io.TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    try:
        for number, line in enumerate(stream, start=1):  # noqa: B007 - read after the loop breaks off
            if "\x00" in line:
                raise InputRefused(
                    f"{name}, line {number}: holds a NUL character, so it is damaged or of another "
                    "encoding. The file is refused whole; ask for it again."
                )
            yield line
    except UnicodeDecodeError:
        raise InputRefused(
            f"{name}, after line {number}: not {stream.encoding}. Say the encoding in profile.toml, "
            "or ask for the file in UTF-8."
        ) from None


def _records(lines: Iterator[str], raw: RawFile, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise InputRefused(
                    f"{raw.name}, line {line}: a quoted field does not end before the file does. "
                    "The file is truncated or damaged; ask for it again."
                ) from None
            if not raw.columns:
                raise InputRefused(f"{raw.name}: the header does not parse.") from None
            raw.records += 1
            raw.unreadable.append((line, "does not parse as CSV"))
            continue
        if not record:
            continue  # an empty line is no record
        if raw.columns:
            raw.records += 1
            if len(record) != len(raw.columns):
                raw.unreadable.append(
                    (line, f"has {len(record)} fields where the header has {len(raw.columns)}")
                )
                continue
        yield record


def _header(record: list[str], name: str) -> list[str]:
    columns = [column.strip() for column in record]
    if any(not column for column in columns):
        raise InputRefused(f"{name}: a column of the header has no name.")
    lowered = [column.lower() for column in columns]
    twice = sorted({column for column in lowered if lowered.count(column) > 1})
    if twice:
        raise InputRefused(f"{name}: the header names the column {twice[0]} twice.")
    return columns


def _cell(text: str) -> str | None:
    return text.strip() or None


def _load_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, raw: RawFile, profile: Profile
) -> str:
    encoding = "utf-8-sig" if profile.encoding.lower() in {"utf-8", "utf8"} else profile.encoding
    hashed = _Hashed(path)
    with io.TextIOWrapper(io.BufferedReader(hashed), encoding=encoding, newline="") as stream:
        records = _records(_lines(stream, raw.name), raw, profile.delimiter)
        first = next(records, None)
        if first is None:
            raise InputRefused(f"{raw.name}: the file is empty, without even a header.")
        raw.columns = _header(first, raw.name)
        named = ", ".join(
            f'"{column.replace(chr(34), chr(34) * 2)}" VARCHAR' for column in raw.columns
        )
        connection.execute(f'CREATE TABLE "{raw.view}" ({named})')
        chunk: list[list[str]] = []
        for record in records:
            chunk.append(record)
            if len(chunk) == CHUNK:
                _insert(connection, raw, chunk)
                chunk = []
        _insert(connection, raw, chunk)
        return hashed.sha256.hexdigest()


def _insert(connection: duckdb.DuckDBPyConnection, raw: RawFile, chunk: list[list[str]]) -> None:
    if not chunk:
        return
    arrays = [
        pa.array([_cell(record[place]) for record in chunk], pa.string())
        for place in range(len(raw.columns))
    ]
    connection.register("chunk", pa.Table.from_arrays(arrays, names=raw.columns))
    connection.execute(f'INSERT INTO "{raw.view}" SELECT * FROM chunk')  # noqa: S608 - a–z, 0–9 and _
    connection.unregister("chunk")


def _as_text(column: str, kind: str) -> str:
    quoted = '"' + column.replace('"', '""') + '"'
    text = (
        f"array_to_string({quoted}, ';')" if kind.endswith("[]") else f"CAST({quoted} AS VARCHAR)"
    )
    return f"nullif(trim({text}), '') AS {quoted}"


def _load_parquet(connection: duckdb.DuckDBPyConnection, path: Path, raw: RawFile) -> str:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        raw.records = pq.ParquetFile(path).metadata.num_rows
        held = connection.read_parquet(str(path))
        raw.columns = _header(held.columns, raw.name)
        texts = ", ".join(
            _as_text(column, str(kind))
            for column, kind in zip(held.columns, held.types, strict=True)
        )
        held.project(texts).create(raw.view)
    except (pa.ArrowInvalid, OSError, duckdb.Error):
        raise InputRefused(f"{raw.name}: is not a whole Parquet file; ask for it again.") from None
    return found


def load(
    connection: duckdb.DuckDBPyConnection, folder: Path, file: ManifestFile, profile: Profile
) -> RawFile:
    """Load one raw file as a text table named after it; InputRefused where it is not what was sent."""
    path = folder / file.name
    raw = RawFile(file.name, view_name(file.name), [])
    if path.is_symlink() or not path.is_file():
        raise InputRefused(
            f"{file.name}: the manifest names it, but it is not in the folder as a file. "
            "Ask for the extract again."
        )
    if path.suffix.lower() == ".parquet":
        found = _load_parquet(connection, path, raw)
    else:
        found = _load_csv(connection, path, raw, profile)
    if raw.records != file.rows:
        raise InputRefused(
            f"{file.name}: the manifest says {file.rows} rows, the file has {raw.records}. "
            "It is not whole, or the manifest is another file's; ask for the extract again."
        )
    if found != file.sha256:
        raise InputRefused(
            f"{file.name}: its SHA-256 is not the manifest's, so it was changed on the way. "
            "Ask for the extract again."
        )
    return raw


def count(folder: Path, name: str, profile: Profile) -> int:
    """The number of records in a raw file, for writing a manifest."""
    raw = RawFile(name, "counted", [])
    with duckdb.connect() as connection:
        if name.lower().endswith(".parquet"):
            _load_parquet(connection, folder / name, raw)
        else:
            _load_csv(connection, folder / name, raw, profile)
    return raw.records
