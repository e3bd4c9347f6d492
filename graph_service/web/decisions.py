"""Where people say their word: the queue of links, and entries to be looked at first."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph_service import callers, queries
from graph_service.access import Action, Caller
from graph_service.audit import Event
from graph_service.callers import DeskDep, PageCallerDep
from graph_service.decisions import Queue
from graph_service.desk import Desk
from graph_service.errors import InputRefused, WrongCall
from graph_service.web.forms import Token
from graph_service.web.frame import html
from graph_service.web.pages import person_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
FIRST = 50
Said = Annotated[str, Form()]


@router.get("/links")
def links(
    request: Request,
    *,
    desk: DeskDep,
    caller: PageCallerDep,
    state: str = "waiting",
    limit: Annotated[int, Query(ge=1, le=1000)] = FIRST,
) -> Response:
    """Pairs of records that may be of one person, first what is most worth a look."""
    event = Event(Action.READ_LINKS, "/links")
    answer = queries.links(desk, caller=caller, event=event, state=state, limit=limit)
    return html("links.html", request, desk, caller, state=state, **answer)


@router.get("/links/{link_id}")
def link(request: Request, link_id: str, desk: DeskDep, caller: PageCallerDep) -> Response:
    """One pair side by side, and the form in which to say what they are."""
    return _link(request, link_id, desk, caller)


def _link(request: Request, link_id: str, desk: Desk, caller: Caller, **more: Any) -> Response:
    event = Event(Action.READ_LINKS, "/links/{link_id}")
    answer = queries.link(desk, link_id, caller=caller, event=event)
    return html("link.html", request, desk, caller, link=answer, **more)


def _refused(desk: Desk, queue: Queue, item: str, **said: Any) -> dict[str, Any] | None:
    """Write a word down; where it is refused what was typed, with the problem: it is not lost."""
    try:
        queries.decide(desk, queue, item, **said)
    except (WrongCall, InputRefused) as error:
        typed = {"said_before": said["decision"], "reason": said["reason"]}
        return {**typed, "problem": error.message}
    return None


@router.post("/links/{link_id}")
def decide_link(
    request: Request,
    *,
    link_id: str,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token = "",
    decision: Said = "",
    reason: Said = "",
) -> Response:
    """Write down what somebody said of a pair, then show it."""
    event = Event(Action.DECIDE_LINKS, "/links/{link_id}")
    callers.check_form(request, desk, caller, csrf_token, event)
    said = {"decision": decision, "reason": reason, "caller": caller, "event": event}
    if typed := _refused(desk, Queue.LINKS, link_id, **said):
        return _link(request, link_id, desk, caller, **typed)
    return RedirectResponse(f"/links/{quote(link_id, safe='')}", status_code=303)


@router.post("/people/{person_id}/look-first")
def decide_look_first(
    request: Request,
    *,
    person_id: str,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token = "",
    decision: Said = "",
    reason: Said = "",
    facts: Said = "",
) -> Response:
    """Write down that somebody looked at an entry, then show the person."""
    event = Event(Action.DECIDE_LOOK_FIRST, "/people/{person_id}/look-first")
    callers.check_form(request, desk, caller, csrf_token, event)
    said = {"decision": decision, "reason": reason, "caller": caller, "event": event}
    if typed := _refused(desk, Queue.LOOK_FIRST, person_id, seen=facts.split(), **said):
        return person_page(request, person_id, desk, caller, **typed)
    return RedirectResponse(f"/people/{quote(person_id, safe='')}#look-first", status_code=303)
