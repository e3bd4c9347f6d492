"""The recorded runs."""

from collections.abc import Mapping
from typing import Any

from graph_service import runs
from graph_service.access import Caller, Sees
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.queries import facts


def run_list(desk: Desk, *, caller: Caller, event: Event) -> dict[str, Any]:
    """Every run, the latest first, with its notes: who was not listed, what harm was not known."""
    with desk.answering(caller, event):
        made = runs.read_all(desk.archive)
        current = runs.current(desk.archive).run_id if made else None
        return {
            "runs": [
                {
                    **run.shown(),
                    "made_at": runs.instant(run.made_at),
                    "is_for_now": run.is_for_now,
                    "is_current": run.run_id == current,
                    "scorers": {name: held["version"] for name, held in run.scorers.items()},
                    "notes": run.notes if caller.sees is Sees.ALL else _without_text(run.notes),
                }
                for run in reversed(made)
            ]
        }


def _without_text(notes: Mapping[str, Any]) -> dict[str, Any]:
    """A run's notes without codes that could hold anything (see ``facts.offence_code``)."""
    unknown = {
        index: [
            {
                **one,
                "code": facts.offence_code(one, is_free=False),
                "code_system": facts.code_system(one, is_free=False),
            }
            for one in codes
        ]
        for index, codes in notes.get("unknown_harm", {}).items()
    }
    return {**notes, "unknown_harm": unknown}
