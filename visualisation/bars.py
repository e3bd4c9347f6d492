"""Three small bars for one row of a list: harm, serial, repeat, always shown apart."""

from collections.abc import Mapping

from visualisation import svg

AXES = ("harm", "serial", "repeat")
_COLOURS = {"harm": "#7a2e5d", "serial": "#1f4e79", "repeat": "#8a5a00"}
_WIDTH, _ROW, _NAME, _NUMBER = 190, 20, 50, 48


def picture(
    axes: Mapping[str, float | None],
    most: Mapping[str, float],
    *,
    ident: str,
    words: Mapping[str, str] | None = None,
) -> str:
    """An SVG of one bar per axis, as long as its share of the greatest value on the page.

    ``axes`` and ``most`` hold points by axis name; None means that the run has no such axis and
    is written as a dash, never drawn as zero. ``words`` says how each number is written.
    """
    room = _WIDTH - _NAME - _NUMBER
    body: list[str] = []
    said: list[str] = []
    for row, axis in enumerate(AXES):
        value = axes.get(axis)
        written = "-" if value is None else (words or {}).get(axis) or f"{value:,.0f}"
        said.append(f"{axis} {'not known' if value is None else written}")
        top = row * _ROW
        body.append(svg.label(axis.capitalize(), x=0, y=top + 14, size=13, fill="#383a3b"))
        body.append(_box(_NAME, top + 4, room, "#e4e7ea", "pv-track"))
        if value is not None and value > 0 and most.get(axis, 0) > 0:
            share = min(1.0, value / most[axis])
            body.append(_box(_NAME, top + 4, max(2.0, room * share), _COLOURS[axis], f"pv-{axis}"))
        body.append(svg.label(written, x=_WIDTH, y=top + 14, size=13, anchor="end"))
    return svg.picture(
        body,
        width=_WIDTH,
        height=_ROW * len(AXES),
        title="Three axes",
        description=", ".join(said),
        ident=ident,
        class_="pv-bars",
    )


def _box(x: float, y: float, width: float, fill: str, class_: str) -> str:
    return svg.element(
        "rect", x=x, y=y, width=float(width), height=11, rx=2, fill=fill, class_=class_
    )
