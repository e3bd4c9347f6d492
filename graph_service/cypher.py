"""Cypher text made from the ontology. Labels, types and properties come from declarations alone."""

from graph_service import ids
from graph_service.ontology import NODES, Node, Relationship

STATE = "GraphState"
LEASE = "Lease"


def constraints() -> list[str]:
    """Unique keys and indexes. They stand before the first write: MERGE without them can double."""
    statements = []
    keys = [(kind.label, kind.key_property) for kind in NODES] + [(STATE, "name"), (LEASE, "name")]
    for label, key in keys:
        statements.append(
            f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        )
    for kind in NODES:
        statements.extend(
            f"CREATE INDEX {kind.label.lower()}_{name}_index IF NOT EXISTS "
            f"FOR (n:{kind.label}) ON (n.{name})"
            for name in kind.indexes
        )
    return statements


SCHEMA = ids.digest(constraints())
"""A digest of the keys and indexes that a store must have."""


def merge_nodes(kind: type[Node]) -> str:
    """Rows ``{key, properties}``: the node's properties become exactly these."""
    return (
        f"UNWIND $rows AS row MERGE (n:{kind.label} {{{kind.key_property}: row.key}}) "
        "SET n = row.properties"
    )


def delete_nodes(kind: type[Node]) -> str:
    """Rows ``{key}``."""
    return (
        f"UNWIND $rows AS row MATCH (n:{kind.label} {{{kind.key_property}: row.key}}) "
        "DETACH DELETE n"
    )


def _ends(kind: type[Relationship]) -> str:
    start, end = kind.start, kind.end
    return (
        f"UNWIND $rows AS row MATCH (a:{start.label} {{{start.key_property}: row.start}}) "
        f"MATCH (b:{end.label} {{{end.key_property}: row.end}}) "
    )


def _pattern(kind: type[Relationship]) -> str:
    relationship = f"[r:{kind.type}{' {key: row.key}' if kind.is_keyed else ''}]"
    if kind.few_at == "start":
        return f"(a)-{relationship}->(b)"
    return f"(b)<-{relationship}-(a)"


def merge_relationships(kind: type[Relationship]) -> str:
    """Rows ``{start, end, key, properties}``; rows whose ends are not there write nothing."""
    return f"{_ends(kind)}MERGE {_pattern(kind)} SET r = row.properties"


def delete_relationships(kind: type[Relationship]) -> str:
    """Rows ``{start, end, key}``."""
    return f"{_ends(kind)}MATCH {_pattern(kind)} DELETE r"


def read_nodes(kind: type[Node]) -> str:
    """Every node of a label with its properties."""
    return f"MATCH (n:{kind.label}) RETURN properties(n) AS properties"


def read_relationships(kind: type[Relationship]) -> str:
    """Every relationship of a type with the keys of its ends."""
    start, end = kind.start, kind.end
    return (
        f"MATCH (a:{start.label})-[r:{kind.type}]->(b:{end.label}) "
        f"RETURN a.{start.key_property} AS start, b.{end.key_property} AS end, "
        "properties(r) AS properties"
    )
