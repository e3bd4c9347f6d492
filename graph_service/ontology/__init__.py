"""The ontology: what stands in the graph, declared once.

The classes drive constraints, load statements, the digest, ``docs/ontology.md`` and how things
look.
"""

from graph_service.ontology.model import (
    Display,
    Node,
    ReadFrom,
    Relationship,
    properties,
    row_table,
)
from graph_service.ontology.nodes import CONTRACT_NODES, FACT_NODES, NODES
from graph_service.ontology.relationships import FACT_RELATIONSHIPS, RELATIONSHIPS

__all__ = [
    "CONTRACT_NODES",
    "FACT_NODES",
    "FACT_RELATIONSHIPS",
    "NODES",
    "RELATIONSHIPS",
    "Display",
    "Node",
    "ReadFrom",
    "Relationship",
    "properties",
    "row_table",
]
