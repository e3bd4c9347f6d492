"""Paths of lists and runs."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Query

from graph_service import queries
from graph_service.access import Action
from graph_service.audit import Event
from graph_service.callers import CallerDep, DeskDep
from graph_service.contract.types import LONDON, read_instant
from graph_service.errors import WrongCall

router = APIRouter(prefix="/api", tags=["lists"])
Limit = Annotated[int, Query(ge=1, le=1000)]


def instant(text: str) -> datetime:
    """An instant, or a date, which means its last instant in Europe/London; UTC without zone."""
    try:
        if "T" not in text:
            last = datetime.combine(date.fromisoformat(text), time.max, tzinfo=LONDON)
            return last.astimezone(UTC).replace(tzinfo=None)
        return read_instant(text)
    except ValueError:
        raise WrongCall("as_of is a date (YYYY-MM-DD) or an instant.") from None


@router.get("/lists/{scheme}")
def ranked_list(
    scheme: str,
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
        as_of=instant(as_of) if as_of else None,
    )


@router.get("/runs")
def run_list(desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """The recorded runs, the latest first."""
    return queries.run_list(desk, caller=caller, event=Event(Action.READ_RUNS, "GET /api/runs"))
