"""The servers that tests of the store run against: one of each kind for a whole session."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_service import embedded
from tests.neo4j import server as neo4j_server

KINDS = ("embedded", "neo4j")


@dataclass(frozen=True)
class StoreServer:
    """A running server: what `connect` takes, and the same for a command in its environment."""

    kind: str
    home: Path
    uri: str | None
    environment: dict[str, str]


@contextlib.contextmanager
def running(kind: str, folder: Path) -> Iterator[StoreServer]:
    """A server of this kind with its data in `folder`, ended with the block."""
    with embedded_server(folder) if kind == "embedded" else _neo4j_server(folder) as server:
        yield server


@contextlib.contextmanager
def embedded_server(folder: Path) -> Iterator[StoreServer]:
    """The embedded store of the home `folder`; commands reach it as they would reach a server.

    Each command of a test has a home of its own, and starting a server for each would take long.
    """
    with pytest.MonkeyPatch.context() as patch:
        # Commands that come by URI do not touch its home, so it must not think itself idle.
        patch.setenv("PURSUIT_STORE_IDLE_MINUTES", "120")
        endpoint = embedded.ensure_running(folder)
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(endpoint.password)
    try:
        yield StoreServer(
            kind="embedded",
            home=folder,
            uri=None,
            environment={
                "PURSUIT_STORE": f"bolt://127.0.0.1:{endpoint.port}",
                "PURSUIT_STORE_USER": endpoint.user,
                "PURSUIT_STORE_PASSWORD_FILE": str(password),
                "PURSUIT_STORE_DATABASE": endpoint.database,
            },
        )
    finally:
        embedded.stop(folder)


@contextlib.contextmanager
def _neo4j_server(folder: Path) -> Iterator[StoreServer]:
    uri, process = neo4j_server.start(folder)
    try:
        yield StoreServer(kind="neo4j", home=folder, uri=uri, environment={"PURSUIT_STORE": uri})
    finally:
        neo4j_server.stop(process)


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it did not happen within a minute"
        time.sleep(0.05)
