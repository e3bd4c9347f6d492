"""A human's word on two records: what people follow from it, and the way back."""

import json

import pytest

from graph_service import decisions, queries
from graph_service import ids as graph_ids
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.audit import Event
from graph_service.decisions import Queue
from graph_service.desk import Desk
from graph_service.errors import InputRefused, NotAllowed, NotThere, WrongCall
from graph_service.queries import link_pairs
from graph_service.settings import Home
from ingest import pipeline
from tests.ingest.extracts import rows
from tests.ingest.force import Force

PURPOSE = Purpose.DATA_QUALITY
ANALYST = Caller("pc", Role.ANALYST, purpose=PURPOSE)
READ = Event(Action.READ_LINKS, "test")
DECIDE = Event(Action.DECIDE_LINKS, "test")
# A and B have their names in common, C and D all that counts; E is somebody else.
PEOPLE = """
record_id forename surname born_on    sex pnc_id
A         Ann      Evans   1980-05-04 F   .
B         Ann      Evans   1981-01-01 F   .
C         Raj      Patel   1991-12-17 M   .
D         Raj      Patel   1991-12-17 M   .
E         Zoe      Quill   1962-02-02 F   99/1G
F         Zoe      Quill   1962-02-02 F   99/23F
"""
APART = [
    ["contract/A"],
    ["contract/B"],
    ["contract/C", "contract/D"],
    ["contract/E"],
    ["contract/F"],
]


@pytest.fixture
def desk(force: Force) -> Desk:
    home = Home.open(force.archive.folder.parent)
    force.send({"person_record": rows(PEOPLE)})
    return Desk(home, lambda: force.store)


def item(one: str, other: str) -> str:
    return graph_ids.link_id(("contract", one), ("contract", other))


def decide(desk: Desk, pair: str, decision: str) -> None:
    queries.decide(
        desk, Queue.LINKS, item(*pair), decision, reason="as seen", caller=ANALYST, event=DECIDE
    )


def resolve(force: Force) -> list[list[str]]:
    with force.archive.lock():
        pipeline.catch_up(force.archive, force.store, force.said.append)
    assert force.holds_the_archive()
    return people(force)


def people(force: Force) -> list[list[str]]:
    return sorted(sorted(records) for _, records in force.people())


def queue(desk: Desk, state: str = "waiting") -> dict[str, str]:
    found = queries.links(desk, caller=ANALYST, event=READ, state=state)
    return {
        "".join(record["record_id"] for record in one["records"]): one["verdict"]
        for one in found["links"]
    }


def test_what_is_not_sure_waits_and_says_why(force: Force, desk: Desk) -> None:
    assert people(force) == APART
    assert queue(desk) == {"AB": "waits"}
    assert queue(desk, "joined") == {"CD": "joined"}
    assert queue(desk, "kept_apart") == {"EF": "pnc_ids"}
    [one] = queries.links(desk, caller=ANALYST, event=READ)["links"]
    assert one["link_id"] == item("A", "B") and one["decision"] is None
    assert [record["person_id"] for record in one["records"]] == [
        dict(force.joins("RESOLVED_TO"))[key] for key in ("contract/A", "contract/B")
    ]
    assert [(part["comparison"], part["level"]) for part in one["parts"]] == [
        ("prior", "prior"),
        ("forename", "same"),
        ("surname", "same"),
        ("together", "two"),
        ("born", "near"),
        ("sex", "same"),
        ("names_alone", "taken_back"),
    ]
    assert sum(part["weight"] for part in one["parts"]) == pytest.approx(one["weight"])
    assert [record["born_on"] for record in one["records"]] == ["1980-05-04", "1981-01-01"]
    side_by_side = queries.link(desk, one["link_id"], caller=ANALYST, event=READ)
    assert json.loads(json.dumps(side_by_side)) == side_by_side
    assert [record["carries"]["offences"] for record in side_by_side["records"]] == [[], []]


def test_same_joins_and_unsure_takes_it_back_exactly(force: Force, desk: Desk) -> None:
    before, ids = force.digest(), dict(force.joins("RESOLVED_TO"))
    decide(desk, "AB", "same")
    assert people(force) == APART  # it counts with the next resolve
    [one] = queries.links(desk, caller=ANALYST, event=READ)["links"]
    assert one["decision"]["is_applied"] is False
    assert resolve(force) == [["contract/A", "contract/B"], *APART[2:]]
    assert queue(desk) == {} and queue(desk, "joined") == {"AB": "same", "CD": "joined"}
    # The id of the record known first stays, and the other leads on to it.
    assert set(dict(force.joins("RESOLVED_TO")).values()) < set(ids.values())
    decide(desk, "AB", "unsure")
    assert resolve(force) == APART
    assert (force.digest(), dict(force.joins("RESOLVED_TO"))) == (before, ids)


def test_not_same_parts_what_the_machine_joined(force: Force, desk: Desk) -> None:
    decide(desk, "CD", "not_same")
    assert resolve(force) == [[f"contract/{name}"] for name in "ABCDEF"]
    assert queue(desk, "kept_apart") == {"CD": "not_same", "EF": "pnc_ids"}
    # And it stays so, whatever comes.
    force.send({"person_record": rows("record_id forename surname\nG Ann Other")})
    assert ["contract/C"] in people(force)


