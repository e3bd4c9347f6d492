"""The profile `synthetic` maps the raw layout to contract tables that hold to the contract."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.synthetic import generate

from .contract_tables import CODED, KEYS, REFERENCES, REQUIRED
from .mapped import PROFILE, mapped

DAY = r"\d{4}-\d\d-\d\d"
MOMENT = DAY + r"T\d\d:\d\d:\d\d"


def one(tables: duckdb.DuckDBPyConnection, query: str) -> object:
    """The single value that a query answers."""
    found = tables.sql(query).fetchone()
    assert found is not None
    return found[0]


def columns(tables: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table."""
    return list(tables.table(f'"{table}"').columns)


def dangling(tables: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """References to a row that had not been recorded when the reference was, by column."""
    found = {}
    for table, references in REFERENCES.items():
        for column, target in references.items():
            other, key = target.split(".")
            count = one(
                tables,
                f"""SELECT count(*) FROM "{table}" AS a WHERE a."{column}" IS NOT NULL
                AND NOT EXISTS (FROM "{other}" AS b
                WHERE b."{key}" = a."{column}" AND b.recorded_at <= a.recorded_at)""",
            )
            if count:
                found[f"{table}.{column}"] = count
    return found


def test_there_is_one_statement_for_each_contract_table() -> None:
    assert sorted(file.stem for file in PROFILE.glob("*.sql")) == sorted(KEYS)


@pytest.mark.parametrize("table", sorted(KEYS))
def test_each_contract_table_is_filled(table: str, tables: duckdb.DuckDBPyConnection) -> None:
    assert one(tables, f'SELECT count(*) > 0 FROM "{table}"') is True


@pytest.mark.parametrize("table", sorted(KEYS))
def test_keys_and_required_columns_are_there(
    table: str, tables: duckdb.DuckDBPyConnection
) -> None:
    needed = (*KEYS[table], *REQUIRED.get(table, ()), "recorded_at")
    empty = {
        column: one(tables, f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NULL')
        for column in needed
    }

    assert empty == dict.fromkeys(needed, 0)


@pytest.mark.parametrize("table", sorted(KEYS))
def test_a_key_has_one_version_at_a_moment(
    table: str, tables: duckdb.DuckDBPyConnection
) -> None:
    key = ", ".join(f'"{column}"' for column in (*KEYS[table], "recorded_at"))
    twice = one(
        tables,
        f'SELECT count(*) FROM (SELECT {key} FROM "{table}" GROUP BY ALL HAVING count(*) > 1)',
    )

    assert twice == 0


@pytest.mark.parametrize("table", sorted(CODED))
def test_coded_columns_hold_words_of_the_contract(
    table: str, tables: duckdb.DuckDBPyConnection
) -> None:
    for column, allowed in CODED[table].items():
        found = tables.sql(
            f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
        ).fetchall()
        assert {row[0] for row in found} - set(allowed.split()) == set(), column


@pytest.mark.parametrize("table", sorted(KEYS))
def test_days_and_moments_are_written_as_the_contract_says(
    table: str, tables: duckdb.DuckDBPyConnection
) -> None:
    for column in columns(tables, table):
        form = DAY if column.endswith("_on") or column == "on" else ""
        form = MOMENT if column.endswith("_at") or column == "at" else form
        if form:
            other = one(
                tables,
                f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL'
                f" AND NOT regexp_full_match(\"{column}\", '{form}')",
            )
            assert other == 0, column


def test_references_point_to_rows_recorded_by_then(tables: duckdb.DuckDBPyConnection) -> None:
    assert dangling(tables) == {}


@pytest.mark.parametrize("until", [date(2022, 3, 1), date(2024, 2, 29), date(2025, 8, 11)])
def test_references_hold_wherever_the_extract_is_cut(until: date, tmp_path: Path) -> None:
    generate(tmp_path / "w", persons=600, seed=11, until=until)
    found = mapped(tmp_path / "w")

    assert dangling(found) == {}
    found.close()


def test_offence_codes_are_five_digits_of_the_home_office(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        tables,
        """SELECT count(*) FROM offence WHERE (record_type = 'crime') != (code IS NOT NULL)
        OR NOT regexp_full_match(coalesce(code, '00000'), '[0-9]{5}')
        OR NOT regexp_full_match(coalesce(included_codes, '00000'), '[0-9]{5}(;[0-9]{5})*')""",
    ) == 0


def test_nothing_happens_after_it_was_recorded(tables: duckdb.DuckDBPyConnection) -> None:
    counts = {
        name: one(tables, f"SELECT count(*) FROM {query}")
        for name, query in {
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
        }.items()
    }

    assert counts == dict.fromkeys(counts, 0)
