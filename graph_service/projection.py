"""What the graph must hold for a state of the archive.

``create`` makes, in a DuckDB schema that :mod:`graph_service.versions` filled, one table per node
label (``node_<Label>``) and relationship type (``edge_<TYPE>``). ``nodes`` and ``edges`` give their
rows, or those in which one state differs from another, so that a load writes these and nothing
else. A relationship whose other end is not there is left out: it waits for it, and appears with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph_service import archive_schema, contract, ids, names
from graph_service.ontology import (
    CONTRACT_NODES,
    FACT_RELATIONSHIPS,
    Node,
    Relationship,
    properties,
    row_table,
)
from graph_service.ontology.relationships import HappenedAt, LivesAt

_CHUNK = 5_000
# The same words are the same place, however they are written and parted.
_WORDS = "trim(regexp_replace(upper({row}.address), '[^\\p{{L}}\\p{{M}}\\p{{N}}]+', ' ', 'g'))"


def has_place(row: str) -> str:
    """Whether a row of a table with an address has one that says something, as SQL."""
    return f"coalesce({_WORDS.format(row=row)}, '') <> ''"


def place(row: str) -> str:
    """The key of the place of such a row, as SQL: the same for the same words and postcode."""
    return f"md5({_WORDS.format(row=row)} || '|' || coalesce({row}.postcode, ''))"


# Where a record is named as somebody to protect, whether or not the graph holds the case.
PROTECTING = (
    ("involvement", "record_id", "role IN ('victim', 'witness')"),
    ("order_protected", "record_id", "true"),
    ("risk_assessment", "victim_record_id", "true"),
    ("disclosure", "person_at_risk_record_id", "true"),
    ("marac", "victim_record_id", "true"),
    ("survey", "record_id", "true"),
)
"""Tables that name records as to be protected: the column that does, and for which rows (SQL)."""
PLACED = ("person_record", "offence", "address")
"""Tables whose rows have an address."""


def _is_protected(schema: str) -> str:
    each = " UNION ALL ".join(
        f'SELECT source, "{column}" FROM {schema}."{table}" WHERE {where}'
        for table, column, where in PROTECTING
    )
    return f"CASE WHEN (source, record_id) IN ({each}) THEN true END AS is_protected"


def _node_query(table: str, schema: str) -> str:
    named = ["source || '/' || row_key AS key", "source"]
    if table == "person_record":
        named.append(_is_protected(schema))
    for column in contract.columns(table):
        raw = archive_schema.raw_name(column)
        named += [f'"{column.name}"'] if raw is None else [f'"{column.name}"', f'"{raw}"']
    return f'SELECT {", ".join(named)} FROM {schema}."{table}"'


def _locations_query(schema: str) -> str:
    each = " UNION ALL ".join(
        f"SELECT {place('row')} AS key, row.address AS address, row.postcode AS postcode "
        f"FROM {schema}.{table} AS row{joined} WHERE {has_place('row')}"
        for table, joined in (
            ("person_record", ""),
            ("offence", ""),
            ("address", f" SEMI JOIN {schema}.person_record AS owner USING (source, record_id)"),
        )
    )
    return (
        f"SELECT key, min(address) AS address, min(postcode) AS postcode FROM ({each}) GROUP BY key"
    )


def _end(row: str, column: str) -> str:
    key = "row_key" if column == "self" else f'"{column}"'
    return f"{row}.source || '/' || {row}.{key}"


def _edge_query(kind: type[Relationship], schema: str) -> str:
    if kind is LivesAt:
        return _lives_at_query(schema)
    if kind is HappenedAt:
        return _happened_at_query(schema)
    read = kind.read_from
    if read is None:
        raise TypeError(f"{kind.__name__} does not say which table it is read from")
    where = "".join(
        f' AND row."{column}" IN (' + ", ".join(f"'{value}'" for value in values) + ")"
        for column, values in read.where.items()
    )
    held = "".join(f', row."{name}"' for name in properties(kind))
    return f"""
        SELECT edge.* FROM (
            SELECT {_end("row", read.start)} AS start_key, {_end("row", read.end)} AS end_key,
                   row.source || '/' || row.row_key AS key{held}
            FROM {schema}."{read.table}" AS row WHERE true{where}
        ) AS edge
        SEMI JOIN {schema}."node_{kind.start.label}" AS a ON a.key = edge.start_key
        SEMI JOIN {schema}."node_{kind.end.label}" AS b ON b.key = edge.end_key"""


def _lives_at_query(schema: str) -> str:
    return f"""
        SELECT source || '/' || row_key AS start_key, {place("row")} AS end_key,
               source || '/record/' || row_key AS key, 'recorded' AS kind, area,
               NULL::DATE AS from_on, NULL::DATE AS to_on, recorded_at
        FROM {schema}.person_record AS row WHERE {has_place("row")}
        UNION ALL
        SELECT source || '/' || record_id, {place("row")}, source || '/address/' || row_key,
               kind, area, from_on, to_on, recorded_at
        FROM {schema}.address AS row
        SEMI JOIN {schema}.person_record AS owner USING (source, record_id)
        WHERE {has_place("row")}"""


def _happened_at_query(schema: str) -> str:
    return f"""
        SELECT source || '/' || row_key AS start_key, {place("row")} AS end_key,
               source || '/' || row_key AS key
        FROM {schema}.offence AS row WHERE {has_place("row")}"""


def create(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make the node and edge tables of a schema."""
    queries = {"node_Location": _locations_query(schema)}
    for node in CONTRACT_NODES:
        if table := row_table(node):
            queries[f"node_{node.label}"] = _node_query(table, schema)
    queries |= {f"edge_{edge.type}": _edge_query(edge, schema) for edge in FACT_RELATIONSHIPS}
    for name, query in queries.items():
        connection.execute(f'CREATE TABLE {schema}."{name}" AS {query}')


