"""An entry to be looked at first keeps its place, says why, and is released by a human's word."""

from pathlib import Path
from typing import Any

import pytest

from graph_service import decisions, ids, queries, runs
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.audit import Event
from graph_service.decisions import Queue
from graph_service.desk import Desk
from graph_service.errors import InputRefused, NotAllowed, NotThere, PurposeNeeded, WrongCall
from graph_service.queries import look_first
from graph_service.settings import Home
from graph_service.store import Store
from scoring import record
from tests.runs import force

pytestmark = pytest.mark.store

AS_OF = runs.read_as_of("2026-01-31")
PURPOSE = Purpose.INVESTIGATION
ANALYST = Caller("an", Role.ANALYST, purpose=PURPOSE)
# V1 accuses S1 in A1; S1 accuses V1 in A3: neither officer of one area may name both as victims.
OF_A1 = Caller("pc1", Role.VAWG_OFFICER, ("A1",), PURPOSE)
OF_BOTH = Caller("pc3", Role.VAWG_OFFICER, ("A1", "A3"), PURPOSE)
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


def decide(
    desk: Desk,
    person: str,
    decision: str,
    caller: Caller = ANALYST,
    *,
    reason: str = "The call was hers",
    seen: list[str] | None = None,
) -> dict[str, Any]:
    return queries.decide(
        desk,
        Queue.LOOK_FIRST,
        person,
        decision,
        reason=reason,
        caller=caller,
        event=DECIDE,
        seen=seen,
    )


CROSS = "also recorded as victim of the counter-party, within days"


def test_both_sides_are_held_and_keep_their_places(desk: Desk) -> None:
    assert held(desk, ANALYST) == {S1: CROSS, V1: CROSS}
    first = entries(desk, ANALYST)[S1]
    assert (first["rank"], first["look_first"]["due_at"]) == (1, "2026-01-31T17:00:00Z")
    assert [fact["key"] for fact in first["look_first"]["facts"]] == ["O9"]


def test_an_officer_sees_the_facts_of_his_own_areas_alone(desk: Desk) -> None:
    for area, person, kinds in (("A1", S1, []), ("A3", V1, ["complainants_rank_above"])):
        officer = Caller("pc", Role.VAWG_OFFICER, (area,), PURPOSE)
        assert held(desk, officer) == {person: look_first.ELSEWHERE}
        told = entries(desk, officer)[person]["look_first"]
        assert [fact["kind"] for fact in told.pop("facts")] == kinds
        assert told == {
            "why": look_first.ELSEWHERE,
            "since_at": None,
            "due_at": None,
            "hidden": True,
        }
    assert held(desk, OF_BOTH) == {S1: CROSS, V1: CROSS}
    with pytest.raises(NotAllowed, match="not for you to see"):
        decide(desk, S1, "cleared", OF_A1)
    decide(desk, S1, "cleared", OF_BOTH)


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
    [officers] = look_first.said(desk, [entries(desk, ANALYST)[S1]], OF_BOTH).values()
    assert (officers["by"], officers["reason"]) == ("an", None)
    score(desk)
    assert held(desk, ANALYST) == {V1: CROSS}
    after = runs.current(desk.archive)
    assert after.run_id != before.run_id and after.known_at > before.known_at


def test_a_word_in_error_can_be_taken_back_after_the_run_too(desk: Desk) -> None:
    decide(desk, S1, "cleared")
    score(desk)
    told = look_first.cleared(desk, S1, ANALYST)
    assert told is not None and told["reason"] == "The call was hers"
    assert look_first.cleared(desk, S1, OF_BOTH) is None
    with pytest.raises(NotThere, match="does not ask"):
        decide(desk, S1, "stays_held", OF_BOTH)
    decide(desk, S1, "stays_held")
    score(desk)
    assert held(desk, ANALYST) == {S1: CROSS, V1: CROSS}


def test_a_word_is_about_what_was_shown(desk: Desk) -> None:
    shown = [fact["fact_id"] for fact in entries(desk, ANALYST)[S1]["look_first"]["facts"]]
    for seen in ([], ["F-other"], [*shown, "F-other"]):
        with pytest.raises(InputRefused, match="has changed since"):
            decide(desk, S1, "cleared", seen=seen)
    assert decisions.read(desk.archive) == []
    decide(desk, S1, "cleared", seen=shown)


def test_a_reason_may_hold_any_sign(desk: Desk) -> None:
    signs = "one\r\ntwo\u2028three\u2029four\x85five\x0csix\x1cseven"
    decide(desk, S1, "cleared", reason=signs)
    [made] = decisions.read(desk.archive)
    assert made.reason == signs.replace("\r\n", "\n")
    decide(desk, V1, "cleared")
    score(desk)
    assert held(desk, ANALYST) == {}


def test_a_refused_word_leaves_its_record(desk: Desk) -> None:
    with pytest.raises(InputRefused):
        decide(desk, S1, "cleared", seen=[])
    with pytest.raises(WrongCall):
        decide(desk, S1, "same")
    left = [one for one in desk.audit.records() if one["action"] == "decide_look_first"]
    assert [(one["outcome"], one["subjects"]) for one in left] == [
        ("refused", [S1]),
        ("refused", []),
    ]


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
