"""Whether the service is up (no sign-in, no data), and what its API is (for the signed in)."""

from typing import Any

from fastapi import APIRouter, Request

from graph_service.access import Action
from graph_service.audit import Event
from graph_service.callers import CallerDep, DeskDep

router = APIRouter(tags=["service"])


@router.get("/health")
def health() -> dict[str, str]:
    """Says ok once the service answers; nothing about data."""
    return {"status": "ok"}


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, desk: DeskDep, caller: CallerDep) -> dict[str, Any]:
    """The description of the API."""
    with desk.answering(caller, Event(Action.OPEN_PAGE, "GET /openapi.json")):
        described: dict[str, Any] = request.app.openapi()
        return described
