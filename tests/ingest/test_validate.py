"""Rows are accepted or quarantined, none is lost, and no reason ever holds a value."""

import datetime
from collections import Counter
from typing import Any

import pytest

from graph_service.contract import Reason
from ingest.validate import Quarantined, TableValidator

AT = "2026-01-10T09:00:00"


def checked(table: str, /, **row: str | None) -> tuple[Any, dict[tuple[str, str], int]]:
    """The typed row, or the reason; and what became null."""
    nulled: Counter[tuple[str, str]] = Counter()
    found = TableValidator(table, source="north").validate({"recorded_at": AT, **row}, nulled)
    return (found.reason if isinstance(found, Quarantined) else found), dict(nulled)


def test_a_whole_row_is_typed_and_gets_its_key_and_digest() -> None:
    found, nulled = checked(
        "offence",
        offence_id="O1",
        code=" 10501 ",
        from_on="2026-01-01",
        is_domestic="TRUE",
        postcode=" ze1 1aa ",
        included_codes="8Q; 8L;;",
        harm_weight="12.5",
        title="  ",
    )
    assert nulled == {}
    assert found == {
        "offence_id": "O1",
        "record_type": "crime",
        "code": "10501",
        "from_on": datetime.date(2026, 1, 1),
        "postcode": "ZE11AA",
        "is_domestic": True,
        "included_codes": ["8Q", "8L"],
        "harm_weight": 12.5,
        "recorded_at": datetime.datetime(2026, 1, 10, 9),
        "source": "north",
        "row_key": "O1",
        "row_digest": "7a59955199c4cfbf99e23b27fa2836ebf9298f8db78d601eb244900911f0d4e0",
    }


def test_offences_of_a_profile_that_does_not_tell_are_in_scope() -> None:
    validator = TableValidator("offence", source="north", in_scope=True)
    found = validator.validate({"offence_id": "O1", "recorded_at": AT}, Counter())
    assert isinstance(found, dict)
    assert found["is_vawg"] is True


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("person_record", {}, "record_id: empty"),
        ("person_record", {"record_id": " "}, "record_id: empty"),
        ("person_record", {"record_id": "x" * 257}, "record_id: longer than 256 characters"),
        ("person_record", {"record_id": "a\tb"}, "record_id: holds a control character"),
        ("person_record", {"record_id": "a\nb"}, "record_id: holds a control character"),
        (
            "person_record",
            {"record_id": "R1", "recorded_at": "10/01/2026"},
            "recorded_at: not an instant of the form YYYY-MM-DDTHH:MM:SS",
        ),
        (
            "person_record",
            {"record_id": "R1", "recorded_at": "2026-02-30T00:00:00"},
            "recorded_at: not a day of the calendar",
        ),
        (
            "person_record",
            {"record_id": "R1", "recorded_at": "2026-01-10T24:00:00"},
            "recorded_at: not a time of the day",
        ),
        (
            "person_record",
            {"record_id": "R1", "recorded_at": "1849-12-31T00:00:00"},
            "recorded_at: a date outside 1850 to 2200",
        ),
        (
            "person_record",
            {"record_id": "R1", "occupation": "x" * 262_145},
            "occupation: longer than 262,144 characters",
        ),
        ("involvement", {"offence_id": "O1", "record_id": "R1"}, "role: empty"),
        (
            "involvement",
            {"offence_id": "O1", "record_id": "R1", "role": "accused"},
            "role: not one of the contract's values",
        ),
        (
            "outcome",
            {"outcome_id": "1", "offence_id": "O1", "code": "charged"},
            "code: not a Home Office outcome number, such as 14 or 1A",
        ),
        (
            "retraction",
            {"table": "people", "key": "R1"},
            "table: not one of the contract's values",
        ),
        (
            "retraction",
            {"table": "retraction", "key": "offence;O1"},
            "table: not one of the contract's values",
        ),
        (
            "retraction",
            {"table": "offence", "key": "x" * 2049},
            "key: longer than 2,048 characters",
        ),
    ],
)
def test_a_row_without_what_it_needs_is_quarantined(
    table: str, row: dict[str, str], reason: str
) -> None:
    assert checked(table, **row) == (reason, {})


