"""The archive's state is written into the graph: what differs, and nothing else.

A load first notes in the graph what it is going to, so that one which breaks off is finished by the next
before anything else. Every statement is safe to repeat.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import duckdb

from graph_service import cypher, graph_state, persons, projection, versions
from graph_service.archive import Archive, Batch, holder
from graph_service.errors import StoreUnavailable
from graph_service.graph_state import GraphState
from graph_service.ontology import FACT_NODES, FACT_RELATIONSHIPS, NODES
from graph_service.ontology.nodes import Person
from graph_service.ontology.relationships import ResolvedTo
from graph_service.persons import PersonRow
from graph_service.store import Store

Progress = Callable[[str], None]
_CHUNK = 20_000


def pieces(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Rows in lists that fit in memory."""
    chunk: list[Mapping[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Load:
    """One load of a store from state to state."""

    def __init__(self, store: Store, connection: duckdb.DuckDBPyConnection, say: Progress) -> None:
        self._store = store
        self._connection = connection
        self._say = say
        self.written: dict[str, int] = {}

    def _write(self, name: str, query: str, rows: Iterable[Mapping[str, Any]]) -> None:
        count = 0
        for chunk in pieces(rows):
            self._store.write_batches(query, chunk)
            count += len(chunk)
            self._say(f"  {name}: {count:,}")
        self.written[name] = self.written.get(name, 0) + count

    def facts(self) -> None:
        """Nodes and relationships; what is gone goes first, ends stand before what joins them."""
        for edge in FACT_RELATIONSHIPS:
            gone = projection.gone_edges(self._connection, edge, "before", "after")
            self._write(f"{edge.type} ended", cypher.delete_relationships(edge), gone)
        for node in FACT_NODES:
            away = projection.gone_nodes(self._connection, node, "before", "after")
            self._write(f"{node.label} ended", cypher.delete_nodes(node), away)
        for node in FACT_NODES:
            rows = projection.nodes(self._connection, node, "after", "before")
            self._write(
                node.label,
                cypher.merge_nodes(node),
                ({"key": row.key, "properties": row.properties} for row in rows),
            )
        for edge in FACT_RELATIONSHIPS:
            joins = projection.edges(self._connection, edge, "after", "before")
            self._write(
                edge.type,
                cypher.merge_relationships(edge),
                (
                    {
                        "start": row.start,
                        "end": row.end,
                        "key": row.key,
                        "properties": row.properties,
                    }
                    for row in joins
                ),
            )

    def people(self, before: Iterable[PersonRow], after: Iterable[PersonRow]) -> None:
        """Persons and which records they are of."""
        old = {row.person_id: row for row in before}
        new = {row.person_id: row for row in after}
        changed = [row for person, row in new.items() if old.get(person) != row]
        gone = [person for person in old if person not in new]
        left = (
            {"start": record, "end": row.person_id}
            for row in old.values()
            for record in set(row.records) - set(_records(new, row.person_id))
        )
        self._write("RESOLVED_TO ended", cypher.delete_relationships(ResolvedTo), left)
        self._write("Person ended", cypher.delete_nodes(Person), ({"key": key} for key in gone))
        self._write(
            "Person",
            cypher.merge_nodes(Person),
            ({"key": row.person_id, "properties": row.properties} for row in changed),
        )
        # Records of earlier versions of a person stay joined, so only what is new is written. A record
        # that was ended and came back is a new node, so its join is written again with it.
        self._write(
            "RESOLVED_TO",
            cypher.merge_relationships(ResolvedTo),
            (
                {"start": record, "end": row.person_id, "properties": {}}
                for row in changed
                for record in row.records
            ),
        )


def _records(rows: Mapping[str, PersonRow], person: str) -> tuple[str, ...]:
    return rows[person].records if person in rows else ()


def _of(archive: Archive, ids: tuple[str, ...]) -> list[Batch]:
    batches = {batch.batch_id: batch for batch in archive.batches()}
    strange = [one for one in ids if one not in batches]
    if strange:
        raise StoreUnavailable(
            "The graph holds a batch that this home's archive does not. It was made from another "
            "archive: point --store at another store, or make the graph anew with `pursuit rebuild`."
        )
    return [batch for batch_id, batch in batches.items() if batch_id in ids]


def go_to(store: Store, archive: Archive, target: GraphState, say: Progress) -> dict[str, int]:
    """Bring the graph to the state; returns how many rows of each kind were written."""
    state = graph_state.read(store)
    store.schema(cypher.constraints())
    with versions.connect() as connection:
        who = {}
        for schema, (held, links) in {
            "before": (state.batches, state.links),
            "after": (target.batches, target.links),
        }.items():
            versions.create(connection, schema, _of(archive, held))
            projection.create(connection, schema)
            who[schema] = persons.of_state(connection, schema, persons.read_links(archive, links))
        graph_state.write(
            store, GraphState(state.batches, state.links, target.batches, target.links)
        )
        load = Load(store, connection, say)
        load.facts()
        load.people(
            persons.rows(connection, "before", who["before"]),
            persons.rows(connection, "after", who["after"]),
        )
        graph_state.write(store, target)
    return load.written


def clear(store: Store, say: Progress) -> None:
    """Take everything out of the graph, piece by piece; the archive keeps it all."""
    say("Dropping the graph")
    with store.lease(holder()):
        graph_state.write(store, GraphState(loading=("rebuild",)))
        for kind in reversed(NODES):
            key = kind.key_property
            query = f"MATCH (n:{kind.label}) RETURN n.{key} AS key LIMIT {_CHUNK}"  # noqa: S608 - declared names
            while rows := store.read(query):
                store.write_batches(cypher.delete_nodes(kind), rows)
        graph_state.write(store, GraphState())
