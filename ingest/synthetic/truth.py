"""The truth about an invented world, read by evaluation and tests alone.

The folder `OUT.truth` beside an extract `OUT` holds comma separated files, one line a fact:

- `people.csv`: `record_id`, `cluster`, `opened_at`, `name_origin`: which true person each nominal
  record stands for. Every record opened by the extract's last day is there. The origin is that of
  the person's names, for measuring whether records of all are found equally well.
- `persons.csv`: `cluster`, `circle`, `theme`, `sex`, `born_on`, `died_on`, `area`,
  `police_employee`: the true people of the whole world, recorded or not.
- `offences.csv`: `offence_id`, `course`, `suspect`, `victim`, `setting`, `happened_on`,
  `reported_on`, `counter_to`: who truly did what to whom; `counter_to` is the offence against
  which a counter-allegation was made, whose suspect is the primary aggressor.
- `serial.csv`: `cluster`, `definition`, `since_on`: from which day on somebody was serial by what
  had been reported, under each definition of it.
- `orders.csv`: `order_id`, `kind`, `respondent`, `protected`, `in_force`.
- `conditions.csv`: `kind`, `respondent`, `protects`, `met_on`, `offences`: from which day on the
  conduct that an order needs had truly happened and been reported, and by which offences
  (separated by `;`); see `truth_needs.py`. For `dvpn` one line for each act, for the others the
  first day.
- `aggressors.csv`: `offence_id`, `counter_to`, `primary_aggressor`, `alleged_aggressor`: each
  counter-allegation, what it answers, and who of the two truly was violent.
- `programmes.csv`: `cluster`, `programme`, `from_on`, `to_on`: which programme was made for whom.

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
from ingest.synthetic.recording import Entry, Recorder
from ingest.synthetic.truth_needs import conditions, fits, true_entries

COLUMNS = {
    "people": ("record_id", "cluster", "opened_at", "name_origin"),
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
    "conditions": ("kind", "respondent", "protects", "met_on", "offences"),
    "aggressors": ("offence_id", "counter_to", "primary_aggressor", "alleged_aggressor"),
    "programmes": ("cluster", "programme", "from_on", "to_on"),
}
MATAC_YEARS = 3
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
        """Everything about one circle that was so or had been reported by the last day."""
        self._persons(circle)
        for nominal in recorder.registry.everyone():
            if nominal.opened_at <= self._until:
                self._write(
                    "people",
                    nominal.ref,
                    cluster(circle, nominal.person),
                    nominal.opened_at.isoformat(),
                    nominal.person.community,
                )
        entries = [e for e in recorder.entries if e.case.recorded_at <= self._until]
        self._offences(circle, entries)
        for ref, order in orders:
            if order.versions[0].recorded_at <= self._until:
                self._write(
                    "orders",
                    ref,
                    order.kind,
                    cluster(circle, order.respondent),
                    ";".join(cluster(circle, person) for person in order.protected),
                    "true" if order.in_force else "false",
                )
        for person in circle.people:
            cases = [entry.case for entry in entries if entry.case.act.suspect is person]
            for definition, since_on in serial_since(circle, cases):
                self._write("serial", cluster(circle, person), definition, since_on)
            self._needs(circle, person, true_entries(entries, person))

    def _write(self, file: str, *values: object) -> None:
        self._writers[file].writerow(values)

    def _persons(self, circle: Circle) -> None:
        for person in circle.people:
            self._write(
                "persons",
                cluster(circle, person),
                circle.number,
                circle.theme,
                person.sex,
                person.born_on,
                person.died_on or "",
                person.stays[0].address.area,
                "true" if circle.police_employee is person else "false",
            )

    def _offences(self, circle: Circle, entries: list[Entry]) -> None:
        # The record may show an act as a breach, a copy: moment, suspect and victim tell it again.
        refs = {_what(entry.case.act): entry.ref for entry in entries}
        for entry in entries:
            act = entry.case.act
            counter_to = "" if act.counter_to is None else refs.get(_what(act.counter_to), "")
            suspect, victim = _name(circle, act.suspect), _name(circle, act.victim)
            self._write(
                "offences",
                entry.ref,
                f"{circle.number}-{act.course.number}",
                suspect,
                victim,
                act.setting,
                act.at.date(),
                act.reported_at.date(),
                counter_to,
            )
            if counter_to:
                self._write("aggressors", entry.ref, counter_to, victim, suspect)

    def _needs(self, circle: Circle, person: Person, mine: list[Entry]) -> None:
        until = self._until.date()
        for met in conditions(circle, person, mine):
            if met.met_on <= until:
                self._write(
                    "conditions",
                    met.kind,
                    cluster(circle, person),
                    cluster(circle, met.protects),
                    met.met_on,
                    ";".join(met.offences),
                )
        for fit in fits(person, mine):
            to_on = "" if fit.to_on is None else fit.to_on
            self._write("programmes", cluster(circle, person), fit.programme, fit.from_on, to_on)


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
