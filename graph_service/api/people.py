"""Paths of one person, and search."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from graph_service import queries
from graph_service.access import Action
from graph_service.api.lists import Limit
from graph_service.audit import Event
from graph_service.callers import CallerDep, DeskDep

router = APIRouter(prefix="/api", tags=["people"])


@router.get("/people/{person_id}")
def person(person_id: str, desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """A person's profile, as far as the caller may see it."""
    event = Event(Action.READ_PERSON, "GET /api/people/{person_id}")
    return queries.person(desk, person_id, caller=caller, event=event)


@router.get("/people/{person_id}/why")
def why(
    person_id: str,
    desk: DeskDep,
    caller: CallerDep,
    scheme: str = "pursuit",
    run: str | None = None,
) -> dict[str, Any]:
    """The contributions that the person's score is the sum of."""
    event = Event(Action.READ_WHY, "GET /api/people/{person_id}/why")
    return queries.why(desk, person_id, caller=caller, event=event, scheme=scheme, run=run)


@router.get("/people/{person_id}/network")
def network(
    person_id: str,
    desk: DeskDep,
    caller: CallerDep,
    hops: Annotated[int, Query(ge=1, le=queries.MOST_HOPS)] = 1,
    limit: Limit = 100,
) -> dict[str, Any]:
    """People, offences and orders around the person."""
    event = Event(Action.READ_NETWORK, "GET /api/people/{person_id}/network")
    return queries.network(desk, person_id, caller=caller, event=event, hops=hops, limit=limit)


@router.get("/people/{person_id}/timeline")
def timeline(person_id: str, desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """The person's recorded history by day."""
    event = Event(Action.READ_TIMELINE, "GET /api/people/{person_id}/timeline")
    return queries.timeline(desk, person_id, caller=caller, event=event)


@router.get("/search")
def search(text: str, desk: DeskDep, caller: CallerDep, limit: Limit = 100) -> dict[str, Any]:
    """People whose name, alias or reference fits; for a referrer one exact search."""
    event = Event(Action.SEARCH, "GET /api/search")
    return queries.search(desk, text, caller=caller, event=event, limit=limit)
