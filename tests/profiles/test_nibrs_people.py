"""How the profile ``nibrs`` reads people, relationships and dates."""

import pytest

from tests.profiles.invented_nibrs import (
    BUSINESS,
    CHILD,
    RELATIONSHIP_UNKNOWN,
    SPOUSE,
    VICTIM_WAS_OFFENDER,
    Given,
    offender,
    record_ids,
    related,
    victim,
)
from tests.profiles.mapped import Mapped


def test_victim_was_offender_makes_one_record_with_both_roles(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30"), offender("2", "28", "F")],
        NIBRS_VICTIM=[victim("1", "30", "M"), victim("2", "28", "F")],
        NIBRS_VICTIM_OFFENDER_REL=[
            related("1", "1", VICTIM_WAS_OFFENDER),
            related("1", "2", SPOUSE),
            related("2", "2", VICTIM_WAS_OFFENDER),
            related("2", "1", SPOUSE),
        ],
    )
    assert record_ids(mapped) == {"offender-1", "offender-2"}
    assert {(row["record_id"], row["role"]) for row in mapped.tables["involvement"]} == {
        ("offender-1", "suspect"),
        ("offender-1", "victim"),
        ("offender-2", "suspect"),
        ("offender-2", "victim"),
    }
    assert {
        (row["record_id"], row["kind"], row["other_record_id"])
        for row in mapped.tables["relationship"]
    } == {("offender-1", "spouse", "offender-2"), ("offender-2", "spouse", "offender-1")}


def test_victim_was_offender_is_not_believed_against_age_and_sex(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30")],
        NIBRS_VICTIM=[victim("1", "28", "F")],
        NIBRS_VICTIM_OFFENDER_REL=[related("1", "1", VICTIM_WAS_OFFENDER)],
    )
    assert record_ids(mapped) == {"offender-1", "victim-1"}
    assert mapped.tables["relationship"] == []


def test_a_business_is_no_person(given: Given) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "30")], NIBRS_VICTIM=[victim("1", "NS", "X", BUSINESS)]
    )
    assert record_ids(mapped) == {"offender-1"}


@pytest.mark.parametrize(
    ("given_age", "low", "age_years"),
    [
        ("NN", "", "0"),
        ("NB", "", "0"),
        ("BB", "", "0"),
        ("07", "", "7"),
        ("99", "", "99"),
        ("55", "54", "54"),
        ("00", "", None),
        ("NS", "", None),
    ],
)
def test_ages_are_read_as_the_lowest_that_is_recorded(
    given: Given, given_age: str, low: str, age_years: str | None
) -> None:
    mapped = given(NIBRS_VICTIM=[{**victim("1", given_age), "age_range_low_num": low}])
    row = mapped.row("person_record", record_id="victim-1")
    assert row["age_years"] == age_years
    assert row["age_on"] == ("2024-03-01" if age_years else None)


def test_sex_not_specified_is_unknown_and_not_a_third_sex(given: Given) -> None:
    mapped = given(NIBRS_VICTIM=[victim("1", "30", "X")])
    assert mapped.row("person_record", record_id="victim-1")["sex"] == "U"


@pytest.mark.parametrize(
    ("relationship_id", "victim_age", "is_domestic"),
    [
        (SPOUSE, "28", "true"),
        (SPOUSE, "00", "true"),
        (CHILD, "16", "true"),
        (CHILD, "15", "false"),
        (CHILD, "NB", "false"),
        (RELATIONSHIP_UNKNOWN, "28", None),
    ],
)
def test_domestic_means_partners_or_family_of_16_or_over(
    given: Given, relationship_id: str, victim_age: str, is_domestic: str | None
) -> None:
    mapped = given(
        NIBRS_OFFENDER=[offender("1", "40")],
        NIBRS_VICTIM=[victim("1", victim_age)],
        NIBRS_VICTIM_OFFENDER_REL=[related("1", "1", relationship_id)],
    )
    assert mapped.row("offence", offence_id="100")["is_domestic"] == is_domestic


@pytest.mark.parametrize(
    ("flag", "from_on", "reported_on"), [("f", "2024-03-01", None), ("t", None, "2024-03-01")]
)
def test_a_date_that_is_the_report_s_is_not_taken_for_the_offence_s(
    given: Given, flag: str, from_on: str | None, reported_on: str | None
) -> None:
    row = given(incident={"report_date_flag": flag}).row("offence", offence_id="100")
    assert (row["from_on"], row["reported_on"]) == (from_on, reported_on)


def test_a_shared_rule_reads_the_same_in_every_statement() -> None:
    rules: dict[str, set[str]] = {}
    for path in sorted(Mapped("nibrs").folder.glob("*.sql")):
        text = path.read_text("utf-8")
        for name in ("arrestee_is_offender", "victim_is_offender", "arrest", "known_offender"):
            start = text.find(f"{name} AS (\n")
            if start >= 0:
                rules.setdefault(name, set()).add(text[start : text.index("\n)", start)])
    assert {name: len(versions) for name, versions in rules.items()} == {
        "arrest": 1,
        "arrestee_is_offender": 1,
        "known_offender": 1,
        "victim_is_offender": 1,
    }
