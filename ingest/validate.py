"""Rows of a contract table are accepted or quarantined; read = accepted + quarantined.

A row without a usable key or with an unusable required field is quarantined. A malformed optional
value becomes null, its text is kept in ``<column>_raw``, and it is counted. Reasons name the column
and never the value.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa
from pydantic import ValidationError

from graph_service import archive_schema, contract, ids
from graph_service.contract import Reason
from graph_service.contract.types import LONGEST_TEXT
from ingest import mapping
from ingest.mapping import Mapped
from ingest.read import CHARACTERS, CHUNK, FEW

_PLACE: pa.DataType = pa.int64()
_PLACED = pa.schema({"place": _PLACE, "why": pa.string()})
_PART = "a part"


@dataclass
class Validated:
    """The outcome for one table.

    ``reasons`` counts quarantined rows, ``nulled`` the values that became null, by column and
    reason. ``digest`` is of the accepted rows, ``quarantined_digest`` of the others.
    """

    table: str
    columns: tuple[str, ...]
    read: int
    accepted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    nulled: Counter[tuple[str, str]] = field(default_factory=Counter)
    digest: str = ""
    quarantined_digest: str = ""

    @property
    def quarantined(self) -> int:
        """How many rows were not accepted."""
        return self.reasons.total()

    @property
    def counts(self) -> dict[str, int]:
        """Rows read, accepted and quarantined, as reports and the archive keep them."""
        return {"read": self.read, "accepted": self.accepted, "quarantined": self.quarantined}


@dataclass(frozen=True)
class Quarantined:
    """A row that cannot be accepted, and why."""

    reason: str


def _why(error: Mapping[str, Any]) -> Reason:
    """The reason behind an error of pydantic's."""
    if error["type"] == "value_error":
        return Reason(str(error["ctx"]["error"]))
    return Reason.NOT_LISTED if error["type"] == "literal_error" else Reason.EMPTY


class TableValidator:
    """Validates the rows of one contract table."""

    def __init__(self, table: str, *, source: str, in_scope: bool = False) -> None:
        self._model = contract.TABLES[table]
        self._columns = {column.name: column for column in contract.columns(table)}
        self._keys = contract.key_columns(table)
        self._source = source
        # The profile has no is_vawg column: every offence of it is in scope (design, scores).
        self._in_scope = in_scope

    def validate(
        self, row: Mapping[str, str | None], nulled: Counter[tuple[str, str]]
    ) -> dict[str, Any] | Quarantined:
        """The typed row as the archive keeps it, or why it is quarantined."""
        given: dict[str, str | None] = {
            name: text for name, value in row.items() if value and (text := value.strip())
        }
        for name, held in given.items():
            if held and len(held) > LONGEST_TEXT:
                return Quarantined(f"{name}: {Reason.TOO_LONG}")
        raw: dict[str, str | None] = {}
        try:
            model = self._model.model_validate(given)
        except ValidationError as error:
            wrong = {
                str(problem["loc"][0]): _why(problem)
                for problem in error.errors(include_input=False, include_url=False)
            }
            for name, column in self._columns.items():
                if column.is_required and name in wrong:
                    return Quarantined(f"{name}: {wrong[name]}")
            for name, reason in wrong.items():
                nulled[name, reason] += 1
                if beside := archive_schema.raw_name(self._columns[name]):
                    raw[beside] = given[name]
                given[name] = None
            model = self._model.model_validate(given)
        typed: dict[str, Any] = model.model_dump(by_alias=True)
        if self._in_scope:
            typed["is_vawg"] = True
        kept = ids.without_nothing(typed | raw)
        return {
            **kept,
            "source": self._source,
            "row_key": ids.row_key(typed[name] for name in self._keys),
            "row_digest": ids.digest(kept),
        }


