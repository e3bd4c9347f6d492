"""The network around one person: who is around him, and who is at risk.

A server-made picture with the person in the middle, people by shape and colour, orders as fences,
offences folded into edges with a count, and a table of the same facts for whoever cannot use a
picture.
"""

from collections import defaultdict
from collections.abc import Hashable
from typing import Any

import networkx as nx
import pandas as pd

from visualisation import drawing, layout, marks, svg, words
from visualisation.fold import LIMIT, fold

__all__ = ["COLUMNS", "LIMIT", "describe", "direction", "fold", "picture", "table"]

COLUMNS = ("from", "what", "to", "how many/when")
_EDGE_MARGIN, _LEAST, _PAGE = 96, 720.0, 1300


def picture(
    graph: "nx.Graph[Any]",
    *,
    centre: str,
    limit: int = LIMIT,
    seed: int = 0,
    ident: str = "network",
) -> str:
    """An SVG of the network, the same for the same graph and seed.

    ``graph`` as `visualisation.fold.fold` describes it (folded or not). People with ``href`` are
    links. Raises KeyError if the centre is not in the graph.
    """
    folded = fold(graph, centre, limit)
    places = layout.rings(folded, centre, seed)
    left = min(x for x, _ in places.values()) - _EDGE_MARGIN
    top = min(y for _, y in places.values()) - 56
    right = max(x for x, _ in places.values()) + _EDGE_MARGIN
    bottom = max(y for _, y in places.values()) + 80
    wide = max(right - left, _LEAST)
    legend, legend_high = _placed(_legend(folded), wide, bottom - top)
    off = (wide - (right - left)) / 2 - left
    moved = {node: (x + off, y - top) for node, (x, y) in places.items()}
    description = describe(folded, centre)
    # Links inside role="img" would be lost to a screen reader, so a picture with links is a group
    # in which the lines alone are the image.
    linked = any(drawing.linked(data) for _, data in folded.nodes(data=True))
    lines = svg.element(
        "g", *drawing.edges(folded, moved, centre),
        role="img" if linked else None, aria_label="Lines between them" if linked else None,
    )  # fmt: skip
    return svg.picture(
        [lines, *drawing.nodes(folded, moved, centre), *legend],
        width=float(wide),
        height=float(bottom - top + legend_high),
        title=f"Network of {drawing.name(folded, centre)}",
        description=description,
        ident=ident,
        class_="pv-network pv-wide" if wide > _PAGE else "pv-network",
        role="group" if linked else "img",
    )


def table(graph: Any) -> pd.DataFrame:
    """The facts of a graph, folded or not, one row each, with the columns `COLUMNS`."""
    rows: list[tuple[str, str, str, str]] = []
    for one, other, data in graph.edges(data=True):
        kind = str(data.get("kind") or "KNOWS")
        start, end = direction(graph, kind, one, other)
        count = int(data.get("count", 1))
        said = str(data.get("text") or "") or (str(count) if count > 1 else "")
        rows.append((drawing.name(graph, start), words.edge(kind), drawing.name(graph, end), said))
    for node, data in graph.nodes(data=True):
        if data.get("alone"):
            alone = words.counted(int(data["alone"]), "offence", "offences")
            rows.append(
                (drawing.name(graph, node), words.edge("ALONE"), "nobody else shown", alone)
            )
    return pd.DataFrame(sorted(rows), columns=list(COLUMNS))


def direction(graph: Any, kind: str, start: Hashable, end: Hashable) -> tuple[Hashable, Hashable]:
    """The ends of an edge in the order in which its words read: a person first."""
    ends = {"SUSPECT_IN", "VICTIM_OF", "WITNESS_TO", "SUBJECT_OF", "PROTECTED_BY", "LIVES_AT"}
    if kind in ends and str(graph.nodes[start].get("kind") or "person") != "person":
        return end, start
    return start, end


def describe(folded: Any, centre: Hashable) -> str:
    """Who is around the person in the middle, counted by role, in one or two sentences."""
    people: dict[str, int] = defaultdict(int)
    for node, data in folded.nodes(data=True):
        if node == centre or str(data.get("kind") or "person") not in {"person", "group"}:
            continue
        grouped = data.get("kind") == "group"
        people[drawing.role(data)] += int(data.get("count", 1)) if grouped else 1
    said = [words.people(people[role], role) for role in ("victim", "both", "suspect", "other")
            if people[role]]  # fmt: skip
    edges = [data for *_, data in folded.edges(data=True)]
    fences = sum(int(data["count"]) for data in edges if data["kind"] == "ORDER")
    if fences:
        said.append(words.counted(fences, "protection by an order", "protections by orders"))
    around = ", ".join(said) if said else "nobody else on record"
    left_out = int(folded.graph.get("left_out", 0))
    rest = words.counted(left_out, "address", "addresses") + " of one person alone not drawn."
    return f"Around {drawing.name(folded, centre)}: {around}." + (f" {rest}" if left_out else "")


def _legend(graph: Any) -> list[tuple[str, str]]:
    """What the shapes and lines that occur mean: (drawing around (0, 0), words)."""
    entries: list[tuple[str, str]] = []
    people = [
        d
        for _, d in graph.nodes(data=True)
        if str(d.get("kind") or "person") in {"person", "group"}
    ]
    entries += [
        (marks.shape("person", role, size=11), said)
        for role, said in words.ROLES.items()
        if any(drawing.role(data) == role for data in people)
    ]
    if any(data.get("redacted") for data in people):
        entries.append((marks.shape("person", "victim", size=11, redacted=True), "name not shown"))
    kinds = {str(data["kind"]) for *_, data in graph.edges(data=True)}
    if "OFFENCE" in kinds:
        line = svg.element(
            "line", x1=-16, y1=0, x2=16, y2=0, stroke=marks.EDGES["OFFENCE"], stroke_width=3
        )
        entries.append((line, "offence"))
        entries.append(
            (marks.pill(0, 0, "3", colour=marks.EDGES["OFFENCE"]), "offences, if more than one")
        )
    if "ORDER" in kinds or any(data.get("kind") == "order" for _, data in graph.nodes(data=True)):
        small = svg.element(
            "g", marks.fence(0, 0, 0, colour=marks.EDGES["ORDER"]), transform="scale(0.6)"
        )
        entries.append((small, "order between them"))
    if kinds - {"OFFENCE", "ORDER"}:
        line = svg.element(
            "line",
            x1=-14,
            y1=0,
            x2=14,
            y2=0,
            stroke=marks.GREY,
            stroke_width=2,
            stroke_dasharray="6 4",
        )
        entries.append((line, "other link"))
    return entries


def _placed(legend: list[tuple[str, str]], wide: float, top: float) -> tuple[list[str], float]:
    """The legend in as many rows as it needs, and the height that they take."""
    placed: list[str] = []
    x, row = 24.0, 0
    for shown, said in legend:
        taken = 54 + svg.width_of(said, 13)
        if x + taken > wide and x > 24.0:  # noqa: PLR2004 - where a row begins
            x, row = 24.0, row + 1
        words_ = svg.label(said, x=24, y=5, size=13, fill="#383a3b")
        moved = f"translate({x:.1f} {top + 18 + 30 * row:.1f})"
        placed.append(svg.element("g", shown, words_, transform=moved))
        x += taken
    return placed, 46.0 + 30 * row
