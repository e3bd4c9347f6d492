"""What every profile in the box owes to the contract."""

from collections import Counter

import duckdb
import pytest

from graph_service.contract import TABLES, columns, key_columns
from tests.profiles.mapped import Mapped


def test_every_column_is_text_and_declared_by_the_contract(mapped: Mapped) -> None:
    assert set(mapped.tables) <= set(TABLES)
    assert {table: types for table, types in mapped.types.items() if types != {"VARCHAR"}} == {}
    unknown = {
        (table, name)
        for table, rows in mapped.tables.items()
        for name in rows[0]
        if name not in {column.name for column in columns(table)}
    }
    assert unknown == set()


def test_every_row_passes_the_contract_so_nothing_is_quarantined(mapped: Mapped) -> None:
    for table, rows in mapped.tables.items():
        for row in rows:
            TABLES[table].model_validate({k: v for k, v in row.items() if v is not None})


def test_no_key_comes_twice_at_one_recorded_instant(mapped: Mapped) -> None:
    for table, rows in mapped.tables.items():
        names = (*key_columns(table), "recorded_at")
        seen = Counter(tuple(row[name] for name in names) for row in rows)
        assert [key for key, times in seen.items() if times > 1] == [], table


def test_every_reference_resolves(mapped: Mapped) -> None:
    keys = {
        table: {";".join(row[name] for name in key_columns(table)) for row in rows}
        for table, rows in mapped.tables.items()
    }
    dangling = {
        (table, column.name)
        for table, rows in mapped.tables.items()
        for column in columns(table)
        for target in [column.refers_to or ("area" if column.name == "area" else None)]
        if target
        for row in rows
        if row.get(column.name) is not None and row[column.name] not in keys[target]
    }
    assert dangling == set()


def test_each_file_is_one_select(mapped: Mapped) -> None:
    for path in sorted(mapped.folder.glob("*.sql")):
        statements = duckdb.extract_statements(path.read_text("utf-8"))
        assert [str(statement.type) for statement in statements] == ["StatementType.SELECT"], path


def test_a_statement_cannot_reach_outside(mapped: Mapped) -> None:
    with pytest.raises(duckdb.PermissionException):
        mapped.ask("FROM read_csv('anything.csv')")
