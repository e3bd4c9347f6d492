"""What an extract becomes in the graph, and in the report."""

import datetime

from tests.ingest import extracts
from tests.ingest.extracts import ALL, counts, rows
from tests.ingest.force import Force

UTC = datetime.UTC
DAY = datetime.date


def test_a_small_force_stands_in_the_graph(force: Force) -> None:
    report = force.send(extracts.small_force())
    assert report["tables"] == {
        "person_record": counts(3, 3, 3),
        "offence": counts(1, 1, 1),
        "involvement": counts(2, 2, 2),
    }
    assert {name: report[name] for name in report if name not in ("batch", "tables")} == {
        "is_new": True,
        "is_changed": True,
        "source": "contract",
        "quarantine": [],
        "not_readable": [],
        "lines_not_parsed": [],
        "files_not_in_manifest": [],
    }
    assert force.store.read("MATCH (n:PersonRecord {record_id: 'R1'}) RETURN n") == [
        {
            "n": {
                "key": "contract/R1",
                "source": "contract",
                "is_protected": True,
                "record_id": "R1",
                "forename": "Anna",
                "surname": "Bell",
                "born_on": DAY(1990, 1, 2),
                "sex": "F",
                "address": "1 Oak St",
                "postcode": "ZE11AA",
                "recorded_at": datetime.datetime(2026, 1, 10, 9, tzinfo=UTC),
                "forename_key": "anna",
                "surname_key": "bell",
                "forename_sound": "AN",
                "surname_sound": "BL",
                "founds": "P-sq52hegzowtlpyax",
            }
        }
    ]
    assert force.nodes("Person", "name", "born_on", "sex", "areas") == [
        ("BELL, Anna", DAY(1990, 1, 2), "F", None),
        ("STONE, Mark", DAY(1980, 5, 5), "M", None),
    ]
    assert force.people() == [
        ("BELL, Anna", ["contract/R1"]),
        ("STONE, Mark", ["contract/R2", "contract/R3"]),
    ]
    assert force.nodes("Offence", "key", "record_type", "title", "is_domestic", "is_vawg") == [
        ("contract/O1", "crime", "Common assault", True, True)
    ]
    assert force.joins("SUSPECT_IN", "status") == [("contract/R2", "contract/O1", "charged")]
    assert force.joins("VICTIM_OF", "status") == [("contract/R1", "contract/O1", None)]
    assert [start for start, _ in force.joins("LIVES_AT")] == ["contract/R1", "contract/R2"]
    assert force.nodes("Location", "address", "postcode") == [
        ("1 Oak St", "ZE11AA"),
        ("2 Oak St", "ZE11AA"),
    ]


def test_every_table_that_is_loaded_becomes_what_the_ontology_says(force: Force) -> None:
    report = force.send({table: rows(text) for table, text in ALL.items()})
    assert {table: counted["in_graph"] for table, counted in report["tables"].items()} == {
        "person_record": 3,
        "alias": 1,
        "address": 1,
        "relationship": 4,
        "offence": 2,
        "involvement": 4,
        "outcome": 1,
        "risk_assessment": 1,
        "custody_event": 1,
        "order": 2,
        "order_protected": 1,
        "order_condition": 1,
        "order_event": 2,
        "area": 1,
        "marac": 1,
        "case_event": 1,
        "disclosure": 1,
        "mappa": 1,
        "sex_offender_notification": 1,
        "iom": 1,
        "referral": 1,
        "intervention": 1,
        "intelligence": 1,
        "survey": 1,
        "officer": 1,
    }
    joined = "MATCH (a)-[r]->(b) RETURN type(r) AS kind, a.key AS start, b.key AS end"
    found = force.store.read(joined)
    place = force.nodes("Location", "key")[0][0]
    assert sorted(
        (row["kind"], row["start"].removeprefix("contract/"), row["end"].removeprefix("contract/"))
        for row in found
        if row["kind"] != "RESOLVED_TO"
    ) == [
        ("ALSO_KNOWN_AS", "S1", "L1"),
        ("ANSWERED_BY", "Z1", "V1"),
        ("ASKED_ABOUT", "Z1", "O1"),
        ("ASSESSES", "K1", "S1"),
        ("ASSESSES_RISK_TO", "K1", "V1"),
        ("BREACHES", "O2", "D2"),
        ("CONCERNS", "C1", "S1"),
        ("CONDITION_OF", "N1", "D2"),
        ("CONSIDERS", "P1", "S1"),
        ("CONSIDERS_RISK_TO", "P1", "V1"),
        ("DEALS_WITH", "J1", "S1"),
        ("DECIDED_FOR", "U1", "S1"),
        ("EVENT_OF", "E1", "D2"),
        ("EVENT_OF", "E2", "D2"),
        ("FAMILY_OF", "S1", "W1"),
        ("FOLLOWS", "D2", "D1"),
        ("HAPPENED_AT", "O1", place),
        ("HEARS", "M1", "S1"),
        ("HEARS_RISK_TO", "M1", "V1"),
        ("HELD_FOR", "C1", "O1"),
        ("KNOWS", "S1", "S1"),
        ("LIVES_AT", "S1", place),
        ("LIVES_AT", "V1", place),
        ("LIVES_WITH", "V1", "W1"),
        ("MADE_AFTER", "K1", "O1"),
        ("MANAGES", "Q1", "S1"),
        ("OBLIGES", "X1", "S1"),
        ("OUTCOME_OF", "U1", "O1"),
        ("PARTNER_OF", "S1", "V1"),
        ("POSTED_IN", "F1", "A1"),
        ("PROMPTED", "O1", "D1"),
        ("PROMPTED", "O1", "D2"),
        ("PROTECTED_BY", "V1", "D2"),
        ("RECORDED_IN", "O1", "A1"),
        ("REFERS", "B1", "S1"),
        ("REPORTS_ON", "Y1", "S1"),
        ("STEP_OF", "G1", "O1"),
        ("SUBJECT_OF", "S1", "D1"),
        ("SUBJECT_OF", "S1", "D2"),
        ("SUPERVISES", "I1", "S1"),
        ("SUSPECT_IN", "S1", "O1"),
        ("VICTIM_OF", "V1", "O1"),
        ("WITNESS_TO", "V1", "O1"),
        ("WITNESS_TO", "W1", "O1"),
    ]


