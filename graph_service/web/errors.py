"""Errors as people read them: a page that says what happened and what to do, and nothing else.

It is made without the graph: of a store that is down, or a trail that cannot be written, a page
must be able to tell.
"""

from dataclasses import replace

from fastapi import Request
from fastapi.responses import HTMLResponse

from graph_service.access import Caller
from graph_service.callers import page_caller
from graph_service.desk import Desk
from graph_service.errors import NotSignedIn, PurposeNeeded, PursuitError
from graph_service.web.frame import as_at, bare
from graph_service.web.presentation import render

_TITLES = {
    400: "Say what you read this for",
    401: "You are not signed in",
    403: "Not for your role",
    404: "Nothing to show",
    422: "That cannot be answered",
    503: "The service cannot answer now",
}


def page(request: Request, desk: Desk, error: PursuitError) -> HTMLResponse:
    """The page of an error, in the frame of whoever asks; PursuitError where none can be made."""
    shown = {
        "title": _TITLES.get(error.http_status, "Something went wrong"),
        "detail": error.message,
        "status": error.http_status,
        "needs_purpose": isinstance(error, PurposeNeeded),
    }
    is_stranger = isinstance(error, NotSignedIn)
    caller = None if is_stranger else _caller(request)
    template = "sign_in.html" if is_stranger else "error.html"
    frame = bare(request, desk, caller)
    if caller is not None:
        frame = replace(frame, as_at=as_at(desk))
    return HTMLResponse(render(template, page=frame, problem=shown), status_code=error.http_status)


def _caller(request: Request) -> Caller | None:
    try:
        return page_caller(request)
    except PursuitError:
        return None