def test_a_decision_counts_with_the_next_ingest_too(force: Force, desk: Desk) -> None:
    decide(desk, "AB", "same")
    force.send({"area": rows("area_id\nA1")})
    assert ["contract/A", "contract/B"] in people(force)


def test_two_valid_pnc_ids_are_never_one_person(force: Force, desk: Desk) -> None:
    with pytest.raises(InputRefused, match="different valid PNC ids"):
        decide(desk, "EF", "same")
    assert decisions.read(force.archive) == []
    decide(desk, "EF", "not_same")


def test_two_valid_pnc_ids_are_not_brought_together_by_way_of_a_third(
    force: Force, desk: Desk
) -> None:
    queries.decide(
        desk,
        Queue.LINKS,
        "contract/E contract/A",
        "same",
        reason="as seen",
        caller=ANALYST,
        event=DECIDE,
    )
    with pytest.raises(InputRefused, match="different valid PNC ids"):
        queries.decide(
            desk,
            Queue.LINKS,
            "contract/A contract/F",
            "same",
            reason="as seen",
            caller=ANALYST,
            event=DECIDE,
        )
    decide(desk, "AE", "unsure")  # the word is taken back by its item, before anybody followed it
    assert resolve(force) == APART


def test_a_record_that_has_gone_can_still_be_decided_on(force: Force, desk: Desk) -> None:
    decide(desk, "CD", "not_same")
    gone = "table key recorded_at\nperson_record D 2026-02-01T00:00:00"
    force.send({"retraction": rows(gone)})
    assert ["contract/C"] in people(force)
    decide(desk, "CD", "unsure")
    assert ["contract/C"] in resolve(force)


def test_two_records_that_nobody_proposed_can_be_named(force: Force, desk: Desk) -> None:
    [other] = rows("record_id forename surname\nG Ann Other")
    force.send({"person_record": [{**other, "record_id": "G 1"}]})

    def name(item: str, decision: str) -> str:
        made = queries.decide(
            desk, Queue.LINKS, item, decision, reason="as seen", caller=ANALYST, event=DECIDE
        )
        return str(made["item"])

    assert name("contract/G 1 contract/C", "same") == item("C", "G 1")
    assert ["contract/C", "contract/D", "contract/G 1"] in resolve(force)
    assert queue(desk, "joined") == {"CD": "joined", "CG 1": "same"}
    told = queries.links(desk, caller=ANALYST, event=READ, state="joined")["links"]
    [named] = [one for one in told if one["verdict"] == "same"]
    assert (named["weight"], named["chance"], named["parts"]) == (None, None, [])
    assert name(item("C", "G 1"), "unsure") == item("C", "G 1")
    assert ["contract/G 1"] in resolve(force)
    for wrong in ("contract/C contract/C", "contract/C contract/none", "contract/C", "a b c"):
        with pytest.raises(NotThere):
            name(wrong, "same")


def test_what_cannot_be_decided(desk: Desk) -> None:
    for given, fault in (
        (("L-none", "same", "why"), NotThere),
        ((item("A", "B"), "perhaps", "why"), WrongCall),
        ((item("A", "B"), "same", "  "), WrongCall),
        ((item("A", "B"), "same", "x" * 2_001), WrongCall),
    ):
        with pytest.raises(fault):
            queries.decide(
                desk,
                Queue.LINKS,
                given[0],
                given[1],
                reason=given[2],
                caller=ANALYST,
                event=DECIDE,
            )
    officer = Caller("pc", Role.VAWG_OFFICER, ("A1",), PURPOSE)
    with pytest.raises(NotAllowed):
        queries.decide(
            desk,
            Queue.LINKS,
            item("A", "B"),
            "same",
            reason="why",
            caller=officer,
            event=DECIDE,
        )
    with pytest.raises(NotAllowed):
        queries.links(desk, caller=officer, event=READ)
    with pytest.raises(WrongCall):
        queries.links(desk, caller=ANALYST, event=READ, state="open")


def test_a_persons_weakest_link_is_told(force: Force, desk: Desk) -> None:
    def weakest(*names: str) -> str | None:
        held = link_pairs.weakest(desk, [("contract", name) for name in names])
        return None if held is None else str(held["link_id"])

    assert weakest("C", "D") == item("C", "D")
    assert weakest("C") is None and weakest("A", "B") is None
    decide(desk, "AB", "same")
    resolve(force)
    assert weakest("A", "B") is None  # a human holds them together


def test_each_decision_leaves_its_trail(force: Force, desk: Desk) -> None:
    decide(desk, "AB", "same")
    left = [one for one in desk.audit.records() if one["action"] == "decide_links"]
    assert [one["outcome"] for one in left] == ["begun", "answered"]
    assert left[0]["subjects"] == sorted(
        dict(force.joins("RESOLVED_TO"))[key] for key in ("contract/A", "contract/B")
    )