def stored(value: Any) -> Any:
    """A value as the store takes it: the archive's instants are UTC without zone."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        reader: pa.RecordBatchReader = cursor.sql(query).to_arrow_reader(_CHUNK)
        for batch in reader:
            yield from batch.to_pylist()


@dataclass(frozen=True)
class NodeRow:
    """A node as the graph must hold it."""

    key: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class EdgeRow:
    """A relationship as the graph must hold it; ``key`` is one of its properties if it is keyed."""

    start: str
    end: str
    key: str
    properties: dict[str, Any]


def node_row(kind: type[Node], row: dict[str, Any]) -> NodeRow:
    """A row of ``node_<Label>`` with what is derived from it."""
    held = {name: stored(value) for name, value in row.items() if value is not None}
    named = properties(kind)
    if "surname_key" in named:
        held |= names.search_keys(row["forename"], row["surname"], row["full_name"])
    if "founds" in named:
        held["founds"] = ids.person_id(row["source"], row["record_id"])
    return NodeRow(row["key"], ids.without_nothing(held))


def edge_row(kind: type[Relationship], row: dict[str, Any]) -> EdgeRow:
    """A row of ``edge_<TYPE>``."""
    held = {name: stored(row[name]) for name in properties(kind)}
    if kind.is_keyed:
        held["key"] = row["key"]
    return EdgeRow(row["start_key"], row["end_key"], row["key"], ids.without_nothing(held))


def nodes(
    connection: duckdb.DuckDBPyConnection, kind: type[Node], schema: str, but_not: str | None = None
) -> Iterator[NodeRow]:
    """The nodes of a label in a state; with ``but_not`` those another state holds otherwise."""
    query = f'SELECT * FROM {schema}."node_{kind.label}"'
    if but_not:
        query += f' EXCEPT SELECT * FROM {but_not}."node_{kind.label}"'
    for row in _rows(connection, query):
        yield node_row(kind, row)


def edges(
    connection: duckdb.DuckDBPyConnection,
    kind: type[Relationship],
    schema: str,
    but_not: str | None = None,
) -> Iterator[EdgeRow]:
    """The relationships of a type in a state; with ``but_not`` those another holds otherwise."""
    query = f'SELECT * FROM {schema}."edge_{kind.type}"'
    if but_not:
        query += f' EXCEPT SELECT * FROM {but_not}."edge_{kind.type}"'
    for row in _rows(connection, query):
        yield edge_row(kind, row)


def gone_nodes(
    connection: duckdb.DuckDBPyConnection, kind: type[Node], before: str, after: str
) -> list[dict[str, str]]:
    """Keys of nodes that the later state no longer has."""
    label = f'"node_{kind.label}"'
    query = f"SELECT key FROM {before}.{label} EXCEPT SELECT key FROM {after}.{label}"
    return list(_rows(connection, query))


def gone_edges(
    connection: duckdb.DuckDBPyConnection, kind: type[Relationship], before: str, after: str
) -> list[dict[str, str]]:
    """Relationships (start, end, key) that the later state no longer has."""
    named = 'start_key AS start, end_key AS "end"' + (", key" if kind.is_keyed else "")
    edge = f'"edge_{kind.type}"'
    query = f"SELECT {named} FROM {before}.{edge} EXCEPT SELECT {named} FROM {after}.{edge}"
    return list(_rows(connection, query))
