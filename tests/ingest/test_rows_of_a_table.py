"""No row of a table is lost, and no reason ever holds a value."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service import contract
from graph_service.archive import Archive
from graph_service.contract import Reason
from ingest import mapping, read, validate
from ingest.mapping import Mapped

AT = "2026-01-10T09:00:00"


def sorted_out(home: Path, table: str, given_rows: list[dict[str, str]]) -> dict[str, Any]:
    """What becomes of rows of a table, as DuckDB holds them."""
    columns = tuple(column.name for column in contract.columns(table))
    with Archive(home).incoming() as place, read.workbench(place) as connection:
        typed = ", ".join(f'"{name}" VARCHAR' for name in columns)
        connection.execute(f'CREATE TABLE made."mapped_{table}" (place BIGINT, {typed})')
        for number, row in enumerate(given_rows, start=1):
            connection.execute(
                f'INSERT INTO made."mapped_{table}" VALUES ({", ".join("?" * (len(columns) + 1))})',
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


def test_a_row_that_would_be_lost_stops_the_ingest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = mapping.rows

    def all_but_one(*given_to: Any) -> Any:
        for chunk in rows(*given_to):
            yield chunk[1:]

    monkeypatch.setattr(mapping, "rows", all_but_one)
    with pytest.raises(RuntimeError, match=r"^area: rows were lost on the way"):
        sorted_out(tmp_path, "area", [{"area_id": "A1", "recorded_at": AT}])


PLAUSIBLE = st.sampled_from(
    ["R1", "R2", "M", "suspect", "true", "7", "12.5", "2026-01-10", AT, "spo", "made", "1A", "a;b"]
)
GARBAGE = st.text(max_size=20).map(lambda text: f"\u2603{text}\u2603")


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
