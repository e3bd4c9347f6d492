"""A disc that is full is said to be full, whichever step it stops: the extract is not at fault."""

from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import StoreUnavailable
from ingest import pipeline
from tests.full_disc import no_file_beyond
from tests.ingest import extracts

MEGABYTE = 2**20


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
