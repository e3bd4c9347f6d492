"""What happened when, in lanes by kind: offences, outcomes, orders as bars, custody as bands."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from visualisation import svg

# Lanes from top to bottom; a kind that is not here gets the last one.
LANES: tuple[tuple[str, str], ...] = (
    ("offence", "Offences"),
    ("move", "Another victim"),
    ("outcome", "Outcomes"),
    ("order", "Orders"),
    ("custody", "Custody"),
    ("assessment", "Risk assessments"),
    ("other", "Other"),
)
_KINDS = {
    "offence": "offence", "crime": "offence", "incident": "offence",
    "move": "move", "new_victim": "move",
    "outcome": "outcome", "charged": "outcome", "convicted": "outcome", "acquitted": "outcome",
    "order": "order", "order_event": "order",
    "custody": "custody", "custody_event": "custody",
    "risk_assessment": "assessment", "assessment": "assessment",
}  # fmt: skip
_COLOURS = {
    "offence": "#7a2e5d",
    "move": "#54319f",
    "outcome": "#0b5c3e",
    "order": "#8a5a00",
    "custody": "#51606c",
    "assessment": "#1f4e79",
    "other": "#383a3b",
}
_WIDTH, _NAMES, _LANE, _TOP, _FOOT = 1100, 150, 40, 12, 34
_MARK = 11  # how far apart marks must be, in picture units, not to hide each other
_ROWS = 3  # how many marks are stacked before they share a place


@dataclass(frozen=True)
class _Event:
    start: pd.Timestamp
    end: pd.Timestamp | None
    lane: str
    said: str


def picture(events: pd.DataFrame, *, ident: str = "timeline") -> str:
    """An SVG timeline of the events.

    ``events``: columns ``on`` (day), ``until`` (day or missing: a point), ``kind`` (str, see
    `LANES`) and ``text`` (str). Days may be anything that pandas reads as a date; an event
    without a day is not drawn, and the description says how many there are.
    """
    known, undated = _read(events)
    title = "Timeline"
    if not known:
        return svg.picture(
            [svg.label("No dated event is recorded.", x=0, y=24)],
            width=_WIDTH, height=40, title=title, ident=ident,
            description="No dated event is recorded.", class_="pv-timeline",
        )  # fmt: skip
    first = min(event.start for event in known)
    last = max(event.end or event.start for event in known)
    used = [(kind, name) for kind, name in LANES if any(event.lane == kind for event in known)]
    bottom = _TOP + _LANE * len(used)
    days = max(1, (last - first).days)

    def at(day: pd.Timestamp) -> float:
        return _NAMES + 10 + (day - first).days / days * (_WIDTH - _NAMES - 30)

    body = _years(first, last, at, bottom)
    for row, (kind, name) in enumerate(used):
        top = _TOP + row * _LANE
        body.append(_lane(name, top, shaded=row % 2 == 0))
        body += _marks([event for event in known if event.lane == kind], at, top, kind)
    return svg.picture(
        body,
        width=_WIDTH,
        height=bottom + _FOOT,
        title=title,
        description=_described(known, used, undated),
        ident=ident,
        class_="pv-timeline",
    )


def _read(events: pd.DataFrame) -> tuple[list[_Event], int]:
    """The events with a day, in order, and how many have none."""
    known: list[_Event] = []
    for row in events.to_dict("records"):
        start = _day(row.get("on"))
        if start is None:
            continue
        lane = _KINDS.get(str(row.get("kind")), "other")
        end = _day(row.get("until"))
        end = end if end is not None and end > start else None
        known.append(_Event(start, end, lane, svg.clean(row.get("text") or row.get("kind"))))
    known.sort(key=lambda event: (event.start, event.lane, event.said))
    return known, len(events) - len(known)


def _day(value: object) -> pd.Timestamp | None:
    """The day of a date, an instant or a text; None if it is none of these."""
    day = pd.to_datetime(str(value), errors="coerce", utc=True)
    return None if pd.isna(day) else day.tz_localize(None).normalize()


def _years(
    first: pd.Timestamp, last: pd.Timestamp, at: Callable[[pd.Timestamp], float], bottom: float
) -> list[str]:
    """A line and a name for the years (months, where all of it lies within a year and a half)."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months <= 18:  # noqa: PLR2004 - a year and a half
        step = max(1, math.ceil(months / 9))
        start = first.normalize().replace(day=1)
        ticks = [start + pd.DateOffset(months=step * n) for n in range(months // step + 2)]
        named = [(tick, tick.strftime("%b %Y")) for tick in ticks]
    else:
        step = max(1, math.ceil((last.year - first.year) / 12))
        named = [
            (pd.Timestamp(year, 1, 1), str(year)) for year in range(first.year, last.year + 1, step)
        ]
    body: list[str] = []
    for tick, name in named:
        if not first <= tick <= last:
            continue
        x = at(tick)
        body.append(
            svg.element("line", x1=x, y1=_TOP, x2=x, y2=bottom, stroke="#cbd2d8", class_="pv-grid")
        )
        body.append(svg.label(name, x=x, y=bottom + 18, size=13, anchor="middle", fill="#383a3b"))
    if not body:
        said = first.strftime("%-d %b %Y")
        body.append(svg.label(said, x=at(first), y=bottom + 18, size=13, fill="#383a3b"))
    return body


def _lane(name: str, top: float, *, shaded: bool) -> str:
    band = svg.element(
        "rect", x=0, y=top, width=_WIDTH, height=_LANE, fill="#f1f4f6" if shaded else "#ffffff",
        fill_opacity=0.7, class_="pv-lane",
    )  # fmt: skip
    return band + svg.label(name, x=8, y=top + _LANE / 2 + 5)


def _marks(
    events: list[_Event], at: Callable[[pd.Timestamp], float], top: float, kind: str
) -> list[str]:
    """The lane's marks; those that would hide each other are set one below the other."""
    body: list[str] = []
    taken = [-math.inf] * _ROWS
    for event in events:
        x = at(event.start)
        end = at(event.end) if event.end is not None else x
        row = next((n for n in range(_ROWS) if taken[n] + _MARK <= x), 0)
        taken[row] = max(taken[row], end)
        y = top + _LANE / 2 + (0, -11, 11)[row]
        title = svg.element("title", svg.text(f"{event.start:%-d %b %Y}: {event.said}"))
        body.append(svg.element("g", title, _mark(kind, x, y, end, top), class_=f"pv-{kind}"))
    return body


def _mark(kind: str, x: float, y: float, end: float, top: float) -> str:
    fill = _COLOURS[kind]
    if kind == "custody":
        wide = max(4.0, end - x)
        return svg.element(
            "rect", x=x, y=top + 5, width=wide, height=_LANE - 10, fill=fill, fill_opacity=0.75
        )
    if end > x:
        return svg.element("rect", x=x, y=y - 4, width=end - x, height=8, rx=2, fill=fill)
    shapes = {
        "outcome": ((0, -6), (6, 0), (0, 6), (-6, 0)),
        "move": ((-6, -6), (6, 0), (-6, 6)),
        "order": ((0, -6), (6, 5), (-6, 5)),
    }
    if kind in shapes:
        return svg.element("polygon", points=svg.points(shapes[kind], x, y), fill=fill)
    if kind in {"assessment", "other"}:
        return svg.element("rect", x=x - 5, y=y - 5, width=10, height=10, fill=fill)
    return svg.element("circle", cx=x, cy=y, r=5.5, fill=fill)


def _described(known: list[_Event], used: list[tuple[str, str]], undated: int) -> str:
    counts = ", ".join(
        f"{name.lower()} {sum(event.lane == kind for event in known)}" for kind, name in used
    )
    span = f"From {known[0].start:%-d %b %Y} to {max(e.end or e.start for e in known):%-d %b %Y}"
    rest = f" {undated} more without a date are not drawn." if undated else ""
    return f"{span}: {counts}.{rest} The same events are listed beside the picture."
