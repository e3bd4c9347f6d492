"""Where quarantined rows lie, and which of them were given again.

``HOME/quarantine/<batch>/<table>.csv`` has the contract table's columns as text, and the reason in
a last column. A row of it was given again when a batch of the same source, accepted later, has a
row of the table with the same key. Where the reason is about a column of the key, the other key
columns tell. A row without any, and one whose file was removed or cannot be read, cannot be
followed. A row is left out where no known reason stands in the column: a file that was saved again
may hold anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import csv

from graph_service import contract
from graph_service.archive import Archive, Batch
from graph_service.contract import Reason
from graph_service.contract.reasons import REASON_COLUMN, column_of, is_reason
from graph_service.versions import parquet

# A row must fit into a block; the widest that a profile can make is far below.
_BLOCK = 64 * 1024 * 1024
# Columns beside those of a contract table's key.
_AT, _WHY = "away_at", "away_why"


@dataclass(frozen=True)
class Followed:
    """Of the quarantined rows of one table and reason: given again, and not to be followed."""

    rows: int
    given_again: int = 0
    not_followed: int = 0


def folder_of(archive: Archive) -> Path:
    """Where quarantined rows lie, one folder for each batch that has some."""
    return archive.folder.parent / "quarantine"


def file_of(archive: Archive, batch_id: str, table: str) -> Path:
    """The file of a batch's quarantined rows of a table, whether or not it is there."""
    return folder_of(archive) / batch_id / f"{table}.csv"


def follow(
    connection: duckdb.DuckDBPyConnection,
    archive: Archive,
    batches: Sequence[Batch],
    shown: Sequence[Batch],
) -> dict[str, dict[tuple[str, str], Followed]]:
    """By batch id, what became of the rows it left in quarantine, by table and reason.

    ``shown`` are batches of one source, ``batches`` all that there are, in the order of their
    acceptance; those of other sources do not count. A table of a batch whose file is not there, or
    cannot be read, is left out.
    """
    sources = {batch.source for batch in shown}
    own = [batch for batch in batches if batch.source in sources]
    at = {batch.batch_id: number for number, batch in enumerate(own)}
    found: dict[str, dict[tuple[str, str], Followed]] = {batch.batch_id: {} for batch in shown}
    for table in contract.TABLES:
        left = [batch for batch in shown if _is_left(archive, batch, table)]
        if not left:
            continue
        _create(connection, table)
        for batch in left:
            _read(connection, file_of(archive, batch.batch_id, table), table, at[batch.batch_id])
        for number, why, one in _followed(connection, table, own):
            found[own[number].batch_id][table, why] = one
    return found


def _is_left(archive: Archive, batch: Batch, table: str) -> bool:
    """Whether a batch left rows of a table in quarantine, and their file is there."""
    counts = batch.tables.get(table, {})
    return bool(counts.get("quarantined")) and file_of(archive, batch.batch_id, table).is_file()


def _create(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """The table ``away``: of each quarantined row its batch's number, its key and its reason."""
    keys = ", ".join(f'"{name}" VARCHAR' for name in contract.key_columns(table))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE away ({_AT} INTEGER, {keys}, {_WHY} VARCHAR)")


def _read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, number: int) -> None:
    """Put the rows of a file into ``away``, all or none; what is empty is null."""
    keys = contract.key_columns(table)
    columns = [*keys, REASON_COLUMN]
    named = ", ".join(f"nullif(trim(\"{name}\"), '')" for name in keys)
    try:
        with csv.open_csv(
            path,
            read_options=csv.ReadOptions(block_size=_BLOCK),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                include_columns=columns, column_types=dict.fromkeys(columns, pa.string())
            ),
        ) as reader:
            connection.register("part", reader)
            connection.execute(
                f"INSERT INTO away SELECT {number}, {named}, {REASON_COLUMN} FROM part"
            )
            connection.unregister("part")
    except (
        FileNotFoundError,
        PermissionError,
        pa.ArrowInvalid,
        pa.ArrowKeyError,
        duckdb.InvalidInputException,  # what the reader finds on the way through the file
    ):
        return


def _followed(
    connection: duckdb.DuckDBPyConnection, table: str, own: list[Batch]
) -> Iterator[tuple[int, str, Followed]]:
    """Batch number, reason and what became of the rows of ``away``."""
    names = {column.name for column in contract.columns(table)}
    rows = [
        row
        for row in connection.execute(
            f"SELECT {_AT}, {_WHY}, count(*) FROM away GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        if is_reason(row[1], names)
    ]
    by_keys: dict[tuple[str, ...], set[str]] = {}
    for _, why, _ in rows:
        keys = tuple(name for name in contract.key_columns(table) if name != column_of(why))
        # A double is no loss: the same row stands in its own batch.
        if why != Reason.DOUBLE and keys:
            by_keys.setdefault(keys, set()).add(why)
    later = [
        (number, file)
        for number, batch in enumerate(own)
        if rows and number > rows[0][0] and (file := batch.file(table))
    ]
    again: dict[tuple[int, str], tuple[int, int]] = {}
    for keys, reasons in by_keys.items():
        again |= _given_again(connection, later, keys, sorted(reasons))
    for number, why, count in rows:
        whole, given = again.get((number, why), (0, 0))
        yield number, why, Followed(count, given, count - whole)


def _given_again(
    connection: duckdb.DuckDBPyConnection,
    later: list[tuple[int, Path]],
    keys: tuple[str, ...],
    reasons: list[str],
) -> dict[tuple[int, str], tuple[int, int]]:
    """By batch number and reason: the rows with all of these key columns, and those given again.

    ``later`` are the table's files with the numbers of their batches. They are read once for all
    batches: the last batch with a key tells for each before it.
    """
    named = ", ".join(f'"{name}"' for name in keys)
    texts = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in keys)
    whole = " AND ".join(f'"{name}" IS NOT NULL' for name in keys)
    held = f"SELECT {named}, NULL AS last FROM away LIMIT 0"
    values: list[object] = [reasons]
    if later:
        held = f"""
            SELECT {named}, max(list_extract(?, list_position(?, filename))) AS last
            FROM (SELECT filename, {texts} FROM {parquet(file for _, file in later)}) AS given
            SEMI JOIN these USING ({named}) GROUP BY {named}"""
        values += [[number for number, _ in later], [str(file) for _, file in later]]
    rows = connection.execute(
        f"""
        WITH these AS MATERIALIZED (
            SELECT {_AT}, {_WHY}, {named} FROM away WHERE {_WHY} IN (SELECT unnest(?)) AND {whole}
        ), held AS ({held})
        SELECT {_AT}, {_WHY}, count(*), count(*) FILTER (last > {_AT})
        FROM these LEFT JOIN held USING ({named}) GROUP BY ALL""",
        values,
    ).fetchall()
    return {(number, why): (count, given) for number, why, count, given in rows}
