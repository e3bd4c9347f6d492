"""What the graph must hold for a state of the archive.

``create`` makes, in a DuckDB schema that :mod:`graph_service.versions` filled, one table per node label
(``node_<Label>``) and relationship type (``edge_<TYPE>``). ``changes`` are the rows in which one state
differs from another, so that a load writes those and nothing else. A relationship whose other end is not
there is left out: it waits for it, and appears with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph_service import contract, ids, names
from graph_service.archive import KEEPS_RAW
from graph_service.ontology import (
    CONTRACT_NODES,
    FACT_NODES,
    FACT_RELATIONSHIPS,
    Node,
    Relationship,
    properties,
    row_table,
)
from graph_service.ontology.nodes import Location
from graph_service.ontology.relationships import HappenedAt, LivesAt

_CHUNK = 20_000
_LOCATION = (
    "md5(trim(regexp_replace(upper({row}.address), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')) "
    "|| '|' || coalesce({row}.postcode, ''))"
)


def _location(row: str) -> str:
    return _LOCATION.format(row=row)


def _node_query(kind: type[Node], schema: str) -> str:
    table = row_table(kind)
    assert table is not None  # noqa: S101 - CONTRACT_NODES stand for contract rows by declaration
    named = ["source || '/' || row_key AS key", "source"]
    for column in contract.columns(table):
        named.append(f'"{column.name}"')
        if column.kind in KEEPS_RAW and not column.is_required:
            named.append(f'"{column.name}_raw"')
    return f'SELECT {", ".join(named)} FROM {schema}."{table}"'


def _locations_query(schema: str) -> str:
    each = " UNION ALL ".join(
        f"SELECT {_location('row')} AS key, row.address AS address, row.postcode AS postcode "
        f"FROM {schema}.{table} AS row{joined} WHERE row.address IS NOT NULL"
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
    return (
        f"{row}.source || '/' || {row}.row_key"
        if column == "self"
        else f"{row}.source || '/' || {row}.\"{column}\""
    )


def _edge_query(kind: type[Relationship], schema: str) -> str:
    read = kind.read_from
    assert read is not None  # noqa: S101 - the two that are not read from one table have their own
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
        SELECT source || '/' || row_key AS start_key, {_location("row")} AS end_key,
               source || '/record/' || row_key AS key, 'recorded' AS kind, area,
               NULL::DATE AS from_on, NULL::DATE AS to_on, recorded_at
        FROM {schema}.person_record AS row WHERE address IS NOT NULL
        UNION ALL
        SELECT source || '/' || record_id, {_location("row")}, source || '/address/' || row_key,
               kind, area, from_on, to_on, recorded_at
        FROM {schema}.address AS row
        SEMI JOIN {schema}.person_record AS owner USING (source, record_id)
        WHERE address IS NOT NULL"""


def _happened_at_query(schema: str) -> str:
    return f"""
        SELECT source || '/' || row_key AS start_key, {_location("row")} AS end_key,
               source || '/' || row_key AS key
        FROM {schema}.offence AS row WHERE address IS NOT NULL"""


def create(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make the node and edge tables of a schema."""
    for node in CONTRACT_NODES:
        connection.execute(
            f'CREATE TABLE {schema}."node_{node.label}" AS {_node_query(node, schema)}'
        )
    connection.execute(f'CREATE TABLE {schema}."node_Location" AS {_locations_query(schema)}')
    for edge in FACT_RELATIONSHIPS:
        if edge is LivesAt:
            query = _lives_at_query(schema)
        elif edge is HappenedAt:
            query = _happened_at_query(schema)
        else:
            query = _edge_query(edge, schema)
        connection.execute(f'CREATE TABLE {schema}."edge_{edge.type}" AS {query}')


def stored(value: Any) -> Any:
    """A value as the store takes it: the archive's instants are UTC without zone."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    reader: pa.RecordBatchReader = connection.cursor().sql(query).to_arrow_reader(_CHUNK)
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
    held = {name: stored(value) for name, value in row.items()}
    if "surname_key" in kind.model_fields:
        held |= names.search_keys(row["forename"], row["surname"], row["full_name"])
    if "founds" in kind.model_fields:
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
    """The nodes of a label in a state; with ``but_not`` those that another state holds otherwise."""
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


__all__ = [
    "FACT_NODES",
    "EdgeRow",
    "Location",
    "NodeRow",
    "create",
    "edge_row",
    "edges",
    "gone_edges",
    "gone_nodes",
    "node_row",
    "nodes",
    "stored",
]
