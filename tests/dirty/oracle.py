"""What ingest must make of an extract, worked out without the code that reads it.

Files are read by :mod:`tests.dirty.rfc4180`, profiles' statements run in a DuckDB of their own, and
doubles are told apart here. Only the validation of one row is taken from ingest: that has tests of
its own, and what it says of rows that no mutation touched is held against the clean extract.
"""

import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from graph_service import contract
from graph_service.contract.reasons import REASON_COLUMN
from ingest.manifest import Manifest
from ingest.profiles import Profile, view_name
from ingest.read import as_text
from ingest.validate import Quarantined, TableValidator
from tests.dirty import rfc4180
from tests.dirty.specimens import MANIFEST, Folder

Row = dict[str, str]
Raw = tuple[list[str], list[list[str | None]]]


class RefusedError(Exception):
    """The extract must be refused, and why."""


class UnsureError(Exception):
    """Nobody but the reader itself can say; what holds for every extract is all that is asked."""


@dataclass(frozen=True)
class Table:
    """A contract table as it must come out: its mapped rows, and which columns were given."""

    rows: list[Row]
    columns: frozenset[str]


@dataclass(frozen=True)
class Expected:
    """What must come out: the tables, and the lines that must be reported as not parsed."""

    tables: Mapping[str, Table]
    not_parsed: int


