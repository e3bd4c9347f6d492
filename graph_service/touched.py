"""Which rows a change of batches and links touches, so that a load need not look at all others.

``create`` reads, per contract table, the rows that can look otherwise in the graph after the change
and the rows that they must be seen with. Both states of the archive, made of these rows alone
(:func:`graph_service.versions.create` with ``BEFORE`` and ``AFTER``), differ exactly where the
whole states differ:

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

from graph_service import archive_schema, contract, projection, versions
from graph_service.archive import Batch
from graph_service.people import Link, RecordKey
from graph_service.versions import Chosen

_KEYS = pa.schema([("source", pa.string()), ("row_key", pa.string())])
_MARKS = ("was", "is_now")
_TABLES = tuple(table for table in contract.TABLES if table != "retraction")
BEFORE, AFTER = (Chosen("touched", mark) for mark in _MARKS)
"""What :func:`graph_service.versions.create` takes for the states once ``create`` has run."""


@cache
def references(table: str) -> tuple[tuple[str, str], ...]:
    """The columns of a table that hold keys, each with the table whose keys they are."""
    return tuple(
        (column.name, column.refers_to) for column in contract.columns(table) if column.refers_to
    )


def create(
    connection: duckdb.DuckDBPyConnection,
    before: list[Batch],
    after: list[Batch],
    links: tuple[list[Link], list[Link]],
    *,
    counted: Batch | None = None,
) -> None:
    """Read the touched rows of every table, each with whether it stands before and after.

    ``links`` are the joined pairs of the state before and after. The rows of a ``counted`` batch
    are read whether or not they changed, so that it can be said how they stand.
    """
    connection.execute("CREATE SCHEMA touched")
    ids_before, ids_after = ({batch.batch_id for batch in held} for held in (before, after))
    stays = [batch for batch in before if batch.batch_id in ids_after]
    went = [batch for batch in before if batch.batch_id not in ids_after]
    came = [batch for batch in after if batch.batch_id not in ids_before]
    marked = ((stays, "true, true"), (went, "true, false"), (came, "false, true"))
    for table in (*_TABLES, "retraction"):
        every = " UNION ALL ".join(
            f"SELECT *, {marks} FROM ({versions.every_version(table, batches)})"
            for batches, marks in marked
            if batches is stays or versions.parquet_of(table, batches)
        )
        kind = "TABLE touched.chosen_" if table == "retraction" else "VIEW touched.every_"
        named = ", ".join(f'"{name}"' for name, _ in archive_schema.columns(table))
        connection.execute(f"CREATE {kind}{table}({named}, was, is_now) AS {every}")
    work = _Work(connection)
    _candidates(work, [*went, *came])
    for table in filter(work.has, _TABLES):
        _changed(work, table)
    changed = work.named("person_record")
    _hanging(work)
    _note_places(work)
    _protected(work)
    _at_places(work)
    _people(work, changed, *links)
    for table in _TABLES:
        if counted and (given := versions.parquet_of(table, [counted])):
            work.add(table, f"SELECT source, row_key FROM {given}")
    _ends(work)
    for table in _TABLES:
        connection.execute(
            f"CREATE TABLE touched.chosen_{table} AS SELECT * FROM {work.every(table)} "
            + (
                f"SEMI JOIN {work.rows(table)} USING (source, row_key)"
                if work.has(table)
                else "LIMIT 0"
            )
        )


class _Work:
    """The rows named so far, and the SQL names of things."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._filled: set[str] = set()
        self._moving: set[str] = set()
        for table in _TABLES:
            connection.execute(f"CREATE TABLE {self.rows(table)} (source VARCHAR, row_key VARCHAR)")

    def rows(self, table: str) -> str:
        """The table of them, in SQL."""
        return f"touched.rows_{table}"

    def every(self, table: str) -> str:
        """Every version of a table's rows in either state."""
        return f"touched.every_{table}"

    def came_or_went(self, table: str) -> str:
        """Keys that stand, or are said to be ended, in one of the two states alone."""
        return f"touched.moved_{table}"

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

    def named(self, table: str) -> set[RecordKey]:
        """The rows of a table that are named so far."""
        return set(self.connection.execute(f"FROM {self.rows(table)}").fetchall())

    def keep_changed(self, table: str, changed: str) -> None:
        """Name no rows but those of a query (source, row_key, moved), and note which moved."""
        rows, moved = self.rows(table), self.came_or_went(table)
        self.connection.execute(f"CREATE TABLE {moved} AS {changed}")
        self.connection.execute(f"DELETE FROM {rows}")
        [[count]] = self.connection.execute(
            f"INSERT INTO {rows} SELECT source, row_key FROM {moved}"
        ).fetchall()
        self.connection.execute(f"DELETE FROM {moved} WHERE NOT moved")
        self.connection.execute(f"ALTER TABLE {moved} DROP moved")
        if not count:
            self._filled.discard(table)
        elif not versions.is_empty(self.connection, moved):
            self._moving.add(table)


