"""How people, groups and orders are drawn: a shape for each role, a fence for each order."""

import math
from typing import Any

from visualisation import svg

NODE = 20.0
FILLS = {
    "suspect": "#1f4e79",
    "victim": "#0f766e",
    "both": "#54319f",
    "other": "#5b6670",
    "order": "#8a5a00",
    "location": "#383a3b",
    "offence": "#7a2e5d",
}
EDGES = {
    "OFFENCE": "#7a2e5d",
    "WITNESS": "#7a2e5d",
    "CO_SUSPECT": "#1f4e79",
    "ORDER": "#8a5a00",
}
GREY = "#7b8790"


def shape(kind: str, role: str, *, size: float = NODE, redacted: bool = False) -> str:
    """The shape of a node around (0, 0): square suspect, round victim, diamond both."""
    name = role if kind in {"person", "group"} else kind
    colour = FILLS.get(name, FILLS["other"])
    look: dict[str, Any] = {
        "fill": "#ffffff" if redacted else colour,
        "stroke": colour if redacted else "#ffffff",
        "stroke_width": 3 if redacted else 2,
        "stroke_dasharray": "5 3" if redacted else None,
        "class_": f"pv-{name}{' pv-redacted' if redacted else ''}",
    }
    drawn = _outline(name, size, look)
    if kind != "group":
        return drawn
    behind = dict(look, fill="#ffffff", stroke=colour, stroke_dasharray=None)
    back = _outline(name, size, behind)
    return svg.element("g", back, transform="translate(5 -5)") + drawn


def _outline(name: str, size: float, look: dict[str, Any]) -> str:
    if name == "suspect":
        side = size * 1.8
        return svg.element("rect", x=-side / 2, y=-side / 2, width=side, height=side, rx=4, **look)
    corners = {
        "both": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
        "other": ((-0.58, -1), (0.58, -1), (1.15, 0), (0.58, 1), (-0.58, 1), (-1.15, 0)),
        "location": ((0, -1.1), (1, -0.2), (1, 0.9), (-1, 0.9), (-1, -0.2)),
    }.get(name)
    if corners is not None:
        scaled = [(right * size, down * size) for right, down in corners]
        return svg.element("polygon", points=svg.points(scaled, 0, 0), **look)
    if name == "order":
        return fence(0, 0, 0, colour=FILLS["order"])
    return svg.element("circle", r=size, cx=0, cy=0, **look)


def fence(x: float, y: float, angle: float, *, colour: str) -> str:
    """A short fence across a line that runs at ``angle`` degrees: it stands between two people."""
    posts = [
        svg.element("rect", x=-2.5, y=down - 2.0, width=11, height=4, fill=colour)
        for down in (-15.0, -5.0, 5.0, 15.0)
    ]
    rails = [
        svg.element("rect", x=right, y=-19, width=2.5, height=38, fill=colour)
        for right in (0.0, 4.5)
    ]
    back = svg.element("rect", x=-6, y=-21, width=18, height=42, fill="#ffffff", class_="pv-back")
    return svg.element(
        "g", back, *rails, *posts, class_="pv-fence",
        transform=f"translate({x:.1f} {y:.1f}) rotate({angle:.1f})",
    )  # fmt: skip


def pill(x: float, y: float, said: str, *, colour: str) -> str:
    """A count on an edge."""
    width = svg.width_of(said, 13) + 14
    box = svg.element(
        "rect", x=x - width / 2, y=y - 11, width=width, height=22, rx=11, fill="#ffffff",
        stroke=colour, stroke_width=1.5, class_="pv-pill",
    )  # fmt: skip
    return box + svg.label(said, x=x, y=y + 5, size=13, anchor="middle", weight="bold")


def side_by_side(
    start: tuple[float, float], end: tuple[float, float], number: int, of: int
) -> tuple[float, float, float, float]:
    """The ends of one of several edges between the same two nodes, beside each other."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down) or 1.0
    off = (number - (of - 1) / 2) * 9
    right, below = -down / length * off, across / length * off
    return start[0] + right, start[1] + below, end[0] + right, end[1] + below
