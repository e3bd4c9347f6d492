"""The archive as of an instant: per key the last version, in DuckDB tables.

"As of T" means, per key, the last version recorded by T, in the order (recorded_at, the manifest's
recorded_at, content digest). A retraction ends a key; a later version revives it; of a version and
a retraction recorded together the retraction stands. A retracted offence or order takes along what
hangs on it (contract, table ``retraction``).
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from graph_service import archive_schema, contract
from graph_service.archive import Archive, Batch
from graph_service.errors import StoreUnavailable
from graph_service.rules import vawg

_SQL = {
    "text": "VARCHAR",
    "key": "VARCHAR",
    "coded": "VARCHAR",
    "date": "DATE",
    "instant": "TIMESTAMP",
    "true or false": "BOOLEAN",
    "whole number": "BIGINT",
    "number": "DOUBLE",
    "list": "VARCHAR[]",
}
LIMITS: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "threads": 2}
"""What one DuckDB may use; beyond the memory it spills."""


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def parquet(files: Iterable[Path]) -> str:
    """Parquet files as a table in SQL, none of their names taken for a pattern or a partition."""
    # read_parquet takes "*", "?" and "[" for wildcards, and folders named "a=b" for columns.
    plain = (
        "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(file)) for file in files
    )
    listed = ", ".join(literal(file) for file in plain)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def _typed(table: str) -> list[tuple[str, str]]:
    return [(name, _SQL[kind]) for name, kind in archive_schema.columns(table)]


def files_of(table: str, batches: Iterable[Batch]) -> list[Path]:
    """The files of a table, of the batches that have rows of it."""
    return [path for batch in batches if (path := batch.file(table))]


def parquet_of(table: str, batches: Iterable[Batch]) -> str | None:
    """The rows of a table in batches as a table in SQL; None where no batch has any."""
    files = files_of(table, batches)
    return parquet(files) if files else None


def said_of(table: str, batches: Iterable[Batch]) -> str | None:
    """The keys (source, row_key) of a table of which batches say anything, also that they ended.

    As SQL; None where they say nothing.
    """
    held = list(batches)
    said = []
    if given := parquet_of(table, held):
        said.append(f"SELECT source, row_key FROM {given}")
    if ended := parquet_of("retraction", held):
        named = literal(table)
        said.append(f'SELECT source, key AS row_key FROM {ended} WHERE "table" = {named}')
    return " UNION ALL ".join(said) or None


def every_version(table: str, batches: Iterable[Batch]) -> str:
    """Every version of a table's rows; columns that an older batch did not have yet are null."""
    nulls = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in _typed(table))
    nothing = f"SELECT {nulls} WHERE false"
    files = parquet_of(table, batches)
    if not files:
        return nothing
    named = ", ".join(quoted(name) for name, _ in _typed(table))
    return f"SELECT {named} FROM ({nothing} UNION ALL BY NAME SELECT * FROM {files})"


@dataclass(frozen=True)
class Chosen:
    """Rows that were read before (``<schema>.chosen_<table>``); ``mark`` is true in this state."""

    schema: str
    mark: str


def views(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    batches: list[Batch],
    *,
    tables: Iterable[str] = contract.TABLES,
    chosen: Chosen | None = None,
) -> None:
    """Make a schema with ``versions_<table>`` per table: every version in the batches."""
    connection.execute(f"CREATE SCHEMA {schema}")
    for table in {*tables, "retraction"}:
        name = f"{schema}.{quoted('versions_' + table)}"
        if chosen:
            named = ", ".join(quoted(name) for name, _ in _typed(table))
            held = f"{chosen.schema}.{quoted('chosen_' + table)} WHERE {chosen.mark}"
            connection.execute(f"CREATE VIEW {name} AS SELECT {named} FROM {held}")
        else:
            # Retractions are few, and asked for with every other table.
            kind = "TABLE" if table == "retraction" else "VIEW"
            connection.execute(f"CREATE {kind} {name} AS {every_version(table, batches)}")


_FOR_EVER = "TIMESTAMP 'infinity'"


def last(table: str, schema: str, until: str = _FOR_EVER) -> str:
    """Per key the last word on it (source, row_key, row_digest, is_ended), as SQL.

    It is a version or, where ``is_ended``, a retraction. The schema has the tables' views.
    """
    return f"""
        SELECT source, row_key, row_digest, is_ended FROM (
            SELECT source, row_key, recorded_at, batch_recorded_at, false AS is_ended, row_digest
            FROM {schema}.{quoted("versions_" + table)} WHERE recorded_at <= {until}
            UNION ALL
            SELECT source, key, recorded_at, batch_recorded_at, true, row_digest
            FROM {schema}.versions_retraction
            WHERE "table" = {literal(table)} AND recorded_at <= {until}
        )
        QUALIFY row_number() OVER (
            PARTITION BY source, row_key
            ORDER BY recorded_at DESC, batch_recorded_at DESC, is_ended DESC, row_digest DESC
        ) = 1"""


