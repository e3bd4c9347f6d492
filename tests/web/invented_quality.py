"""Data quality of an invented force as `/api/quality` answers it, of two sources."""

from typing import Any

_CORRECT = "Correct the source, or the profile's SQL where it loses the value."
_FILE = "quarantine/{}/{}.csv"


def _counts(read: int, quarantined: int, filled: dict[str, int]) -> dict[str, Any]:
    return {
        "read": read,
        "accepted": read - quarantined,
        "quarantined": quarantined,
        "filled": filled,
    }


def _away(batch: str, table: str, reason: str, rows: int, **changes: Any) -> dict[str, Any]:
    lines = [{"row": 10 + n, "line": 2 + n} for n in range(min(rows, 3))]
    return {
        "table": table,
        "reason": reason,
        "rows": rows,
        "places": lines,
        "more": rows - len(lines),
        "what_to_do": _CORRECT,
        "file": _FILE.format(batch, table),
        "is_file_there": True,
        "given_again": 0,
        "not_followed": 0,
        **changes,
    }


_NEWEST = {
    "batch_id": "b3",
    "profile": "synthetic",
    "kind": "delta",
    "recorded_at": "2026-11-23T20:15:00.000000Z",
    "accepted_at": "2026-11-24T02:10:00.000000Z",
    "is_report_kept": True,
    "tables": {
        "offence": _counts(1204, 4, {"offence_id": 1200, "code": 1199, "postcode": 3, "to_on": 0}),
        "officer": _counts(0, 0, {}),
    },
    "late": {"offences": 88, "before": 2, "median": 1, "ninetieth": 34},
    "quarantine": [
        _away("b3", "offence", "offence_id: empty", 3, not_followed=3),
        _away("b3", "offence", "the same row stands in this batch already", 1, not_followed=1),
    ],
    "not_readable": [
        {
            "table": "offence",
            "column": "from_on",
            "reason": "not a day of the calendar",
            "rows": 2,
            "what_to_do": "Correct the source.",
        }
    ],
    "lines_not_parsed": [
        {
            "file": "CRIME.csv",
            "reason": "does not parse as CSV",
            "rows": 12,
            "lines": [7, 1031],
            "more": 10,
            "what_to_do": "Have the sender write CSV with a program that quotes.",
        }
    ],
}
_BEFORE = {
    "batch_id": "b1",
    "profile": "synthetic",
    "kind": "full",
    "recorded_at": "2026-11-20T20:15:00.000000Z",
    "accepted_at": "2026-11-21T02:10:00.000000Z",
    "is_report_kept": False,
    "tables": {
        "offence": _counts(
            2, 1, {"offence_id": 1, "code": 1, "postcode": 1, "to_on": 0}
        ),
    },
    "late": {"offences": 1, "before": 1, "median": None, "ninetieth": None},
    "quarantine": [
        _away("b1", "offence", "offence_id: empty", 9, given_again=5, not_followed=1),
        _away(
            "b1", "order", "kind: empty", 1, is_file_there=False, given_again=None,
            not_followed=None, places=[], more=1,
        ),
    ],
    "not_readable": [],
    "lines_not_parsed": [],
}  # fmt: skip
_CUSTODY = {
    **_BEFORE,
    "batch_id": "b2",
    "tables": {"officer": _counts(0, 0, {})},
    "late": None,
    "quarantine": [],
    "is_report_kept": True,
}

QUALITY: dict[str, Any] = {
    "sources": [
        {
            "source": "custody",
            "batches": [_CUSTODY],
            "more": 0,
            "waiting": [],
        },
        {
            "source": "synthetic",
            "batches": [_NEWEST, _BEFORE],
            "more": 1,
            "waiting": [
                {
                    "table": "involvement",
                    "column": "offence_id",
                    "refers_to": "offence",
                    "rows": 1017,
                }
            ],
        },
    ]
}