def run(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    *,
    source: str,
    recorded_at: datetime,
) -> Validated:
    """Validate ``made.mapped_<table>`` into ``made.valid_<table>``, the archive's rows.

    Beside it ``made.quarantined_<table>`` holds the places of the other rows and their reasons.
    ``recorded_at`` is the manifest's.
    """
    table = mapped.table
    validator = TableValidator(
        table, source=source, in_scope=table == "offence" and "is_vawg" not in mapped.columns
    )
    outcome = Validated(table, mapped.columns, mapped.read)
    schema = archive_schema.schema(table).append(pa.field("place", pa.int64()))
    _create(connection, f"checked_{table}", schema)
    _create(connection, f"quarantined_{table}", _PLACED)
    accepted: list[dict[str, Any]] = []
    away: list[dict[str, Any]] = []
    size = 0
    for chunk in mapping.rows(connection, mapped):
        for row in chunk:
            place = row.pop("place")
            size += sum(len(text) for text in row.values() if text)
            found = validator.validate(row, outcome.nulled)
            if isinstance(found, Quarantined):
                away.append({"place": place, "why": found.reason})
            else:
                found |= {"batch_recorded_at": recorded_at, "place": place}
                accepted.append(found)
        if len(accepted) + len(away) >= CHUNK or size > CHARACTERS:
            _insert(connection, f"checked_{table}", accepted, schema)
            _insert(connection, f"quarantined_{table}", away, _PLACED)
            accepted, away, size = [], [], 0
    _insert(connection, f"checked_{table}", accepted, schema)
    _insert(connection, f"quarantined_{table}", away, _PLACED)
    _set_apart_doubles(connection, table)
    _sum_up(connection, outcome)
    return outcome


def _create(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    connection.register(_PART, schema.empty_table())
    connection.execute(f'CREATE TABLE made."{name}" AS SELECT * FROM "{_PART}"')
    connection.unregister(_PART)


def _insert(
    connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], schema: pa.Schema
) -> None:
    if rows:
        connection.register(_PART, pa.Table.from_pylist(rows, schema=schema))
        connection.execute(f'INSERT INTO made."{name}" SELECT * FROM "{_PART}"')
        connection.unregister(_PART)


def _set_apart_doubles(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Of rows with one key and one recorded_at the one whose digest sorts last stands.

    That is the one which would be current anyway, whatever the order of the rows.
    """
    connection.execute(
        f"""
        CREATE TABLE made."ranked_{table}" AS
        SELECT *, row_number() OVER same AS nth, first_value(row_digest) OVER same AS standing
        FROM made."checked_{table}"
        WINDOW same AS (PARTITION BY row_key, recorded_at ORDER BY row_digest DESC, place)"""
    )
    connection.execute(
        f"""
        INSERT INTO made."quarantined_{table}"
        SELECT place, CASE WHEN row_digest = standing THEN ? ELSE ? END
        FROM made."ranked_{table}" WHERE nth > 1""",
        [Reason.DOUBLE.value, Reason.CONFLICT.value],
    )
    connection.execute(
        f"""
        CREATE TABLE made."valid_{table}" AS SELECT * EXCLUDE (place, nth, standing)
        FROM made."ranked_{table}" WHERE nth = 1 ORDER BY row_key, recorded_at"""
    )
    connection.execute(f'DROP TABLE made."ranked_{table}"')
    connection.execute(f'DROP TABLE made."checked_{table}"')


def _sum_up(connection: duckdb.DuckDBPyConnection, outcome: Validated) -> None:
    table = outcome.table
    [[outcome.accepted, outcome.digest]] = connection.execute(
        "SELECT count(*), sha256(coalesce(string_agg(row_digest, '' ORDER BY row_digest), '')) "
        f'FROM made."valid_{table}"'
    ).fetchall()
    counted = connection.execute(
        f'SELECT why, count(*) FROM made."quarantined_{table}" GROUP BY why'
    ).fetchall()
    outcome.reasons = Counter(dict(counted))
    if outcome.read != outcome.accepted + outcome.quarantined:
        raise RuntimeError(f"{table}: rows were lost on the way. Please report it.")
    texts = ", ".join(f"coalesce(\"{name}\", '')" for name in outcome.columns)
    [[outcome.quarantined_digest]] = connection.execute(
        f"""
        SELECT sha256(coalesce(string_agg(one, '' ORDER BY one), '')) FROM (
            SELECT sha256(concat_ws(chr(31), why, {texts})) AS one
            FROM made."quarantined_{table}" JOIN made."mapped_{table}" USING (place))"""
    ).fetchall()


def quarantined_rows(
    connection: duckdb.DuckDBPyConnection, outcome: Validated
) -> Iterator[tuple[str | None, ...]]:
    """The quarantined rows as they were mapped: the contract's columns as text, and the reason."""
    named = ", ".join(
        f'"{column.name}"' if column.name in outcome.columns else "NULL"
        for column in contract.columns(outcome.table)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {named}, why FROM made."quarantined_{outcome.table}" '
            f'JOIN made."mapped_{outcome.table}" USING (place) ORDER BY place'
        )
        while rows := cursor.fetchmany(FEW):
            yield from rows
