"""Cases: a report and what became of it. `investigation.py` and `courts.py` fill them."""

import heapq
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ingest.synthetic.data_files import offence_kind
from ingest.synthetic.days import add
from ingest.synthetic.events import Act
from ingest.synthetic.people import Person

FROM_INSIDE = ("malicious_comms", "harassment", "threats_to_kill")


@dataclass(frozen=True)
class Step:
    """A status of the suspect: from when the record says so, and on which day it came about."""

    recorded_at: datetime
    status: str
    on: date


@dataclass(frozen=True)
class Custody:
    """An event of custody, as in the contract."""

    kind: str
    at: datetime
    recorded_at: datetime
    until_on: date | None = None
    sentence_kind: str = ""
    sentence_days: int = 0


@dataclass
class Case:
    """A report and everything that came of it. Orders are added by `proceedings.py`.

    `outcome` is a Home Office outcome code, empty while there is none.
    """

    act: Act
    recorded_at: datetime
    steps: list[Step] = field(default_factory=list)
    custody: list[Custody] = field(default_factory=list)
    outcome: str = ""
    decided_on: date | None = None
    outcome_at: datetime | None = None
    sentence_kind: str = ""
    sentence_days: int = 0
    sentenced_on: date | None = None
    released_on: date | None = None
    licence_to: date | None = None
    court_at: datetime | None = None
    breaches: bool = False

    @property
    def is_crime(self) -> bool:
        """True for a crime, false for an incident."""
        return offence_kind(self.act.kind).kind != "incident"

    @property
    def status(self) -> str:
        """The suspect's last status, empty where nobody was named."""
        return self.steps[-1].status if self.steps else ""

    @property
    def arrested_at(self) -> datetime | None:
        """The moment of the arrest for it, if there was one."""
        return next((event.at for event in self.custody if event.kind == "arrested"), None)

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed without charge, if it was."""
        charged = any(step.status == "charged" for step in self.steps)
        return None if charged else self.decided_on

    def on_licence(self, moment: datetime) -> bool:
        """True if the suspect was out on licence then: not before release, not while recalled."""
        day = moment.date()
        begun = [e for e in self.custody if e.at <= moment]
        recalled = any(e.kind == "recalled" and e.until_on and day <= e.until_on for e in begun)
        free = any(e.kind == "on_licence" for e in begun) and not recalled
        return free and self.licence_to is not None and day <= self.licence_to

    def charged_before(self, moment: datetime) -> bool:
        """True if a charge was running then: made, and not ended by a court in favour."""
        charged = any(s.status == "charged" and s.recorded_at < moment for s in self.steps)
        over = any(
            s.status in ("acquitted", "discontinued") and s.recorded_at < moment for s in self.steps
        )
        return charged and not over


@dataclass
class Prison:
    """Who was locked up when, and who was arrested on which day outside."""

    spells: list[tuple[int, date, date]] = field(default_factory=list)
    arrests: list[tuple[int, date]] = field(default_factory=list)

    def holds(self, person: Person | None, day: date) -> bool:
        """True if that person was in custody on that day."""
        return person is not None and any(
            number == person.number and start <= day <= end for number, start, end in self.spells
        )

    def add(self, person: Person, start: date, end: date) -> None:
        """Note a time in custody."""
        self.spells.append((person.number, start, end))

    def lacks(self, person: Person, day: date, days: int) -> bool:
        """True if that person is arrested outside in the `days` after a day, so is not held then.

        A report made earlier may lead to an arrest later than one that is charged at once.
        """
        return any(
            number == person.number and day < on <= add(day, days) for number, on in self.arrests
        )


class Queue:
    """Reports still to come, earliest first; equal times in the order they were put in."""

    def __init__(self, acts: list[Act]) -> None:
        self._heap: list[tuple[datetime, int, Act]] = []
        self._put = 0
        for act in acts:
            self.put(act)

    def put(self, act: Act) -> None:
        """Add a report."""
        heapq.heappush(self._heap, (act.reported_at, self._put, act))
        self._put += 1

    def take(self) -> Act | None:
        """The earliest report, or nothing."""
        return heapq.heappop(self._heap)[2] if self._heap else None


def happens(act: Act, prison: Prison) -> bool:
    """False if the suspect was inside or either was dead, so that it cannot have happened."""
    day = act.at.date()
    if prison.holds(act.suspect, day) and act.kind not in FROM_INSIDE:
        return False
    return all(p is None or p.alive_on(day) for p in (act.suspect, act.victim))


def as_breach(act: Act, kind: str) -> Act:
    """The same act, recorded as breach of an order where it is no graver offence of its own."""
    if act.kind == kind:
        return act
    if offence_kind(act.kind).grade > 1:
        return replace(act, included=tuple(sorted({*act.included, kind})))
    kept = () if offence_kind(act.kind).kind == "incident" else (act.kind,)
    return replace(act, kind=kind, from_on=act.at.date(), included=kept)