@pytest.mark.parametrize(
    ("table", "column", "text", "reason"),
    [
        ("person_record", "born_on", "31/12/1990", Reason.NOT_A_DATE),
        ("person_record", "born_on", "1990-02-31", Reason.NO_SUCH_DAY),
        ("person_record", "born_on", "٢٠٢٤-٠١-٠١", Reason.NOT_A_DATE),
        ("person_record", "born_on", "2024-01-01 10:00:00", Reason.NOT_A_DATE),
        ("person_record", "born_on", "0990-01-01", Reason.DATE_OUT_OF_RANGE),
        ("person_record", "sex", "male", Reason.NOT_LISTED),
        ("person_record", "born_on_estimated", "yes", Reason.NOT_TRUE_OR_FALSE),
        ("person_record", "age_years", "34.5", Reason.NOT_WHOLE),
        ("person_record", "age_years", "1234567890123456", Reason.NOT_WHOLE),
        ("person_record", "pnc_id", "9" * 257, Reason.KEY_TOO_LONG),
        ("person_record", "area", "A\x011", Reason.KEY_WITH_CONTROL),
        ("offence", "record_type", "rumour", Reason.NOT_LISTED),
        ("offence", "harm_weight", "-1", Reason.NOT_A_NUMBER),
        ("offence", "harm_weight", "nan", Reason.NOT_A_NUMBER),
        ("disclosure", "state_at", "today", Reason.NOT_AN_INSTANT),
        ("outcome", "record_id", "R" * 257, Reason.KEY_TOO_LONG),
    ],
)
def test_an_optional_value_that_cannot_be_read_is_kept_as_text(
    table: str, column: str, text: str, reason: Reason
) -> None:
    needed = {
        "person_record": {"record_id": "R1"},
        "offence": {"offence_id": "O1"},
        "outcome": {"outcome_id": "U1", "offence_id": "O1", "code": "1"},
        "disclosure": {
            "disclosure_id": "D1",
            "route": "right_to_ask",
            "subject_record_id": "R1",
            "received_at": AT,
            "state": "closed",
        },
    }[table]
    found, nulled = checked(table, **needed, **{column: text})
    assert nulled == {(column, reason): 1}
    assert column not in found
    assert found[f"{column}_raw"] == text


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("person_record", {"born_on": "1990-01-02 00:00:00"}, "born_on", datetime.date(1990, 1, 2)),
        ("person_record", {"born_on": "2024-02-29"}, "born_on", datetime.date(2024, 2, 29)),
        ("person_record", {"age_years": "34.0"}, "age_years", 34),
        ("person_record", {"surname": "O\x07Brien"}, "surname", "OBrien"),
        (
            "person_record",
            {"recorded_at": "2026-07-01T09:00:00"},
            "recorded_at",
            datetime.datetime(2026, 7, 1, 8),
        ),
        (
            "person_record",
            {"recorded_at": "2026-07-01 09:00:00.5+00"},
            "recorded_at",
            datetime.datetime(2026, 7, 1, 9, 0, 0, 500_000),
        ),
        ("outcome", {"code": "01a"}, "code", "1A"),
        ("outcome", {"code": "0"}, "code", "0"),
        ("involvement", {"offence_id": "a;b", "record_id": "c"}, "row_key", '"a;b";c;suspect'),
        ("involvement", {"offence_id": "a", "record_id": "b/c"}, "row_key", "a;b/c;suspect"),
        ("person_record", {"record_id": "a;b/c"}, "row_key", "a;b/c"),
    ],
)
def test_values_are_read_as_they_are_meant(
    table: str, row: dict[str, str], column: str, value: object
) -> None:
    needed = {
        "person_record": {"record_id": "R1"},
        "outcome": {"outcome_id": "U1", "offence_id": "O1"},
        "involvement": {"role": "suspect"},
    }[table]
    found, nulled = checked(table, **(needed | row))
    assert (found[column], nulled) == (value, {})
