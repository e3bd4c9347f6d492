"""What refers to something that is not there waits for it, and appears with it, in either order."""

from tests.ingest.extracts import ALL, ALL_DIGEST, counts, rows
from tests.ingest.force import Force

PARENTS = ("person_record", "offence", "order", "area")
JOINED = "MATCH (a)-[r]->(b) RETURN type(r) AS kind, count(r) AS times ORDER BY kind"


def test_every_reference_waits_for_its_end(force: Force) -> None:
    report = force.send({t: rows(text) for t, text in ALL.items() if t not in PARENTS})
    waiting = {table: counted["waiting"] for table, counted in report["tables"].items()}
    assert {table: times for table, times in waiting.items() if times} == {
        "address": 1,
        "relationship": 4,
        "involvement": 4,
        "order_protected": 1,
    }
    assert force.store.read(JOINED) == []
    force.send({table: rows(ALL[table]) for table in PARENTS})
    assert force.digest() == ALL_DIGEST


def test_an_end_may_stand_before_what_refers_to_it(force: Force) -> None:
    force.send({table: rows(ALL[table]) for table in PARENTS})
    force.send({t: rows(text) for t, text in ALL.items() if t not in PARENTS})
    assert force.digest() == ALL_DIGEST


def test_each_end_may_come_alone(force: Force) -> None:
    force.send({t: rows(text) for t, text in ALL.items() if t not in PARENTS})
    for table in ("area", "order"):
        force.send({table: rows(ALL[table])})
    force.send({table: rows(ALL[table]) for table in ("person_record", "offence")})
    assert force.digest() == ALL_DIGEST


def test_an_involvement_waits_for_its_offence_and_is_counted(force: Force) -> None:
    sent = {
        "person_record": rows("record_id\nR1"),
        "involvement": rows("offence_id record_id role\nO1 R1 suspect\nO2 R1 suspect"),
        "offence": rows("offence_id\nO2"),
    }
    report = force.send(sent)
    assert report["tables"] == {
        "person_record": counts(1, 1, 1),
        "involvement": counts(2, 2, 1, waiting=1),
        "offence": counts(1, 1, 1),
    }
    assert force.joins("SUSPECT_IN") == [("contract/R1", "contract/O2")]
    force.send({"offence": rows("offence_id\nO1")})
    assert force.joins("SUSPECT_IN") == [
        ("contract/R1", "contract/O1"),
        ("contract/R1", "contract/O2"),
    ]
