"""Rows of a contract table are accepted or quarantined; read = accepted + quarantined.

A row without a usable key or with an unusable required field is quarantined. A malformed optional value
becomes null, its text is kept in ``<column>_raw``, and it is counted. Reasons name table and column and
never the value.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
from pydantic import ValidationError

from graph_service import archive, contract, ids
from graph_service.archive import KEEPS_RAW
from ingest import mapping
from ingest.mapping import Mapped

DUPLICATE = "another row of this batch has the same key and the same recorded_at"


@dataclass
class Validated:
    """The outcome for one table. ``quarantined`` holds (reason, the row's texts)."""

    table: str
    read: int = 0
    accepted: int = 0
    quarantined: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    nulled: Counter[tuple[str, str]] = field(default_factory=Counter)
    digest: str = ""

    def reasons(self) -> Counter[str]:
        """How many rows were quarantined for which reason."""
        return Counter(reason for reason, _ in self.quarantined)


def _said(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "literal_error":
        return "not one of the contract's values"
    if error["type"] in {"missing", "string_type", "date_type", "datetime_type"}:
        return "empty"
    return str(error["msg"])


class TableValidator:
    """Validates the rows of one contract table."""

    def __init__(self, table: str, *, source: str, in_scope: bool) -> None:
        self._table = table
        self._model = contract.TABLES[table]
        self._columns = {column.name: column for column in contract.columns(table)}
        self._keys = contract.key_columns(table)
        self._source = source
        # The profile has no is_vawg column: every offence of it is in scope (design §5).
        self._in_scope = in_scope

    def validate(self, row: dict[str, Any], outcome: Validated) -> dict[str, Any] | None:
        """The typed row as the archive keeps it, or None when it was quarantined."""
        given = {name: value for name, value in row.items() if value is not None}
        raw: dict[str, str] = {}
        try:
            model = self._model.model_validate(given)
        except ValidationError as error:
            problems = error.errors(include_input=False, include_url=False)
            for problem in problems:
                name = str(problem["loc"][0])
                if self._columns[name].is_required:
                    outcome.quarantined.append((f"{name}: {_said(problem)}", row))
                    return None
            for problem in problems:
                name = str(problem["loc"][0])
                outcome.nulled[name, _said(problem)] += 1
                if self._columns[name].kind in KEEPS_RAW:
                    raw[f"{name}_raw"] = given[name]
                del given[name]
            model = self._model.model_validate(given)
        typed = {name: getattr(model, name, None) for name in self._columns}
        if self._table == "retraction":
            typed["table"] = model.model_dump(by_alias=True)["table"]
        if self._in_scope:
            typed["is_vawg"] = True
        held = ids.without_nothing(typed | raw)
        return {
            **held,
            "source": self._source,
            "row_key": ids.row_key(typed[name] for name in self._keys),
            "row_digest": ids.digest(held),
        }


def run(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    *,
    source: str,
    batch_recorded_at: Any,
) -> Validated:
    """Validate ``mapped_<table>`` into ``valid_<table>`` (the archive's columns, sorted, no doubles)."""
    table = mapped.table
    validator = TableValidator(
        table,
        source=source,
        in_scope=table == "offence" and "is_vawg" not in mapped.columns,
    )
    schema = archive.schema(table)
    outcome = Validated(table, read=mapped.read)
    connection.register("nothing", schema.empty_table())
    connection.execute(f'CREATE TABLE "checked_{table}" AS SELECT * FROM nothing')  # noqa: S608
    connection.unregister("nothing")
    for chunk in mapping.rows(connection, mapped):
        accepted = [valid for row in chunk if (valid := validator.validate(row, outcome))]
        for row in accepted:
            row["batch_recorded_at"] = batch_recorded_at
        _insert(connection, table, accepted, schema)
    _set_apart_doubles(connection, outcome)
    counted = connection.execute(f'SELECT row_digest FROM "valid_{table}"').fetchall()  # noqa: S608
    outcome.accepted = len(counted)
    outcome.digest = ids.digest_of_all(row[0] for row in counted)
    return outcome


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Iterable[dict[str, Any]],
    schema: pa.Schema,
) -> None:
    connection.register("chunk", pa.Table.from_pylist(list(rows), schema=schema))
    connection.execute(f'INSERT INTO "checked_{table}" SELECT * FROM chunk')  # noqa: S608
    connection.unregister("chunk")


def _set_apart_doubles(connection: duckdb.DuckDBPyConnection, outcome: Validated) -> None:
    """Of rows with one key and one recorded_at the one whose digest sorts last stands.

    That is the one which would be current anyway, whatever the order of the rows.
    """
    table = outcome.table
    connection.execute(
        f"""
        CREATE TABLE "ranked_{table}" AS SELECT *, row_number() OVER (
            PARTITION BY row_key, recorded_at ORDER BY row_digest DESC) AS place
        FROM "checked_{table}" """  # noqa: S608 - a contract table's name
    )
    named = [column.name for column in contract.columns(table)]
    listed = ", ".join(f'"{name}"' for name in named)
    doubles = connection.execute(
        f'SELECT {listed} FROM "ranked_{table}" WHERE place > 1 ORDER BY row_key, row_digest'  # noqa: S608
    ).fetchall()
    for double in doubles:
        outcome.quarantined.append((DUPLICATE, dict(zip(named, double, strict=True))))
    connection.execute(
        f"""
        CREATE TABLE "valid_{table}" AS SELECT * EXCLUDE (place) FROM "ranked_{table}"
        WHERE place = 1 ORDER BY row_key, recorded_at"""  # noqa: S608 - a contract table's name
    )
    connection.execute(f'DROP TABLE "ranked_{table}"')
    connection.execute(f'DROP TABLE "checked_{table}"')