def test_the_report_counts_the_rows_of_a_table_and_of_this_extract_alone(force: Force) -> None:
    people = "record_id address\nR1 1~Oak~St\nR2 2~Oak~St"
    homes = "address_id record_id address\nH1 R1 3~Oak~St\nH2 R9 4~Oak~St\nH3 R2 -"
    first = force.send({"person_record": rows(people), "address": rows(homes)})
    assert first["tables"] == {
        "person_record": counts(2, 2, 2),
        "address": counts(3, 3, 1, waiting=1),
    }
    # R1 is there already, and R9 brings no new row of the table address, though one joins it now.
    second = force.send({"person_record": rows("record_id address\nR9 .\nR1 1~Oak~St")})
    assert second["tables"] == {"person_record": counts(2, 2, 2) | {"loaded": 1}}
    assert len(force.joins("LIVES_AT")) == 4


def test_the_same_extract_again_changes_nothing(force: Force) -> None:
    first = force.send(extracts.small_force())
    before = force.digest()
    kept = {path: path.read_bytes() for path in force.archive.folder.rglob("*") if path.is_file()}
    again = force.send(extracts.small_force())
    assert again["batch"] == first["batch"]
    assert (again["is_new"], again["is_changed"]) == (False, False)
    assert again["tables"] == {
        table: {**counted, "loaded": 0} for table, counted in first["tables"].items()
    }
    assert force.digest() == before
    after = {path: path.read_bytes() for path in force.archive.folder.rglob("*") if path.is_file()}
    assert after == kept


def test_the_same_rows_in_another_order_are_the_same_extract(force: Force) -> None:
    first = force.send(extracts.small_force())
    turned = {table: held[::-1] for table, held in reversed(extracts.small_force().items())}
    again = force.send(turned)
    assert (again["batch"], again["is_new"]) == (first["batch"], False)


def test_a_correction_takes_the_place_of_what_it_corrects(force: Force) -> None:
    force.send(extracts.small_force())
    later = {"recorded_at": "2026-02-01T09:00:00"}
    report = force.send(
        {
            "person_record": [{"record_id": "R1", "surname": "Bellamy", **later}],
            "involvement": [{"offence_id": "O1", "record_id": "R2", "role": "suspect", **later}],
        },
        recorded_at="2026-02-02T09:00:00",
        kind="delta",
    )
    assert report["tables"] == {
        "person_record": counts(1, 1, 1),
        "involvement": counts(1, 1, 1),
    }
    assert force.nodes("PersonRecord", "record_id", "forename", "surname", "address") == [
        ("R1", None, "Bellamy", None),
        ("R2", "Mark", "Stone", "2 Oak St"),
        ("R3", "Marc", "Stone", None),
    ]
    assert force.joins("SUSPECT_IN", "status") == [("contract/R2", "contract/O1", None)]
    assert force.nodes("Location", "address") == [("2 Oak St",)]
    assert [name for name, _ in force.people()] == ["BELLAMY", "STONE, Mark"]


def test_an_older_version_that_comes_late_changes_nothing(force: Force) -> None:
    force.send({"area": [{"area_id": "A1", "name": "North"}]})
    older = {"area_id": "A1", "name": "Nord", "recorded_at": "2025-01-01T00:00:00"}
    report = force.send({"area": [older]})
    assert report["tables"] == {"area": counts(1, 1, 0)}
    assert force.nodes("Area", "name") == [("North",)]


def test_of_two_versions_of_one_instant_the_later_sent_stands(force: Force) -> None:
    for name, sent in (("North", "2026-01-12T00:00:00"), ("Nord", "2026-01-11T00:00:00")):
        force.send({"area": [{"area_id": "A1", "name": name}]}, recorded_at=sent)
    assert force.nodes("Area", "name") == [("North",)]


def test_keys_are_keys_within_their_source(force: Force) -> None:
    for source in ("north", "south"):
        folder = extracts.write(force.scratch / source, extracts.small_force())
        force.take_in(folder, source=source)
    assert force.nodes("Offence", "key") == [("north/O1",), ("south/O1",)]
    assert force.joins("SUSPECT_IN") == [("north/R2", "north/O1"), ("south/R2", "south/O1")]
    # People are people in whichever source their records stand.
    assert force.people() == [
        ("BELL, Anna", ["north/R1", "south/R1"]),
        ("STONE, Mark", ["north/R2", "north/R3", "south/R2", "south/R3"]),
    ]
