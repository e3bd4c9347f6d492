"""How good the data of each batch is, by the archive: what is filled, how late it is, what waits.

Pure functions over accepted batches. What a report said of a batch when it was taken in stands in
the batch itself (``Batch.found``); what is measured here can be measured of every batch, old ones
too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph_service import contract
from graph_service.archive import Batch
from graph_service.versions import files_of, parquet


@dataclass(frozen=True)
class Late:
    """Days from when offences happened to when they were first recorded.

    Of the ``offences`` that came first with a batch and say when they happened (the last day, if
    there are two); ``median`` and ``ninetieth`` centile are of those recorded on that day or later.
    """

    offences: int
    before: int
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True)
class Missing:
    """How many current rows of a source's table refer to a row that is not there."""

    table: str
    column: str
    refers_to: str
    rows: int


def _batch_id(file: str) -> str:
    return Path(file).parent.name


def filled(
    connection: duckdb.DuckDBPyConnection, batches: list[Batch]
) -> dict[tuple[str, str], dict[str, int]]:
    """By batch and table: how many of the accepted rows have a value, per contract column.

    A value that could not be read is none. A column that a batch does not know counts as empty.
    """
    found: dict[tuple[str, str], dict[str, int]] = {}
    for table in contract.TABLES:
        files = files_of(table, batches)
        if not files:
            continue
        there = set(connection.sql(f"SELECT * FROM {parquet(files)}").columns)
        names = [column.name for column in contract.columns(table)]
        counts = ", ".join(f'count("{name}")' if name in there else "0" for name in names)
        for file, *given in connection.execute(
            f"SELECT filename, {counts} FROM {parquet(files)} GROUP BY filename"
        ).fetchall():
            found[_batch_id(file), table] = dict(zip(names, given, strict=True))
    return found


def late(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> dict[str, Late]:
    """By batch, how late the offences were recorded that came first with it.

    ``batches`` are all that there are, in the order of their acceptance. Of an offence the version
    recorded first counts, in the first batch that has it: a correction is no late recording.
    """
    files = files_of("offence", batches)
    if not files:
        return {}
    rows = connection.execute(
        f"""
        WITH first AS (
            SELECT filename, coalesce(to_on, from_on) AS happened_on,
                   timezone('Europe/London', timezone('UTC', recorded_at))::DATE AS recorded_on
            FROM {parquet(files)}
            QUALIFY row_number() OVER (
                PARTITION BY source, row_key
                ORDER BY recorded_at, list_position(?, filename), row_digest
            ) = 1
        ), counted AS (
            SELECT filename, date_diff('day', happened_on, recorded_on) AS days FROM first
            WHERE happened_on IS NOT NULL
        )
        SELECT filename, count(*), count(*) FILTER (WHERE days < 0),
               quantile_disc(days, 0.5) FILTER (WHERE days >= 0),
               quantile_disc(days, 0.9) FILTER (WHERE days >= 0)
        FROM counted GROUP BY filename""",
        [[str(file) for file in files]],
    ).fetchall()
    return {_batch_id(file): Late(*measured) for file, *measured in rows}


def missing(connection: duckdb.DuckDBPyConnection, schema: str) -> Mapping[str, list[Missing]]:
    """By source, what refers to rows that are not there, in the order of the contract.

    ``schema`` is one that :func:`graph_service.versions.create` made. Such a row waits: what it is
    to be joined to may come later.
    """
    found: dict[str, list[Missing]] = {}
    for table in contract.TABLES:
        for column in contract.columns(table):
            if column.refers_to is None:
                continue
            for source, rows in connection.execute(
                f"""
                SELECT source, count(*) FROM {schema}."{table}" AS row
                WHERE row."{column.name}" IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM {schema}."{column.refers_to}" AS other
                    WHERE other.source = row.source AND other.row_key = row."{column.name}"
                ) GROUP BY source ORDER BY source"""
            ).fetchall():
                one = Missing(table, column.name, column.refers_to, rows)
                found.setdefault(source, []).append(one)
    return found
