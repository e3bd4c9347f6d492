"""The archive keeps what it accepted, whole or not at all, and lets one writer in at a time."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from graph_service import archive
from graph_service.archive import Archive
from graph_service.errors import StoreUnavailable
from tests.graph import archives


def test_batches_come_in_the_order_of_their_acceptance(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    given = [archives.accept(kept, {}, sent_at=datetime(2026, 1, day)) for day in (3, 1, 2, 1, 1)]
    found = kept.batches()
    assert [batch.batch_id for batch in found] == given
    accepted = [batch.accepted_at for batch in found]
    assert sorted(set(accepted)) == accepted


def test_a_batch_is_closed_to_others(tmp_path: Path) -> None:
    kept = archives.small(tmp_path)
    folders = [kept.folder, *kept.folder.iterdir()]
    assert {oct(path.stat().st_mode & 0o777) for path in folders} == {"0o700"}
    [one] = kept.batches()
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in one.folder.iterdir()} == {
        "batch.json": "0o600",
        "offence.parquet": "0o600",
    }
    assert one.file("offence") == one.folder / "offence.parquet"
    assert one.file("area") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"batch_id": "x"}'])
def test_a_damaged_batch_is_told(tmp_path: Path, text: str) -> None:
    kept = archives.small(tmp_path)
    [one] = kept.batches()
    (one.folder / "batch.json").write_text(text)
    with pytest.raises(StoreUnavailable) as caught:
        kept.batches()
    assert caught.value.message == (
        "The archive's batch batch-0 is damaged. Restore the archive from a back-up."
    )


def test_a_second_writer_is_told_so_and_let_in_afterwards(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    with kept.lock(), pytest.raises(StoreUnavailable, match="Another command is writing"):  # noqa: SIM117
        with Archive(tmp_path).lock():
            pass
    with Archive(tmp_path).lock():
        pass


def test_a_writer_that_was_killed_leaves_no_lock_and_its_work_is_swept(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib; from graph_service.archive import Archive\n"
        "kept = Archive(pathlib.Path(sys.argv[1]))\n"
        "with kept.lock(), kept.incoming() as place:\n"
        "    (place / 'x').write_text('x'); os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ended.returncode == -9
    place = tmp_path / "archive" / "incoming"
    assert len(list(place.iterdir())) == 1
    kept = Archive(tmp_path)
    with kept.lock(), kept.incoming() as mine:
        assert list(place.iterdir()) == [mine]


def test_work_of_a_living_process_is_not_swept(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    with kept.incoming() as one, Archive(tmp_path).incoming() as other:
        assert sorted((tmp_path / "archive" / "incoming").iterdir()) == sorted([one, other])
        assert os.umask(0o077) == 0o077
    assert list((tmp_path / "archive" / "incoming").iterdir()) == []


def test_a_torn_last_line_is_ended_before_the_next(tmp_path: Path) -> None:
    file = tmp_path / "log"
    archive.append_line(file, "one")
    with file.open("a") as torn:
        torn.write("tw")
    archive.append_line(file, "three")
    assert file.read_text() == "one\ntw\nthree\n"
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_a_file_is_written_whole_and_closed_to_others(tmp_path: Path) -> None:
    archive.write_whole(tmp_path / "x", "one")
    archive.write_whole(tmp_path / "x", "two")
    assert (tmp_path / "x").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert oct((tmp_path / "x").stat().st_mode & 0o777) == "0o600"


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("not a folder")
    with pytest.raises(StoreUnavailable) as caught:
        Archive(tmp_path)
    assert caught.value.message == (
        "The home folder cannot be written (File exists). Nothing was half done. Make room or "
        "mend its permissions, then give the command again."
    )
