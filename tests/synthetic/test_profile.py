"""The profile `synthetic` maps the raw layout to contract tables that hold to the contract."""

from datetime import date
from pathlib import Path

import pytest

from graph_service.contract import TABLES
from ingest.synthetic import generate
from tests.synthetic.contract_tables import CODED, KEYS, REFERENCES, REQUIRED
from tests.synthetic.mapped import PROFILE, Tables

DAY = r"\d{4}-\d\d-\d\d"
MOMENT = DAY + r"T\d\d:\d\d:\d\d"


def dangling(tables: Tables) -> dict[str, int]:
    """References to a row that had not been recorded when the reference was, by column."""
    found = {}
    for table, references in REFERENCES.items():
        for column, target in references.items():
            other, key = target.split(".")
            count = tables.count(
                f"""(FROM "{table}" AS a WHERE a."{column}" IS NOT NULL AND NOT EXISTS
                (FROM "{other}" AS b
                WHERE b."{key}" = a."{column}" AND b.recorded_at <= a.recorded_at))"""
            )
            if count:
                found[f"{table}.{column}"] = count
    return found


def test_there_is_one_statement_for_each_contract_table() -> None:
    assert sorted(file.stem for file in PROFILE.glob("*.sql")) == sorted(KEYS)


@pytest.mark.parametrize("table", sorted(KEYS))
def test_each_contract_table_is_filled(table: str, tables: Tables) -> None:
    assert tables.count(f'"{table}"') > 0


@pytest.mark.parametrize("table", sorted(KEYS))
def test_keys_and_required_columns_are_there(table: str, tables: Tables) -> None:
    needed = (*KEYS[table], *REQUIRED.get(table, ()), "recorded_at")
    empty = {column: tables.count(f'"{table}" WHERE "{column}" IS NULL') for column in needed}

    assert empty == dict.fromkeys(needed, 0)


@pytest.mark.parametrize("table", sorted(KEYS))
def test_a_key_has_one_version_at_a_moment(table: str, tables: Tables) -> None:
    key = ", ".join(f'"{column}"' for column in (*KEYS[table], "recorded_at"))

    assert tables.count(f'"{table}"') == tables.count(f'"{table}"', f"DISTINCT ({key})")


@pytest.mark.parametrize("table", sorted(CODED))
def test_coded_columns_hold_words_of_the_contract(table: str, tables: Tables) -> None:
    for column, allowed in CODED[table].items():
        found = tables.ask(
            f'FROM "{table}" SELECT DISTINCT "{column}" WHERE "{column}" IS NOT NULL'
        )
        assert {row[0] for row in found} - set(allowed.split()) == set(), column


@pytest.mark.parametrize("table", sorted(KEYS))
def test_days_and_moments_are_written_as_the_contract_says(table: str, tables: Tables) -> None:
    for column in tables.columns(table):
        form = DAY if column.endswith("_on") or column == "on" else ""
        form = MOMENT if column.endswith("_at") or column == "at" else form
        if form:
            other = f"""NOT regexp_full_match("{column}", '{form}')"""
            assert tables.count(f'"{table}" WHERE {other}') == 0, column


def test_every_row_passes_the_declared_contract(tables: Tables) -> None:
    for table, model in TABLES.items():
        names = tables.columns(table)
        for values in tables.ask(f'FROM "{table}"'):
            row = dict(zip(names, values, strict=True))
            model.model_validate({k: v for k, v in row.items() if v is not None})


def test_references_point_to_rows_recorded_by_then(tables: Tables) -> None:
    assert dangling(tables) == {}


@pytest.mark.parametrize("until", [date(2022, 3, 1), date(2024, 2, 29), date(2025, 8, 11)])
def test_references_hold_wherever_the_extract_is_cut(until: date, tmp_path: Path) -> None:
    generate(tmp_path / "w", persons=600, seed=11, until=until)
    found = Tables(tmp_path / "w")

    assert dangling(found) == {}
    found.close()


def test_offence_codes_are_five_digits_of_the_home_office(tables: Tables) -> None:
    assert (
        tables.count(
            """offence WHERE (record_type = 'crime') != (code IS NOT NULL)
            OR NOT regexp_full_match(code, '[0-9]{5}')
            OR NOT regexp_full_match(included_codes, '[0-9]{5}(;[0-9]{5})*')"""
        )
        == 0
    )


def test_nothing_happens_after_it_was_recorded(tables: Tables) -> None:
    late = {
        "offence": "offence WHERE to_on > recorded_at OR from_on > to_on",
        "reported": "offence WHERE reported_on > recorded_at OR to_on > reported_on",
        "order_event": 'order_event WHERE "at" > recorded_at',
        "custody_event": 'custody_event WHERE "at" > recorded_at',
        "outcome": "outcome WHERE decided_on > recorded_at",
        "assessment": 'risk_assessment WHERE "on" > recorded_at',
        "marac": "marac WHERE heard_on > recorded_at",
        "order_term": '"order" WHERE from_on > to_on',
        "relationship": "relationship WHERE from_on > to_on OR to_on > recorded_at",
        "person": "person_record WHERE born_on > recorded_at OR died_on > recorded_at",
    }

    assert {name: tables.count(rest) for name, rest in late.items()} == dict.fromkeys(late, 0)
