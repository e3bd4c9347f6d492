"""What an extract becomes in the graph, and in the report."""

import datetime
from typing import Any

from graph_service.archive import Archive
from tests.ingest import extracts
from tests.ingest.extracts import rows
from tests.ingest.force import Force

UTC = datetime.UTC
DAY = datetime.date


def counts(read: int, accepted: int, loaded: int, waiting: int = 0) -> dict[str, int]:
    return {
        "read": read,
        "accepted": accepted,
        "quarantined": read - accepted,
        "loaded": loaded,
        "in_graph": loaded,
        "waiting": waiting,
    }


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


ALL = {
    "person_record": """
        record_id surname address
        S1        Stone   9~Elm~Rd
        V1        Bell    .
        W1        Reed    .""",
    "alias": """
        alias_id record_id surname kind
        L1       S1        Rock    nickname""",
    "address": """
        address_id record_id address     kind from_on
        H1         V1        9~elm~~rd.  home 2025-01-01
        H2         V1        ---         home .""",
    "relationship": """
        relationship_id record_id other_record_id kind
        T1              S1        V1              ex_partner
        T2              S1        W1              sibling
        T3              V1        W1              same_household
        T4              S1        S1              friend""",
    "offence": """
        offence_id area address  from_on
        O1         A1   9~Elm~Rd 2026-01-01
        O2         .    .        2026-01-02""",
    "involvement": """
        offence_id record_id role
        O1         S1        suspect
        O1         V1        victim
        O1         W1        witness
        O1         V1        witness""",
    "outcome": """
        outcome_id offence_id record_id code
        U1         O1         S1        1""",
    "risk_assessment": """
        assessment_id kind about_record_id victim_record_id offence_id on
        K1            dash S1              V1               O1         2026-01-03""",
    "custody_event": """
        event_id record_id kind     at                  offence_id
        C1       S1        arrested 2026-01-04T10:00:00 O1""",
    "order": """
        order_id kind state  respondent_record_id offence_id follows_order_id
        D1       dvpn served S1                   O1         .
        D2       dvpo active S1                   O1         D1""",
    "order_protected": """
        order_id record_id
        D2       V1""",
    "order_condition": """
        condition_id order_id kind        text
        N1           D2       prohibition No~contact""",
    "order_event": """
        event_id order_id kind            at                  offence_id
        E1       D2       made            2026-01-05T10:00:00 .
        E2       D2       breach_reported 2026-01-06T10:00:00 O2""",
    "area": """
        area_id name
        A1      North""",
    "marac": """
        hearing_id record_id heard_on
        M1         S1        2026-01-07""",
}


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
        "marac": 0,
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
        ("ASSESSES", "K1", "S1"),
        ("ASSESSES_RISK_TO", "K1", "V1"),
        ("BREACHES", "O2", "D2"),
        ("CONCERNS", "C1", "S1"),
        ("CONDITION_OF", "N1", "D2"),
        ("DECIDED_FOR", "U1", "S1"),
        ("EVENT_OF", "E1", "D2"),
        ("EVENT_OF", "E2", "D2"),
        ("FAMILY_OF", "S1", "W1"),
        ("FOLLOWS", "D2", "D1"),
        ("HAPPENED_AT", "O1", place),
        ("HELD_FOR", "C1", "O1"),
        ("KNOWS", "S1", "S1"),
        ("LIVES_AT", "S1", place),
        ("LIVES_AT", "V1", place),
        ("LIVES_WITH", "V1", "W1"),
        ("MADE_AFTER", "K1", "O1"),
        ("OUTCOME_OF", "U1", "O1"),
        ("PARTNER_OF", "S1", "V1"),
        ("PROMPTED", "O1", "D1"),
        ("PROMPTED", "O1", "D2"),
        ("PROTECTED_BY", "V1", "D2"),
        ("RECORDED_IN", "O1", "A1"),
        ("SUBJECT_OF", "S1", "D1"),
        ("SUBJECT_OF", "S1", "D2"),
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
            "involvement": [
                {"offence_id": "O1", "record_id": "R2", "role": "suspect", **later}
            ],
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
    # A PNC id is one person's in whichever source it stands.
    assert force.people() == [
        ("BELL, Anna", ["north/R1"]),
        ("BELL, Anna", ["south/R1"]),
        ("STONE, Mark", ["north/R2", "north/R3", "south/R2", "south/R3"]),
    ]


