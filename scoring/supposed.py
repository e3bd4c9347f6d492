"""The history as it would be if the other word were said on pairs of records: many cases at once.

Scores are about one person at a time, so each case needs the people whom it changes, those whose
victims it changes, and the victims of all of them. Every case has its own copy of them: its number
stands before each source and person, and cases never meet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph_service import ids, persons
from graph_service.people import RecordKey
from graph_service.supposed import Group
from scoring import history
from scoring.frames import History

_COLUMNS: Mapping[str, pa.DataType] = {
    "case_id": pa.int64(),
    "source": pa.string(),
    "record_id": pa.string(),
    "person_id": pa.string(),
}
_CHANGED = pa.schema(_COLUMNS)
_CONCERNED = """
CREATE SCHEMA cases;
CREATE TABLE cases.changed AS SELECT changed_view.* FROM changed_view
SEMI JOIN known.who USING (source, record_id);

-- Who is there now and would change.
CREATE TABLE cases.now AS
SELECT DISTINCT case_id, who.person_id
FROM cases.changed JOIN known.who AS who USING (source, record_id);

-- Who would have other victims.
CREATE TABLE cases.touched AS
SELECT DISTINCT case_id, who.person_id
FROM cases.changed
JOIN known.involvement AS victim USING (source, record_id)
JOIN known.involvement AS suspect USING (source, offence_id)
JOIN known.who AS who ON who.source = suspect.source AND who.record_id = suspect.record_id
ANTI JOIN cases.now AS now ON now.case_id = changed.case_id AND now.person_id = who.person_id
WHERE victim.role = 'victim' AND suspect.role = 'suspect';
"""
_SIZES = """
WITH acts AS (
    SELECT person_id, count(*) AS n
    FROM known.involvement JOIN known.who USING (source, record_id)
    WHERE role = 'suspect' GROUP BY person_id
)
SELECT case_id, coalesce(sum(n), 0)::BIGINT
FROM (FROM cases.now UNION ALL FROM cases.touched) LEFT JOIN acts USING (person_id)
GROUP BY case_id ORDER BY case_id
"""
_PEOPLE = """
CREATE SCHEMA supposed;
CREATE VIEW supposed.changed AS FROM cases.changed SEMI JOIN chosen USING (case_id);
CREATE VIEW supposed.now AS FROM cases.now SEMI JOIN chosen USING (case_id);
CREATE VIEW supposed.touched AS FROM cases.touched SEMI JOIN chosen USING (case_id);

CREATE TABLE supposed.suspects AS
FROM supposed.changed
UNION ALL
SELECT case_id, source, record_id, person_id FROM supposed.touched JOIN known.who USING (person_id);

CREATE TABLE supposed.acts AS
SELECT DISTINCT case_id, source, offence_id
FROM supposed.suspects JOIN known.involvement USING (source, record_id) WHERE role = 'suspect';

CREATE TABLE supposed.everyone AS
FROM supposed.suspects
UNION ALL
SELECT case_id, source, record_id, person_id
FROM (
    SELECT DISTINCT case_id, who.person_id
    FROM supposed.acts
    JOIN known.involvement USING (source, offence_id)
    JOIN known.who AS who USING (source, record_id)
    WHERE role = 'victim'
    EXCEPT FROM supposed.now
    EXCEPT FROM supposed.touched
) JOIN known.who USING (person_id);

CREATE VIEW supposed.who AS
SELECT case_id || '|' || source AS source, record_id, case_id || '|' || person_id AS person_id
FROM supposed.everyone;
"""
_OF_RECORDS = ("person_record", "alias", "involvement", "relationship")
_OF_ACTS = {"offence": "offence_id", "outcome": "offence_id", "versions_offence": "row_key"}
_TABLE = """
CREATE VIEW supposed.{table} AS
SELECT case_id || '|' || row.source AS source, row.* EXCLUDE (source)
FROM known.{table} AS row
JOIN supposed.{cases} AS cases ON cases.source = row.source AND cases.{key} = row.{column};
"""


AT_ONCE = 2_000
"""Cases that are looked at together."""
MOST_ACTS = 200_000
"""Suspicions that are copied at once, for all cases together."""
MOST_ACTS_OF_ONE = 50_000
"""Suspicions that one case may need: beyond that it is not worked out."""


@dataclass(frozen=True)
class Supposed:
    """What would be: the history, and per case who is concerned.

    ``now`` are the persons who would change, ``then`` whom they would become, ``touched`` those
    whose victims would be others; by the number of the case.
    """

    history: History
    now: dict[int, list[str]]
    then: dict[int, list[str]]
    touched: dict[int, list[str]]


def person(case: int, person_id: str) -> str:
    """A person's id in the history of a case."""
    return f"{case}|{person_id}"


