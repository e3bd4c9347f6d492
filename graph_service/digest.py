"""One digest of canonical content: of the graph as it stands, and of what the archive says.

Persons are named by their sorted record keys; person ids, redirects, batches, runs, acceptance
times and store-internal ids are not part of it. So equal knowledge gives an equal digest, however
it arrived and on whichever store.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from graph_service import cypher, ids, persons, projection
from graph_service.ontology import FACT_NODES, FACT_RELATIONSHIPS
from graph_service.ontology.nodes import Person
from graph_service.ontology.relationships import ResolvedTo
from graph_service.people import Persons
from graph_service.store import Store


def _node(label: str, properties: dict[str, Any]) -> str:
    return ids.digest(["node", label, properties])


def _edge(kind: str, start: str, end: str, properties: dict[str, Any]) -> str:
    return ids.digest(["edge", kind, start, end, properties])


def _person(records: Iterable[str], properties: dict[str, Any]) -> str:
    held = {name: value for name, value in properties.items() if name != "person_id"}
    return ids.digest(["person", sorted(records), held])


def _elements_of_archive(
    connection: duckdb.DuckDBPyConnection, schema: str, who: Persons
) -> Iterator[str]:
    for node in FACT_NODES:
        for held in projection.nodes(connection, node, schema):
            yield _node(node.label, held.properties)
    for edge in FACT_RELATIONSHIPS:
        for join in projection.edges(connection, edge, schema):
            yield _edge(edge.type, join.start, join.end, join.properties)
    for person in persons.rows(connection, schema, who):
        yield _person(person.records, person.properties)


def of_archive(connection: duckdb.DuckDBPyConnection, schema: str, who: Persons) -> str:
    """The digest of what the graph must hold for a state (``projection.create`` has run on it)."""
    return ids.digest_of_all(_elements_of_archive(connection, schema, who))


def _elements_of_graph(store: Store) -> Iterator[str]:
    for node in FACT_NODES:
        for row in store.read(cypher.read_nodes(node)):
            yield _node(node.label, ids.without_nothing(row["properties"]))
    for edge in FACT_RELATIONSHIPS:
        for row in store.read(cypher.read_relationships(edge)):
            yield _edge(edge.type, row["start"], row["end"], ids.without_nothing(row["properties"]))
    records: dict[str, list[str]] = {}
    for row in store.read(cypher.read_relationships(ResolvedTo)):
        records.setdefault(row["end"], []).append(row["start"])
    for row in store.read(cypher.read_nodes(Person)):
        held = ids.without_nothing(row["properties"])
        yield _person(records.get(held["person_id"], []), held)


def of_graph(store: Store) -> str:
    """The digest of the graph as it stands."""
    return ids.digest_of_all(_elements_of_graph(store))
