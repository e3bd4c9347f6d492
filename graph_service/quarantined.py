"""Where quarantined rows lie, and which of them were given again.

``HOME/quarantine/<batch>/<table>.csv`` has the contract table's columns as text, and the reason in
a last column. A row of it was given again when a batch of the same source, accepted later, has a
row of the table with the same key. Where the reason is about a column of the key, the other key
columns tell. A row without any, and one whose file was removed, cannot be followed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import csv

from graph_service import contract
from graph_service.archive import Archive, Batch
from graph_service.contract import Reason
from graph_service.contract.reasons import column_of
from graph_service.versions import parquet

# A row must fit into a block; the widest that a profile can make is far below.
_BLOCK = 64 * 1024 * 1024


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
    connection: duckdb.DuckDBPyConnection, archive: Archive, batch: Batch, later: Iterable[Batch]
) -> dict[tuple[str, str], Followed]:
    """What became of the rows that a batch left in quarantine, by table and reason.

    ``later`` are the batches accepted after it; those of other sources do not count. A table whose
    file is not there, or cannot be read, is left out.
    """
    others = [one for one in later if one.source == batch.source]
    found: dict[tuple[str, str], Followed] = {}
    for table, counts in batch.tables.items():
        path = file_of(archive, batch.batch_id, table)
        if not counts.get("quarantined") or not path.is_file():
            continue
        try:
            _read(connection, path, table)
        except (OSError, UnicodeDecodeError, pa.ArrowException, duckdb.Error):
            continue
        files = [file for one in others if (file := one.file(table))]
        found |= {(table, why): one for why, one in _followed(connection, table, files)}
    return found


def _read(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """The quarantined rows' keys and reasons as a table ``away``; what is empty is null."""
    with path.open(encoding="utf-8") as file:
        why = file.readline().strip().rpartition(",")[2]
    if not why.isidentifier():
        raise pa.ArrowInvalid("The header is not that of a file of quarantined rows.")
    keys = contract.key_columns(table)
    with csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=_BLOCK),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            include_columns=[*keys, why], column_types=dict.fromkeys([*keys, why], pa.string())
        ),
    ) as reader:
        connection.register("part", reader)
        named = ", ".join(f'nullif(trim("{name}"), \'\') AS "{name}"' for name in keys)
        connection.execute(
            f'CREATE OR REPLACE TEMP TABLE away AS SELECT {named}, "{why}" AS why FROM part'
        )
        connection.unregister("part")


def _followed(
    connection: duckdb.DuckDBPyConnection, table: str, files: list[Path]
) -> Iterator[tuple[str, Followed]]:
    rows = connection.execute("SELECT why, count(*) FROM away GROUP BY why ORDER BY why").fetchall()
    for why, count in rows:
        keys = [name for name in contract.key_columns(table) if name != column_of(why)]
        # A double is no loss: the same row stands in its own batch.
        if why == Reason.DOUBLE or not keys:
            yield why, Followed(count, 0, count)
            continue
        named = ", ".join(f'"{name}"' for name in keys)
        whole = " AND ".join(f'"{name}" IS NOT NULL' for name in keys)
        held = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in keys)
        later = f"SELECT {held} FROM {parquet(files)}" if files else "SELECT * FROM away LIMIT 0"
        [[followed, again]] = connection.execute(
            f"""
            WITH these AS (SELECT {named} FROM away WHERE why = ? AND {whole})
            SELECT (SELECT count(*) FROM these),
                   (SELECT count(*) FROM these SEMI JOIN ({later}) AS held USING ({named}))""",
            [why],
        ).fetchall()
        yield why, Followed(count, again, count - followed)
