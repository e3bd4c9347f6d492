"""The web application: API and pages, errors in one shape, headers on every answer."""

import http
import sys
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service import faults
from graph_service.api import ROUTERS
from graph_service.desk import Desk
from graph_service.errors import NotThere, PursuitError, WrongCall
from graph_service.web import decisions, errors, forms, pages
from graph_service.web.presentation import CONTENT_SECURITY_POLICY, STATIC

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_HTTP_PORT = 80
_MOST_SENT = 64 * 1024  # bytes of a request's body
# As RFC 9110 has it, which not every Python that we run on does.
_PHRASES = {422: "Unprocessable Content"}
_FAULT = "The service met a fault and could not answer. Nothing was changed."
_FOR_PROGRAMS = ("/api/", "/static/", "/health", "/openapi.json")


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as ``application/problem+json`` (RFC 9457)."""
    title = _PHRASES.get(status) or http.HTTPStatus(status).phrase
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status_code=status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


def create_app(desk: Desk, *, port: int | None = None) -> FastAPI:
    """The application over a desk; with ``port`` it answers to that port of loopback alone."""
    app = FastAPI(
        title="Pursuit",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        openapi_url=None,  # served to the signed in alone, by a route of its own
        summary="Perpetrator intelligence from recorded facts",
    )
    app.state.desk = desk
    for router in (*ROUTERS, pages.router, forms.router, decisions.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(_Guard, desk=desk, port=port)

    @app.exception_handler(PursuitError)
    def told(request: Request, error: PursuitError) -> Response:
        return _told(request, desk, error)

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: RequestValidationError) -> Response:
        # Where and what is wrong, never the value.
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return _told(request, desk, WrongCall(f"{where}: {first['msg']}."))

    @app.exception_handler(HTTPException)
    def not_here(request: Request, error: HTTPException) -> Response:
        if error.status_code == NotThere.http_status:
            return _told(request, desk, NotThere("There is nothing at this address."))
        return problem(error.status_code, str(error.detail), headers=error.headers)

    return app


def _told(request: Request, desk: Desk, error: PursuitError) -> Response:
    """A page for people, a problem document for programs; where no page can be made, the latter."""
    if not request.url.path.startswith(_FOR_PROGRAMS):
        try:
            return errors.page(request, desk, error)
        except PursuitError:
            pass
    return problem(error.http_status, error.message)


class _Guard:
    """Stands around everything: whose requests are answered, with which headers, and faults."""

    def __init__(self, app: ASGIApp, *, desk: Desk, port: int | None) -> None:
        self._app, self._desk, self._port = app, desk, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        # HEAD is GET without the body, audited like it.
        scope = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        request = Request(scope)
        try:
            # A page elsewhere must not reach a service on loopback under another name (DNS
            # rebinding).
            if self._port is not None and not _is_own_host(request, self._port):
                told = problem(421, "This service answers to its loopback address alone.")
                await told(scope, receive, answer)
                return
            await self._app(scope, _Limited(receive), answer)
        except Exception as error:  # noqa: BLE001 - the last place where one can be told safely
            sys.stderr.write(faults.told(error) + "\n")
            if not answer.is_begun:
                await _fault(request, self._desk)(scope, receive, answer)


class _Limited:
    """What is sent to the service, up to what a form can hold."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = _MOST_SENT

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, "A form is not that large. Nothing was read.")
        return message


class _Answer:
    """Sends an answer with the headers that every answer has; of HEAD without its body."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._is_head = scope["method"] == "HEAD"
        self._is_static = str(scope["path"]).startswith("/static/")
        self.is_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_begun = True
            headers = MutableHeaders(scope=message)
            if self._is_static:
                headers["Cache-Control"] = "no-cache"  # kept, and asked about each time
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        elif message["type"] == "http.response.body" and self._is_head:
            message = {**message, "body": b""}
        await self._send(message)


def _is_own_host(request: Request, port: int) -> bool:
    names = ("127.0.0.1", "localhost", "[::1]")
    own = {f"{name}:{port}" for name in names}
    if port == _HTTP_PORT:  # which browsers leave out
        own |= set(names)
    return request.headers.get("host", "").lower() in own


def _fault(request: Request, desk: Desk) -> Response:
    """The answer to a fault: nothing of the error itself."""
    try:
        return _told(request, desk, PursuitError(_FAULT))
    except Exception:  # noqa: BLE001 - the fault may lie in the making of pages
        return problem(500, _FAULT)
