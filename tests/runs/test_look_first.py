"""An entry to be looked at first keeps its place, says why, and is released by a human's word."""

from pathlib import Path
from typing import Any

import pytest

from graph_service import decisions, ids, queries, runs
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.audit import Event
from graph_service.decisions import Queue
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotThere, PurposeNeeded, WrongCall
from graph_service.queries import look_first
from graph_service.settings import Home
from graph_service.store import Store
from scoring import record
from tests.runs import force

pytestmark = pytest.mark.store

AS_OF = runs.read_as_of("2026-01-31")
PURPOSE = Purpose.INVESTIGATION
ANALYST = Caller("an", Role.ANALYST, purpose=PURPOSE)
# V1 accuses S1 in A1; S1 accuses V1 in A3, which is not for the officer of A1 to see.
OF_A1 = Caller("pc1", Role.VAWG_OFFICER, ("A1",), PURPOSE)
OF_A3 = Caller("pc3", Role.VAWG_OFFICER, ("A1", "A3"), PURPOSE)
READ = Event(Action.READ_LIST, "test")
DECIDE = Event(Action.DECIDE_LOOK_FIRST, "test")
S1, V1 = ids.person_id("force", "S1"), ids.person_id("force", "V1")


@pytest.fixture
def desk(home: Path, store: Store, tmp_path: Path) -> Desk:
    tables = force.small_force()
    tables["offence"] += force.rows(
        """
offence_id code  code_system from_on    area is_domestic record_type
O9         10501 HO5         2025-12-11 A3   true        crime
"""
    )
    tables["involvement"] += force.rows(
        """
offence_id record_id role    status
O9         V1        suspect named
O9         S1        victim  .
"""
    )
    force.take_in(home, store, force.extract(tmp_path / "extract", tables))
    desk = Desk(Home.open(home), lambda: store)
    score(desk)
    return desk


def score(desk: Desk) -> None:
    record.score(desk.archive, desk.store, as_of=AS_OF, is_for_now=True, say=force.silent)


def entries(desk: Desk, caller: Caller) -> dict[str, dict[str, Any]]:
    found = queries.ranked_list(desk, caller=caller, event=READ)["entries"]
    return {entry["person_id"]: entry for entry in found}


def held(desk: Desk, caller: Caller) -> dict[str, Any]:
    return {
        person: entry["look_first"]["why"]
        for person, entry in entries(desk, caller).items()
        if entry["look_first"]
    }


def decide(desk: Desk, person: str, decision: str, caller: Caller = ANALYST) -> dict[str, Any]:
    return queries.decide(
        desk,
        Queue.LOOK_FIRST,
        person,
        decision,
        reason="The call was hers",
        caller=caller,
        event=DECIDE,
    )


CROSS = "also recorded as victim of the counter-party, within days"


def test_both_sides_are_held_and_keep_their_places(desk: Desk) -> None:
    assert held(desk, ANALYST) == {S1: CROSS, V1: CROSS}
    first = entries(desk, ANALYST)[S1]
    assert (first["rank"], first["look_first"]["due_at"]) == (1, "2026-01-31T17:00:00Z")
    assert [fact["key"] for fact in first["look_first"]["facts"]] == ["O9"]


def test_an_officer_sees_the_facts_of_his_own_areas_alone(desk: Desk) -> None:
    assert held(desk, OF_A1) == {S1: look_first.ELSEWHERE}
    told = entries(desk, OF_A1)[S1]["look_first"]
    assert (told["facts"], told["hidden"]) == ([], 1)
    assert held(desk, OF_A3) == {S1: CROSS, V1: CROSS}
    with pytest.raises(NotAllowed, match="not for you to see"):
        decide(desk, S1, "cleared", OF_A1)
    decide(desk, S1, "cleared", OF_A3)


def test_a_referrer_sees_nothing_of_it(desk: Desk) -> None:
    referrer = Caller("ref", Role.REFERRER, purpose=Purpose.REFERRAL)
    assert {name for one in entries(desk, referrer).values() for name in one} == {
        "person_id",
        "band",
        "victims_band",
        "definitions",
    }
    with pytest.raises(NotAllowed):
        decide(desk, S1, "cleared", referrer)


def test_what_was_cleared_is_held_no_more_in_the_next_run(desk: Desk) -> None:
    before = runs.current(desk.archive)
    decide(desk, S1, "cleared")
    assert held(desk, ANALYST) == {S1: CROSS, V1: CROSS}  # a recorded list holds nothing live
    [said] = look_first.said(desk, [entries(desk, ANALYST)[S1]], ANALYST).values()
    assert (said["decision"], said["by"], said["reason"]) == ("cleared", "an", "The call was hers")
    [officers] = look_first.said(desk, [entries(desk, ANALYST)[S1]], OF_A3).values()
    assert (officers["by"], officers["reason"]) == ("an", None)
    score(desk)
    assert held(desk, ANALYST) == {V1: CROSS}
    after = runs.current(desk.archive)
    assert after.run_id != before.run_id and after.known_at > before.known_at
    with pytest.raises(NotThere, match="does not ask"):
        decide(desk, S1, "cleared")


def test_what_stays_held_is_held_and_the_last_word_counts(desk: Desk) -> None:
    decide(desk, V1, "cleared")
    decide(desk, V1, "stays_held")
    score(desk)
    assert held(desk, ANALYST) == {S1: CROSS, V1: CROSS}
    [said] = look_first.said(desk, [entries(desk, ANALYST)[V1]], ANALYST).values()
    assert said["decision"] == "stays_held"


def test_what_cannot_be_decided(desk: Desk) -> None:
    for person, decision, fault in (
        (S1, "same", WrongCall),
        ("P-nobody", "cleared", NotThere),
        (ids.person_id("force", "S4"), "cleared", NotThere),
    ):
        with pytest.raises(fault):
            decide(desk, person, decision)
    with pytest.raises(PurposeNeeded):
        decide(desk, S1, "cleared", Caller("an", Role.ANALYST))
    assert decisions.read(desk.archive) == []
