"""A proxy on loopback that loses the answer to a commit, as a breaking connection does."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_COMMIT = bytes.fromhex("0002 b012 0000")  # one chunk: a message without fields, tag COMMIT


class CuttingProxy:
    """Passes Bolt on to a server; on demand, one COMMIT reaches it but its answer gets lost."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._armed = threading.Event()
        self._threads: list[threading.Thread] = []
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = 0

    def cut_next_commit(self) -> None:
        """Lose the answer to the next COMMIT."""
        self._armed.set()

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _start(self, target: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=target, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        lose = threading.Event()
        with client, socket.create_connection(self._server) as server:
            back = threading.Thread(target=self._pass_back, args=(server, client, lose))
            back.start()
            with contextlib.suppress(OSError):
                while data := client.recv(65536):
                    if _COMMIT in data and self._armed.is_set():
                        self._armed.clear()
                        self.cuts += 1
                        lose.set()
                    server.sendall(data)
                server.shutdown(socket.SHUT_RDWR)
            back.join()

    @staticmethod
    def _pass_back(server: socket.socket, client: socket.socket, lose: threading.Event) -> None:
        with contextlib.suppress(OSError):
            # What answers the COMMIT is read here, so it has been done, and goes no further.
            while (data := server.recv(65536)) and not lose.is_set():
                client.sendall(data)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