def _candidates(work: _Work, moved: list[Batch]) -> None:
    """Every key that a batch of one state alone says something of."""
    for table in _TABLES:
        if said := versions.said_of(table, moved):
            work.add(table, said)


def _changed(work: _Work, table: str) -> None:
    """Of the candidates those stay of whom the last word, or the first day, is another."""
    # The order in which words on a key follow each other is that of versions.last.
    word = "{'a': recorded_at, 'b': batch_recorded_at, 'is_ended': is_ended, 'digest': row_digest}"
    # A person is named after the record that was known first.
    first = "min(recorded_at) FILTER (NOT is_ended AND {mark})"
    known = [first.format(mark=mark) if table == "person_record" else "NULL" for mark in _MARKS]
    work.keep_changed(
        table,
        f"""
        SELECT source, row_key, last_was.is_ended IS DISTINCT FROM last_now.is_ended AS moved
        FROM (
            SELECT source, row_key, max({word}) FILTER (was) AS last_was,
                   max({word}) FILTER (is_now) AS last_now,
                   {known[0]} AS first_was, {known[1]} AS first_now
            FROM (
                SELECT source, row_key, recorded_at, batch_recorded_at, row_digest,
                       false AS is_ended, was, is_now
                FROM {work.every(table)}
                UNION ALL
                SELECT source, key, recorded_at, batch_recorded_at, row_digest, true, was, is_now
                FROM touched.chosen_retraction WHERE "table" = '{table}'
            )
            SEMI JOIN {work.rows(table)} USING (source, row_key)
            GROUP BY source, row_key
        )
        WHERE last_was.digest IS DISTINCT FROM last_now.digest
           OR last_was.is_ended IS DISTINCT FROM last_now.is_ended
           OR first_was IS DISTINCT FROM first_now""",
    )


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
    work.connection.execute("CREATE TABLE touched.places (place VARCHAR, code VARCHAR)")
    for table in filter(work.has, projection.PLACED):
        work.connection.execute(
            "INSERT INTO touched.places "
            f"SELECT DISTINCT {projection.place('row')}, coalesce(postcode, '') "
            f"FROM {work.every(table)} AS row SEMI JOIN {work.rows(table)} "
            f"USING (source, row_key) WHERE {projection.has_place('row')}"
        )


def _at_places(work: _Work) -> None:
    """Every row of these places. The postcode parts almost all others off unfolded."""
    if versions.is_empty(work.connection, "touched.places"):
        return
    for table in projection.PLACED:
        work.add(
            table,
            f"SELECT source, row_key FROM {work.every(table)} AS row "
            "SEMI JOIN touched.places AS met ON met.code = coalesce(row.postcode, '') "
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


def _people(work: _Work, changed: set[RecordKey], before: list[Link], after: list[Link]) -> None:
    """All records, before and after, of the people whose records or links changed."""
    beside: dict[RecordKey, list[RecordKey]] = {}
    for one, other in {*before, *after}:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    found = changed | {record for link in set(before) ^ set(after) for record in link}
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
