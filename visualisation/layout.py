"""Where each node stands: the person in the middle, the others on rings around.

A tree from the centre, each branch with the share of the circle that its leaves need, so that
nothing crosses what it need not and the same graph looks the same tomorrow: the place of a node
depends on the graph and the seed, never on the order in which rows came.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import networkx as nx

# Room that a node with its label takes, in picture units.
ROOM = 118.0
_FIRST, _NEXT = 205.0, 165.0
# Wider than high, as labels are.
_WIDE = 1.28
# What a node and its name take: no two of them may share it.
_BOX = (106.0, 74.0)
_ORDER = {"suspect": 0, "both": 1, "other": 2, "victim": 3}

Place = tuple[float, float]


@dataclass
class _Tree:
    """The shortest ways from the centre: who hangs on whom, and how much room each branch needs."""

    children: dict[Hashable, list[Hashable]]
    leaves: dict[Hashable, int]
    places: dict[Hashable, Place]
    # A crowded ring is staggered: every second or third node stands further out.
    steps: int


def rings(graph: Any, centre: Hashable, seed: int) -> dict[Hashable, Place]:
    """The place of every node, the centre at (0, 0), whole picture units.

    Nodes that nothing links to the centre stand on the first ring too.
    """
    children = _children(graph, centre, seed)
    leaves: dict[Hashable, int] = {}
    for node in reversed(_walk(children, centre)):
        leaves[node] = sum(leaves[child] for child in children[node]) or 1
    steps = 1 if leaves[centre] <= 12 else 2 if leaves[centre] <= 36 else 3  # noqa: PLR2004 - rings
    tree = _Tree(children, leaves, {centre: (0.0, 0.0)}, steps)
    first = max(_FIRST, leaves[centre] * ROOM / (2 * math.pi * steps))
    start = -math.pi / 2 + _unit(str(centre), seed) * 0.4
    _place(tree, centre, (start, start + 2 * math.pi), first)
    return _apart(tree.places)


def _apart(places: dict[Hashable, Place]) -> dict[Hashable, Place]:
    """The places, each so far out on its own ray that it hides no other and its name."""
    settled: dict[Hashable, Place] = {}
    for node, place in sorted(
        places.items(), key=lambda item: (math.hypot(*item[1]), str(item[0]))
    ):
        x, y = place
        out = math.hypot(x, y) or 1.0
        step = 0
        while any(abs(x - a) < _BOX[0] and abs(y - b) < _BOX[1] for a, b in settled.values()):
            step += 1
            more = 1 + 20 * step / out
            x, y = float(round(place[0] * more)), float(round(place[1] * more))
        settled[node] = (x, y)
    return settled


def _children(graph: Any, centre: Hashable, seed: int) -> dict[Hashable, list[Hashable]]:
    """Each node's children on the shortest way from the centre, in a settled order."""
    plain: Any = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((start, end) for start, end in graph.edges())
    distance = nx.single_source_shortest_path_length(plain, centre)

    def place(node: Hashable) -> tuple[Any, ...]:
        data = graph.nodes[node]
        group = data.get("kind") == "group"
        role = _ORDER.get(str(data.get("role") or "other"), 2)
        return (role, group, _unit(f"{data.get('label')}|{node}", seed), str(node))

    children: dict[Hashable, list[Hashable]] = defaultdict(list)
    for node in sorted(plain, key=place):
        if node == centre:
            continue
        if node in distance:
            nearer = [other for other in plain[node] if distance[other] == distance[node] - 1]
            children[min(nearer, key=place)].append(node)
        else:
            children[centre].append(node)
    for parent in list(children):
        children[parent] = _neighbours_together(plain, children[parent])
    return children


def _neighbours_together(plain: Any, siblings: list[Hashable]) -> list[Hashable]:
    """The siblings, those that are linked with each other side by side."""
    order: list[Hashable] = []
    for sibling in siblings:
        waiting = [sibling]
        while waiting:
            node = waiting.pop()
            if node not in order:
                order.append(node)
                waiting += [other for other in reversed(siblings) if other in plain[node]]
    return order


def _walk(children: dict[Hashable, list[Hashable]], centre: Hashable) -> list[Hashable]:
    """All nodes, each before its children."""
    order = [centre]
    for node in order:
        order.extend(children[node])
    return order


def _place(tree: _Tree, node: Hashable, sector: tuple[float, float], radius: float) -> None:
    """The children of a node within its sector, then theirs."""
    start, end = sector
    share = (end - start) / tree.leaves[node]
    for number, child in enumerate(tree.children[node]):
        width = share * tree.leaves[child]
        middle = start + width / 2
        out = radius + (number % tree.steps) * ROOM * 0.62
        tree.places[child] = (
            float(round(math.cos(middle) * out * _WIDE)),
            float(round(math.sin(middle) * out)),
        )
        _place(tree, child, (start, start + width), out + _NEXT)
        start += width


def _unit(text: str, seed: int) -> float:
    """A number in [0, 1) that depends on the text and the seed alone."""
    digest = hashlib.sha256(f"{seed}|{text}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
