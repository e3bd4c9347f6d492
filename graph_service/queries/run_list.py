"""The recorded runs."""

from typing import Any

from graph_service import runs
from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk


def run_list(desk: Desk, *, caller: Caller, event: Event) -> dict[str, Any]:
    """Every run, the latest first, with what it noted: who was not listed, what harm was not known."""
    desk.admit(caller, event)
    made = runs.read_all(desk.archive)
    current = runs.current(desk.archive).run_id if made else None
    desk.record(caller, event)
    return {
        "runs": [
            {
                **run.shown(),
                "made_at": runs.instant(run.made_at),
                "is_for_now": run.is_for_now,
                "is_current": run.run_id == current,
                "scorers": {name: held["version"] for name, held in run.scorers.items()},
                "notes": run.notes,
            }
            for run in reversed(made)
        ]
    }