def test_keys_with_semicolons_slashes_and_quotes_are_told_apart(force: Force) -> None:
    offences = ["a", "a;b", "a/b", '"a', "b"]
    people = ["c", "b;c", "b/c", '"', "ä\u00a0ö岡😀"]
    force.send(
        {
            "offence": [{"offence_id": one} for one in offences],
            "person_record": [{"record_id": one} for one in people],
            "involvement": [
                {"offence_id": one, "record_id": other, "role": "suspect"}
                for one in offences
                for other in people
            ],
        }
    )
    assert force.joins("SUSPECT_IN") == sorted(
        (
            (f"contract/{other}", f"contract/{one}")
            for one in offences
            for other in people
        ),
        key=repr,
    )


LONG = "x" * 100_000
WIDE = "😀" * 100_000


def long_texts(text: str) -> dict[str, list[dict[str, str]]]:
    """A row of each table that is loaded, with a text of this length wherever text may stand."""
    person: dict[str, Any] = dict.fromkeys(
        (
            "area forename middle_names surname full_name pnc_id cro_number address postcode "
            "phone email occupation birth_place born_on sex"
        ).split(),
        text,
    )
    offence = dict.fromkeys("code code_system title area address included_codes".split(), text)
    return {
        "person_record": [{"record_id": "R1", **person}],
        "alias": [{"alias_id": "L1", "record_id": "R1", "surname": text, "full_name": text}],
        "address": [{"address_id": "H1", "record_id": "R1", "address": text, "area": text}],
        "offence": [{"offence_id": "O1", **offence}],
        "order": [
            {
                "order_id": "D1",
                "kind": "spo",
                "state": "made",
                "respondent_record_id": "R1",
                "area": text,
                "court": text,
            }
        ],
        "area": [{"area_id": "A1", "name": text, "force": text}],
    }


def test_texts_of_any_length_are_taken_by_both_stores(force: Force) -> None:
    for text in (LONG, WIDE):
        force.send(long_texts(text), recorded_at=f"2026-01-1{len(text.encode()) // 100_000}T00:00:00")
        record = force.nodes("PersonRecord", "surname", "pnc_id", "pnc_id_raw", "born_on_raw")
        assert record == [(text, None, text, text)]
        assert force.nodes("Offence", "title", "code", "code_raw", "area_raw") == [
            (text, None, text, text)
        ]


def test_names_in_every_script_come_back_as_they_were(force: Force) -> None:
    names = ["Zoë", "O'Brien", "Łukasz", "Ⅷ", "राम", "محمد", "岡田", "ไทย", "😀", "e\u0301", "İ", "'\"`\\"]
    force.send(
        {
            "person_record": [
                {"record_id": f"R{number:02}", "surname": name}
                for number, name in enumerate(names)
            ]
        }
    )
    assert [name for _, name in force.nodes("PersonRecord", "record_id", "surname")] == names


def test_what_the_manifest_does_not_name_is_told_and_not_read(force: Force) -> None:
    folder = extracts.write(force.scratch / "x", {"area": [{"area_id": "A1"}]})
    (folder / "offence.csv").write_text("offence_id\n")
    (folder / "notes.txt").write_text("x")
    assert force.take_in(folder)["files_not_in_manifest"] == ["offence.csv"]


def test_nothing_is_left_in_the_working_folder(force: Force) -> None:
    force.send(extracts.small_force())
    assert list((force.archive.folder / "incoming").iterdir()) == []
    modes = {
        oct(path.stat().st_mode & 0o777)
        for path in force.archive.folder.rglob("*")
        if path.is_file()
    }
    assert modes == {"0o600"}


def test_a_home_may_lie_in_a_folder_with_any_name(force: Force) -> None:
    there = force.anew(force.scratch / "a [b]*'c\" source=south" / "home")
    assert isinstance(there.archive, Archive)
    there.send(extracts.small_force())
    assert there.nodes("Offence", "key") == [("contract/O1",)]
    assert there.holds_the_archive()
    force.anew(force.scratch / "empty")
