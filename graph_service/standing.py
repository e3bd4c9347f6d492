"""Which rows of a batch stand in the graph, and which wait for what they refer to."""

from dataclasses import dataclass

import duckdb

from graph_service import projection
from graph_service.archive import Batch
from graph_service.ontology import CONTRACT_NODES, FACT_RELATIONSHIPS, row_table
from graph_service.ontology.relationships import LivesAt
from graph_service.versions import parquet

_ROW = "source, row_key, row_digest"
_NODES = frozenset(row_table(node) for node in CONTRACT_NODES)


@dataclass(frozen=True)
class Standing:
    """Of a batch's rows of one table: how many are new in the graph, stand in it, or wait."""

    loaded: int = 0
    in_graph: int = 0
    waiting: int = 0


def _edge_types(table: str) -> list[str]:
    if table == "address":
        return [LivesAt.type]
    return [
        edge.type for edge in FACT_RELATIONSHIPS if edge.read_from and edge.read_from.table == table
    ]


def _standing(table: str, schema: str) -> str:
    if table in _NODES:
        return f'SELECT {_ROW} FROM {schema}."{table}"'
    keys = " UNION ALL ".join(
        f'SELECT key FROM {schema}."edge_{edge}"' for edge in _edge_types(table)
    )
    if not keys:  # a retraction stands nowhere: it ends what it names
        return f'SELECT {_ROW} FROM {schema}."{table}" WHERE false'
    part = "/address/" if table == "address" else "/"
    return (
        f'SELECT {_ROW} FROM {schema}."{table}" AS row '
        f"SEMI JOIN ({keys}) AS edge ON edge.key = row.source || '{part}' || row.row_key"
    )


def _joinable(table: str, schema: str) -> str:
    """Rows that are to become a relationship as soon as both of its ends are there."""
    if table in _NODES or not _edge_types(table):
        return f'SELECT {_ROW} FROM {schema}."{table}" WHERE false'
    where = f" WHERE {projection.has_place('row')}" if table == "address" else ""
    return f'SELECT {_ROW} FROM {schema}."{table}" AS row{where}'


def of_batch(
    connection: duckdb.DuckDBPyConnection, batch: Batch, *, before: str, after: str
) -> dict[str, Standing]:
    """Per table of the batch how its rows stand in schema ``after``, new against ``before``.

    ``projection.create`` has run on both schemas.
    """
    found = {}
    for table in batch.tables:
        file = batch.file(table)
        if file is None:
            found[table] = Standing()
            continue
        [[loaded, in_graph, waiting]] = connection.execute(
            f"""
            WITH given AS (SELECT {_ROW} FROM {parquet([file])}),
                 standing AS ({_standing(table, after)}),
                 earlier AS ({_standing(table, before)}),
                 joinable AS ({_joinable(table, after)})
            SELECT
                (SELECT count(*) FROM given SEMI JOIN standing USING ({_ROW})
                 ANTI JOIN earlier USING ({_ROW})),
                (SELECT count(*) FROM given SEMI JOIN standing USING ({_ROW})),
                (SELECT count(*) FROM given SEMI JOIN joinable USING ({_ROW})
                 ANTI JOIN standing USING ({_ROW}))"""
        ).fetchall()
        found[table] = Standing(loaded, in_graph, waiting)
    return found
