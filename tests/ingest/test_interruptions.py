"""An ingest that breaks off between any two steps is finished or taken back by the next."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph_service import graph_state, linked
from graph_service.archive import Archive
from graph_service.errors import StoreUnavailable
from graph_service.store import Store
from ingest import load, pipeline
from tests.ingest import extracts
from tests.ingest.extracts import rows
from tests.ingest.force import Force

LATER = "2026-02-01T00:00:00"


class Broken(BaseException):
    """The process ends here."""


class BreakingStore(Store):
    """An open store that breaks off before its n-th write of this load."""

    def __init__(self, store: Store, at: int) -> None:
        self.__dict__.update(store.__dict__)
        self.left = at

    def write(self, query: str, /, **parameters: Any) -> None:
        if self.left == 0:
            raise Broken
        self.left -= 1
        super().write(query, **parameters)


class BreakingArchive(Archive):
    """An archive that breaks off when a batch is accepted."""

    def __init__(self, home: Path, step: str) -> None:
        super().__init__(home)
        self.step = step

    def accept(self, prepared: Path, facts: Any) -> None:
        if self.step == "before the batch is accepted":
            raise Broken
        super().accept(prepared, facts)
        if self.step == "after the batch is accepted":
            raise Broken


def breaking_links(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Break off when links are written."""
    write = linked.write

    def breaks(*given: Any, **named: Any) -> str:
        if step == "before the links are written":
            raise Broken
        write(*given, **named)
        raise Broken

    if "links" in step:
        monkeypatch.setattr(linked, "write", breaks)


def first() -> dict[str, extracts.Rows]:
    return {
        "person_record": rows("record_id pnc_id\nR1 99/1G\nR2 .\nR3 ."),
        "offence": rows("offence_id area\nO1 A1\nO2 A1"),
        "involvement": rows("offence_id record_id role\nO1 R2 suspect\nO2 R3 victim"),
        "area": rows("area_id\nA1"),
    }


def second() -> dict[str, extracts.Rows]:
    """Joins two people, ends an offence, a record and a person, brings new ones, and a bad row."""
    return {
        "person_record": [
            {"record_id": "R2", "pnc_id": "1999/1G", "recorded_at": LATER},
            {"record_id": "R4", "address": "1 Oak St", "recorded_at": LATER},
            {"record_id": "", "recorded_at": LATER},
        ],
        "retraction": [
            {"table": "offence", "key": "O1", "recorded_at": LATER},
            {"table": "person_record", "key": "R3", "recorded_at": LATER},
        ],
        "offence": [{"offence_id": "O3", "recorded_at": LATER}],
        "involvement": [
            {"offence_id": "O3", "record_id": "R4", "role": "victim", "recorded_at": LATER}
        ],
    }


AFTERWARDS: list[tuple[str | None, list[str]]] = [
    (None, ["contract/R1", "contract/R2"]),
    (None, ["contract/R4"]),
]


# Of both extracts taken in without a break, which the next test sees.
UNDISTURBED = "bd10438dce0badcec9ce2ab817fb999670b0e53dad413d245f31a70daf782f4c"


def test_without_a_break_both_extracts_are_there(force: Force) -> None:
    force.send(first())
    force.send(second())
    assert force.people() == AFTERWARDS
    assert force.digest() == UNDISTURBED


def test_a_load_that_breaks_off_before_any_write_is_finished_by_the_next(
    force: Force,
) -> None:
    force.send(first())
    folder = extracts.write(force.scratch / "second", second())
    with force.archive.lock():
        pipeline.take_in(
            force.archive,
            folder,
            profile=extracts.CONTRACT,
            source="contract",
            say=force.said.append,
        )
    breaks = 0
    said: list[str] = []
    while True:
        try:
            with force.archive.lock():
                pipeline.catch_up(force.archive, BreakingStore(force.store, breaks), said.append)
        except Broken:
            breaks += 1
            # Nothing is half there unnoticed: from the first write on the graph says so.
            assert graph_state.read(force.store).is_whole is (breaks == 1)
            continue
        break
    # The mark, ten kinds of nodes and joins that change, four of people, the state.
    assert breaks == 16
    assert said.count("Finishing a load that was broken off") == 15
    assert force.digest() == UNDISTURBED


