"""The web application: API and pages, errors in one shape, headers on every answer."""

import hmac
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from graph_service.api import ROUTERS
from graph_service.desk import Desk
from graph_service.errors import PursuitError

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
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
    for router in ROUTERS:
        app.include_router(router)

    @app.exception_handler(PursuitError)
    async def told(request: Request, error: PursuitError) -> Response:
        del request
        return problem(error.http_status, type(error).__name__, error.message)

    @app.exception_handler(RequestValidationError)
    async def wrong(request: Request, error: RequestValidationError) -> Response:
        del request
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return problem(422, "WrongCall", f"{where}: {first['msg']}.")

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
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
