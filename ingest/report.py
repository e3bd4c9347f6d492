"""The report of an ingest: counts and reasons by table, column, file and line; never a value."""

from typing import Any

from graph_service.standing import Standing
from ingest.extract import Extract
from ingest.load import Loaded


def report(extract: Extract, *, is_new: bool, loaded: Loaded | None = None) -> dict[str, Any]:
    """The JSON of ``pursuit ingest`` (design §7), with what was found beside it.

    ``is_new`` says that the archive did not hold this batch before. Without ``loaded`` the extract
    was only looked at.
    """
    stand = loaded.standing if loaded else {}
    return {
        "batch": extract.batch_id,
        "is_new": is_new,
        "is_changed": bool(loaded and loaded.written),
        "source": extract.source,
        "tables": {
            one.table: {
                "read": one.read,
                "accepted": one.accepted,
                "quarantined": one.quarantined,
                **vars(stand.get(one.table, Standing())),
            }
            for one in extract.tables
        },
        "quarantine": [
            {"table": one.table, "reason": reason, "rows": count}
            for one in extract.tables
            for reason, count in sorted(one.reasons.items())
        ],
        "not_readable": [
            {"table": one.table, "column": column, "reason": reason, "rows": count}
            for one in extract.tables
            for (column, reason), count in sorted(one.nulled.items())
        ],
        "lines_not_parsed": [
            {"file": raw.name, "line": line, "reason": reason}
            for raw in extract.files
            for line, reason in raw.unreadable
        ],
        "files_not_in_manifest": extract.unnamed,
    }
