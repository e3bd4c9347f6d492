"""The archive's state is written into the graph: what differs, and nothing else.

A load first notes in the graph what it is going to, so that one which breaks off is finished by
the next before anything else. Every statement is safe to repeat.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from graph_service import (
    cypher,
    graph_state,
    id_log,
    linked,
    persons,
    projection,
    standing,
    touched,
    versions,
)
from graph_service.archive import Archive, Batch
from graph_service.errors import StoreUnavailable
from graph_service.graph_state import GraphState
from graph_service.ontology import FACT_NODES, FACT_RELATIONSHIPS, NODES
from graph_service.ontology.nodes import Person
from graph_service.ontology.relationships import ResolvedTo
from graph_service.people import Persons
from graph_service.persons import PersonRow
from graph_service.standing import Standing
from graph_service.store import Store

Progress = Callable[[str], None]
_ROWS = 20_000
# Characters in one statement's rows. A store takes messages of 16 MiB and more; the widest row
# that the contract allows stays under that.
_CHARACTERS = 2_000_000


def pieces(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Rows in lists that fit in memory and into a message to the store."""
    piece: list[Mapping[str, Any]] = []
    size = 0
    for row in rows:
        length = _characters(row)
        if piece and (len(piece) == _ROWS or size + length > _CHARACTERS):
            yield piece
            piece, size = [], 0
        piece.append(row)
        size += length
    if piece:
        yield piece


def _characters(value: Any) -> int:
    if value.__class__ is str:
        return len(value)
    if value.__class__ is dict:
        return sum(map(_characters, value.values()))
    if value.__class__ is list:
        return sum(map(_characters, value))
    return 0


@dataclass
class Loaded:
    """What loads wrote: rows of each kind, and how the rows of the counted batch stand."""

    written: dict[str, int] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)

    def and_then(self, later: "Loaded") -> "Loaded":
        """Both in turn."""
        written = dict(self.written)
        for name, count in later.written.items():
            written[name] = written.get(name, 0) + count
        stand = {
            table: Standing(
                self.standing.get(table, Standing()).loaded + last.loaded,
                last.in_graph,
                last.waiting,
            )
            for table, last in later.standing.items()
        }
        return Loaded(written, stand)


class _Writer:
    """Writes rows of one kind after another and counts them."""

    def __init__(self, store: Store, say: Progress) -> None:
        self._store = store
        self._say = say
        self.written: dict[str, int] = {}

    def write(self, name: str, query: str, rows: Iterable[Mapping[str, Any]]) -> None:
        count = 0
        for piece in pieces(rows):
            self._store.write_batches(query, piece)
            count += len(piece)
            self._say(f"  {name}: {count:,}")
        if count:
            self.written[name] = count


