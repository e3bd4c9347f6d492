"""How the profile ``nibrs`` reads arrests, summonses and clearances."""

import pytest

from tests.profiles.invented_nibrs import (
    SUMMONED,
    Given,
    arrestee,
    offender,
    only_arrest,
    record_ids,
    suspect_statuses,
)


def test_an_arrestee_who_agrees_with_one_offender_alone_is_that_offender(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "40", "F"), offender("2", "30")],
        NIBRS_ARRESTEE=[arrestee("1", "30")],
    )
    assert record_ids(mapped) == {"offender-1", "offender-2"}
    assert only_arrest(mapped) == ("offender-2", "arrested", "100")
    assert suspect_statuses(mapped) == {
        "offender-1": ("named", None),
        "offender-2": ("arrested", "2024-03-01"),
    }


def test_an_arrestee_who_could_be_either_of_two_offenders_is_neither(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30"), offender("2", "30")],
        NIBRS_ARRESTEE=[arrestee("1", "30")],
    )
    assert record_ids(mapped) == {"offender-1", "offender-2", "arrestee-1"}
    assert only_arrest(mapped) == ("arrestee-1", "arrested", "100")
    assert suspect_statuses(mapped) == {
        "offender-1": ("named", None),
        "offender-2": ("named", None),
    }


def test_two_arrestees_who_could_be_one_offender_are_neither(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30")],
        NIBRS_ARRESTEE=[arrestee("1", "30"), arrestee("2", "30")],
    )
    assert record_ids(mapped) == {"offender-1", "arrestee-1", "arrestee-2"}


@pytest.mark.parametrize(
    ("age", "arrest_date", "record_id"),
    [
        ("31", "2024-05-01", "offender-1"),
        ("31", "2024-03-01", "arrestee-1"),
        ("29", "2024-05-01", "arrestee-1"),
        ("32", "2024-05-01", "arrestee-1"),
    ],
)
def test_a_birthday_before_a_later_arrest_is_the_only_difference_of_age_allowed(
    given: Given, age: str, arrest_date: str, record_id: str
) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30")],
        NIBRS_ARRESTEE=[arrestee("1", age, arrest_date=arrest_date)],
    )
    assert only_arrest(mapped)[0] == record_id


def test_an_arrest_for_no_offence_of_the_incident_names_no_offence(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30")],
        NIBRS_ARRESTEE=[arrestee("1", "30", offense_code="90Z")],
    )
    assert only_arrest(mapped) == ("offender-1", "arrested", None)
    assert suspect_statuses(mapped) == {"offender-1": ("named", None)}


def test_a_summons_is_charged_with_outcome_1(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30")],
        NIBRS_ARRESTEE=[arrestee("1", "30", arrest_type_id=SUMMONED)],
    )
    assert only_arrest(mapped) == ("offender-1", "charged", "100")
    assert mapped.tables["outcome"] == [
        {
            "outcome_id": "summons-1",
            "offence_id": "100",
            "record_id": "offender-1",
            "code": "1",
            "decided_on": "2024-03-01",
            "recorded_at": "2024-04-02T10:20:30",
        }
    ]


def test_a_child_cited_and_dealt_with_in_the_department_is_not_charged(given: Given) -> None:
    cited = {"arrest_type_id": SUMMONED, "under_18_disposition_code": "H"}
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "15")], NIBRS_ARRESTEE=[arrestee("1", "15", **cited)]
    )
    assert mapped.tables["custody_event"] == []
    assert mapped.tables["outcome"] == []
    assert record_ids(mapped) == {"offender-1"}
    assert suspect_statuses(mapped) == {"offender-1": ("named", None)}


@pytest.mark.parametrize(
    ("cleared_except_id", "code", "status", "died_on"),
    [
        ("1", "5", "named", "2024-03-09"),
        ("2", "9", "no_further_action", None),
        ("3", None, "named", None),
        ("4", "16", "no_further_action", None),
        ("5", None, "named", None),
    ],
)
def test_an_exceptional_clearance_becomes_what_it_is_equivalent_to(
    given: Given, cleared_except_id: str, code: str | None, status: str, died_on: str | None
) -> None:
    cleared = {"cleared_except_id": cleared_except_id, "cleared_except_date": "2024-03-09"}
    mapped = given(incident=cleared, NIBRS_OFFENDER=[offender("1", "30")])
    assert [(row["code"], row["record_id"]) for row in mapped.tables["outcome"]] == (
        [(code, "offender-1")] if code else []
    )
    assert suspect_statuses(mapped)["offender-1"][0] == status
    assert mapped.row("person_record", record_id="offender-1")["died_on"] == died_on


def test_an_exceptional_clearance_of_two_offenders_says_nothing_of_either(given: Given) -> None:
    cleared = {"cleared_except_id": "1", "cleared_except_date": "2024-03-09"}
    mapped = given(incident=cleared, NIBRS_OFFENDER=[offender("1", "30"), offender("2", "31")])
    assert [(row["code"], row["record_id"]) for row in mapped.tables["outcome"]] == [("5", None)]
    assert {row["died_on"] for row in mapped.tables["person_record"]} == {None}
