"""Data quality by source and batch: what was amiss, how full and how late the rows are, what waits.

Counts, reasons and places alone, so every reader to whom it is open sees the same.
"""

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from threading import Lock
from typing import Any

import duckdb

from graph_service import contract, quarantined, runs, versions
from graph_service import quality as measured
from graph_service.access import Caller
from graph_service.archive import Archive, Batch
from graph_service.audit import Event
from graph_service.contract.reasons import line_to_do, what_to_do
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.quality import Missing
from graph_service.quarantined import Followed

_MEASURING = Lock()


def quality(
    desk: Desk, *, caller: Caller, event: Event, source: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """Each source with its last ``limit`` batches, the latest first, and what waits in all of them.

    ``{"sources": [{"source", "batches": [...], "more", "waiting": [...]}]}``. A batch has its
    report's counts by table with ``filled`` (rows with a value, by column), ``late`` (days; None
    without new offences), and what was found: ``quarantine``, ``not_readable`` and
    ``lines_not_parsed``, each with ``what_to_do``. NotThere for a source that there is not.
    """
    with desk.answering(caller, event):
        batches = desk.archive.batches()
        names = sorted({batch.source for batch in batches})
        if source is not None and source not in names:
            raise NotThere("There is no such source. Those that there are stand on /quality.")
        with _MEASURING:  # those who ask at once wait for one measurement
            waiting = _waiting(desk.archive, tuple(batch.batch_id for batch in batches))
        with versions.connect(desk.archive) as connection:
            late = measured.late(connection, batches)
            return {
                "sources": [
                    {
                        "source": name,
                        **_last(connection, desk.archive, batches, late, (name, limit)),
                        "waiting": [asdict(one) for one in waiting.get(name, ())],
                    }
                    for name in names
                    if source in (None, name)
                ]
            }


@lru_cache(maxsize=2)  # takes seconds on a large archive, and changes with its batches alone
def _waiting(archive: Archive, batch_ids: tuple[str, ...]) -> Mapping[str, list[Missing]]:
    with versions.connect(archive) as connection:
        held = [batch for batch in archive.batches() if batch.batch_id in batch_ids]
        versions.create(connection, "now", held)
        return measured.missing(connection, "now")


def _last(
    connection: duckdb.DuckDBPyConnection,
    archive: Archive,
    batches: list[Batch],
    late: Mapping[str, measured.Late],
    asked: tuple[str, int],
) -> dict[str, Any]:
    """The last batches of a source, and how many there are before."""
    name, limit = asked
    own = [batch for batch in batches if batch.source == name]
    shown = own[-limit:]
    filled = measured.filled(connection, shown)
    followed = quarantined.follow(connection, archive, own, shown)
    return {
        "batches": [
            {
                **_facts(batch, filled),
                "late": asdict(late[batch.batch_id]) if batch.batch_id in late else None,
                "quarantine": _quarantine(archive, batch, followed[batch.batch_id]),
                **_read(batch),
            }
            for batch in reversed(shown)
        ],
        "more": len(own) - len(shown),
    }


def _facts(batch: Batch, filled: Mapping[tuple[str, str], Mapping[str, int]]) -> dict[str, Any]:
    return {
        "batch_id": batch.batch_id,
        "profile": batch.profile,
        "kind": batch.kind,
        "recorded_at": runs.instant(batch.recorded_at),
        "accepted_at": runs.instant(batch.accepted_at),
        "is_report_kept": batch.found is not None,
        "tables": {
            table: {**batch.tables[table], "filled": filled.get((batch.batch_id, table), {})}
            for table in contract.TABLES
            if table in batch.tables
        },
    }


def _quarantine(
    archive: Archive, batch: Batch, followed: Mapping[tuple[str, str], Followed]
) -> list[dict[str, Any]]:
    """What of a batch is in quarantine, by table and reason, and what became of it.

    Of a batch whose report was not kept, the files themselves tell; ``given_again`` and
    ``not_followed`` are None where the file is not there any more, cannot be read, or has no row
    of that reason.
    """
    kept = (batch.found or {}).get("quarantine")
    if kept is None:
        kept = [
            {"table": table, "reason": why, "rows": one.rows, "places": [], "more": one.rows}
            for (table, why), one in followed.items()
        ]
    return [
        {
            **_with_fate(batch, row, followed.get((row["table"], row["reason"]))),
            "is_file_there": quarantined.file_of(archive, batch.batch_id, row["table"]).is_file(),
        }
        for row in kept
    ]


def _with_fate(batch: Batch, row: Mapping[str, Any], fate: Followed | None) -> dict[str, Any]:
    return {
        **row,
        "what_to_do": what_to_do(row["reason"]),
        "file": f"quarantine/{batch.batch_id}/{row['table']}.csv",
        "given_again": fate.given_again if fate else None,
        "not_followed": fate.not_followed if fate else None,
    }


def _read(batch: Batch) -> dict[str, Any]:
    """What the batch's report says of values and lines that could not be read."""
    found = batch.found or {}
    return {
        "not_readable": [
            {**one, "what_to_do": what_to_do(one["reason"])}
            for one in found.get("not_readable", ())
        ],
        "lines_not_parsed": [
            {**one, "what_to_do": line_to_do(one["reason"])}
            for one in found.get("lines_not_parsed", ())
        ],
    }
