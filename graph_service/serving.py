"""Serving the API and the pages: one process on loopback."""

import contextlib
import socket
from collections.abc import Callable

import uvicorn

from graph_service.app import create_app
from graph_service.desk import Desk
from graph_service.errors import StoreUnavailable, WrongCall

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WAITING = 128


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on loopback; on a free port where none is given.

    Sign-in is the operating-system user's, so another address is a WrongCall. StoreUnavailable
    where the port cannot be had. It listens from now on, so that a second service on it is told at
    once.
    """
    if host not in LOOPBACK:
        raise WrongCall(
            "Sign-in here is the operating-system user's, so --host is a loopback address."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by name: asyncio sends without delay (some 40 ms) on such sockets alone.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port or 0))
        listening.listen(_WAITING)
    except OSError as error:
        listening.close()
        raise StoreUnavailable(
            f"The port {port} of {host} cannot be had ({error.strerror}). Give another with --port."
        ) from None
    return listening


class Server(uvicorn.Server):
    """A server that says when it serves: from then on Ctrl-C ends it in order."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as every server does, then say so."""
        await super().startup(sockets)
        if self.started:
            self._tell_started()


def server(desk: Desk, port: int, started: Callable[[], None] = lambda: None) -> Server:
    """The server of a desk, for sockets on this port. ``started`` is called once it serves."""
    config = uvicorn.Config(
        create_app(desk, port=port),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # else whoever asks could say who he is
        ws="none",
    )
    return Server(config, started)


def serve(desk: Desk, *, host: str, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until stopped. Says the address once pages can be opened."""
    with listen(host, port) as listening:
        desk.store  # noqa: B018 - opened before the address is told, so that the first page is quick
        bound = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host

        def started() -> None:
            say(f"Open http://{shown}:{bound}/ in a browser. Stop with Ctrl-C.")

        # Ctrl-C ends the server; whether it then also reaches us depends on the moment.
        with contextlib.suppress(KeyboardInterrupt):
            server(desk, bound, started).run(sockets=[listening])
        say("Stopped.")
