"""What was truly called for: which orders' conditions were met when, and which programme fitted.

Worked out from what truly happened and had been reported by then, with the true persons in place
of the records. A counter-allegation is left out: what it says did not happen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.synthetic.data_files import offence_kind
from ingest.synthetic.events import STALKING
from ingest.synthetic.people import ADULT, PARTNERS, Circle, Person
from ingest.synthetic.recording import Entry

DRIVE_REPORTS = 3
_SECOND = 2
_LIGHT = 2


@dataclass(frozen=True)
class Met:
    """From `met_on` on, the conduct that an order of this kind needs had been reported.

    `protects` is whom it would protect; `offences` are the references of what had been reported.
    What the law leaves to judgement (risk, necessity) is no part of it.
    """

    kind: str
    respondent: Person
    protects: Person
    met_on: date
    offences: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """From a day on (to a day, where that is over) a programme was made for somebody like this."""

    person: Person
    programme: str
    from_on: date
    to_on: date | None = None


def true_entries(entries: list[Entry], person: Person) -> list[Entry]:
    """What this person truly did to somebody, in the order of recording."""
    mine = [
        entry
        for entry in entries
        if entry.case.act.suspect is person
        and entry.case.act.victim is not None
        and entry.case.act.counter_to is None
        and not entry.deleted
    ]
    return sorted(mine, key=lambda entry: entry.case.recorded_at)


def conditions(circle: Circle, person: Person, mine: list[Entry]) -> Iterator[Met]:
    """Each order whose conduct condition one suspect met, by the person it would protect.

    `spo`: acts associated with stalking, an offence of stalking or the second act of such a course
    (Stalking Protection Act 2019 s1). `dvpn`: violence or a threat of it towards somebody
    associated, respondent 18 or over (Crime and Security Act 2010 s24). `sro`: an act of a sexual
    nature (Sexual Offences Act 2003 s122A). `shpo`: such an act after a conviction for one (s103A).
    `restraining_order`: a charge (Sentencing Act 2020 s360). `dvds_right_to_know`: abuse on record
    and a partner who may not know of it (disclosure scheme guidance, 2023).
    """
    victims = {id(v): v for e in mine if (v := e.case.act.victim) is not None}
    for victim in victims.values():
        yield from _against(person, victim, [e for e in mine if e.case.act.victim is victim])
    yield from _again(person, mine)
    yield from _new_partner(circle, person, mine)


def _against(person: Person, victim: Person, found: list[Entry]) -> Iterator[Met]:
    stalking: list[Entry] = []
    kinds: set[str] = set()

    def first(kind: str, entry: Entry, on: date, because: tuple[str, ...] = ()) -> Iterator[Met]:
        if kind not in kinds:
            kinds.add(kind)
            yield Met(kind, person, victim, on, because or (entry.ref,))

    for entry in found:
        act, on = entry.case.act, entry.case.recorded_at.date()
        of_age = person.age_on(act.at.date()) >= ADULT
        if act.kind in STALKING or act.course.theme == "stalking":
            stalking.append(entry)
            if act.kind in STALKING or len(stalking) >= _SECOND:
                yield from first("spo", entry, on, tuple(one.ref for one in stalking))
        kind = offence_kind(act.kind).kind
        if act.is_domestic and of_age and kind == "violence":
            yield Met("dvpn", person, victim, on, (entry.ref,))
        if kind == "sexual":
            yield from first("sro", entry, on)
        charged = next((s.on for s in entry.case.steps if s.status == "charged"), None)
        if charged is not None:
            yield from first("restraining_order", entry, charged)


def _again(person: Person, mine: list[Entry]) -> Iterator[Met]:
    """A sexual act after a conviction for one."""
    sexual = [e for e in mine if offence_kind(e.case.act.kind).kind == "sexual"]
    for before in sexual:
        told = next((s for s in before.case.steps if s.status == "convicted"), None)
        later = [e for e in sexual if told is not None and e.case.recorded_at > told.recorded_at]
        if told is not None and later and (victim := later[0].case.act.victim) is not None:
            on = later[0].case.recorded_at.date()
            yield Met("shpo", person, victim, on, (before.ref, later[0].ref))
            return


def _new_partner(circle: Circle, person: Person, mine: list[Entry]) -> Iterator[Met]:
    """A partner of somebody whose abuse of another had been reported."""
    for tie in circle.ties:
        if tie.kind not in PARTNERS or person not in (tie.one, tie.other):
            continue
        partner = tie.other if tie.one is person else tie.one
        known = [e for e in mine if e.case.act.is_domestic and e.case.act.victim is not partner]
        if not known:
            continue
        on = max(tie.from_on, known[0].case.recorded_at.date())
        if tie.to_on is None or on < tie.to_on:
            before = tuple(e.ref for e in known if e.case.recorded_at.date() <= on)
            yield Met("dvds_right_to_know", person, partner, on, before)


def fits(person: Person, mine: list[Entry]) -> Iterator[Fit]:
    """The programmes made for somebody like this adult suspect, by what truly happened.

    `cara`: one report of domestic abuse of the lighter kind, nothing coercive, until there is more.
    `behaviour_change`: from the second report on. `drive`: a second partner abused, or from the
    third report of a course that comes to the gravest acts (high harm, high risk or serial).
    """
    domestic = [
        e for e in mine if e.case.act.is_domestic and person.age_on(e.case.act.at.date()) >= ADULT
    ]
    if not domestic:
        return
    days = [entry.case.recorded_at.date() for entry in domestic]
    first = domestic[0].case.act
    light = offence_kind(first.kind).grade <= _LIGHT and first.course.theme in ("couple", "family")
    if light:
        yield Fit(person, "cara", days[0], days[1] if len(days) > 1 else None)
    if len(days) >= _SECOND:
        yield Fit(person, "behaviour_change", days[1])
    for number, entry in enumerate(domestic, 1):
        others = {id(one.case.act.victim) for one in domestic[:number]}
        if len(others) > 1 or (entry.case.act.course.grave and number >= DRIVE_REPORTS):
            yield Fit(person, "drive", days[number - 1])
            return
