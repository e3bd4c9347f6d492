"""From the JSON shapes of the service to pictures: the only place where markup is trusted.

Everything comes redacted. What `visualisation` returns has every text escaped, so it alone is
passed to templates as `Markup`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import pandas as pd
from markupsafe import Markup

from graph_service.web import reasons, sentences
from visualisation import bars, network, timeline, waterfall

AXES = bars.AXES
_ROLES = ("suspect", "victim")
_SUSPECT, _VICTIM = {"SUSPECT_IN", "SUBJECT_OF"}, {"VICTIM_OF", "PROTECTED_BY"}


def graph_of(answer: Mapping[str, Any], *, people: str = "/people/") -> Any:
    """The JSON of ``…/network`` as a graph that `visualisation` draws.

    Roles that the answer does not state are read off the edges: who is suspect in an offence, who
    is victim of one. People who are not redacted link to ``people`` + id.
    """
    graph: Any = nx.MultiDiGraph()
    unnamed: Counter[str] = Counter()
    for node in answer.get("nodes", ()):
        kind = str(node.get("kind") or "person").lower()
        redacted = bool(node.get("redacted"))
        label = _label(kind, node)
        if redacted:
            # Several who are not named must not read as one.
            unnamed[label] += 1
            label = f"{label} ({unnamed[label]})"
        graph.add_node(
            node["id"],
            kind=kind,
            label=label,
            role=node.get("role"),
            redacted=redacted,
            on=node.get("on"),
            text=node.get("text"),
            count=node.get("count") or 1,
            href=(node.get("href") or f"{people}{node['id']}")
            if kind == "person" and not redacted
            else None,
        )
    roles: dict[str, set[str]] = {}
    for edge in answer.get("edges", ()):
        ends, kind = (edge["source"], edge["target"]), str(edge.get("kind") or "KNOWS")
        if not all(end in graph for end in ends):
            continue
        graph.add_edge(*ends, kind=kind, count=edge.get("count") or 1, text=edge.get("text") or "")
        person = next((end for end in ends if graph.nodes[end]["kind"] == "person"), None)
        if person is not None and kind in _SUSPECT | _VICTIM:
            roles.setdefault(person, set()).add("suspect" if kind in _SUSPECT else "victim")
    for node in answer.get("nodes", ()):
        found = roles.setdefault(node["id"], set())
        found.update(role for role in node.get("roles") or () if role in _ROLES)
    for node, data in graph.nodes(data=True):
        found = roles[node]
        data["role"] = data["role"] or ("both" if len(found) > 1 else next(iter(found), "other"))
    return graph


def _label(kind: str, node: Mapping[str, Any]) -> str:
    """What a node is called; an order by its full name ("spo, active": "stalking …, active")."""
    label = str(node.get("label") or "name not known")
    if kind != "order":
        return label
    name, comma, rest = label.partition(", ")
    return sentences.ORDERS.get(name.replace(" ", "_"), name) + comma + rest


def network_of(answer: Mapping[str, Any], centre: str, most: int = 60) -> dict[str, Any]:
    """The picture (`Markup`), its sentence ("Around …") and the table of one network.

    At most ``most`` nodes (2 to `visualisation.network.LIMIT`); the rest as groups.
    """
    graph = graph_of(answer)
    if centre not in graph:
        # The id asked for may have been replaced; the answer begins with the person himself.
        centre = next(iter(graph), centre)
    folded = network.fold(graph, centre, max(2, min(most, network.LIMIT)))
    rows = network.table(folded)
    return {
        "picture": Markup(network.picture(folded, centre=centre)),  # noqa: S704 - escaped by svg.text
        "said": network.describe(folded, centre),
        "columns": list(rows.columns),
        "rows": rows.to_numpy().tolist(),
    }


def waterfall_of(contributions: Iterable[Mapping[str, Any]]) -> Markup:
    """The waterfall of the contributions of ``why``; parts that add nothing are in the table."""
    rows = [
        {"name": str(row.get("name") or ""), "value": value, "text": reasons.step(row)}
        for row in contributions
        if (value := _number(row.get("value")) or 0.0)
    ]
    frame = pd.DataFrame(rows, columns=["name", "value", "text"])
    return Markup(waterfall.picture(frame))  # noqa: S704 - escaped by svg.text


def weighing_of(parts: Iterable[Mapping[str, Any]]) -> Markup:
    """The waterfall of what speaks for and against two records being of one person, in bits."""
    rows = [
        {"name": part["label"], "value": part["weight"], "text": f"{part['label']}: {part['text']}"}
        for part in parts
    ]
    frame = pd.DataFrame(rows, columns=["name", "value", "text"])
    drawn = waterfall.picture(
        frame,
        ident="weighing",
        title="How the weight of {total} bits comes about",
        end="Weight",
        is_ordered=True,
    )
    return Markup(drawn)  # noqa: S704 - escaped by svg.text


def timeline_of(events: Iterable[Mapping[str, Any]], today: object = None) -> Markup:
    """The timeline of the events of ``…/timeline`` (``until`` where an event lasts)."""
    columns = ["on", "until", "kind", "text"]
    rows = [{column: event.get(column) for column in columns} for event in events]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return Markup(timeline.picture(frame, today=today))  # noqa: S704 - escaped by svg.text


def bars_of(
    entry: Mapping[str, Any], most: Mapping[str, float], words: Mapping[str, str]
) -> Markup:
    """The three bars of one list entry, against the greatest value of each axis on the page."""
    axes = {axis: _number((entry.get("axes") or {}).get(axis)) for axis in AXES}
    ident = f"axes-{entry.get('rank') or 0}"
    drawn = bars.picture(axes, most, ident=ident, words=words)
    return Markup(drawn)  # noqa: S704 - escaped by svg.text


def most_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The greatest value of each axis among the entries."""
    most = dict.fromkeys(AXES, 0.0)
    for entry in entries:
        for axis in AXES:
            most[axis] = max(most[axis], _number((entry.get("axes") or {}).get(axis)) or 0.0)
    return most


def _number(value: object) -> float | None:
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None
