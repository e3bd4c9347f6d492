"""What was not accepted, kept for those who can correct it.

``HOME/quarantine/<batch>/<table>.csv`` (mode 0600) has the contract table's layout and a reason. It
is written before its batch is accepted, so that nothing is lost between the two; what stands there
of a batch that never was accepted is swept by the next ingest.
"""

import csv
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from graph_service import contract
from graph_service.archive import Archive, fsync, writing
from graph_service.contract.reasons import REASON_COLUMN
from graph_service.quarantined import file_of, folder_of
from ingest import validate
from ingest.validate import Validated


def write(
    archive: Archive,
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    tables: list[Validated],
) -> None:
    """Keep the quarantined rows of a batch that is about to be accepted."""
    place = folder_of(archive)
    away = [one for one in tables if one.quarantined]
    if not away:
        return
    with writing():
        folder = place / batch_id
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in away:
            _write_table(connection, file_of(archive, batch_id, one.table), one)
        fsync(folder)
        fsync(place)


def _write_table(connection: duckdb.DuckDBPyConnection, path: Path, one: Validated) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        # Lines end as in RFC 4180; a writer quotes only those line ends in values that are its own.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*(column.name for column in contract.columns(one.table)), REASON_COLUMN])
        writer.writerows(_rows(connection, one))
        file.flush()
        os.fsync(file.fileno())


def _rows(
    connection: duckdb.DuckDBPyConnection, one: Validated
) -> Iterator[tuple[str | None, ...]]:
    rows = validate.quarantined_rows(connection, one)
    if one.table != "offence" or "is_vawg" in one.columns:
        return rows
    # The profile takes every offence as in scope. The file has the column, and without its word
    # the offence would be judged by a rule when it is given again.
    at = [column.name for column in contract.columns(one.table)].index("is_vawg")
    return ((*row[:at], "true", *row[at + 1 :]) for row in rows)


def sweep(archive: Archive) -> None:
    """Remove what an interrupted ingest left of a batch that was never accepted."""
    place = folder_of(archive)
    if not place.is_dir():
        return
    accepted = {batch.batch_id for batch in archive.batches()}
    with writing():
        for folder in place.iterdir():
            if folder.is_dir() and folder.name not in accepted:
                shutil.rmtree(folder)
