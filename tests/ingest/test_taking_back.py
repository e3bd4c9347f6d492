"""A retraction ends a key and what hangs on it; a later version revives it."""

from typing import Any

import pytest

from tests.ingest import extracts
from tests.ingest.extracts import ALL, counts, rows
from tests.ingest.force import Force

LATER, LATEST = "2026-02-01T00:00:00", "2026-03-01T00:00:00"
KINDS = "MATCH (a)-[r]->(b) RETURN DISTINCT type(r) AS kind ORDER BY kind"


def everything() -> dict[str, list[dict[str, str]]]:
    return {table: rows(text) for table, text in ALL.items()}


def retraction(*keys: tuple[str, str], at: str = LATER) -> dict[str, list[dict[str, str]]]:
    return {"retraction": [{"table": table, "key": key, "recorded_at": at} for table, key in keys]}


def kinds(force: Force) -> set[str]:
    return {row["kind"] for row in force.store.read(KINDS)}


def test_a_retracted_offence_takes_its_involvements_and_outcomes_along(force: Force) -> None:
    force.send(everything())
    before, held = force.digest(), kinds(force)
    report = force.send(retraction(("offence", "O1")))
    assert report["tables"] == {"retraction": counts(1, 1, 0)}
    assert force.nodes("Offence", "key") == [("contract/O2",)]
    assert force.nodes("Outcome", "key") == force.nodes("CaseEvent", "key") == []
    assert held - kinds(force) == {
        "SUSPECT_IN",
        "VICTIM_OF",
        "WITNESS_TO",
        "OUTCOME_OF",
        "DECIDED_FOR",
        "PROMPTED",
        "HAPPENED_AT",
        "RECORDED_IN",
        "HELD_FOR",
        "MADE_AFTER",
        "STEP_OF",
        "ASKED_ABOUT",
    }
    # What stands on its own stays, and is joined again when the offence comes back.
    assert force.nodes("CustodyEvent", "key") == [("contract/C1",)]
    assert force.nodes("Survey", "key") == [("contract/Z1",)]
    offence = {**rows(ALL["offence"])[0], "recorded_at": LATEST}
    force.send({"offence": [offence]})
    assert kinds(force) == held
    assert force.digest() != before
    assert force.nodes("Offence", "key", "area") == [("contract/O1", "A1"), ("contract/O2", None)]


def test_a_retracted_order_takes_its_events_conditions_and_protected_along(force: Force) -> None:
    force.send(everything())
    held = kinds(force)
    force.send(retraction(("order", "D2")))
    assert force.nodes("Order", "key") == [("contract/D1",)]
    assert force.nodes("OrderEvent", "key") == force.nodes("OrderCondition", "key") == []
    assert held - kinds(force) == {
        "PROTECTED_BY",
        "EVENT_OF",
        "CONDITION_OF",
        "BREACHES",
        "FOLLOWS",
    }


def test_a_retraction_ends_one_key(force: Force) -> None:
    force.send(everything())
    for table, key, lost in (
        ("involvement", "O1;S1;suspect", {"SUSPECT_IN"}),
        ("order_protected", "D2;V1", {"PROTECTED_BY"}),
        ("relationship", "T1", {"PARTNER_OF"}),
        ("case_event", "G1", {"STEP_OF"}),
        ("disclosure", "P1", {"CONSIDERS", "CONSIDERS_RISK_TO"}),
        ("marac", "M1", {"HEARS", "HEARS_RISK_TO"}),
        ("mappa", "Q1", {"MANAGES"}),
        ("sex_offender_notification", "X1", {"OBLIGES"}),
        ("iom", "I1", {"SUPERVISES"}),
        ("referral", "B1", {"REFERS"}),
        ("intervention", "J1", {"DEALS_WITH"}),
        ("intelligence", "Y1", {"REPORTS_ON"}),
        ("survey", "Z1", {"ANSWERED_BY", "ASKED_ABOUT"}),
        ("officer", "F1", {"POSTED_IN"}),
        ("area", "A1", {"RECORDED_IN"}),
        ("offence", "not there", set()),
    ):
        held = kinds(force)
        force.send(retraction((table, key)))
        assert held - kinds(force) == lost


def test_a_retracted_record_takes_its_person_and_its_joins_out(force: Force) -> None:
    force.send(everything())
    force.send(retraction(("person_record", "V1")))
    assert force.people() == [("REED", ["contract/W1"]), ("STONE", ["contract/S1"])]
    assert force.joins("VICTIM_OF") == force.joins("PROTECTED_BY") == []
    assert force.nodes("Location", "address") == [("9 Elm Rd",)]
    force.send(retraction(("person_record", "S1"), ("offence", "O1")))
    assert force.nodes("Location", "address") == []


def test_a_retraction_may_come_before_the_row_that_it_takes_back(force: Force) -> None:
    force.send(retraction(("offence", "O1"), ("order", "D2")))
    force.send(everything())
    assert force.nodes("Offence", "key") == [("contract/O2",)]
    assert force.nodes("Order", "key") == [("contract/D1",)]
    early = force.digest()
    other = force.anew(force.scratch / "other")
    other.send(everything())
    other.send(retraction(("offence", "O1"), ("order", "D2")))
    assert other.digest() == early
    force.anew(force.scratch / "empty")
    force.take_in(force.scratch / "extract-1")


def test_a_row_that_is_sent_again_unchanged_does_not_revive_it(force: Force) -> None:
    force.send(everything())
    force.send(retraction(("offence", "O1")))
    force.send(everything(), recorded_at="2026-04-01T00:00:00")
    assert force.nodes("Offence", "key") == [("contract/O2",)]


@pytest.mark.parametrize(
    ("sent", "stands"),
    [
        ([("row", "2026-01-12"), ("end", "2026-01-12")], False),
        ([("row", "2026-01-13"), ("end", "2026-01-12")], True),
        ([("row", "2026-01-12"), ("end", "2026-01-13")], False),
    ],
)
def test_of_a_row_and_a_retraction_of_one_instant_the_later_sent_counts(
    force: Force, sent: list[tuple[str, str]], stands: bool
) -> None:
    what: dict[str, dict[str, Any]] = {
        "row": {"area": [{"area_id": "A1", "recorded_at": LATER}]},
        "end": retraction(("area", "A1")),
    }
    for kind, day in sent:
        force.send(what[kind], recorded_at=f"{day}T00:00:00")
    assert (force.nodes("Area", "key") == [("contract/A1",)]) is stands


def test_a_retraction_is_of_its_own_source_alone(force: Force) -> None:
    force.send({"area": [{"area_id": "A1"}]})
    folder = force.scratch / "south"
    extracts.write(folder, retraction(("area", "A1")))
    force.take_in(folder, source="south")
    assert force.nodes("Area", "key") == [("contract/A1",)]


def test_a_key_with_a_semicolon_is_taken_back_in_quotes(force: Force) -> None:
    pairs = [("a;b", "c"), ("a", "b;c")]
    force.send(
        {
            "offence": [{"offence_id": one} for one, _ in pairs],
            "person_record": [{"record_id": other} for _, other in pairs],
            "involvement": [
                {"offence_id": one, "record_id": other, "role": "suspect"} for one, other in pairs
            ],
        }
    )
    force.send(retraction(("involvement", '"a;b";c;suspect')))
    assert force.joins("SUSPECT_IN") == [("contract/b;c", "contract/a")]
    force.send(retraction(("offence", "a"), ("person_record", "b;c")))
    assert force.nodes("Offence", "key") == [("contract/a;b",)]
