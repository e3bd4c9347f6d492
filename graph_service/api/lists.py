"""Paths of lists and runs."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from graph_service import queries, runs
from graph_service.access import Action
from graph_service.audit import Event
from graph_service.callers import CallerDep, DeskDep

router = APIRouter(prefix="/api", tags=["lists"])
Limit = Annotated[int, Query(ge=1, le=1000)]


@router.get("/lists/{scheme}")
def ranked_list(
    scheme: str,
    *,
    desk: DeskDep,
    caller: CallerDep,
    area: str | None = None,
    limit: Limit = 100,
    cursor: str | None = None,
    run: str | None = None,
    as_of: str | None = None,
) -> dict[str, Any]:
    """The ranked list of a scheme: the current run's, a run's by id, or the latest by ``as_of``."""
    return queries.ranked_list(
        desk,
        caller=caller,
        event=Event(Action.READ_LIST, "GET /api/lists/{scheme}"),
        scheme=scheme,
        area=area,
        limit=limit,
        cursor=cursor,
        run=run,
        as_of=runs.read_as_of(as_of) if as_of else None,
    )


@router.get("/runs")
def run_list(desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """The recorded runs, the latest first."""
    return queries.run_list(desk, caller=caller, event=Event(Action.READ_RUNS, "GET /api/runs"))


@router.get("/runs/{before}/diff/{after}")
def diff(
    before: str, after: str, *, desk: DeskDep, caller: CallerDep, scheme: str = "pursuit"
) -> dict[str, Any]:
    """What moved on a scheme's list between two runs, and why; ``pursuit diff`` compares them."""
    event = Event(Action.COMPARE_RUNS, "GET /api/runs/{before}/diff/{after}")
    return queries.diff(desk, before, after, caller=caller, event=event, scheme=scheme)