def worlds(
    connection: duckdb.DuckDBPyConnection, cases: Mapping[int, Sequence[Group]]
) -> Iterator[tuple[list[int], Supposed]]:
    """The cases in portions that fit in memory, each with its history.

    A case is the groups of records that would be persons; those that are too large alone are left
    out. ``connection`` is that of :func:`scoring.history.known`.
    """
    first = persons.first_recorded(connection, "known")
    for numbers in _cut(list(cases), AT_ONCE):
        _concern(connection, {number: cases[number] for number in numbers}, first)
        sizes = dict(connection.execute(_SIZES).fetchall())
        for piece in _fitting(numbers, sizes):
            yield piece, _read(connection, piece)
        connection.execute("DROP SCHEMA cases CASCADE")


def _cut(numbers: list[int], length: int) -> Iterator[list[int]]:
    for start in range(0, len(numbers), length):
        yield numbers[start : start + length]


def _fitting(numbers: Iterable[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """The cases in portions of a bearable number of suspicions."""
    piece: list[int] = []
    room = MOST_ACTS
    for number in numbers:
        size = sizes.get(number, 0)
        if size > MOST_ACTS_OF_ONE:
            continue
        if size > room:
            yield piece
            piece, room = [], MOST_ACTS
        piece.append(number)
        room -= size
    if piece:
        yield piece


def _read(connection: duckdb.DuckDBPyConnection, numbers: list[int]) -> Supposed:
    """The history of some of the cases that :func:`_concern` laid out."""
    connection.register("chosen", pa.table({"case_id": pa.array(numbers, pa.int64())}))
    connection.execute(_PEOPLE)
    for table in _OF_RECORDS:
        named = {"cases": "everyone", "key": "record_id", "column": "record_id"}
        connection.execute(_TABLE.format(table=table, **named))
    for table, column in _OF_ACTS.items():
        named = {"cases": "acts", "key": "offence_id", "column": column}
        connection.execute(_TABLE.format(table=table, **named))
    connection.execute("USE supposed")
    found = Supposed(
        history=history.history(connection),
        now=_by_case(connection, "now"),
        then=_by_case(connection, "changed"),
        touched=_by_case(connection, "touched"),
    )
    connection.execute("USE known")
    connection.execute("DROP SCHEMA supposed CASCADE")
    connection.unregister("chosen")
    return found


def _concern(
    connection: duckdb.DuckDBPyConnection,
    cases: Mapping[int, Sequence[Group]],
    first: Mapping[RecordKey, datetime],
) -> None:
    """Make the schema ``cases``: who would change, is there now, and would have other victims."""
    rows: list[dict[str, Any]] = []
    for number, groups in cases.items():
        for group in groups:
            founder = min(group, key=lambda record: (first[record], record))
            person_id = ids.person_id(*founder)
            rows += [
                {
                    "case_id": number,
                    "source": source,
                    "record_id": record_id,
                    "person_id": person_id,
                }
                for source, record_id in group
            ]
    connection.register("changed_view", pa.Table.from_pylist(rows, schema=_CHANGED))
    connection.execute(_CONCERNED)
    connection.unregister("changed_view")


def _by_case(connection: duckdb.DuckDBPyConnection, table: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = f"SELECT DISTINCT case_id, person_id FROM {table} ORDER BY ALL"  # noqa: S608 - named above
    for case, person_id in connection.execute(query).fetchall():
        found.setdefault(case, []).append(person_id)
    return found
