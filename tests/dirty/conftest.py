"""What the few cases on a real store stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.store import Store
from tests.ingest.force import Force


@pytest.fixture
def force(store: Store, home: Path, tmp_path: Path) -> Iterator[Force]:
    """A home and an empty graph; after the test the graph is what the archive says."""
    made = Force(Archive(home), store, tmp_path)
    yield made
    assert made.holds_the_archive()
