"""A disc that is full is said to be full, whichever step it stops: the extract is not at fault."""

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import StoreUnavailable
from ingest import pipeline
from tests.ingest import extracts

MEGABYTE = 2**20


@contextlib.contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No file of this process grows beyond a size in bytes, as on a disc without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("megabytes", [1, 2, 3, 4, 6, 8, 10, 12, 14, 16])
def test_wherever_the_disc_fills_the_disc_is_named(tmp_path: Path, megabytes: int) -> None:
    words = [f"{number:06}" * 200 for number in range(6000)]
    at = "2026-01-10T09:00:00"
    folder = extracts.write(
        tmp_path / "sent",
        {
            "offence": [
                {"offence_id": f"O{number}", "title": text, "recorded_at": at}
                for number, text in enumerate(words)
            ]
        },
    )
    archive = Archive(tmp_path / "home")
    with no_file_beyond(megabytes * MEGABYTE), pytest.raises(StoreUnavailable):
        pipeline.take_in(
            archive, folder, profile=extracts.CONTRACT, source="contract", say=lambda _: None
        )
    assert archive.batches() == []
