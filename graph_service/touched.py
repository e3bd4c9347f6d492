"""Which rows a change of batches and links touches, so that a load need not look at all others.

``create`` names, per contract table, the rows that can look otherwise in the graph after the change
and the rows that they must be seen with. Both states of the archive, read for these rows alone
(:func:`graph_service.versions.create` with ``only``), differ exactly where the whole states differ:

- a row changed if its last word changed: another version, a retraction, a record known since
  another day;
- what refers to a row that came or went may join or part with it;
- a record is to be protected or not by every row that names it so, and a place is written as all
  rows of it say, so these rows come along;
- people are of all their records, before and after;
- and every row needs what it refers to: its parent, which may take it along, and its other end.
"""

from functools import cache

import duckdb
import pyarrow as pa

from graph_service import contract, projection, versions
from graph_service.archive import Batch
from graph_service.people import Link, RecordKey

_KEYS = pa.schema([("source", pa.string()), ("row_key", pa.string())])
_TABLES = tuple(table for table in contract.TABLES if table != "retraction")
_FIRST = (
    "(SELECT min(recorded_at) FROM {schema}.versions_person_record AS version "
    "WHERE version.source = last.source AND version.row_key = last.row_key)"
)
_BEFORE, _AFTER = "touched_before", "touched_after"


@cache
def references(table: str) -> tuple[tuple[str, str], ...]:
    """The columns of a table that hold keys, each with the table whose keys they are."""
    return tuple(
        (column.name, column.refers_to) for column in contract.columns(table) if column.refers_to
    )


def create(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    before: list[Batch],
    after: list[Batch],
    links: tuple[list[Link], list[Link]],
    *,
    counted: Batch | None = None,
) -> None:
    """Fill ``<schema>.<table>`` (source, row_key) for every contract table but ``retraction``.

    ``links`` are the joined pairs of the state before and after. The rows of a ``counted`` batch
    are named whether or not they changed, so that it can be said how they stand.
    """
    ids_before, ids_after = ({batch.batch_id for batch in held} for held in (before, after))
    moved = [batch for batch in (*before, *after) if batch.batch_id in ids_before ^ ids_after]
    every = [*before, *(batch for batch in after if batch.batch_id not in ids_before)]
    versions.views(connection, schema, every)
    for table in _TABLES:
        connection.execute(f'CREATE TABLE {schema}."{table}" (source VARCHAR, row_key VARCHAR)')
    work = _Work(connection, schema)
    _candidates(work, moved)
    versions.views(connection, _BEFORE, before)
    versions.views(connection, _AFTER, after)
    for table in filter(work.has, _TABLES):
        _changed(work, table)
    _people(work, *links)
    _hanging(work)
    _note_places(work)
    _protected(work)
    _at_places(work)
    for table in _TABLES:
        if counted and (given := versions.parquet_of(table, [counted])):
            work.add(table, f"SELECT source, row_key FROM {given}")
    _ends(work)
    for other in (_BEFORE, _AFTER):
        connection.execute(f"DROP SCHEMA {other} CASCADE")


class _Work:
    """The rows named so far, and the SQL names of things."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, schema: str) -> None:
        self.connection = connection
        self._schema = schema
        self._filled: set[str] = set()
        self._moving: set[str] = set()

    def rows(self, table: str) -> str:
        """The rows of a table that are named so far."""
        return f'{self._schema}."{table}"'

    def every(self, table: str) -> str:
        """Every version of a table's rows in either state."""
        return f'{self._schema}."versions_{table}"'

    def came_or_went(self, table: str) -> str:
        """Keys that stand, or are said to be ended, in one of the two states alone."""
        return f'{self._schema}."moved_{table}"'

    def has(self, table: str) -> bool:
        """Whether any row of a table is named so far."""
        return table in self._filled

    def moves(self, table: str) -> bool:
        """Whether any row of a table came or went."""
        return table in self._moving

    def add(self, table: str, query: str) -> None:
        """Name the rows of a query (source, row_key)."""
        rows = self.rows(table)
        [[count]] = self.connection.execute(
            f"INSERT INTO {rows} SELECT DISTINCT * FROM ({query}) EXCEPT SELECT * FROM {rows}"
        ).fetchall()
        if count:
            self._filled.add(table)

    def keep_changed(self, table: str) -> None:
        """Name no rows but those of ``came_or_went``, and of these note which did."""
        rows, changed = self.rows(table), self.came_or_went(table)
        self.connection.execute(f"DELETE FROM {rows}")
        [[count]] = self.connection.execute(
            f"INSERT INTO {rows} SELECT source, row_key FROM {changed}"
        ).fetchall()
        self.connection.execute(f"DELETE FROM {changed} WHERE NOT moved")
        self.connection.execute(f"ALTER TABLE {changed} DROP moved")
        if not count:
            self._filled.discard(table)
        elif not versions.is_empty(self.connection, changed):
            self._moving.add(table)


