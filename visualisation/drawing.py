"""The people of a folded network and the lines between them, as SVG."""

import math
from collections import defaultdict
from collections.abc import Hashable
from typing import Any

from visualisation import layout, marks, svg, words

_LABEL = 116.0
_COUNTED = {"OFFENCE", "CO_SUSPECT", "WITNESS"}
_DRAWN_APART = {*_COUNTED, "ORDER"}

_Line = tuple[Hashable, Hashable, dict[str, Any]]


def name(graph: Any, node: Hashable) -> str:
    """What a node is called."""
    return svg.clean(graph.nodes[node].get("label") or "unnamed")


def linked(data: dict[str, Any]) -> bool:
    """Whether a node leads to a page of its own: never one whose name is not shown."""
    return bool(data.get("href")) and not data.get("redacted")


def role(data: dict[str, Any]) -> str:
    """The role of a person: suspect, victim, both, other."""
    found = str(data.get("role") or "other")
    return found if found in words.ROLES else "other"


def in_order(graph: Any) -> list[_Line]:
    """The edges in an order that depends on the facts alone, not on how they came."""
    return sorted(
        graph.edges(data=True), key=lambda edge: (*map(str, edge[:2]), str(edge[2].get("kind")))
    )


def edges(graph: Any, places: dict[Hashable, layout.Place], centre: Hashable) -> list[str]:
    """Lines first, then what stands on them, so that no line crosses a count."""
    between: dict[frozenset[Hashable], list[_Line]] = defaultdict(list)
    for start, end, data in in_order(graph):
        # Every line runs away from the centre, so that counts stand clear of the middle.
        outward = (start, end) if end != centre else (end, start)
        between[frozenset((start, end))].append((*outward, {**data, "ends": (start, end)}))
    drawn: list[str] = []
    above: list[str] = []
    for pair in between.values():
        lines = _joined(graph, pair)
        for number, (start, end, data) in enumerate(lines):
            ends = marks.side_by_side(places[start], places[end], number, len(lines))
            at = 0.56 + 0.14 * (number - (len(lines) - 1) / 2)
            line, mark = _edge({**data, "faint": centre not in {start, end}}, ends, at)
            drawn.append(line)
            above.append(mark)
    return drawn + above


def _said(graph: Any, data: dict[str, Any]) -> str:
    start, end = data["ends"]
    said = f"{name(graph, start)} {words.edge(str(data['kind']))} {name(graph, end)}"
    return said + (f": {data['text']}" if data.get("text") else "")


def _joined(graph: Any, pair: list[_Line]) -> list[_Line]:
    """The lines between two nodes: one for each kind drawn apart, one for all other links."""
    lines: list[_Line] = []
    rest: list[_Line] = []
    for start, end, data in sorted(pair, key=lambda edge: str(edge[2]["kind"])):
        one = (start, end, {**data, "said": _said(graph, data)})
        (lines if data["kind"] in _DRAWN_APART else rest).append(one)
    if rest:
        start, end, data = rest[0]
        said = "; ".join(edge[2]["said"] for edge in rest)
        lines.append((start, end, {**data, "said": said}))
    return lines


def _edge(
    data: dict[str, Any], ends: tuple[float, float, float, float], at: float
) -> tuple[str, str]:
    """The line, and what stands on it: a count or a fence."""
    x1, y1, x2, y2 = ends
    kind, count = str(data["kind"]), int(data.get("count", 1))
    colour = marks.EDGES.get(kind, marks.GREY)
    line = svg.element(
        "line", svg.element("title", svg.text(data["said"])),
        x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour,
        stroke_width=min(2.0 + math.log2(max(1, count)), 6.0) if kind == "OFFENCE" else 2,
        stroke_opacity=0.6 if data["faint"] else None,
        stroke_dasharray=None if kind in {"OFFENCE", "ORDER"} else "6 4",
        class_=f"pv-line pv-line-{kind.lower()}",
    )  # fmt: skip
    x, y = x1 + (x2 - x1) * at, y1 + (y2 - y1) * at
    if kind == "ORDER":
        return line, marks.fence(x, y, math.degrees(math.atan2(y2 - y1, x2 - x1)), colour=colour)
    if kind in _COUNTED and count > 1:
        return line, marks.pill(x, y, f"{count:,}", colour=colour)
    return line, ""


def nodes(graph: Any, places: dict[Hashable, layout.Place], centre: Hashable) -> list[str]:
    """Every node with its name, left to right; the centre last, so that nothing covers it."""
    order = sorted(places, key=lambda node: (node == centre, places[node], str(node)))
    return [_node(graph, node, places[node], centre=node == centre) for node in order]


def _node(graph: Any, node: Hashable, place: layout.Place, *, centre: bool) -> str:
    data = graph.nodes[node]
    kind, found = str(data.get("kind") or "person"), role(data)
    size = marks.NODE * (1.4 if centre else 1.0)
    parts = [marks.shape(kind, found, size=size, redacted=bool(data.get("redacted")))]
    if kind == "group":
        parts.append(
            svg.label(
                f"{int(data.get('count', 1)):,}", x=0, y=5, anchor="middle", fill="#ffffff",
                weight="bold", class_="pv-inside",
            )
        )  # fmt: skip
    lines = svg.lines(name(graph, node), _LABEL * (1.6 if centre else 1.0), size=14, most=2)
    bold = len(lines) if centre else 0
    if centre and data.get("alone"):
        lines.append(f"+ {words.counted(int(data['alone']), 'offence', 'offences')},")
        lines.append("nobody else shown")
    if centre:
        parts.append(_plate(lines, size))
    parts += [_label(line, size + 19 + 16 * n, bold=n < bold) for n, line in enumerate(lines)]
    said = words.ROLES[found] if kind in {"person", "group"} else words.KINDS.get(kind, (kind,))[0]
    title = svg.element("title", svg.text(f"{name(graph, node)}, {said}"))
    group = svg.element("g", *parts, class_="pv-node")
    moved = f"translate({place[0]:.1f} {place[1]:.1f})"
    href = str(data["href"]) if linked(data) else None
    return svg.element("g", svg.link(href, title + group), transform=moved)


def _plate(lines: list[str], size: float) -> str:
    """White behind the name in the middle, where most lines meet."""
    width = max(svg.width_of(line) for line in lines) + 12
    return svg.element(
        "rect", x=-width / 2, y=size + 4, width=width, height=16 * len(lines) + 6, rx=4,
        fill="#ffffff", fill_opacity=0.88, class_="pv-plate",
    )  # fmt: skip


def _label(said: str, y: float, *, bold: bool) -> str:
    """A line of a name on a white edge, so that it can be read across a line."""
    return svg.element(
        "text", svg.text(said), x=0, y=y, font_family=svg.FONT, font_size=14,
        font_weight="bold" if bold else None, text_anchor="middle", fill="#0b0c0c",
        stroke="#ffffff", stroke_width=4, paint_order="stroke", class_="pv-text pv-name",
    )  # fmt: skip
