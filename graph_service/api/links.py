"""The paths of links, and of decisions."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from graph_service import queries
from graph_service.access import Action
from graph_service.api.lists import Limit
from graph_service.audit import Event
from graph_service.callers import CallerDep, DeskDep
from graph_service.decisions import Queue

router = APIRouter(prefix="/api", tags=["links"])


class Asked(BaseModel):
    """A decision as it is sent; ``facts``: the ids of those looked at, where any were shown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    queue: Annotated[Queue, Field(strict=False)]
    item: Annotated[str, Field(min_length=1, max_length=200)]
    decision: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Annotated[str, Field(min_length=1, max_length=queries.MOST_REASON)]
    facts: list[str] | None = None


@router.get("/links")
def links(
    *, desk: DeskDep, caller: CallerDep, state: str = "waiting", limit: Limit = 100
) -> dict[str, Any]:
    """Pairs of records that may be of one person, the strongest first."""
    event = Event(Action.READ_LINKS, "GET /api/links")
    return queries.links(desk, caller=caller, event=event, state=state, limit=limit)


@router.get("/links/{link_id}")
def link(link_id: str, desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """One pair of records side by side, with what else each of them carries."""
    event = Event(Action.READ_LINKS, "GET /api/links/{link_id}")
    return queries.link(desk, link_id, caller=caller, event=event)


@router.post("/decisions", status_code=201)
def decide(asked: Asked, desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """Write a human's decision down; it counts with the next run."""
    event = Event(queries.DECIDES[asked.queue], "POST /api/decisions")
    return queries.decide(
        desk,
        asked.queue,
        asked.item,
        asked.decision,
        reason=asked.reason,
        caller=caller,
        event=event,
        seen=asked.facts,
    )
