"""The ontology as declared: keys, indexes and joins that both stores can hold."""

import pytest

from graph_service import contract, cypher
from graph_service.contract.types import read_column
from graph_service.ontology import (
    CONTRACT_NODES,
    FACT_NODES,
    FACT_RELATIONSHIPS,
    NODES,
    RELATIONSHIPS,
    Node,
    Relationship,
    properties,
    row_table,
)
from graph_service.ontology.nodes import Person, PersonRecord
from graph_service.ontology.relationships import LivesAt, ResolvedTo, SuspectIn
from graph_service.store import Store

# What ingest makes itself, and keeps short.
MADE_SHORT = {"forename_key", "surname_key", "surname_sound", "founds", "run_id", "person_id"}


def test_an_index_is_on_short_values_alone() -> None:
    long = [
        f"{kind.label}.{name}"
        for kind in NODES
        for name in kind.indexes
        if name not in MADE_SHORT
        and read_column(name, kind.model_fields[name]).kind not in ("key", "coded", "date")
    ]
    assert long == []


def test_every_node_has_a_unique_key() -> None:
    made = cypher.constraints()
    for kind in NODES:
        label, key = kind.label, kind.key_property
        assert (
            f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        ) in made
        assert key in properties(kind)


def test_a_store_takes_the_constraints_twice(store: Store) -> None:
    for _ in range(2):
        store.schema(cypher.constraints())


def test_something_is_read_from_every_table_but_retractions_which_end_what_they_name() -> None:
    read = {row_table(kind) for kind in CONTRACT_NODES}
    read |= {kind.read_from.table for kind in FACT_RELATIONSHIPS if kind.read_from}
    assert read | {"address"} == set(contract.TABLES) - {"retraction"}


def test_names_are_verbs_and_are_used_once() -> None:
    types = [kind.type for kind in RELATIONSHIPS]
    assert len(set(types)) == len(types)
    assert (SuspectIn.type, LivesAt.type, ResolvedTo.type) == (
        "SUSPECT_IN",
        "LIVES_AT",
        "RESOLVED_TO",
    )
    assert FACT_NODES[-1].label == "Location"


def test_a_thing_without_a_meaning_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="Mute says nothing of what it means"):

        class Mute(Node):
            pass

    with pytest.raises(TypeError, match="Dumb says nothing of what it means"):

        class Dumb(Relationship):
            pass


def test_statements_are_made_from_declarations() -> None:
    assert cypher.merge_nodes(PersonRecord) == (
        "UNWIND $rows AS row MERGE (n:PersonRecord {key: row.key}) SET n = row.properties"
    )
    assert cypher.delete_nodes(Person) == (
        "UNWIND $rows AS row MATCH (n:Person {person_id: row.key}) DETACH DELETE n"
    )
    # From the end with few of them: the offence, the record.
    assert cypher.merge_relationships(SuspectIn) == (
        "UNWIND $rows AS row MATCH (a:PersonRecord {key: row.start}) "
        "MATCH (b:Offence {key: row.end}) MERGE (b)<-[r:SUSPECT_IN]-(a) SET r = row.properties"
    )
    assert cypher.merge_relationships(LivesAt) == (
        "UNWIND $rows AS row MATCH (a:PersonRecord {key: row.start}) "
        "MATCH (b:Location {key: row.end}) MERGE (a)-[r:LIVES_AT {key: row.key}]->(b) "
        "SET r = row.properties"
    )
    assert cypher.delete_relationships(ResolvedTo) == (
        "UNWIND $rows AS row MATCH (a:PersonRecord {key: row.start}) "
        "MATCH (b:Person {person_id: row.end}) MATCH (a)-[r:RESOLVED_TO]->(b) DELETE r"
    )