def _named(folder: Folder, profile: Profile) -> dict[str, bytes]:
    said = folder.get(MANIFEST)
    if not isinstance(said, bytes):
        raise RefusedError("no manifest")
    try:
        manifest = Manifest.model_validate_json(said.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError:
        # What Python's reader takes and this one does not: NaN, a lone surrogate, other Unicode.
        raise UnsureError("a damaged manifest") from None
    files = {}
    for file in manifest.files:
        if not profile.takes(file.name):
            continue
        held = folder.get(file.name)
        if not isinstance(held, bytes):
            raise RefusedError(f"{file.name} is no file")
        if hashlib.sha256(held).hexdigest() != file.sha256.lower():
            raise RefusedError(f"{file.name} has another hash")
        files[file.name] = held
    names = [file.name for file in manifest.files]
    views = [view_name(name) for name in files]
    if not files or len(set(names)) < len(names) or len(set(views)) < len(views):
        raise RefusedError("no file, or one twice")
    counts = {file.name: file.rows for file in manifest.files}
    for name, held in files.items():
        rows = rfc4180.parquet_rows(held) if _is_parquet(name) else _count(held, profile)
        if counts[name] != rows:
            raise RefusedError(f"{name} has another number of rows")
    return files


def _is_parquet(name: str) -> bool:
    return name.lower().endswith(".parquet")


def _count(held: bytes, profile: Profile) -> int:
    try:
        return len(rfc4180.read(held, profile.encoding, profile.delimiter).records)
    except rfc4180.DamagedError as error:
        raise RefusedError(str(error)) from None


def _raw(name: str, held: bytes, profile: Profile) -> tuple[Raw, int]:
    if _is_parquet(name):
        return _raw_parquet(held), 0
    read = rfc4180.read(held, profile.encoding, profile.delimiter)
    whole = [one for one in read.records if one is not None]
    rows: list[list[str | None]] = [[text.strip() or None for text in one] for one in whole]
    return (read.header, rows), len(read.records) - len(whole)


def _raw_parquet(held: bytes) -> Raw:
    try:
        table = pq.read_table(io.BytesIO(held), page_checksum_verification=True)
        table.validate(full=True)
        if not all(pa.types.is_string(kind) for kind in table.schema.types):
            raise UnsureError("a Parquet file that is not all text")
        columns = [column.to_pylist() for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise UnsureError("a damaged Parquet file") from None
    rows = [[(one or "").strip() or None for one in row] for row in zip(*columns, strict=True)]
    return ([name.strip() for name in table.column_names], rows)


def expected(folder: Folder, profile: Profile) -> Expected:
    """What must come out of an extract; RefusedError where it must be refused."""
    raw: dict[str, Raw] = {}
    not_parsed = 0
    for name, held in _named(folder, profile).items():
        raw[view_name(name)], lost = _raw(name, held, profile)
        not_parsed += lost
    tables = _as_it_stands(raw) if profile.is_contract else _mapped(raw, profile)
    for table, one in tables.items():
        declared = {column.name: column for column in contract.columns(table)}
        required = {name for name, column in declared.items() if column.is_required}
        if not one.columns <= declared.keys() or not required <= one.columns:
            raise RefusedError(f"columns of {table}")
    return Expected(tables, not_parsed)


def _as_it_stands(raw: Mapping[str, Raw]) -> dict[str, Table]:
    tables = {}
    for view, (header, rows) in raw.items():
        if view not in contract.TABLES:
            raise RefusedError(f"no table {view}")
        names = [name.lower() for name in header]
        kept = [(at, name) for at, name in enumerate(names) if name != REASON_COLUMN]
        tables[view] = Table(
            [{name: text for at, name in kept if (text := row[at])} for row in rows],
            frozenset(name for _, name in kept),
        )
    return tables


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _mapped(raw: Mapping[str, Raw], profile: Profile) -> dict[str, Table]:
    tables = {}
    with duckdb.connect(config={"threads": 1}) as database:
        try:
            for view, (header, rows) in raw.items():
                names = ", ".join(f"{_quoted(name)} VARCHAR" for name in header)
                database.execute(f"CREATE TABLE {_quoted(view)} ({names})")
                if rows:
                    arrays = [pa.array(held, pa.string()) for held in zip(*rows, strict=True)]
                    given = pa.Table.from_arrays(
                        arrays, names=[f"c{at}" for at in range(len(header))]
                    )
                    database.register("given rows", given)
                    database.execute(f'INSERT INTO {_quoted(view)} FROM "given rows"')
                    database.unregister("given rows")
            database.execute("SET enable_external_access = false")
            for table, sql in profile.queries.items():
                tables[table] = _run(database, sql)
        except duckdb.Error as error:
            raise RefusedError(type(error).__name__) from None
    return tables


def _run(database: duckdb.DuckDBPyConnection, sql: str) -> Table:
    described = database.sql(sql)
    names = [name.lower() for name in described.columns]
    texts = ", ".join(
        as_text(name, str(kind))
        for name, kind in zip(described.columns, described.types, strict=True)
    )
    bare = sql.strip().removesuffix(";")
    rows = database.execute(f"SELECT {texts} FROM (\n{bare}\n)").fetchall()
    return Table(
        [
            {
                name: text
                for name, value in zip(names, row, strict=True)
                if (text := (value or "").strip())
            }
            for row in rows
        ],
        frozenset(names),
    )


def accepted(table: str, held: Table, source: str) -> tuple[Counter[tuple[str, str]], int]:
    """Key and digest of each row that must be accepted, and how many must be quarantined."""
    validator = TableValidator(
        table, source=source, in_scope=table == "offence" and "is_vawg" not in held.columns
    )
    standing: dict[tuple[str, str], str] = {}
    for row in held.rows:
        found = validator.validate(row, Counter())
        if not isinstance(found, Quarantined):
            version = (found["row_key"], str(found["recorded_at"]))
            standing[version] = max(standing.get(version, ""), found["row_digest"])
    kept = Counter((key, digest) for (key, _), digest in standing.items())
    return kept, len(held.rows) - kept.total()


def untouched(table: str, held: Table, clean: Iterable[Row], source: str) -> set[str]:
    """Digests of the rows that stand in the clean extract too, of keys that no other row has."""
    known = {frozenset(row.items()) for row in clean}
    keys = contract.key_columns(table)
    times = Counter(tuple(row.get(name) for name in keys) for row in held.rows)
    same = Table(
        [
            row
            for row in held.rows
            if frozenset(row.items()) in known and times[tuple(row.get(name) for name in keys)] == 1
        ],
        held.columns,
    )
    return {digest for _, digest in accepted(table, same, source)[0]}
