"""The profile ``nibrs`` over the whole of Vermont 2024: literal counts and hand-picked rows."""

from collections import Counter
from typing import Any

from tests.profiles.mapped import Mapped


def _count(mapped: Mapped, table: str, *names: str) -> dict[Any, int]:
    rows = mapped.tables[table]
    if len(names) == 1:
        return dict(Counter(row[names[0]] for row in rows))
    return dict(Counter(tuple(row[name] for name in names) for row in rows))


def test_the_tables_have_the_documented_sizes(vermont: Mapped) -> None:
    assert {table: len(rows) for table, rows in vermont.tables.items()} == {
        "area": 87,
        "custody_event": 13_399,
        "involvement": 25_847,
        "offence": 20_426,
        "outcome": 3_630,
        "person_record": 30_545,
        "relationship": 5_804,
    }


def test_records_come_from_known_offenders_victims_who_are_people_and_unmatched_arrestees(
    vermont: Mapped,
) -> None:
    roles = Counter(row["record_id"].rsplit("-", 1)[0] for row in vermont.tables["person_record"])
    assert roles == {
        "offender": 10_499,
        "victim": 13_023,  # 13,230 less the 207 who are an offender of the same incident
        "arrestee": 121,
        "groupb-arrestee": 6_902,
    }


def test_an_unknown_offender_with_sequence_0_makes_no_person(vermont: Mapped) -> None:
    unknown = {
        f"offender-{row[0]}"
        for row in vermont.ask(
            "SELECT offender_id FROM nibrs_offender WHERE offender_seq_num = '0'"
        )
    }
    assert len(unknown) == 9_233
    assert unknown.isdisjoint(row["record_id"] for row in vermont.tables["person_record"])
    assert unknown.isdisjoint(row["record_id"] for row in vermont.tables["involvement"])
    assert unknown.isdisjoint(row["other_record_id"] for row in vermont.tables["relationship"])


def test_13230_people_are_victims_and_no_business_or_society_is(vermont: Mapped) -> None:
    victims = {row["record_id"] for row in vermont.tables["involvement"] if row["role"] == "victim"}
    assert len(victims) == 13_230


def test_involvement_statuses_follow_what_is_recorded(vermont: Mapped) -> None:
    assert _count(vermont, "involvement", "role", "status") == {
        ("suspect", "named"): 5_414,
        ("suspect", "charged"): 3_379,
        ("suspect", "arrested"): 2_914,
        ("suspect", "no_further_action"): 161,
        ("victim", None): 13_979,
    }


def test_relationship_kinds_and_1123_intimate_partners(vermont: Mapped) -> None:
    kinds = _count(vermont, "relationship", "kind")
    assert kinds == {
        "stranger": 1_690,
        "acquaintance": 986,
        "other": 829,
        "partner": 538,
        "spouse": 263,
        "parent": 262,
        "child": 229,
        "ex_partner": 214,
        "other_family": 146,
        "sibling": 144,
        "neighbour": 121,
        "friend": 119,
        "ex_spouse": 108,
        "colleague": 56,
        "same_household": 50,
        "grandparent": 47,
        "carer": 2,
    }
    intimate = ("spouse", "partner", "ex_spouse", "ex_partner")
    assert sum(kinds[kind] for kind in intimate) == 1_123


def test_a_victim_of_51_recorded_as_parent_is_the_parent_of_the_offender_of_32(
    vermont: Mapped,
) -> None:
    row = vermont.row("relationship", relationship_id="205029613-209970048")
    assert row == {
        "relationship_id": "205029613-209970048",
        "record_id": "victim-205029613",
        "other_record_id": "offender-209970048",
        "kind": "parent",
        "recorded_at": vermont.row("person_record", record_id="victim-205029613")["recorded_at"],
    }
    assert vermont.row("person_record", record_id="victim-205029613")["age_years"] == "51"
    assert vermont.row("person_record", record_id="offender-209970048")["age_years"] == "32"


def test_a_victim_of_6_recorded_as_grandchild_makes_the_offender_of_61_the_grandparent(
    vermont: Mapped,
) -> None:
    row = vermont.row("relationship", relationship_id="209809009-214710996")
    assert (row["record_id"], row["kind"], row["other_record_id"]) == (
        "offender-214710996",
        "grandparent",
        "victim-209809009",
    )
    assert vermont.row("person_record", record_id="victim-209809009")["age_years"] == "6"
    assert vermont.row("person_record", record_id="offender-214710996")["age_years"] == "61"


def test_custody_events_keep_arrest_and_summons_apart(vermont: Mapped) -> None:
    kinds = Counter(
        (row["event_id"].rsplit("-", 1)[0], row["kind"], row["offence_id"] is not None)
        for row in vermont.tables["custody_event"]
    )
    assert kinds == {
        ("arrest", "arrested", True): 2_966,
        ("arrest", "arrested", False): 49,
        ("arrest", "charged", True): 3_445,
        ("arrest", "charged", False): 37,
        ("groupb-arrest", "arrested", False): 2_960,
        ("groupb-arrest", "charged", False): 3_942,
    }


def test_outcomes_are_given_only_where_there_is_an_equivalent(vermont: Mapped) -> None:
    codes = Counter(
        (row["code"], row["record_id"] is not None) for row in vermont.tables["outcome"]
    )
    assert codes == {
        ("1", True): 3_445,
        ("5", True): 4,
        ("9", True): 38,
        ("9", False): 4,
        ("16", True): 123,
        ("16", False): 16,
    }


def test_one_offence_is_of_no_crime_and_has_a_victim_and_no_suspect(vermont: Mapped) -> None:
    [incident] = [row for row in vermont.tables["offence"] if row["record_type"] == "incident"]
    assert (incident["offence_id"], incident["code"]) == ("246858614", "09C")
    parts = [
        row["role"] for row in vermont.tables["involvement"] if row["offence_id"] == "246858614"
    ]
    assert parts == ["victim"]


def test_an_offence_reads_as_its_source_wrote_it(vermont: Mapped) -> None:
    assert vermont.row("offence", offence_id="229365730") == {
        "offence_id": "229365730",
        "record_type": "crime",
        "code": "13B",
        "code_system": "NIBRS",
        "title": "Simple Assault",
        "from_on": "2024-01-15",
        "reported_on": None,
        "area": "VT0010100",
        "address": "Residence/Home (incident 193115859)",
        "is_domestic": "true",
        "recorded_at": "2024-06-26T15:16:33",
    }
    assert _count(vermont, "offence", "is_domestic") == {
        None: 15_085,
        "false": 3_599,
        "true": 1_742,
    }


def test_the_same_sort_of_place_in_two_incidents_is_not_one_place(vermont: Mapped) -> None:
    incidents = dict(vermont.ask("SELECT offense_id, incident_id FROM nibrs_offense"))
    places: dict[str, set[str]] = {}
    for row in vermont.tables["offence"]:
        if row["address"]:
            places.setdefault(row["address"], set()).add(incidents[row["offence_id"]])
    assert [place for place, found in places.items() if len(found) > 1] == []
    assert sum(row["address"] is None for row in vermont.tables["offence"]) == 412


def test_the_dead_are_those_of_homicides_and_of_cases_closed_by_death(vermont: Mapped) -> None:
    dead = Counter(
        row["record_id"].rsplit("-", 1)[0]
        for row in vermont.tables["person_record"]
        if row["died_on"]
    )
    assert dead == {"offender": 6, "victim": 23}


def test_nobody_is_related_to_their_own_record(vermont: Mapped) -> None:
    assert [
        row for row in vermont.tables["relationship"] if row["record_id"] == row["other_record_id"]
    ] == []
