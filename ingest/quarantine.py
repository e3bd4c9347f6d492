"""What was not accepted, kept for those who can correct it.

``HOME/quarantine/<batch>/<table>.csv`` (mode 0600) has the contract table's layout and a reason. It
is written before its batch is accepted, so that nothing is lost between the two; what stands there
of a batch that never was accepted is swept by the next ingest.
"""

import csv
import os
import shutil
from pathlib import Path

import duckdb

from graph_service import contract
from graph_service.archive import Archive, fsync, writing
from ingest import validate
from ingest.mapping import REASON_COLUMN
from ingest.validate import Validated


def folder_of(archive: Archive) -> Path:
    """Where quarantined rows lie."""
    return archive.folder.parent / "quarantine"


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
            _write_table(connection, folder / f"{one.table}.csv", one)
        fsync(folder)
        fsync(place)


def _write_table(connection: duckdb.DuckDBPyConnection, path: Path, one: Validated) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*(column.name for column in contract.columns(one.table)), REASON_COLUMN])
        writer.writerows(validate.quarantined_rows(connection, one))
        file.flush()
        os.fsync(file.fileno())


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
