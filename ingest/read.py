"""Raw files become text tables in a DuckDB of their own; what is not as sent is refused whole.

Every file is checked against its manifest (hash, number of records). The tables stand in the schema
``raw``, where a profile's SQL finds them; what Pursuit makes of them stands in ``made``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graph_service import ids
from graph_service.errors import InputRefused
from graph_service.versions import LIMITS, NO_ROOM, enough_room, parquet, quoted
from ingest import csv_file
from ingest.csv_file import RawFile
from ingest.manifest import ManifestFile
from ingest.profiles import Profile, view_name

CHUNK = 5_000
CHARACTERS = 16_000_000
"""Rows or characters after which what was gathered is passed on, so that memory has a bound."""
FEW = 200
"""Rows fetched at a time: few enough that even the widest which the contract allows fit."""
# No view can have this name: it holds a space.
_PART = "a part"


@contextmanager
def workbench(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty DuckDB in a folder, for one extract; it spills into the same folder."""
    with (
        enough_room(),
        duckdb.connect(str(folder / "extract.duckdb"), config=LIMITS) as connection,
    ):
        connection.execute("CREATE SCHEMA raw")
        connection.execute("CREATE SCHEMA made")
        connection.execute("SET schema = 'raw'")
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        yield connection


def load(
    connection: duckdb.DuckDBPyConnection, folder: Path, file: ManifestFile, profile: Profile
) -> RawFile:
    """Load one raw file as a text table named after it; InputRefused where it is not as sent."""
    path = folder / file.name
    raw = RawFile(file.name, view_name(file.name))
    try:
        if path.is_symlink() or not path.is_file():
            raise InputRefused(
                f"{file.name}: the manifest names it, but it is not in the folder as a file. "
                "Ask for the extract again."
            )
        if path.suffix.lower() == ".parquet":
            raw.sha256 = ids.file_digest(path)
            raw.records = _rows_of_parquet(path)
            # A few kilobytes can hold a thousand million rows: are they what was sent?
            _check_as_sent(raw, file)
            _load_parquet(connection, path, raw)
        else:
            _load_csv(connection, path, raw, profile)
            _check_as_sent(raw, file)
    except OSError as error:
        raise InputRefused(f"{file.name}: cannot be read ({error.strerror}).") from None
    return raw


def _check_as_sent(raw: RawFile, file: ManifestFile) -> None:
    if raw.records != file.rows:
        raise InputRefused(
            f"{file.name}: the manifest says {file.rows} rows, the file has {raw.records}. "
            "It is not whole, or the manifest is another file's; ask for the extract again."
        )
    if raw.sha256 != file.sha256.lower():
        raise InputRefused(
            f"{file.name}: its SHA-256 is not the manifest's, so it was changed on the way. "
            "Ask for the extract again."
        )


def count(folder: Path, name: str, profile: Profile) -> int:
    """The number of records in a raw file, for writing a manifest."""
    raw = RawFile(name, view_name(name))
    try:
        if name.lower().endswith(".parquet"):
            raw.records = _rows_of_parquet(folder / name)
        else:
            for _ in csv_file.parse(folder / name, raw, profile):
                pass
    except OSError as error:
        raise InputRefused(f"{name}: cannot be read ({error.strerror}).") from None
    return raw.records


def _load_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, raw: RawFile, profile: Profile
) -> None:
    records = csv_file.parse(path, raw, profile)
    typed = ", ".join(f"{quoted(column)} VARCHAR" for column in next(records))
    try:
        connection.execute(f'CREATE TABLE raw."{raw.view}" ({typed})')
    except duckdb.Error:
        raise InputRefused(
            f"{raw.name}: the names in its header cannot be told apart as names of columns."
        ) from None
    part: list[list[str]] = []
    size = 0
    for record in records:
        part.append(record)
        size += sum(map(len, record))
        if len(part) == CHUNK or size > CHARACTERS:
            _insert(connection, raw, part)
            part, size = [], 0
    _insert(connection, raw, part)


def _insert(connection: duckdb.DuckDBPyConnection, raw: RawFile, part: list[list[str]]) -> None:
    if not part:
        return
    arrays = [
        pa.array([record[place].strip() or None for record in part], pa.string())
        for place in range(len(raw.columns))
    ]
    connection.register(_PART, pa.Table.from_arrays(arrays, names=raw.columns))
    connection.execute(f'INSERT INTO raw."{raw.view}" SELECT * FROM "{_PART}"')
    connection.unregister(_PART)


def _rows_of_parquet(path: Path) -> int:
    try:
        with pq.ParquetFile(path) as file:
            csv_file.header(file.schema_arrow.names, path.name)
            return file.metadata.num_rows
    except (pa.ArrowException, OSError, UnicodeError):  # the last of damaged names
        raise InputRefused(f"{path.name}: is not a whole Parquet file; ask for it again.") from None


def as_text(column: str, kind: str) -> str:
    """A column as the contract writes its values, as SQL: lists by ``;``, instants in UTC."""
    name = quoted(column)
    if kind.endswith("[]"):
        text = f"array_to_string({name}, ';')"
    elif kind == "TIMESTAMP WITH TIME ZONE":
        text = f"strftime(make_timestamp(epoch_us({name})), '%Y-%m-%dT%H:%M:%S.%fZ')"
    else:
        text = f"CAST({name} AS VARCHAR)"
    return f"nullif(trim({text}), '')"


def _damaged(raw: RawFile) -> InputRefused:
    return InputRefused(
        f"{raw.name}: cannot be read as a Parquet file; it is damaged, or holds what no contract "
        "column takes. Ask for it again."
    )


def _load_parquet(connection: duckdb.DuckDBPyConnection, path: Path, raw: RawFile) -> None:
    try:
        held = connection.sql(f"SELECT * FROM {parquet([path])}")
        raw.columns = [column.strip() for column in held.columns]
        texts = ", ".join(
            f"{as_text(column, str(kind))} AS {quoted(column.strip())}"
            for column, kind in zip(held.columns, held.types, strict=True)
        )
        connection.execute(
            f'CREATE TABLE raw."{raw.view}" AS SELECT {texts} FROM {parquet([path])}'
        )
    except NO_ROOM as error:
        if isinstance(error, duckdb.IOException) and "could not write" not in str(error).lower():
            raise _damaged(raw) from None
        raise
    except (duckdb.Error, UnicodeError):
        raise _damaged(raw) from None
    if ids.file_digest(path) != raw.sha256:
        raise InputRefused(f"{raw.name}: was changed while it was read. Try again.")
