"""The web application: API and pages, errors in one shape, headers on every answer."""

import hmac
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from graph_service.api import ROUTERS
from graph_service.callers import page_caller
from graph_service.desk import Desk
from graph_service.errors import NotThere, PurposeNeeded, PursuitError
from graph_service.web import pages
from graph_service.web.frame import html
from graph_service.web.presentation import CONTENT_SECURITY_POLICY, STATIC

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """An error as ``application/problem+json``."""
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status_code=status,
        media_type="application/problem+json",
    )


def create_app(desk: Desk, *, port: int | None = None) -> FastAPI:
    """The application over a desk; with ``port`` it answers requests to that port of loopback alone."""
    app = FastAPI(
        title="Pursuit",
        docs_url=None,
        redoc_url=None,
        summary="Perpetrator intelligence from recorded facts",
    )
    app.state.desk = desk
    for router in (*ROUTERS, pages.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.exception_handler(PursuitError)
    def told(request: Request, error: PursuitError) -> Response:
        return _told(request, desk, error)

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: RequestValidationError) -> Response:
        del request
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return problem(422, "WrongCall", f"{where}: {first['msg']}.")

    @app.exception_handler(HTTPException)
    def not_here(request: Request, error: HTTPException) -> Response:
        if error.status_code == NotThere.http_status:
            return _told(request, desk, NotThere("There is nothing at this address."))
        return problem(error.status_code, "Refused", str(error.detail))

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        del request
        return problem(500, "Fault", f"A fault in Pursuit ({type(error).__name__}).")

    @app.middleware("http")
    async def guarded(
        request: Request, answer: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        # A page elsewhere must not reach a service on loopback under another name (DNS rebinding).
        if port is not None and not _is_own_host(request, port):
            return problem(421, "NotHere", "This service answers to its loopback address alone.")
        response = await answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app


def _is_own_host(request: Request, port: int) -> bool:
    host = request.headers.get("host", "")
    own = (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}")
    return any(hmac.compare_digest(host.encode(), name.encode()) for name in own)


_TITLES = {
    400: "Say what you read this for",
    401: "You are not signed in",
    403: "Not for your role",
    404: "Nothing to show",
    422: "That cannot be answered",
    503: "The service cannot answer now",
}


def _told(request: Request, desk: Desk, error: PursuitError) -> Response:
    """A page for people, a problem document for programs; where no page can be made, the latter."""
    path = request.url.path
    if path.startswith(("/api/", "/static/", "/health")):
        return problem(error.http_status, type(error).__name__, error.message)
    shown = {
        "title": _TITLES.get(error.http_status, "Something went wrong"),
        "detail": error.message,
        "status": error.http_status,
        "needs_purpose": isinstance(error, PurposeNeeded),
    }
    try:
        answer = html("error.html", request, desk, page_caller(request, desk), problem=shown)
    except PursuitError:
        return problem(error.http_status, type(error).__name__, error.message)
    answer.status_code = error.http_status
    return answer
