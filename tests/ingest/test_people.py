"""People as they come of records: their ids from load to load, and what they tell."""

from datetime import date
from itertools import pairwise

from graph_service import id_log
from tests.ingest.extracts import rows
from tests.ingest.force import Force


def test_people_keep_their_ids_as_records_come_merge_and_go(force: Force) -> None:
    def ids() -> dict[str, str]:
        return dict(force.joins("RESOLVED_TO"))

    def log(person: str) -> list[id_log.Change]:
        return id_log.of(force.archive, person)

    day = "2026-01-1{}T00:00:00".format
    force.send({"person_record": rows(f"record_id recorded_at\nA {day(1)}\nB {day(2)}")})
    alone = ids()
    assert len(set(alone.values())) == 2
    # B turns out to be A: the person keeps the id that the first record founded.
    known = f"record_id pnc_id recorded_at\nA 99/1G {day(3)}\nB 1999/1G {day(3)}"
    force.send({"person_record": rows(known)})
    assert ids() == dict.fromkeys(("contract/A", "contract/B"), alone["contract/A"])
    # The id that B once had leads on, and the log says since when.
    assert [(one.person_id, one.became) for one in log(alone["contract/B"])] == [
        (alone["contract/B"], (alone["contract/A"],))
    ]
    assert log(alone["contract/A"]) == log(alone["contract/B"])
    assert force.store.read(
        "MATCH (:PersonRecord {founds: $old})-[:RESOLVED_TO]->(p) RETURN p.person_id AS id",
        old=alone["contract/B"],
    ) == [{"id": alone["contract/A"]}]
    # The founding record is taken back: the person stays who he was.
    force.send({"retraction": rows(f"table key recorded_at\nperson_record A {day(4)}")})
    assert ids() == {"contract/B": alone["contract/A"]}
    # It comes back as somebody of another name and date of birth: now they are two again.
    back = "record_id pnc_id born_on forename surname recorded_at\n"
    back += f"A 99/1G 1980-05-05 Ann Evans {day(5)}\nB 99/1G 1991-11-17 Raj Patel {day(5)}"
    force.send({"person_record": rows(back)})
    assert ids() == alone
    assert [(one.person_id, one.became) for one in log(alone["contract/A"])] == [
        (alone["contract/B"], (alone["contract/A"],)),
        (alone["contract/A"], (alone["contract/B"],)),
    ]
    assert all(one.at < other.at for one, other in pairwise(log(alone["contract/A"])))


def test_who_is_taken_back_altogether_became_nobody(force: Force) -> None:
    force.send({"person_record": rows("record_id\nA")})
    [person] = dict(force.joins("RESOLVED_TO")).values()
    assert id_log.of(force.archive, person) == []
    force.send({"retraction": rows("table key recorded_at\nperson_record A 2027-01-14T00:00:00")})
    assert [one.became for one in id_log.of(force.archive, person)] == [()]


def test_a_person_tells_birth_and_sex_where_the_records_agree(force: Force) -> None:
    text = """
        record_id pnc_id  born_on    sex died_on    area surname
        A         99/1G   1980-05-05 U   .          A1   .
        B         1999/1G .          M   2025-02-01 A2   Stone
        C         99/23F  1990-01-01 M   .          .    Reed
        D         99/23F  1991-01-01 F   2025-01-01 .    Reed"""
    force.send({"person_record": rows(text)})
    assert force.nodes("Person", "name", "born_on", "sex", "died_on", "areas") == [
        ("REED", date(1990, 1, 1), "M", None, None),
        ("REED", date(1991, 1, 1), "F", date(2025, 1, 1), None),
        ("STONE", date(1980, 5, 5), "M", date(2025, 2, 1), ["A1", "A2"]),
    ]
