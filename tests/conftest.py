"""Fixtures for all tests: a home, and a real store of each kind that `--stores` names.

A test that asks for `store` (or anything that stands on it) runs once for each kind and carries the
marker `store`. The server is started once for the session; each test finds it without data.
"""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graph_service import embedded
from graph_service.store import Store, connect
from tests.chromium import chromium
from tests.store.servers import KINDS, StoreServer, running

_EMPTY = "MATCH (n) WITH n LIMIT 20000 DETACH DELETE n"
_LEFT = "MATCH (n) RETURN count(n) AS left"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--stores",
        default="embedded",
        help="kinds of store that the store tests run on: embedded, neo4j or embedded,neo4j",
    )
    parser.addoption(
        "--kills", type=int, default=6, help="how often tests/ingest/test_kills.py kills an ingest"
    )
    parser.addoption(
        "--longer", type=int, default=1, help="how many times as many examples as in CI"
    )


def pytest_configure(config: pytest.Config) -> None:
    # A run in the background may ignore Ctrl-C, and what it starts would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not set(config.getoption("stores").split(",")) <= set(KINDS):
        raise pytest.UsageError(f"--stores takes {' and '.join(KINDS)}, parted by a comma")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store_kind" in metafunc.fixturenames:
        kinds = metafunc.config.getoption("stores").split(",")
        metafunc.parametrize("store_kind", kinds, scope="session")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "store_kind" in getattr(item, "fixturenames", ()):
            item.add_marker("store")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home, as `pursuit` would make it; its embedded server ends with the test."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    yield folder
    embedded.stop(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests that drive one: two at a time cannot be driven from one thread."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def store_server(
    store_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StoreServer]:
    """The running server of this kind."""
    with running(store_kind, tmp_path_factory.mktemp(store_kind)) as server:
        yield server


@pytest.fixture(scope="session")
def open_store(store_server: StoreServer) -> Iterator[Store]:
    """A store that is open for the session. Tests ask for `store`, which is empty."""
    with connect(store_server.home, store_server.uri) as store:
        yield store


@pytest.fixture
def store(open_store: Store) -> Store:
    """An open store without data. Constraints and indexes of earlier tests may be there."""
    while open_store.read(_LEFT) != [{"left": 0}]:
        open_store.write(_EMPTY)
    return open_store


@pytest.fixture
def store_environment(store: Store, store_server: StoreServer, home: Path) -> dict[str, str]:
    """Environment variables under which a command works in `home` and on this empty store."""
    del store  # asked for because it empties the graph
    return {"PURSUIT_HOME": str(home), **store_server.environment}
