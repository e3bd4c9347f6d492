"""What a run forecasts of a word on two records is what the next run finds once it is said."""

import json
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from graph_service import decisions, ids, linked, queries, runs
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.archive import Archive
from graph_service.audit import Event
from graph_service.decisions import Queue
from graph_service.desk import Desk
from graph_service.processes import local_day
from graph_service.settings import Home
from graph_service.store import Store
from graph_service.verdicts import Verdict
from ingest import pipeline
from scoring import forecast, history, lists, record, supposed
from scoring.parameter_files import load_parameters
from tests.runs import force

AS_OF = runs.read_as_of("2026-01-31")
PARAMETERS = load_parameters()
# A and B wait for a word; C and D are joined by names and date of birth alone, and may be two.
PEOPLE = """
record_id forename surname born_on    sex
A         Ann      Evans   1980-05-04 F
B         Ann      Evans   1981-01-01 F
C         Raj      Patel   1991-12-17 M
D         Raj      Patel   1991-12-17 M
E         Zoe      Quill   1962-02-02 F
F         Kit      Marsh   2010-02-02 M
G         Ann      Evans   1979-09-09 F
"""
RECORDS = "ABCDEFG"
_SHOWN = ("person_id", "rank", "score", "band", "victims")


def archived(place: Path, involved: list[tuple[str, str, str]]) -> Archive:
    """The people above with offences: (offence, suspect, victim)."""
    home = Archive(place / "home")
    parts = {(offence, one, "suspect") for offence, one, _ in involved}
    parts |= {(offence, one, "victim") for offence, _, one in involved}
    tables = {
        "person_record": force.rows(PEOPLE),
        "offence": [
            {
                "offence_id": offence,
                "code": "10501",
                "code_system": "HO5",
                "from_on": f"2025-12-{number:02}",
                "area": "A1",
            }
            for number, offence in enumerate(sorted({one for one, _, _ in involved}), start=1)
        ],
        "involvement": [
            {"offence_id": offence, "record_id": one, "role": role}
            for offence, one, role in sorted(parts)
        ],
    }
    folder = force.extract(place / "extract", tables)
    force.archive(home, folder)
    return home


