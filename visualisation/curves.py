"""Curves of one share against another, for docs and notebooks: concentration, thresholds."""

from collections.abc import Callable, Mapping, Sequence

from visualisation import svg

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 16, 88
_COLOURS = ("#1f4e79", "#7a2e5d", "#8a5a00", "#00703c")
_DASHES = (None, "8 4", "2 4", "12 4 2 4")
_MOST_CURVES = len(_COLOURS)
_STEPS = 5

Points = Sequence[tuple[float, float]]
_At = Callable[[float, float], tuple[float, float]]


def picture(
    curves: Mapping[str, Points], *, across: str, up: str, reach: float = 1.0, ident: str = "curves"
) -> str:
    """An SVG of up to four curves of shares (0 to 1) on both axes, each in colour and dash.

    ``across`` and ``up`` name the axes; ``reach`` is the share at which the axis across ends.
    Points beyond it are left out. Raises ValueError for more curves than can be told apart.
    """
    if len(curves) > _MOST_CURVES:
        raise ValueError(
            f"At most {_MOST_CURVES} curves can be told apart; here are {len(curves)}."
        )
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + min(x, reach) / reach * (right - _LEFT),
            bottom - y * (bottom - _TOP),
        )

    body = [
        _grid(at, reach),
        svg.label(across, x=(_LEFT + right) / 2, y=bottom + 42, anchor="middle"),
    ]
    body.append(svg.label(up, x=_LEFT, y=_TOP - 2, size=13, fill="#383a3b"))
    for number, (name, points) in enumerate(curves.items()):
        colour, dash = _COLOURS[number], _DASHES[number]
        kept = [at(x, y) for x, y in points if x <= reach]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in kept)
        body.append(_line(line, colour, dash))
        left = _LEFT + number * 160
        body.append(_line(f"{left},{_HEIGHT - 14} {left + 28},{_HEIGHT - 14}", colour, dash))
        body.append(svg.label(name, x=left + 36, y=_HEIGHT - 9))
    return svg.picture(
        body,
        width=_WIDTH,
        height=_HEIGHT,
        title=f"{up} by {across[:1].lower()}{across[1:]}",
        description=", ".join(curves),
        ident=ident,
        class_="pv-curves",
    )


def _grid(at: _At, reach: float) -> str:
    lines = []
    for step in range(_STEPS + 1):
        share = step / _STEPS
        (left, y), (right, _) = at(0.0, share), at(reach, share)
        lines.append(_rule(left, y, right, y))
        lines.append(svg.label(f"{share * 100:.0f} %", x=left - 8, y=y + 5, size=13, anchor="end"))
        x, bottom = at(share * reach, 0.0)
        lines.append(
            svg.label(f"{share * reach * 100:g} %", x=x, y=bottom + 20, size=13, anchor="middle")
        )
    return "".join(lines)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return svg.element(
        "line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke="#d3d8dc"
    )


def _line(points: str, colour: str, dash: str | None) -> str:
    return svg.element(
        "polyline",
        points=points,
        fill="none",
        stroke=colour,
        stroke_width=2.5,
        stroke_dasharray=dash,
        stroke_linejoin="round",
    )
