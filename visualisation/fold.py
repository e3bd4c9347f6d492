"""From records to people: offences and orders become edges, and the many become groups.

A picture of every record is a hairball. Here each offence becomes an edge from its suspects to its
victims with a count, each order an edge from its subject to whom it protects, a shared address an
edge between those who share it; and where more is left than can be read, the farthest become
"12 more victims".
"""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import networkx as nx

from visualisation import words

LIMIT = 150
# An address that more people than this have in common is a hostel or a block: it stays a node.
_SHARED = 3


@dataclass
class _Edge:
    """What is known of one pair and kind while folding."""

    count: int = 0
    said: set[str] = field(default_factory=set)
    days: list[str] = field(default_factory=list)


class _Edges:
    """Edges of the folded graph, gathered by (from, to, kind)."""

    def __init__(self) -> None:
        self.by_pair: dict[tuple[Hashable, Hashable, str], _Edge] = defaultdict(_Edge)

    def add(
        self, start: Hashable, end: Hashable, kind: str, *, count: int = 1, said: str = "",
        on: str = "",
    ) -> None:  # fmt: skip
        edge = self.by_pair[start, end, kind]
        edge.count += count
        if said:
            edge.said.add(said)
        if on:
            edge.days.append(on)


def fold(graph: Any, centre: Hashable, limit: int = LIMIT) -> Any:
    """People and what is between them, as a ``MultiDiGraph`` of at most ``limit`` nodes.

    ``graph`` is any networkx graph whose nodes have ``kind`` (person, offence, order, location,
    group) and ``label``, people also ``role`` (suspect, victim, both, other), ``redacted`` and
    ``href``, offences and orders ``on`` and ``text`` where known; edges have ``kind`` and, where
    known, ``count`` and ``text``. Nothing is invented: what is folded is counted in its edge, an
    address that one person alone has is left out and counted in ``graph.graph["left_out"]``.
    A graph that is folded already is only grouped.
    Raises KeyError if the centre is not in the graph.
    """
    if centre not in graph:
        raise KeyError("The person in the middle is not in the graph.")
    if graph.graph.get("folded"):
        return grouped(graph, centre, limit)
    folded: Any = nx.MultiDiGraph(folded=True, left_out=0)
    for node, data in graph.nodes(data=True):
        if _kind(data) in {"person", "group"}:
            folded.add_node(node, **data)
    edges = _Edges()
    folding = {"offence": _fold_offence, "order": _fold_order, "location": _fold_location}
    for node, data in graph.nodes(data=True):
        if _kind(data) in folding:
            folding[_kind(data)](folded, edges, graph, node, data)
    for start, end, data in graph.edges(data=True):
        if start in folded and end in folded and _between_people(graph, start, end):
            count = int(data.get("count", 1))
            edges.add(start, end, _kind(data, "KNOWS"), count=count, said=str(data.get("text", "")))
    _write(folded, edges)
    return grouped(folded, centre, limit)


def _kind(data: dict[str, Any], otherwise: str = "person") -> str:
    return str(data.get("kind") or otherwise)


def _between_people(graph: Any, start: Hashable, end: Hashable) -> bool:
    kinds = {_kind(graph.nodes[start]), _kind(graph.nodes[end])}
    return kinds <= {"person", "group"}


def _around(graph: Any, node: Hashable) -> dict[str, list[Hashable]]:
    """The node's neighbours by the kind of edge, each once, in a settled order."""
    found: dict[str, set[Hashable]] = defaultdict(set)
    directed = graph.is_directed()
    touching = list(graph.edges(node, data=True))
    touching += list(graph.in_edges(node, data=True)) if directed else []
    for start, end, data in touching:
        found[_kind(data, "KNOWS")].add(end if start == node else start)
    return {kind: sorted(nodes, key=str) for kind, nodes in found.items()}


def _fold_offence(
    folded: Any, edges: _Edges, graph: Any, node: Hashable, data: dict[str, Any]
) -> None:
    around = _around(graph, node)
    suspects = around.get("SUSPECT_IN", [])
    victims = around.get("VICTIM_OF", [])
    count, on = int(data.get("count", 1)), str(data.get("on") or "")
    for suspect in suspects:
        others = [victim for victim in victims if victim != suspect]
        for victim in others:
            edges.add(suspect, victim, "OFFENCE", count=count, on=on)
        for witness in around.get("WITNESS_TO", []):
            edges.add(suspect, witness, "WITNESS", count=count, on=on)
        if not others:
            person = folded.nodes[suspect]
            person["alone"] = int(person.get("alone", 0)) + count
    for one, other in combinations(suspects, 2):
        edges.add(one, other, "CO_SUSPECT", count=count, on=on)


def _fold_order(
    folded: Any, edges: _Edges, graph: Any, node: Hashable, data: dict[str, Any]
) -> None:
    around = _around(graph, node)
    said = str(data.get("text") or data.get("label") or "")
    subjects = around.get("SUBJECT_OF", [])
    protected = around.get("PROTECTED_BY", [])
    if subjects and protected:
        for subject in subjects:
            for person in protected:
                edges.add(subject, person, "ORDER", said=said)
        return
    folded.add_node(node, **data)
    for kind, people in (("SUBJECT_OF", subjects), ("PROTECTED_BY", protected)):
        for person in people:
            edges.add(person, node, kind)