@pytest.mark.parametrize(
    ("step", "is_accepted"),
    [
        ("before the batch is accepted", False),
        ("after the batch is accepted", True),
        ("before the links are written", True),
        ("after the links are written", True),
    ],
)
def test_a_break_in_the_archive_loses_nothing(force: Force, step: str, is_accepted: bool) -> None:
    force.send(first())
    home = force.archive.folder.parent
    breaking = Force(BreakingArchive(home, step), force.store, force.scratch / "breaking")
    with pytest.MonkeyPatch.context() as patch:
        breaking_links(patch, step)
        with pytest.raises(Broken):
            breaking.send(second())
    assert len(force.archive.batches()) == 1 + is_accepted
    assert list((force.archive.folder / "incoming").iterdir()) == []
    report = force.send(second())
    assert report["is_new"] is not is_accepted
    assert report["is_changed"] is True
    assert force.digest() == UNDISTURBED
    kept = sorted((home / "quarantine").rglob("*.csv"))
    assert [path.relative_to(home / "quarantine") for path in kept] == [
        Path(report["batch"]) / "person_record.csv"
    ]


def test_what_was_quarantined_of_a_batch_that_never_was_accepted_is_swept(force: Force) -> None:
    home = force.archive.folder.parent
    breaking = BreakingArchive(home, "before the batch is accepted")
    with pytest.raises(Broken):
        Force(breaking, force.store, force.scratch / "breaking").send(second())
    assert len(list((home / "quarantine").iterdir())) == 1
    force.send(first())
    assert list((home / "quarantine").iterdir()) == []


def test_a_disc_that_is_full_at_the_last_step_keeps_no_rows_of_people(force: Force) -> None:
    class Full(Archive):
        def accept(self, prepared: Path, facts: Any) -> None:
            del prepared, facts
            raise StoreUnavailable("No room.")

    home = force.archive.folder.parent
    with pytest.raises(StoreUnavailable, match="No room"):
        Force(Full(home), force.store, force.scratch / "full").send(second())
    assert list((home / "quarantine").iterdir()) == []
    assert force.archive.batches() == []


def test_a_torn_line_of_the_links_log_is_passed_over(force: Force) -> None:
    force.send(first())
    log = force.archive.folder / "links.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
    force.send(first())
    force.send(second())
    assert force.people() == AFTERWARDS


def test_a_rebuild_that_breaks_off_is_finished_by_the_next_ingest(force: Force) -> None:
    force.send(first())
    before = force.digest()
    # What made somebody rebuild: a thing that the archive knows nothing of.
    force.store.write("CREATE (:Offence {key: 'contract/O9'})")
    with pytest.raises(Broken):
        load.clear(BreakingStore(force.store, 2), force.said.append)
    assert graph_state.read(force.store).is_dropped
    report = force.send(first())
    assert (report["is_new"], report["is_changed"]) == (False, True)
    assert force.digest() == before


@pytest.mark.parametrize("line", ["Archiving", "Deriving people", "  Offence:", "  RESOLVED_TO:"])
def test_an_ingest_that_is_killed_is_finished_by_the_next(
    force: Force, store_environment: dict[str, str], home: Path, line: str
) -> None:
    force.send(first())
    folder = extracts.write(force.scratch / "second", second())
    process = subprocess.Popen(
        [sys.executable, "-c", "from pursuit import main; main()", "ingest", str(folder)],
        env={**store_environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        for said in process.stderr:
            if said.startswith(line):
                process.kill()
                break
        else:
            pytest.fail("the ingest ended before it was killed")
    assert process.wait() == -9
    # A lease runs out by itself; the tests of leases wait for that.
    force.store.write("MATCH (l:Lease) DETACH DELETE l")
    force.take_in(folder)
    assert force.digest() == UNDISTURBED
    assert list((home / "archive" / "incoming").iterdir()) == []
    assert len(force.archive.batches()) == 2


def test_damaged_links_are_derived_again_by_a_rebuild(force: Force) -> None:
    force.send(first())
    for file in (force.archive.folder / "links").iterdir():
        file.write_bytes(b"PAR1")
    with pytest.raises(StoreUnavailable, match="or give `pursuit rebuild`"):
        force.send(second())
    load.clear(force.store, force.said.append)
    pipeline.catch_up(force.archive, force.store, force.said.append)
    assert force.people() == AFTERWARDS