def _taken_along(table: str, schema: str) -> str:
    parent = next((name for name, taken in contract.TAKEN_ALONG.items() if table in taken), None)
    if parent is None:
        return ""
    return f"""
        AND NOT EXISTS (
            SELECT 1 FROM {schema}.{quoted("last_" + parent)} AS parent
            WHERE parent.is_ended AND parent.source = version.source
              AND parent.row_key = version.{parent}_id
        )"""


def create(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    batches: list[Batch],
    *,
    as_of: datetime | None = None,
    chosen: Chosen | None = None,
    tables: Collection[str] = contract.TABLES,
) -> None:
    """Make tables in ``schema``: one per contract table, with its current rows as of an instant.

    Beside them ``last_<table>`` says per key whether it was ended, and the views
    ``versions_<table>`` hold every version. ``as_of`` is UTC without zone; without it every version
    counts. With ``chosen`` only these rows are looked at (:mod:`graph_service.touched`). Of
    ``tables`` a parent must stand before what it takes along.
    """
    until = f"TIMESTAMP {literal(as_of.isoformat(sep=' '))}" if as_of else _FOR_EVER
    views(connection, schema, batches, tables=tables, chosen=chosen)
    has_retractions = any(batch.file("retraction") for batch in batches)
    for table in (table for table in contract.TABLES if table in tables):
        if chosen and not (has_retractions and table in contract.TAKEN_ALONG):
            is_known = not is_empty(connection, f"{schema}.{quoted('versions_' + table)}")
        else:
            is_known = has_retractions or any(batch.file(table) for batch in batches)
        if is_known:
            _create_current(connection, table, schema, until)
        else:
            _create_empty(connection, table, schema)
    if "offence" in tables:
        vawg.derive(connection, schema)


def is_empty(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether a table has no row."""
    return not connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall()


def _create_current(
    connection: duckdb.DuckDBPyConnection, table: str, schema: str, until: str
) -> None:
    lasting, versions = quoted("last_" + table), quoted("versions_" + table)
    connection.execute(f"CREATE TABLE {schema}.{lasting} AS {last(table, schema, until)}")
    connection.execute(
        f"""
        CREATE TABLE {schema}.{quoted(table)} AS
        SELECT version.* FROM (
            SELECT DISTINCT ON (source, row_key, row_digest) *
            FROM {schema}.{versions} WHERE recorded_at <= {until}
            ORDER BY source, row_key, row_digest, batch_recorded_at
        ) AS version
        JOIN {schema}.{lasting} AS last USING (source, row_key, row_digest)
        WHERE NOT last.is_ended{_taken_along(table, schema)}"""
    )


def _create_empty(connection: duckdb.DuckDBPyConnection, table: str, schema: str) -> None:
    """The same for a table of which nothing is known; most extracts fill a few tables alone."""
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in _typed(table))
    connection.execute(f"CREATE TABLE {schema}.{quoted(table)} ({columns})")
    connection.execute(
        f"CREATE TABLE {schema}.{quoted('last_' + table)} "
        "(source VARCHAR, row_key VARCHAR, row_digest VARCHAR, is_ended BOOLEAN)"
    )


@contextmanager
def connect(archive: Archive | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own, in memory, that reaches no network.

    It spills into the archive's folder for work in progress; without an archive it does not spill.
    """
    if archive is None:
        with enough_room(), _open("") as connection:
            yield connection
        return
    with enough_room(), archive.incoming() as folder, _open(str(folder)) as connection:
        yield connection


NO_ROOM = (
    duckdb.OutOfMemoryException,
    duckdb.IOException,
    duckdb.TransactionException,  # the disc was full when a statement was committed
    duckdb.FatalException,  # and whatever comes after that
)
"""What a DuckDB raises for want of memory or disk; a file that it cannot read may be the second."""


@contextmanager
def enough_room() -> Iterator[None]:
    """Turn a DuckDB that ran out of memory or disk into a sentence."""
    try:
        yield
    except NO_ROOM:
        raise StoreUnavailable(
            "There is not enough memory or disk for this. Nothing is lost: make room in the home "
            "folder, or send extracts in parts, and give the command again."
        ) from None


def _open(spill: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config=LIMITS | {"temp_directory": spill})
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute("LOAD parquet; SET parquet_metadata_cache = true")
    return connection
