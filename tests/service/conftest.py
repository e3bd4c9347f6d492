"""The loaded force and its service, made once for each store and again when it was emptied."""

from collections.abc import Iterator

import pytest

from graph_service import graph_state
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import load, pipeline
from scoring import record
from tests.runs.force import silent
from tests.service import force, served
from tests.service.served import Service


@pytest.fixture(scope="session")
def _service(open_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    home = served.open_home(folder / "home")
    load.clear(open_store, silent)
    served.load(home, open_store, folder / "extract", force.tables())
    with served.serving_desk(Desk(home, lambda: open_store)) as service:
        yield service


@pytest.fixture
def service(_service: Service, open_store: Store) -> Service:
    """The service over the force. Tests change nothing of it but the audit trail."""
    held = _service.desk.archive
    if set(graph_state.read(open_store).batches) != {one.batch_id for one in held.batches()}:
        load.clear(open_store, silent)
        pipeline.catch_up(held, open_store, silent)
        record.restore(held, open_store, silent)
    return _service
