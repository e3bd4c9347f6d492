"""The truth about an invented world, read by evaluation and tests alone.

The folder `OUT.truth` beside an extract `OUT` holds comma separated files, one line a fact:

- `people.csv`: `record_id`, `cluster`, `opened_at`: which true person each nominal record stands
  for. Every record opened by the extract's last day is there.
- `persons.csv`: `cluster`, `circle`, `theme`, `sex`, `born_on`, `died_on`, `area`,
  `police_employee`: the true people of the whole world, recorded or not.
- `offences.csv`: `offence_id`, `course`, `suspect`, `victim`, `setting`, `happened_on`,
  `reported_on`, `counter_to`: who truly did what to whom; `counter_to` is the offence against
  which a counter-allegation was made, whose suspect is the primary aggressor.
- `serial.csv`: `cluster`, `definition`, `since_on`: from which day on somebody was serial by what
  had been reported, under each definition of it.
- `orders.csv`: `order_id`, `kind`, `respondent`, `protected`, `in_force`.

People are named by clusters, never by names.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.synthetic.events import Act
from ingest.synthetic.justice import Case
from ingest.synthetic.orders import Order
from ingest.synthetic.people import Circle, Person
from ingest.synthetic.recording import Recorder

COLUMNS = {
    "people": ("record_id", "cluster", "opened_at"),
    "persons": (
        "cluster",
        "circle",
        "theme",
        "sex",
        "born_on",
        "died_on",
        "area",
        "police_employee",
    ),
    "offences": (
        "offence_id",
        "course",
        "suspect",
        "victim",
        "setting",
        "happened_on",
        "reported_on",
        "counter_to",
    ),
    "serial": ("cluster", "definition", "since_on"),
    "orders": ("order_id", "kind", "respondent", "protected", "in_force"),
}
MATAC_YEARS = 3
ADULT = 16
KIN = ("parent", "sibling", "other_family", "spouse", "civil_partner", "partner")


class Truth:
    """The truth files of one extract."""

    def __init__(self, out: Path, until: datetime) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._until = until
        self._files = {
            name: (out / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in COLUMNS
        }
        self._writers = {
            name: csv.writer(file, lineterminator="\n") for name, file in self._files.items()
        }
        for name, columns in COLUMNS.items():
            self._writers[name].writerow(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()

    def note(self, circle: Circle, recorder: Recorder, orders: list[tuple[str, Order]]) -> None:
        """Everything about one circle."""
        for person in circle.people:
            self._writers["persons"].writerow(
                (
                    cluster(circle, person),
                    circle.number,
                    circle.theme,
                    person.sex,
                    person.born_on,
                    person.died_on or "",
                    person.stays[0].address.area,
                    "true" if circle.police_employee is person else "false",
                )
            )
        for nominal in recorder.registry.everyone():
            if nominal.opened_at <= self._until:
                self._writers["people"].writerow(
                    (nominal.ref, cluster(circle, nominal.person), nominal.opened_at.isoformat())
                )
        # The record may show an act as a breach, a copy: moment, suspect and victim tell it again.
        refs = {_what(entry.case.act): entry.ref for entry in recorder.entries}
        for entry in recorder.entries:
            act = entry.case.act
            if entry.case.recorded_at <= self._until:
                self._writers["offences"].writerow(
                    (
                        entry.ref,
                        f"{circle.number}-{act.course.number}",
                        _name(circle, act.suspect),
                        _name(circle, act.victim),
                        act.setting,
                        act.at.date(),
                        act.reported_at.date(),
                        refs.get(_what(act.counter_to), "") if act.counter_to is not None else "",
                    )
                )
        for ref, order in orders:
            self._writers["orders"].writerow(
                (
                    ref,
                    order.kind,
                    cluster(circle, order.respondent),
                    ";".join(cluster(circle, person) for person in order.protected),
                    "true" if order.in_force else "false",
                )
            )
        for person in circle.people:
            mine = [e.case for e in recorder.entries if e.case.act.suspect is person]
            for definition, since_on in serial_since(circle, mine):
                self._writers["serial"].writerow((cluster(circle, person), definition, since_on))


def cluster(circle: Circle, person: Person) -> str:
    """The name of a true person in the truth files."""
    return f"P{circle.number:06d}-{person.number:02d}"


def _what(act: Act) -> tuple[datetime, int, int]:
    return act.at, _number(act.suspect), _number(act.victim)


def _number(person: Person | None) -> int:
    return 0 if person is None else person.number


def _name(circle: Circle, person: Person | None) -> str:
    return "" if person is None else cluster(circle, person)


def serial_since(circle: Circle, cases: list[Case]) -> list[tuple[str, date]]:
    """The day from which a suspect was serial under each definition, by the cases reported.

    `drive`: two different victims. `acpo_2009`: two victims unconnected to each other. `matac`: two
    different victims of domestic cases, all aged 16 or over, within three years.
    """
    found: dict[str, date] = {}
    seen: list[Case] = []
    for case in sorted(cases, key=lambda one: one.recorded_at):
        victim, on = case.act.victim, case.recorded_at.date()
        if victim is None:
            continue
        others = [c for c in seen if c.act.victim is not victim]
        if others:
            found.setdefault("drive", on)
        if any(
            c.act.victim is not None and not _bound(circle, c.act.victim, victim) for c in others
        ):
            found.setdefault("acpo_2009", on)
        recent = [
            c for c in others if c.recorded_at.date() > on - timedelta(days=365 * MATAC_YEARS)
        ]
        if case.act.is_domestic and any(c.act.is_domestic for c in recent):
            found.setdefault("matac", on)
        seen.append(case)
    return sorted(found.items())


def _bound(circle: Circle, one: Person, other: Person) -> bool:
    return any(tie.kind in KIN and tie.binds(one, other) for tie in circle.ties)
