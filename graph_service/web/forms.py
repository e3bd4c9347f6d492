"""What people fill in: search, a referrer's check, and in which role and for what they read."""

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph_service import access, callers, queries
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.audit import Event
from graph_service.callers import DeskDep, PageCallerDep
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, PurposeNeeded, WrongCall
from graph_service.queries import beside
from graph_service.web import words
from graph_service.web.frame import form, html
from graph_service.web.pages import why_or_none

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
# A path of this service: what ids are made of, never a second slash in a row.
_STEP = r"[A-Za-z0-9._~%-]+"
_OWN_PATH = re.compile(rf"/(?:{_STEP}(?:/{_STEP})*/?)?\Z")
Token = Annotated[str, Form(alias="csrf_token")]


@router.get("/search")
def search_form(request: Request, desk: DeskDep, caller: PageCallerDep) -> Response:
    """The search form; a referrer's is his first page."""
    if caller.role is Role.REFERRER:
        return form("home_referrer.html", request, desk, caller, route="/search")
    held = {"matches": None, "areas": beside.areas(desk)}
    return form("search.html", request, desk, caller, route="/search", **held)


@router.post("/search")
def search(
    request: Request,
    *,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token = "",
    text: Annotated[str, Form()] = "",
) -> Response:
    """People who fit a text. Posted, so that no address holds a name."""
    event = Event(Action.SEARCH, "/search")
    callers.check_form(request, desk, caller, csrf_token, event)
    if caller.role is Role.REFERRER:
        desk.refuse(caller, event)
        raise NotAllowed("A referrer checks one person at a time, on the first page.")
    if not text.strip():
        return search_form(request, desk, caller)
    answer = queries.search(desk, text, caller=caller, event=event)
    context = {"text": text, "areas": beside.areas(desk), **answer}
    return html("search.html", request, desk, caller, **context)


@router.post("/check")
def check(
    request: Request,
    *,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token = "",
    surname: Annotated[str, Form()] = "",
    born_on: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    purpose: Annotated[str, Form()] = "",
) -> Response:
    """The referrer's one exact search."""
    event = Event(Action.SEARCH, "/check")
    callers.check_form(request, desk, caller, csrf_token, event)
    if purpose:
        caller = replace(caller, purpose=access.purpose(purpose))
    day = words.read_day(born_on)
    if not reference.strip() and (not surname.strip() or day is None):
        problem = "Give a surname and a date of birth such as 27 3 1988, or a reference."
        return _again(request, desk, caller, problem)
    try:
        found = queries.check(
            desk,
            caller=caller,
            event=event,
            surname=surname.strip() or None,
            born_on=day.isoformat() if day else None,
            reference=reference,
        )
    except PurposeNeeded:
        raise
    except WrongCall as error:
        return _again(request, desk, caller, error.message)
    if len(found["matches"]) > 1:
        several = "More than one person fits exactly. Check by the reference on the referral."
        return _again(request, desk, caller, several)
    if not found["matches"]:
        return html("referrer_check.html", request, desk, caller, person=None, why=None)
    person_id = found["matches"][0]["person_id"]
    profile = queries.person(
        desk, person_id, caller=caller, event=Event(Action.READ_PERSON, "/check")
    )
    answer = why_or_none(desk, caller, person_id, "/check")
    return html("referrer_check.html", request, desk, caller, person=profile, why=answer)


def _again(request: Request, desk: Desk, caller: Caller, problem: str) -> Response:
    """The check's form once more, with what was wrong."""
    return form("home_referrer.html", request, desk, caller, route="/check", problem=problem)


@router.post("/reading-as")
def reading_as(
    request: Request,
    *,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token = "",
    role: Annotated[str, Form()] = "",
    purpose: Annotated[str, Form()] = "",
    return_to: Annotated[str, Form()] = "/",
) -> Response:
    """Take another role of one's own, or say a purpose; both are remembered."""
    event = Event(Action.TAKE_ROLE, "/reading-as")
    callers.check_form(request, desk, caller, csrf_token, event)
    taken = callers.in_role(request, caller.who, role or caller.role, None)
    # Another role may not see the page that the last one stood on.
    is_same = taken.role is caller.role
    target = return_to if is_same and _OWN_PATH.match(return_to) else "/"
    with desk.answering(taken, event):
        answer = RedirectResponse(target, status_code=303)
        settings: dict[str, Any] = {"httponly": True, "samesite": "strict", "path": "/"}
        answer.set_cookie(callers.ROLE_COOKIE, taken.role, **settings)
        if purpose and Purpose(access.purpose(purpose)) in access.PURPOSES[taken.role]:
            answer.set_cookie(callers.PURPOSE_COOKIE, purpose, **settings)
        return answer