def _facts(writer: _Writer, connection: duckdb.DuckDBPyConnection) -> None:
    """Nodes and relationships; what is gone goes first, ends stand before what joins them."""
    for edge in FACT_RELATIONSHIPS:
        gone = projection.gone_edges(connection, edge, "before", "after")
        writer.write(f"{edge.type} ended", cypher.delete_relationships(edge), gone)
    for node in FACT_NODES:
        away = projection.gone_nodes(connection, node, "before", "after")
        writer.write(f"{node.label} ended", cypher.delete_nodes(node), away)
    for node in FACT_NODES:
        rows = projection.nodes(connection, node, "after", "before")
        writer.write(
            node.label,
            cypher.merge_nodes(node),
            ({"key": row.key, "properties": row.properties} for row in rows),
        )
    for edge in FACT_RELATIONSHIPS:
        joins = projection.edges(connection, edge, "after", "before")
        writer.write(
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


def _became(
    old: Mapping[str, PersonRow], new: Mapping[str, PersonRow]
) -> dict[str, tuple[str, ...]]:
    """The ids that do not stand for the same records any more, each with who has them now."""
    now = {record: row.person_id for row in new.values() for record in row.records}
    found = {}
    for person, row in old.items():
        there = tuple(sorted({now[record] for record in row.records if record in now}))
        if there != (person,):
            found[person] = there
    return found


def _people(
    writer: _Writer, archive: Archive, before: Iterable[PersonRow], after: Iterable[PersonRow]
) -> None:
    """Persons and which records they are of; first what became of their ids."""
    old = {row.person_id: row for row in before}
    new = {row.person_id: row for row in after}
    id_log.write(archive, _became(old, new))
    changed = [row for person, row in new.items() if old.get(person) != row]
    gone = [person for person in old if person not in new]
    left = (
        {"start": record, "end": row.person_id}
        for row in old.values()
        for record in set(row.records) - set(_records(new, row.person_id))
    )
    writer.write("RESOLVED_TO ended", cypher.delete_relationships(ResolvedTo), left)
    writer.write("Person ended", cypher.delete_nodes(Person), ({"key": key} for key in gone))
    writer.write(
        "Person",
        cypher.merge_nodes(Person),
        ({"key": row.person_id, "properties": row.properties} for row in changed),
    )
    # A record that was ended and came back is a new node, and its person has changed with it.
    writer.write(
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
    if any(one not in batches for one in ids):
        raise StoreUnavailable(
            "The graph holds a batch that this home's archive does not, so it was made from "
            "another archive. Point --store at another store, or make the graph anew with "
            "`pursuit rebuild`."
        )
    return [batch for batch_id, batch in batches.items() if batch_id in ids]


def _declare(store: Store, state: GraphState) -> None:
    """Keys and indexes, once for each store and set of them: to declare them takes a second."""
    if state.schema != cypher.SCHEMA:
        store.schema(cypher.constraints())


def _compare(
    connection: duckdb.DuckDBPyConnection,
    archive: Archive,
    state: GraphState,
    target: GraphState,
    counted: Batch | None,
) -> dict[str, Persons]:
    """Make the states ``before`` and ``after``, as far as they can differ; gives who is who.

    An empty graph differs everywhere, so nothing is looked for then.
    """
    before, after = _of(archive, state.batches), _of(archive, target.batches)
    links = {one: linked.joined(archive, one) for one in {state.links, target.links}}
    was, is_now = links[state.links], links[target.links]
    if state.batches:
        touched.create(connection, before, after, (was, is_now), counted=counted)
    who = {}
    chosen = {"before": touched.BEFORE, "after": touched.AFTER} if state.batches else {}
    for schema, batches, joined in (("before", before, was), ("after", after, is_now)):
        versions.create(connection, schema, batches, chosen=chosen.get(schema))
        projection.create(connection, schema)
        who[schema] = persons.of_state(connection, schema, joined)
    return who


def go_to(
    store: Store,
    archive: Archive,
    target: GraphState,
    say: Progress,
    *,
    counted: Batch | None = None,
) -> Loaded:
    """Bring the graph to the state; says what was written and how the counted batch stands."""
    state = graph_state.read(store)
    _declare(store, state)
    with versions.connect(archive) as connection:
        who = _compare(connection, archive, state, target, counted)
        graph_state.write(
            store,
            replace(state, loading=target.batches, loading_links=target.links),
        )
        writer = _Writer(store, say)
        _facts(writer, connection)
        _people(
            writer,
            archive,
            persons.rows(connection, "before", who["before"]),
            persons.rows(connection, "after", who["after"]),
        )
        graph_state.write(store, replace(target, schema=cypher.SCHEMA))
        stand = (
            standing.of_batch(connection, counted, before="before", after="after")
            if counted
            else {}
        )
    return Loaded(writer.written, stand)


def look(archive: Archive, state: GraphState, counted: Batch) -> dict[str, Standing]:
    """How the rows of a batch stand in a state that was loaded before."""
    with versions.connect(archive) as connection:
        held = _of(archive, state.batches)
        touched.create(connection, held, held, ([], []), counted=counted)
        versions.create(connection, "now", held, chosen=touched.AFTER)
        projection.create(connection, "now")
        return standing.of_batch(connection, counted, before="now", after="now")


def clear(store: Store, say: Progress) -> None:
    """Take everything out of the graph, piece by piece; the archive keeps it all."""
    with graph_state.turn(store, say):
        drop(store, say)


def drop(store: Store, say: Progress) -> None:
    """Take everything out of the graph, under a lease that the caller holds."""
    say("Dropping the graph")
    graph_state.write(store, GraphState(is_dropped=True))
    for kind in reversed(NODES):
        key = kind.key_property
        query = f"MATCH (n:{kind.label}) RETURN n.{key} AS key LIMIT {_ROWS}"
        while rows := store.read(query):
            store.write_batches(cypher.delete_nodes(kind), rows)
    graph_state.write(store, GraphState())
