"""The report of an ingest: counts and reasons by table, column, file and line; never a value.

A row is named by its number and by its line in the quarantine's file, where whoever may read it
finds the key. Of each reason the first places are told, and how many more there are.
"""

from typing import Any

from graph_service.contract.reasons import LineReason, line_reason, line_to_do, what_to_do
from graph_service.standing import Standing
from ingest.extract import Extract
from ingest.load import Loaded
from ingest.places import MOST_PLACES


def report(extract: Extract, *, is_new: bool, loaded: Loaded | None = None) -> dict[str, Any]:
    """The JSON of ``pursuit ingest`` (design §7), with what was found beside it.

    ``is_new`` says that the archive did not hold this batch before. Without ``loaded`` the extract
    was only looked at.
    """
    stand = loaded.standing if loaded else {}
    kept = found(extract)
    return {
        "batch": extract.batch_id,
        "is_new": is_new,
        "is_changed": bool(loaded and loaded.written),
        "source": extract.source,
        "tables": {
            one.table: one.counts | vars(stand.get(one.table, Standing())) for one in extract.tables
        },
        "quarantine": [_with_advice(one) for one in kept["quarantine"]],
        "not_readable": [_with_advice(one) for one in kept["not_readable"]],
        "lines_not_parsed": [
            {
                "file": raw.name,
                "line": line,
                "reason": reason,
                "what_to_do": line_to_do(reason),
            }
            for raw in extract.files
            for line, reason in raw.unreadable
        ],
        "files_not_in_manifest": extract.unnamed,
    }


def found(extract: Extract) -> dict[str, Any]:
    """What the archive keeps of the report beside the counts, for the page on data quality."""
    return {
        "quarantine": [
            {
                "table": one.table,
                "reason": one.reason,
                "rows": one.rows,
                "places": [vars(place) for place in one.places],
                "more": one.rows - len(one.places),
            }
            for one in extract.away
        ],
        "not_readable": [
            {"table": one.table, "column": column, "reason": reason, "rows": count}
            for one in extract.tables
            for (column, reason), count in sorted(one.nulled.items())
        ],
        "lines_not_parsed": [
            {
                "file": raw.name,
                "reason": kind,
                "rows": len(lines),
                "lines": lines[:MOST_PLACES],
                "more": len(lines[MOST_PLACES:]),
            }
            for raw in extract.files
            for kind in LineReason
            if (lines := [line for line, reason in raw.unreadable if line_reason(reason) == kind])
        ],
    }


def _with_advice(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "what_to_do": what_to_do(one["reason"])}
