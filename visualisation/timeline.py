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
    ("step", "Steps of cases"),
    ("safeguarding", "Safeguarding"),
    ("management", "Management"),
    ("programme", "Programmes"),
    ("intelligence", "Intelligence"),
    ("other", "Other"),
)
_KINDS = {
    "offence": "offence", "crime": "offence", "incident": "offence",
    "move": "move", "new_victim": "move",
    "outcome": "outcome", "charged": "outcome", "convicted": "outcome", "acquitted": "outcome",
    "order": "order", "order_event": "order",
    "custody": "custody", "custody_event": "custody",
    "risk_assessment": "assessment", "assessment": "assessment",
    "case_event": "step",
    "disclosure": "safeguarding", "marac": "safeguarding",
    "mappa": "management", "iom": "management", "sex_offender_notification": "management",
    "referral": "programme", "intervention": "programme",
    "intelligence": "intelligence",
}  # fmt: skip
_COLOURS = {
    "offence": "#7a2e5d",
    "move": "#54319f",
    "outcome": "#0b5c3e",
    "order": "#8a5a00",
    "custody": "#51606c",
    "assessment": "#1f4e79",
    "step": "#6b3a10",
    "safeguarding": "#9c1c5b",
    "management": "#4a4f8a",
    "programme": "#3f5f12",
    "intelligence": "#383a3b",
    "other": "#383a3b",
}
_WIDTH, _NAMES, _TOP, _FOOT = 1100, 150, 12, 40
_LANE, _PITCH = 40, 12  # the least height of a lane, and what each further row of marks adds
_MARK = 11  # how far apart marks must be, in picture units, not to hide each other
_ROWS = 6  # how many rows of marks a lane has before they share a place


@dataclass(frozen=True)
class _Event:
    start: pd.Timestamp
    end: pd.Timestamp | None
    lane: str
    said: str
    number: int  # two records may say the same, and are two


def picture(events: pd.DataFrame, *, today: object = None, ident: str = "timeline") -> str:
    """An SVG timeline of the events, with a line for today where a day is given.

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
    days = max(1, (last - first).days)

    def at(day: pd.Timestamp) -> float:
        return _NAMES + 10 + (day - first).days / days * (_WIDTH - _NAMES - 30)

    lanes = [
        (kind, name, rows)
        for kind, name in LANES
        if (rows := _rows([event for event in known if event.lane == kind], at))
    ]
    body: list[str] = []
    top = float(_TOP)
    for number, (kind, name, rows) in enumerate(lanes):
        high = _LANE if kind == "custody" else max(_LANE, _PITCH * max(rows.values()) + 28)
        body.append(_lane(name, top, high, shaded=number % 2 == 0))
        body += _marks(kind, rows, at, top, high)
        top += high
    drawn = [*_years(first, last, at, top), *body]
    now = _day(today)
    if now is not None and first <= now <= last:
        drawn += _today(at(now), top)
    return svg.picture(
        drawn,
        width=_WIDTH,
        height=top + _FOOT,
        title=title,
        description=_described(known, [lane[:2] for lane in lanes], undated),
        ident=ident,
        class_="pv-timeline",
    )


def _rows(events: list[_Event], at: Callable[[pd.Timestamp], float]) -> dict[_Event, int]:
    """The row of each event's mark: bars first, then points, each where nothing hides it."""
    rows: dict[_Event, int] = {}
    taken = [-math.inf] * _ROWS
    for event in sorted(events, key=lambda event: (event.end is None, event.start)):
        x = at(event.start)
        free = [row for row in range(_ROWS) if taken[row] + _MARK <= x]
        row = free[0] if free else min(range(_ROWS), key=taken.__getitem__)
        taken[row] = max(taken[row], at(event.end) if event.end is not None else x)
        rows[event] = row
    return rows


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
        said = svg.clean(row.get("text") or row.get("kind"))
        known.append(_Event(start, end, lane, said, len(known)))
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


def _today(x: float, bottom: float) -> list[str]:
    line = svg.element(
        "line", x1=x, y1=_TOP - 4, x2=x, y2=bottom, stroke="#0b0c0c", stroke_dasharray="3 3",
        class_="pv-today",
    )  # fmt: skip
    return [line, svg.label("today", x=x, y=bottom + 32, size=13, anchor="middle", weight="bold")]


def _lane(name: str, top: float, high: float, *, shaded: bool) -> str:
    band = svg.element(
        "rect", x=0, y=top, width=_WIDTH, height=high, fill="#f1f4f6" if shaded else "#ffffff",
        fill_opacity=0.7, class_="pv-lane",
    )  # fmt: skip
    return band + svg.label(name, x=8, y=top + high / 2 + 5)


def _marks(
    kind: str, rows: dict[_Event, int], at: Callable[[pd.Timestamp], float], top: float, high: float
) -> list[str]:
    """The lane's marks, in as many rows as it takes that none hides another."""
    body: list[str] = []
    middle = max(rows.values()) / 2
    for event, row in rows.items():
        x = at(event.start)
        end = at(event.end) if event.end is not None else x
        y = top + high / 2 + (row - middle) * _PITCH
        mark = _band(x, end, top, high) if kind == "custody" else _mark(kind, x, y, end)
        title = svg.element("title", svg.text(f"{event.start:%-d %b %Y}: {event.said}"))
        body.append(svg.element("g", title, mark, class_=f"pv-{kind}"))
    return body


def _band(x: float, end: float, top: float, high: float) -> str:
    return svg.element(
        "rect", x=x, y=top + 5, width=max(4.0, end - x), height=high - 10,
        fill=_COLOURS["custody"], fill_opacity=0.75,
    )  # fmt: skip


def _mark(kind: str, x: float, y: float, end: float) -> str:
    fill = _COLOURS[kind]
    if end > x:
        return svg.element("rect", x=x, y=y - 4, width=end - x, height=8, rx=2, fill=fill)
    shapes = {
        "outcome": ((0, -6), (6, 0), (0, 6), (-6, 0)),
        "move": ((-6, -6), (6, 0), (-6, 6)),
        "order": ((0, -6), (6, 5), (-6, 5)),
    }
    if kind in shapes:
        return svg.element("polygon", points=svg.points(shapes[kind], x, y), fill=fill)
    if kind in {"assessment", "other", "safeguarding", "intelligence"}:
        return svg.element("rect", x=x - 5, y=y - 5, width=10, height=10, fill=fill)
    return svg.element("circle", cx=x, cy=y, r=5.5, fill=fill)


def _described(known: list[_Event], used: list[tuple[str, str]], undated: int) -> str:
    counts = ", ".join(
        f"{name.lower()} {sum(event.lane == kind for event in known)}" for kind, name in used
    )
    span = f"From {known[0].start:%-d %b %Y} to {max(e.end or e.start for e in known):%-d %b %Y}"
    rest = f" {undated} more without a date are not drawn." if undated else ""
    return f"{span}: {counts}.{rest} The same events are listed beside the picture."
