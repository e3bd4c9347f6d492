"""The path of data quality."""

from typing import Any

from fastapi import APIRouter

from graph_service import queries
from graph_service.access import Action
from graph_service.api.lists import Limit
from graph_service.audit import Event
from graph_service.callers import CallerDep, DeskDep

router = APIRouter(prefix="/api", tags=["quality"])


@router.get("/quality")
def quality(
    *, desk: DeskDep, caller: CallerDep, source: str | None = None, limit: Limit = 100
) -> dict[str, Any]:
    """How good the data of each source's last batches is: counts and reasons, never a value."""
    event = Event(Action.READ_QUALITY, "GET /api/quality")
    return queries.quality(desk, caller=caller, event=event, source=source, limit=limit)
