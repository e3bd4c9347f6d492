"""Rows are accepted or quarantined, none is lost, and no reason ever holds a value."""

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service import contract
from graph_service.archive import Archive
from graph_service.contract import Reason
from ingest import read, validate
from ingest.mapping import Mapped
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


def sorted_out(home: Path, table: str, given_rows: list[dict[str, str]]) -> dict[str, Any]:
    """What becomes of rows of a table, as DuckDB holds them."""
    columns = tuple(column.name for column in contract.columns(table))
    with Archive(home).incoming() as place, read.workbench(place) as connection:
        typed = ", ".join(f'"{name}" VARCHAR' for name in columns)
        connection.execute(f'CREATE TABLE made."mapped_{table}" (place BIGINT, {typed})')
        for number, row in enumerate(given_rows, start=1):
            connection.execute(
                f'INSERT INTO made."mapped_{table}" VALUES '
                f"({', '.join('?' * (len(columns) + 1))})",
                [number, *(row.get(name) for name in columns)],
            )
        outcome = validate.run(
            connection,
            Mapped(table, columns, len(given_rows)),
            source="north",
            recorded_at=datetime.datetime(2026, 1, 11),
        )
        return {
            "outcome": outcome,
            "away": list(validate.quarantined_rows(connection, outcome)),
            "valid": connection.execute(
                f'SELECT row_key, recorded_at FROM made."valid_{table}"'
            ).fetchall(),
        }


def test_of_rows_with_one_key_and_instant_one_stands_whatever_their_order(tmp_path: Path) -> None:
    given_rows = [
        {"area_id": "A1", "name": "North", "recorded_at": AT},
        {"area_id": "A1", "name": "North", "recorded_at": AT},
        {"area_id": "A1", "name": "South", "recorded_at": AT},
        {"area_id": "A1", "name": "East", "recorded_at": "2026-01-11T09:00:00"},
        {"area_id": "", "name": "West", "recorded_at": "yesterday"},
    ]
    found = sorted_out(tmp_path / "a", "area", given_rows)
    assert found["outcome"].reasons == {
        "area_id: empty": 1,
        "the same row stands in this batch already": 1,
        "another row of this batch has the same key and the same recorded_at": 1,
    }
    assert found["valid"] == [
        ("A1", datetime.datetime(2026, 1, 10, 9)),
        ("A1", datetime.datetime(2026, 1, 11, 9)),
    ]
    assert found["away"] == [
        ("A1", "North", None, None, AT, "the same row stands in this batch already"),
        (
            "A1",
            "South",
            None,
            None,
            AT,
            "another row of this batch has the same key and the same recorded_at",
        ),
        ("", "West", None, None, "yesterday", "area_id: empty"),
    ]
    turned = sorted_out(tmp_path / "b", "area", given_rows[::-1])
    assert turned["outcome"].digest == found["outcome"].digest
    assert turned["outcome"].quarantined_digest == found["outcome"].quarantined_digest


PLAUSIBLE = st.sampled_from(
    ["R1", "R2", "M", "suspect", "true", "7", "12.5", "2026-01-10", AT, "spo", "made", "1A", "a;b"]
)
GARBAGE = st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(
    lambda text: f"\u2603{text}\u2603"
)


@st.composite
def garbage_rows(draw: st.DrawFn) -> tuple[str, list[dict[str, str]]]:
    """A table and rows of it that are partly plausible."""
    table = draw(st.sampled_from(sorted(contract.TABLES)))
    columns = [column.name for column in contract.columns(table)]
    row = st.fixed_dictionaries(
        {}, optional={name: st.one_of(st.just(""), PLAUSIBLE, GARBAGE) for name in columns}
    )
    return table, draw(st.lists(row, max_size=6))


@settings(max_examples=60, deadline=None)
@given(garbage_rows())
def test_read_is_accepted_and_quarantined_and_reasons_never_hold_a_value(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, list[dict[str, str]]]
) -> None:
    table, given_rows = case
    found = sorted_out(tmp_path_factory.mktemp("garbage"), table, given_rows)
    outcome = found["outcome"]
    assert outcome.read == len(given_rows) == outcome.accepted + outcome.quarantined
    assert len(found["valid"]) == outcome.accepted
    assert len(found["away"]) == outcome.quarantined
    columns = {column.name for column in contract.columns(table)}
    known = {reason.value for reason in Reason}
    for reason in outcome.reasons:
        column, _, why = reason.rpartition(": ")
        assert (not column or column in columns) and why in known
    assert {why for _, why in outcome.nulled} <= set(Reason)
    assert "\u2603" not in repr((outcome.reasons, outcome.nulled))