def listed(home: Archive, links: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The combined list by person, and the forecasts beside it."""
    with history.known(home, home.batches(), links, as_of=AS_OF) as connection:
        facts = history.facts(connection)
        entries, _, _ = lists.make(facts, as_of=AS_OF, parameters=PARAMETERS, say=force.silent)
        told = forecast.make(
            connection,
            linked.read(home, links),
            entries,
            as_of=local_day(AS_OF),
            parameters=PARAMETERS,
        )
    held = [
        json.loads(row["entry"]) for row in entries.to_pylist() if row["scheme"] == forecast.SCHEME
    ]
    shown = {one["person_id"]: {name: one[name] for name in _SHOWN} for one in held}
    return shown, told.to_pylist()


def said(home: Archive, links: str, pair: dict[str, Any]) -> str:
    """Say the other word on a pair; the digest of the links that follow."""
    one, other = (
        (pair["source"], pair["record_id"]),
        (pair["other_source"], pair["other_record_id"]),
    )
    item = ids.link_id(one, other)
    [held] = linked.read(home, links, pc.field("link_id") == item).to_pylist()
    decisions.write(
        home,
        Queue.LINKS,
        item,
        "not_same" if held["verdict"] == Verdict.JOINED else "same",
        reason="seen",
        by="pc",
        role="analyst",
        about={"records": [list(one), list(other)]},
    )
    return pipeline.derive_links(home, home.batches(), force.silent)


def test_two_who_would_be_one(tmp_path: Path) -> None:
    home = archived(tmp_path, [("O1", "A", "E"), ("O2", "B", "C"), ("O3", "E", "C")])
    links = pipeline.derive_links(home, home.batches(), force.silent)
    shown, told = listed(home, links)
    one, other, third = (ids.person_id("force", name) for name in "ABE")
    assert [shown[person]["victims"] for person in (one, other, third)] == [1, 1, 1]
    [pair] = [row for row in told if (row["record_id"], row["other_record_id"]) == ("A", "B")]
    held = json.loads(pair["forecast"])
    assert {place["person_id"] for place in held["now"]} == {one, other}
    assert held["then"] == [
        {"person_id": one, "rank": 1, "score": "29.4", "band": None, "victims": 2}
    ]


def test_portions_make_no_difference_and_what_is_too_large_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = archived(tmp_path, [("O1", "A", "E"), ("O2", "B", "C"), ("O3", "D", "C")])
    links = pipeline.derive_links(home, home.batches(), force.silent)
    _, told = listed(home, links)
    assert [(row["record_id"], row["other_record_id"], row["word"]) for row in told] == [
        ("A", "B", "same"),
        ("B", "G", "same"),
    ]
    monkeypatch.setattr(supposed, "MOST_ACTS", 2)
    assert listed(home, links)[1] == told
    monkeypatch.setattr(supposed, "AT_ONCE", 1)
    assert listed(home, links)[1] == told
    monkeypatch.setattr(supposed, "MOST_ACTS_OF_ONE", 1)
    alone = [(row["record_id"], row["other_record_id"]) for row in listed(home, links)[1]]
    assert alone == [("B", "G")]


OFFENCES = st.lists(
    st.tuples(
        st.sampled_from(["O1", "O2", "O3", "O4"]), st.sampled_from("ABCD"), st.sampled_from(RECORDS)
    ).filter(lambda one: one[1] != one[2]),
    min_size=4,
    max_size=8,
)


def test_the_word_brings_about_what_was_forecast(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    seen = []

    @settings(
        max_examples=6 * pytestconfig.getoption("longer"),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
    )
    @given(OFFENCES, st.integers(0, 1))
    @example([("O1", "A", "E"), ("O2", "B", "C"), ("O3", "D", "C")], 0)
    def holds(involved: list[tuple[str, str, str]], choice: int) -> None:
        home = archived(tmp_path_factory.mktemp("forecast"), involved)
        links = pipeline.derive_links(home, home.batches(), force.silent)
        before, told = listed(home, links)
        if not told:  # a guard keeps them apart
            return
        pair = sorted(told, key=lambda one: -one["micro_points"])[choice % len(told)]
        after, _ = listed(home, said(home, links, pair))
        held = json.loads(pair["forecast"])
        then = {place["person_id"]: place for place in held["then"]}
        concerned = then.keys() | {place["person_id"] for place in held["now"]}
        assert held["now"] == sorted(
            (before[one] for one in concerned if one in before), key=lambda one: one["rank"]
        )
        assert {one: after[one] for one in concerned if one in after} == then
        others = before.keys() - concerned
        assert {one: _but_rank(after[one]) for one in after.keys() - concerned} == {
            one: _but_rank(before[one]) for one in others
        }
        seen.append(held["now"] != held["then"])

    holds()
    assert any(seen)


def _but_rank(place: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in place.items() if name != "rank"}


@pytest.fixture
def desk(home: Path, store: Store, tmp_path: Path) -> Desk:
    kept = archived(tmp_path, [("O1", "A", "E"), ("O2", "B", "C"), ("O3", "E", "C")])
    for path in kept.folder.parent.iterdir():
        path.rename(home / path.name)
    archive = Archive(home)
    with archive.lock():
        pipeline.catch_up(archive, store, force.silent)
    desk = Desk(Home.open(home), lambda: store)
    score(desk)
    return desk


def score(desk: Desk) -> None:
    record.score(desk.archive, desk.store, as_of=AS_OF, is_for_now=True, say=force.silent)


ANALYST = Caller("pc", Role.ANALYST, purpose=Purpose.DATA_QUALITY)


@pytest.mark.store
def test_the_queue_begins_with_what_changes_most_and_the_next_run_finds_it(desk: Desk) -> None:
    read = Event(Action.READ_LINKS, "test")
    found = queries.links(desk, caller=ANALYST, event=read)["links"]
    worth = [float(one["forecast"]["change"]) * one["forecast"]["chance"] for one in found]
    assert worth == sorted(worth, reverse=True) and worth[0] > 0
    first = found[0]
    assert [record["record_id"] for record in first["records"]] == ["A", "B"]
    assert first["forecast"]["if"] == "same"
    queries.decide(
        desk,
        Queue.LINKS,
        first["link_id"],
        "same",
        reason="seen",
        caller=ANALYST,
        event=Event(Action.DECIDE_LINKS, "test"),
    )
    with desk.archive.lock():
        pipeline.catch_up(desk.archive, desk.store, force.silent)
    # The forecast was of the word that stands now: it is not told as one of its contrary.
    joined = {
        one["link_id"]: one
        for one in queries.links(desk, caller=ANALYST, event=read, state="joined")["links"]
    }[first["link_id"]]
    assert (joined["verdict"], joined["forecast"], joined["unforecast"]) == (
        "same",
        None,
        "not_asked",
    )
    score(desk)
    after = queries.ranked_list(desk, caller=ANALYST, event=Event(Action.READ_LIST, "test"))
    then = {name: value for name, value in first["forecast"]["then"][0].items() if name in _SHOWN}
    assert {name: after["entries"][0][name] for name in _SHOWN} == then
