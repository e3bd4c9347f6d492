"""Why a score is what it is: start at 0, one bar per contribution, end at the score."""

import pandas as pd

from visualisation import svg

MOST_BARS = 15
_WIDTH, _ROW, _TOP = 1100, 28, 34
_NAMES, _POINTS = 440, 96
_UP, _DOWN, _END, _REST = "#1f4e79", "#8a5a00", "#0b0c0c", "#6b7780"


def picture(
    contributions: pd.DataFrame,
    *,
    ident: str = "waterfall",
    title: str = "How the score of {total} points comes about",
    end: str = "Score",
    is_ordered: bool = False,
) -> str:
    """An SVG waterfall of the contributions, the largest first, caps as steps back.

    ``is_ordered``: as they come. ``title`` may hold ``{total}``; ``end`` names the last bar.

    ``contributions``: columns ``name`` (str), ``value`` (float, points; negative for a cap) and
    ``text`` (str, what it rests on; may be empty). Beyond `MOST_BARS` the smaller ones are drawn
    as one step, "N smaller", so that the steps still add up to the score.
    """
    steps = _rows(contributions) if is_ordered else _steps(contributions)
    total = float(contributions["value"].sum()) if len(contributions) else 0.0
    low, high = _reach([value for _, value in steps])
    room = _WIDTH - _NAMES - _POINTS

    def at(value: float) -> float:
        return _NAMES + (value - low) / (high - low) * room

    bottom = _TOP + _ROW * (len(steps) + 1)
    body = [_axis(at(0.0), bottom)]
    reached = 0.0
    for row, (name, value) in enumerate(steps):
        top = _TOP + row * _ROW
        body.append(_name(name, top))
        body.append(_bar(at(reached), at(reached + value), top, value=value, rest=False))
        body.append(_thread(at(reached + value), top))
        body.append(_points(f"{value:+,.1f}", top))
        reached += value
    top = _TOP + len(steps) * _ROW
    body.append(_name(end, top, weight="bold"))
    body.append(_bar(at(0.0), at(total), top, value=total, rest=True))
    body.append(_points(f"{total:,.1f}", top, weight="bold"))
    return svg.picture(
        body,
        width=_WIDTH,
        height=bottom + 8,
        title=title.format(total=f"{total:,.1f}"),
        description=_described(steps, total),
        ident=ident,
        class_="pv-waterfall",
    )


def _steps(contributions: pd.DataFrame) -> list[tuple[str, float]]:
    """(what, points), gains from the largest, then caps; the smaller gains as one step."""
    ordered = sorted(_rows(contributions), key=lambda row: -abs(row[1]))
    gains = [row for row in ordered if row[1] >= 0]
    caps = [row for row in ordered if row[1] < 0]
    room = max(1, MOST_BARS - min(len(caps), MOST_BARS // 2))
    caps = _grouped(caps, MOST_BARS // 2)
    return _grouped(gains, room) + caps


def _rows(contributions: pd.DataFrame) -> list[tuple[str, float]]:
    return [
        (str(row["text"] or row["name"]), float(row["value"]))
        for row in contributions.to_dict("records")
    ]


def _grouped(rows: list[tuple[str, float]], most: int) -> list[tuple[str, float]]:
    if len(rows) <= most:
        return rows
    rest = rows[most - 1 :]
    return [*rows[: most - 1], (f"{len(rest)} smaller", sum(value for _, value in rest))]


def _reach(values: list[float]) -> tuple[float, float]:
    """The least and the greatest point that the steps touch, never the same."""
    reached = [0.0]
    for value in values:
        reached.append(reached[-1] + value)
    low, high = min(reached), max(reached)
    return (low, high) if high > low else (low, low + 1.0)


def _described(steps: list[tuple[str, float]], total: float) -> str:
    said = "; ".join(f"{name} {value:+,.1f}" for name, value in steps) or "nothing contributes"
    return f"Starts at 0. {said}. Ends at {total:,.1f}."


def _axis(x: float, bottom: float) -> str:
    line = svg.element(
        "line", x1=x, y1=_TOP - 10, x2=x, y2=bottom, stroke="#6b7780", class_="pv-axis"
    )
    return line + svg.label("0", x=x, y=_TOP - 16, size=13, anchor="middle", fill="#383a3b")


def _name(name: str, top: float, weight: str | None = None) -> str:
    said = svg.lines(name, _NAMES - 16, most=1)
    return svg.label(said[0] if said else "", x=0, y=top + 18, weight=weight)


def _points(written: str, top: float, weight: str | None = None) -> str:
    return svg.label(written, x=_WIDTH, y=top + 18, anchor="end", weight=weight)


def _bar(start: float, end: float, top: float, *, value: float, rest: bool) -> str:
    fill = _END if rest else _UP if value >= 0 else _DOWN
    name = "pv-end" if rest else "pv-up" if value >= 0 else "pv-down"
    return svg.element(
        "rect",
        x=float(min(start, end)),
        y=top + 5,
        width=float(max(1.5, abs(end - start))),
        height=18,
        fill=fill,
        class_=name,
    )


def _thread(x: float, top: float) -> str:
    """The thin line that leads from one bar to the next."""
    return svg.element(
        "line",
        x1=float(x),
        y1=top + 23,
        x2=float(x),
        y2=top + _ROW + 5,
        stroke=_REST,
        stroke_dasharray="2 2",
        class_="pv-thread",
    )