def _candidates(work: _Work, moved: list[Batch]) -> None:
    """Every key that a batch of one state alone says something of."""
    ended = versions.parquet_of("retraction", moved)
    for table in _TABLES:
        said = []
        if given := versions.parquet_of(table, moved):
            said.append(f"SELECT source, row_key FROM {given}")
        if ended:
            said.append(f"SELECT source, key FROM {ended} WHERE \"table\" = '{table}'")
        if said:
            work.add(table, " UNION ALL ".join(said))


def _changed(work: _Work, table: str) -> None:
    """Of the candidates those stay of whom the last word, or the first day, is another."""
    moved = work.came_or_went(table)
    # A person is named after the record that was known first.
    first = _FIRST if table == "person_record" else "NULL"
    found = " FULL JOIN ".join(
        f"""(
            SELECT last.*, {first.format(schema=schema)} AS first_at
            FROM ({versions.last(table, schema)}) AS last
            SEMI JOIN {work.rows(table)} USING (source, row_key)
        ) AS {name}"""
        for schema, name in ((_BEFORE, "was"), (_AFTER, "is_now"))
    )
    work.connection.execute(
        f"""
        CREATE TABLE {moved} AS
        SELECT source, row_key,
               was.is_ended IS DISTINCT FROM is_now.is_ended AS moved
        FROM {found} USING (source, row_key)
        WHERE (was.row_digest, was.is_ended, was.first_at)
           IS DISTINCT FROM (is_now.row_digest, is_now.is_ended, is_now.first_at)"""
    )
    work.keep_changed(table)


def _hanging(work: _Work) -> None:
    """What refers to rows that came or went. Nothing refers to what is taken along."""
    for table in _TABLES:
        named = [
            f'(source, "{column}") IN (FROM {work.came_or_went(other)})'
            for column, other in references(table)
            if work.moves(other)
        ]
        if named:
            work.add(
                table,
                f"SELECT source, row_key FROM {work.every(table)} WHERE {' OR '.join(named)}",
            )


def _protected(work: _Work) -> None:
    """Records named as to be protected by a changed row, and all rows that name these so."""
    named = [
        f'SELECT source, "{column}" FROM {work.every(table)} SEMI JOIN {work.rows(table)} '
        f'USING (source, row_key) WHERE "{column}" IS NOT NULL AND {where}'
        for table, column, where in projection.PROTECTING
        if work.has(table)
    ]
    if named:
        work.add("person_record", " UNION ALL ".join(named))
    if not work.has("person_record"):
        return
    for table, column, where in projection.PROTECTING:
        work.add(
            table,
            f"SELECT source, row_key FROM {work.every(table)} "
            f'WHERE (source, "{column}") IN (FROM {work.rows("person_record")}) AND {where}',
        )


def _note_places(work: _Work) -> None:
    """The places at which one of the rows is or was."""
    work.connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_place (place VARCHAR, code VARCHAR)"
    )
    for table in filter(work.has, projection.PLACED):
        work.connection.execute(
            "INSERT INTO touched_place "
            f"SELECT DISTINCT {projection.place('row')}, coalesce(postcode, '') "
            f"FROM {work.every(table)} AS row SEMI JOIN {work.rows(table)} "
            f"USING (source, row_key) WHERE {projection.has_place('row')}"
        )


def _at_places(work: _Work) -> None:
    """Every row of these places. The postcode parts almost all others off unfolded."""
    if versions.is_empty(work.connection, "touched_place"):
        return
    for table in projection.PLACED:
        work.add(
            table,
            f"SELECT source, row_key FROM {work.every(table)} AS row "
            "SEMI JOIN touched_place AS met ON met.code = coalesce(row.postcode, '') "
            f"AND met.place = {projection.place('row')}",
        )


def _ends(work: _Work) -> None:
    """What the rows refer to."""
    for other in _TABLES:
        named = [
            f'SELECT source, "{column}" FROM {work.every(table)} '
            f'SEMI JOIN {work.rows(table)} USING (source, row_key) WHERE "{column}" IS NOT NULL'
            for table in _TABLES
            for column, target in references(table)
            if target == other and work.has(table)
        ]
        if named:
            work.add(other, " UNION ALL ".join(named))


def _people(work: _Work, before: list[Link], after: list[Link]) -> None:
    """All records, before and after, of the people whose records or links changed."""
    beside: dict[RecordKey, list[RecordKey]] = {}
    for one, other in {*before, *after}:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    changed = work.connection.execute(f"SELECT * FROM {work.rows('person_record')}").fetchall()
    found = {(source, record) for source, record in changed}
    found |= {record for link in set(before) ^ set(after) for record in link}
    ahead = list(found)
    while ahead:
        for record in beside.get(ahead.pop(), ()):
            if record not in found:
                found.add(record)
                ahead.append(record)
    rows = [{"source": source, "row_key": record} for source, record in found]
    work.connection.register("touched_records", pa.Table.from_pylist(rows, schema=_KEYS))
    work.add("person_record", "SELECT * FROM touched_records")
    work.connection.unregister("touched_records")
