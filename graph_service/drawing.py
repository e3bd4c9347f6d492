"""Answers as the graphs and frames that :mod:`visualisation` draws. What came redacted stays redacted."""

from typing import Any

import networkx as nx

from graph_service.settings import MARKING
from visualisation import interactive


def graph(answer: dict[str, Any], *, hrefs: bool = False) -> Any:
    """The networkx graph of a network answer."""
    drawn = nx.DiGraph()
    for node in answer["nodes"]:
        held = {name: value for name, value in node.items() if name not in {"id", "roles"}}
        if node["kind"] == "person":
            held["role"] = _role(node.get("roles", []))
            if hrefs and not node["redacted"]:
                held["href"] = f"/people/{node['id']}"
        drawn.add_node(node["id"], **held)
    for edge in answer["edges"]:
        held = {name: value for name, value in edge.items() if name not in {"source", "target"}}
        drawn.add_edge(edge["source"], edge["target"], **held)
    return drawn


def _role(parts: list[str]) -> str:
    suspect, victim = "suspect" in parts, "victim" in parts
    if suspect and victim:
        return "both"
    return "suspect" if suspect else "victim" if victim else "other"


def one_file(answer: dict[str, Any], centre: str, *, is_invented: bool) -> str:
    """A network answer as one interactive HTML file."""
    found = facts_of(answer, centre)
    return interactive.one_file(
        graph(answer),
        title=f"Network of {found['label']}",
        marking=MARKING,
        centre=found["id"],
        invented=is_invented,
    )


def facts_of(answer: dict[str, Any], centre: str) -> dict[str, Any]:
    """The node of the person in the middle: the first that a network answer gives."""
    nodes: list[dict[str, Any]] = answer["nodes"]
    return next((node for node in nodes if node["id"] == centre), nodes[0])
