"""Serving the API and the pages: one process on loopback."""

import socket
from collections.abc import Callable

import uvicorn

from graph_service.app import create_app
from graph_service.desk import Desk
from graph_service.errors import StoreUnavailable, WrongCall

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(desk: Desk, *, host: str, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until stopped. Prints the address once pages can be opened.

    Sign-in is the operating-system user's, so it binds to loopback alone.
    """
    if host not in LOOPBACK:
        raise WrongCall(
            "Sign-in here is the operating-system user's, so --host is a loopback address."
        )
    desk.store  # noqa: B018 - opened before the address is told, so that the first page is quick
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port or 0))
    except OSError as error:
        raise StoreUnavailable(
            f"The port {port} of {host} cannot be had ({error.strerror}). Give another with --port."
        ) from None
    bound = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        create_app(desk, port=bound), log_level="warning", access_log=False, server_header=False
    )
    say(f"Open http://{shown}:{bound}/ in a browser. Stop with Ctrl-C.")
    uvicorn.Server(config).run(sockets=[listening])
