"""Records in a DuckDB as linkage meets them, without an archive."""

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import duckdb

from graph_service import archive_schema, contract
from graph_service.versions import quoted
from ingest.linkage import link, prepare, weigh
from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.parameters import Parameters, shipped

Row = Mapping[str, Any]
_SQL = {
    "list": "VARCHAR[]",
    "date": "DATE",
    "instant": "TIMESTAMP",
    "true or false": "BOOLEAN",
    "whole number": "BIGINT",
    "number": "DOUBLE",
}
AT = datetime(2026, 1, 1)


@contextmanager
def world(**tables: Iterable[Row]):
    """A connection whose schema ``now`` holds the tables that linkage reads."""
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA now")
        for table in link.TABLES:
            kinds = dict(archive_schema.columns(table))
            columns = ", ".join(
                f"{quoted(name)} {_SQL.get(kind, 'VARCHAR')}" for name, kind in kinds.items()
            )
            connection.execute(f"CREATE TABLE now.{table} ({columns})")
            for row in tables.get(table, ()):
                held = {"source": "north", "recorded_at": AT, **row}
                held["row_key"] = ";".join(held[name] for name in contract.key_columns(table))
                named = ", ".join(map(quoted, held))
                marks = ", ".join("?" for _ in held)
                connection.execute(
                    f"INSERT INTO now.{table} ({named}) VALUES ({marks})", list(held.values())
                )
        connection.execute(
            "CREATE TABLE now.last_person_record AS "
            "SELECT source, row_key, row_digest, false AS is_ended FROM now.person_record"
        )
        connection.execute("CREATE VIEW now.versions_person_record AS FROM now.person_record")
        yield connection


def person(record_id: str, **told: Any) -> Row:
    """A record; ``born_on`` may be text."""
    born = told.get("born_on")
    if isinstance(born, str):
        told["born_on"] = date.fromisoformat(born)
    return {"record_id": record_id, **told}


def prepared(*columns: str, **tables: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Columns of ``linkage.prepared``, in the order of the records."""
    with world(**tables) as connection:
        prepare.create(connection, "now")
        named = ", ".join(columns)
        return connection.execute(f"SELECT {named} FROM linkage.prepared ORDER BY id").fetchall()


def levels(
    *records: Row, parameters: Parameters | None = None, **tables: Iterable[Row]
) -> dict[str, str]:
    """The level of each comparison of the first two records; what is missing is left out."""
    with world(person_record=records, **tables) as connection:
        prepare.create(connection, "now")
        connection.execute(
            "CREATE TABLE linkage.pairs AS SELECT 1::BIGINT AS one, 2::BIGINT AS other"
        )
        weigh.compare(connection)
        weigh.weigh(connection, parameters or shipped(), least=-1e9)
        [row] = connection.sql("FROM linkage.weighed").to_arrow_table().to_pylist()
    return {
        one.name: one.level(row[f"level_{one.name}"]).name
        for one in COMPARISONS
        if row[f"level_{one.name}"] >= 0
    }