def _fold_location(
    folded: Any, edges: _Edges, graph: Any, node: Hashable, data: dict[str, Any]
) -> None:
    people = [
        person
        for found in _around(graph, node).values()
        for person in found
        if _kind(graph.nodes[person]) == "person"
    ]
    if len(people) > _SHARED:
        folded.add_node(node, **data)
        for person in people:
            edges.add(person, node, "LIVES_AT")
    elif len(people) > 1:
        for one, other in combinations(people, 2):
            edges.add(one, other, "SAME_ADDRESS")
    else:
        folded.graph["left_out"] += 1


def _write(folded: Any, edges: _Edges) -> None:
    """The gathered edges, each with its words."""
    for (start, end, kind), edge in sorted(edges.by_pair.items(), key=lambda item: str(item[0])):
        folded.add_edge(start, end, key=kind, kind=kind, count=edge.count, text=_said(kind, edge))


def _said(kind: str, edge: _Edge) -> str:
    parts = sorted(edge.said)
    if kind in {"OFFENCE", "CO_SUSPECT", "WITNESS"}:
        parts.append(words.counted(edge.count, "offence", "offences"))
    elif kind == "SAME_ADDRESS" and edge.count > 1:
        parts.append(words.counted(edge.count, "address", "addresses"))
    if edge.days:
        first, last = min(edge.days), max(edge.days)
        said = words.day(first), words.day(last)
        parts.append(f"on {said[0]}" if first == last else f"from {said[0]} to {said[1]}")
    return ", ".join(parts)


def grouped(folded: Any, centre: Hashable, limit: int) -> Any:
    """The graph itself if it has at most ``limit`` nodes; else the farthest ones as groups.

    Kept first: the nearest to the centre, then those with most between them and the rest. A group
    hangs on the kept neighbour through which its members are reached; members that nothing links
    to the centre form groups of their own.
    """
    if len(folded) <= limit:
        return folded
    order, via = _ranked(folded, centre)
    keep = limit
    while True:
        kept = set(order[:keep])
        groups = _groups(folded, order[keep:], kept, via)
        if keep + len(groups) <= limit or keep == 1:
            break
        keep = max(1, keep - max(1, (keep + len(groups) - limit) // 2))
    # A group of one would take the place of the one it stands for.
    alone = {members[0] for members in groups.values() if len(members) == 1}
    groups = {key: members for key, members in groups.items() if len(members) > 1}
    return _with_groups(folded, kept | alone, groups)


_Groups = dict[tuple[Hashable | None, str, str], list[Hashable]]


def _groups(
    folded: Any, left: list[Hashable], kept: set[Hashable], via: dict[Hashable, Hashable]
) -> _Groups:
    """Those who are left, by the kept neighbour on their way to the centre, kind and role."""
    groups: _Groups = defaultdict(list)
    for node in left:
        data = folded.nodes[node]
        anchor = via.get(node)
        while anchor is not None and anchor not in kept:
            anchor = via.get(anchor)
        role = str(data.get("role") or "other") if _kind(data) == "person" else ""
        groups[anchor, _kind(data), role].append(node)
    return groups


def _ranked(folded: Any, centre: Hashable) -> tuple[list[Hashable], dict[Hashable, Hashable]]:
    """Nodes in the order in which they are kept, and each one's neighbour towards the centre."""
    plain: Any = nx.Graph()
    plain.add_nodes_from(folded)
    weight: Counter[Hashable] = Counter()
    for start, end, data in folded.edges(data=True):
        plain.add_edge(start, end)
        weight[start] += int(data.get("count", 1))
        weight[end] += int(data.get("count", 1))
    distance = nx.single_source_shortest_path_length(plain, centre)
    far = len(folded) + 1
    order = sorted(plain, key=lambda node: (distance.get(node, far), -weight[node], str(node)))
    place = {node: number for number, node in enumerate(order)}
    via = {
        node: min(plain[node], key=place.__getitem__)
        for node in order
        if node != centre and node in distance
    }
    return order, via


def _with_groups(
    folded: Any,
    kept: set[Hashable],
    groups: _Groups,
) -> Any:
    small: Any = nx.MultiDiGraph(**folded.graph)
    small.add_nodes_from((node, data) for node, data in folded.nodes(data=True) if node in kept)
    inside: dict[Hashable, Hashable] = {}
    for number, ((anchor, kind, role), members) in enumerate(groups.items()):
        name = ("group", number)
        label = words.more(len(members), kind=kind if kind != "group" else "person", role=role)
        small.add_node(name, kind="group", label=label, role=role or "other", count=len(members))
        inside.update(dict.fromkeys(members, name))
        if anchor is None:
            small.nodes[name]["label"] = f"{label}, not linked to the person in the middle"
    edges = _Edges()
    for start, end, data in folded.edges(data=True):
        ends = inside.get(start, start), inside.get(end, end)
        if ends[0] == ends[1]:
            continue
        whole = start in kept and end in kept
        edges.add(
            *ends, str(data["kind"]), count=int(data["count"]), said=data["text"] if whole else ""
        )
    for (start, end, kind), edge in edges.by_pair.items():
        said = ", ".join(sorted(edge.said)) or _said(kind, edge)
        small.add_edge(start, end, key=kind, kind=kind, count=edge.count, text=said)
    return small
