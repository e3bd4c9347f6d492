"""Archives for tests, written batch by batch without an extract."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from graph_service import archive_schema
from graph_service.archive import Archive
from ingest.validate import Quarantined, TableValidator

Rows = list[dict[str, str]]


def accept(
    archive: Archive, tables: Mapping[str, Rows], *, sent_at: datetime, source: str = "north"
) -> str:
    """Archive a batch of rows (all of them good); returns its id."""
    batch_id = f"batch-{len(archive.batches())}"
    with archive.incoming() as place:
        prepared = place / "batch"
        prepared.mkdir()
        for table, held in tables.items():
            validator = TableValidator(table, source=source)
            typed = [validator.validate(row, Counter()) for row in held]
            kept = [row | {"batch_recorded_at": sent_at} for row in typed if isinstance(row, dict)]
            assert not [row for row in typed if isinstance(row, Quarantined)]
            schema = archive_schema.schema(table)
            pq.write_table(pa.Table.from_pylist(kept, schema=schema), prepared / f"{table}.parquet")
        archive.accept(
            prepared,
            {
                "batch_id": batch_id,
                "source": source,
                "profile": "contract",
                "kind": "delta",
                "recorded_at": sent_at.isoformat(),
                "tables": {table: {} for table in tables},
            },
        )
    return batch_id


def small(home: Path) -> Archive:
    """An archive with one offence."""
    made = Archive(home)
    at = "2026-01-10T09:00:00"
    accept(
        made,
        {"offence": [{"offence_id": "O1", "recorded_at": at}]},
        sent_at=datetime(2026, 1, 11),
    )
    return made
