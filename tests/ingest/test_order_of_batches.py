"""Batches shuffled, repeated and overlapped give one digest, in the archive and in the graph."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_service import decisions, health, linked
from graph_service.archive import Archive
from graph_service.graph_state import GraphState
from ingest import pipeline, profiles
from tests.ingest import extracts
from tests.ingest.force import Force

CONTRACT = profiles.load("contract")
DAYS = ("2026-01-01", "2026-01-02", "2026-01-03")
KEYS = ("1", "2", "3")
Batch = dict[str, Any]


def at(day: str) -> str:
    return f"{day}T12:00:00"


@st.composite
def records(draw: st.DrawFn) -> dict[str, str]:
    return {
        "record_id": draw(st.sampled_from(KEYS)),
        "surname": draw(st.sampled_from(("Ash", "Birch"))),
        # Valid ids of one person and of another, and one that is none.
        "pnc_id": draw(st.sampled_from(("99/1G", "99/0000023F", "99/1A", ""))),
        "born_on": draw(st.sampled_from(("1980-01-01", "1981-01-01", ""))),
        "address": draw(st.sampled_from(("1 Oak St", "1 oak st.", ""))),
        "recorded_at": at(draw(st.sampled_from(DAYS))),
    }


@st.composite
def offences(draw: st.DrawFn) -> dict[str, str]:
    return {
        "offence_id": draw(st.sampled_from(KEYS)),
        "title": draw(st.sampled_from(("Theft", "Stalking"))),
        "area": draw(st.sampled_from(("A1", ""))),
        "recorded_at": at(draw(st.sampled_from(DAYS))),
    }


@st.composite
def involvements(draw: st.DrawFn) -> dict[str, str]:
    return {
        "offence_id": draw(st.sampled_from(KEYS)),
        "record_id": draw(st.sampled_from(KEYS)),
        "role": draw(st.sampled_from(("suspect", "victim"))),
        "status": draw(st.sampled_from(("named", "charged", ""))),
        "recorded_at": at(draw(st.sampled_from(DAYS))),
    }


@st.composite
def retractions(draw: st.DrawFn) -> dict[str, str]:
    table = draw(st.sampled_from(("person_record", "offence", "involvement")))
    key = draw(st.sampled_from(KEYS))
    return {
        "table": table,
        "key": f"{key};{draw(st.sampled_from(KEYS))};suspect" if table == "involvement" else key,
        "recorded_at": at(draw(st.sampled_from(DAYS))),
    }


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """A batch of any kind; its rows may stand in others too, earlier, later or otherwise."""
    tables = {
        "person_record": draw(st.lists(records(), max_size=3)),
        "offence": draw(st.lists(offences(), max_size=3)),
        "involvement": draw(st.lists(involvements(), max_size=4)),
        "retraction": draw(st.lists(retractions(), max_size=2)),
        "area": [{"area_id": "A1", "recorded_at": at(DAYS[0])}],
    }
    return {
        "tables": {table: held for table, held in tables.items() if held},
        "recorded_at": at(draw(st.sampled_from(DAYS))),
        "kind": draw(st.sampled_from(("full", "delta"))),
    }


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Batch], list[Batch]]:
    """Batches, and the same in another order with some of them given again."""
    sent = draw(st.lists(batches(), min_size=2, max_size=3))
    again = draw(st.lists(st.sampled_from(sent), max_size=1))
    return sent, draw(st.permutations(sent + again))


def archived(home: Path, sent: list[Batch]) -> str:
    """The digest of what the graph must hold once these batches are archived."""
    kept = Archive(home)
    for number, one in enumerate(sent):
        folder = extracts.write(home / f"sent-{number}", one["tables"], **manifest(one))
        pipeline.take_in(kept, folder, profile=CONTRACT, source="north", say=silent)
    held = kept.batches()
    links = pipeline.derive_links(kept, held, silent)
    assert linked.after(kept, decisions.state_digest(held, [])) == links
    return health.archive_digest(kept, GraphState(tuple(one.batch_id for one in held), links))


def silent(_: str) -> None:
    """Progress that nobody reads."""


def manifest(batch: Batch) -> dict[str, str]:
    return {"recorded_at": batch["recorded_at"], "kind": batch["kind"]}


def test_the_order_of_batches_does_not_matter_to_the_archive(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    @settings(max_examples=8 * pytestconfig.getoption("longer"), deadline=None)
    @given(histories())
    def holds(history: tuple[list[Batch], list[Batch]]) -> None:
        place = tmp_path_factory.mktemp("histories")
        one, other = (
            archived(place / name, sent) for name, sent in zip("ab", history, strict=True)
        )
        shutil.rmtree(place)
        assert one == other

    holds()


def batch(day: str, **tables: list[dict[str, str]]) -> Batch:
    return {"tables": tables, "recorded_at": at(day), "kind": "delta"}


FIRST = batch(
    DAYS[0],
    person_record=[{"record_id": "1", "pnc_id": "99/1G", "recorded_at": at(DAYS[0])}],
    offence=[{"offence_id": "1", "recorded_at": at(DAYS[0])}],
    involvement=[
        {"offence_id": "1", "record_id": "1", "role": "suspect", "recorded_at": at(DAYS[0])}
    ],
)
TAKEN_BACK = batch(
    DAYS[1], retraction=[{"table": "offence", "key": "1", "recorded_at": at(DAYS[1])}]
)
MERGED = batch(
    DAYS[2],
    person_record=[{"record_id": "0", "pnc_id": "1999/1G", "recorded_at": at(DAYS[2])}],
    offence=[{"offence_id": "1", "title": "Theft", "recorded_at": at(DAYS[2])}],
)


def test_the_order_of_batches_does_not_matter_to_the_graph(
    force: Force, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    @settings(max_examples=2 * pytestconfig.getoption("longer"), deadline=None)
    @given(histories())
    @example(([FIRST, TAKEN_BACK, MERGED], [MERGED, TAKEN_BACK, FIRST, FIRST]))
    def holds(history: tuple[list[Batch], list[Batch]]) -> None:
        place = tmp_path_factory.mktemp("histories")
        digests = []
        for name, sent in zip("ab", history, strict=True):
            one = force.anew(place / name)
            for given_batch in sent:
                one.send(given_batch["tables"], **manifest(given_batch))
            assert one.holds_the_archive()
            digests.append(one.digest())
        force.anew(place / "empty")
        shutil.rmtree(place)
        assert digests[0] == digests[1]

    holds()
