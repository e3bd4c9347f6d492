"""What stands around every page: who reads, as what, for what, and from when the facts are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from graph_service import callers, runs
from graph_service.access import PERMISSIONS, PURPOSES, Action, Caller, Sees
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.queries import beside
from graph_service.web.presentation import AsAt, Page, navigation, render

_STALE = timedelta(days=2)


def as_at(desk: Desk) -> AsAt:
    """The current run and the source whose facts are the oldest; stale beyond two days."""
    held = beside.sources(desk)
    oldest = min(held, key=lambda one: str(one["recorded_at"]), default=None)
    oldest_at = datetime.fromisoformat(str(oldest["recorded_at"])) if oldest else None
    try:
        run = runs.current(desk.archive)
    except NotThere:
        run = None
    now = datetime.now(UTC)
    made = run.as_of.replace(tzinfo=UTC) if run else None
    return AsAt(
        run_id=run.run_id if run else None,
        as_of=runs.instant(run.as_of) if run else None,
        known_at=runs.instant(run.known_at) if run else None,
        oldest_source=str(oldest["source"]) if oldest else None,
        oldest_at=oldest_at,
        stale=any(at is not None and now - at > _STALE for at in (made, oldest_at)),
    )


def bare(request: Request, desk: Desk, caller: Caller | None) -> Page:
    """The frame alone, made without the graph; of somebody not signed in without role and forms."""
    page = Page(
        now=datetime.now(UTC),
        reader="",
        role="",
        path=request.url.path if request.method == "GET" else "/",
        invented=desk.home.settings().is_invented,
    )
    if caller is None:
        return page
    return replace(
        page,
        reader=caller.who,
        role=caller.role,
        roles=callers.roles_of(desk, caller.who),
        nav=navigation(caller.role, request.url.path),
        csrf_token=callers.csrf_token(desk, caller.who),
        purpose=caller.purpose,
        purposes=PURPOSES[caller.role],
        searches=caller.role in PERMISSIONS[Action.SEARCH],
    )


def html(
    template: str, request: Request, desk: Desk, caller: Caller, **context: Any
) -> HTMLResponse:
    """A page as the answer to a request."""
    page = replace(bare(request, desk, caller), area=_area(desk, caller), as_at=as_at(desk))
    return HTMLResponse(render(template, page=page, **context))


def form(
    template: str, request: Request, desk: Desk, caller: Caller, *, route: str, **context: Any
) -> HTMLResponse:
    """A page that says nothing about anybody; opening it is recorded all the same."""
    with desk.answering(caller, Event(Action.OPEN_PAGE, route)):
        return html(template, request, desk, caller, **context)


def _area(desk: Desk, caller: Caller) -> dict[str, Any] | None:
    """The area whose reader the caller is; the first where there are several."""
    if caller.sees is not Sees.OWN_AREA or not caller.areas:
        return None
    first = caller.areas[0]
    named = {area["area_id"]: area for area in beside.areas(desk)}
    return named.get(first, {"area_id": first, "name": None})
