"""Small networks of invented people to draw."""

from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<img src=x onerror=alert(1)>\"'&\x00\x1b</text></svg><script>alert(2)</script>"


def person(graph: Any, node: str, label: str, role: str, **more: Any) -> None:
    """A person, who has a page unless told otherwise."""
    graph.add_node(node, **{"kind": "person", "label": label, "role": role, "redacted": False,
                            "href": f"/people/{node}", **more})  # fmt: skip


def offence(graph: Any, node: str, on: str, suspects: str, victims: str) -> None:
    """An offence with its people, each named by one letter."""
    graph.add_node(node, kind="offence", label=node, on=on)
    for one in suspects:
        graph.add_edge(one, node, kind="SUSPECT_IN")
    for one in victims:
        graph.add_edge(one, node, kind="VICTIM_OF")


def neighbourhood(*, backwards: bool = False) -> Any:
    """A suspect (c), victims (v, w), another suspect (s), a mother (m); an order, an address."""
    graph: Any = nx.MultiDiGraph()
    people = [
        ("c", "Martin Ardenshaw", "suspect", {}),
        ("v", "Jo Hallowfield", "victim", {}),
        ("w", "Victim, not named", "victim", {"redacted": True}),
        ("s", "Dean Ottershaw", "suspect", {}),
        ("m", "Ann Ardenshaw", "other", {}),
    ]
    for node, label, role, more in reversed(people) if backwards else people:
        person(graph, node, label, role, **more)
    offences = [
        ("o1", "2026-11-02", "c", "v"),
        ("o2", "2025-02-11", "c", "v"),
        ("o3", "2024-05-01", "cs", "w"),
        ("o4", "2023-05-01", "c", ""),
    ]
    for one in reversed(offences) if backwards else offences:
        offence(graph, *one)
    graph.add_node("d", kind="order", label="stalking protection order", text="SPO, active")
    graph.add_edge("c", "d", kind="SUBJECT_OF")
    graph.add_edge("v", "d", kind="PROTECTED_BY")
    graph.add_node("l", kind="location", label="4 Mill Lane")
    graph.add_edge("c", "l", kind="LIVES_AT")
    graph.add_edge("m", "l", kind="LIVES_AT")
    graph.add_edge("c", "m", kind="FAMILY_OF", text="child")
    return graph


def star(people: int) -> Any:
    """A suspect with so many victims, one offence each."""
    graph: Any = nx.MultiDiGraph()
    person(graph, "c", "Martin Ardenshaw", "suspect")
    for number in range(people):
        graph.add_node(f"v{number}", kind="person", label=f"Victim {number}", role="victim")
        graph.add_node(f"o{number}", kind="offence", on="2026-01-01")
        graph.add_edge("c", f"o{number}", kind="SUSPECT_IN")
        graph.add_edge(f"v{number}", f"o{number}", kind="VICTIM_OF")
    return graph


def parsed(picture: str) -> ET.Element:
    """The picture as XML, which also shows that it is well formed."""
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def texts(picture: str) -> list[str]:
    """What is written in the picture, without titles and descriptions."""
    return [node.text or "" for node in parsed(picture).iter(f"{SVG}text")]


def forbidden(picture: str) -> list[str]:
    """Whatever a strict content security policy or a reader could not bear."""
    bad = [
        f"element {node.tag}"
        for node in parsed(picture).iter()
        if node.tag.removeprefix(SVG) in {"script", "style", "image", "foreignObject", "use"}
    ]
    bad += [f"attribute {name}" for node in parsed(picture).iter() for name in node.attrib
            if name == "style" or name.startswith("on")]  # fmt: skip
    return bad
