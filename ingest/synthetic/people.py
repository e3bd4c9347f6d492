"""The true people of the invented county, what binds them and what some do to others.

Nothing here is a record: what the force writes down is made from these in `recording.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ingest.synthetic.days import add, age
from ingest.synthetic.places import Address

PARTNERS = ("partner", "spouse", "civil_partner")
ADULT = 18
GROWN = 16
_A_YEAR = 365


@dataclass
class Stay:
    """A home from a day on (to a day, where that is over)."""

    address: Address
    from_on: date
    to_on: date | None = None


@dataclass
class Person:
    """A true person. `number` is the person's place in its circle, from 1.

    `family` is the entry of `names.toml` that the surname comes from; kin share it, each in its
    form.
    """

    number: int
    sex: str
    born_on: date
    community: str
    forename: str
    middle: str
    surname: str
    family: str
    ethnicity: str
    stays: list[Stay]
    phone: str = ""
    email: str = ""
    jobs: list[tuple[date, str]] = field(default_factory=list)
    birth_place: str = ""
    died_on: date | None = None
    known_before: bool = False
    surnames: list[tuple[date, str]] = field(default_factory=list)

    def age_on(self, day: date) -> int:
        """Whole years of age on a day."""
        return age(self.born_on, day)

    def home_on(self, day: date) -> Address:
        """Where the person lives on a day (the first home for any day before it)."""
        found = self.stays[0]
        for stay in self.stays:
            if stay.from_on <= day:
                found = stay
        return found.address

    def surname_on(self, day: date) -> str:
        """The surname in use on a day: marriage and separation change it for some."""
        found = self.surname
        for since_on, name in self.surnames:
            if since_on <= day:
                found = name
        return found

    def occupation_on(self, day: date) -> str:
        """The occupation on a day, empty where it is not known (the first for any day before)."""
        found = self.jobs[0][1] if self.jobs else ""
        for since_on, name in self.jobs:
            if since_on <= day:
                found = name
        return found

    def move(self, day: date, address: Address) -> None:
        """A move of house on a day."""
        here = self.stays[-1]
        if here.from_on >= day:
            here.from_on = add(day, -_A_YEAR)
        here.to_on = day
        self.stays.append(Stay(address, day))

    def move_in_between(self, day: date, address: Address) -> None:
        """A move of house on a day, with those that lie ahead left as they are."""
        before = [stay for stay in self.stays if stay.from_on < day]
        before = before or [Stay(self.home_on(day), add(day, -_A_YEAR))]
        ahead = [stay for stay in self.stays if stay.from_on > day]
        self._settle([*before, Stay(address, day), *ahead])

    def keep_from(self, home: Address, day: date, until_on: date) -> None:
        """Leaves out moves into a home after `day` up to `until_on`."""
        self._settle(
            [s for s in self.stays if s.address != home or not day < s.from_on <= until_on]
        )

    def _settle(self, stays: list[Stay]) -> None:
        self.stays = stays
        for stay, following in pairwise(stays):
            stay.to_on = following.from_on
        stays[-1].to_on = None

    def alive_on(self, day: date) -> bool:
        """False from the day of death on."""
        return self.died_on is None or day < self.died_on


@dataclass(frozen=True)
class Tie:
    """`one` is `kind` of `other` from a day (to a day, where it ended); the contract's kinds."""

    one: Person
    other: Person
    kind: str
    from_on: date
    to_on: date | None = None

    def besides(self, person: Person) -> Person:
        """The other of the two."""
        return self.other if person is self.one else self.one

    def binds(self, one: Person, other: Person) -> bool:
        """True if it is between these two, either way round."""
        return {self.one.number, self.other.number} == {one.number, other.number}


@dataclass
class Course:
    """What one person does to another over time: a course of conduct, or a single act.

    `reports` is how often it comes to the police, `gap_days` the mean time between two reports.
    `grave` says whether it ever comes to the gravest acts: most courses never do, and the few
    that do hold most of the harm.
    """

    number: int
    theme: str
    suspect: Person | None
    victim: Person | None
    reports: int
    from_on: date
    gap_days: float
    escalates: bool = False
    grave: bool = False
    witnesses: list[Person] = field(default_factory=list)
    at_home: bool = True


@dataclass
class Circle:
    """People whose lives touch each other, and nobody else's in the world."""

    number: int
    theme: str
    area: str
    people: list[Person] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    police_employee: Person | None = None

    def standing(self, one: Person, other: Person, day: date) -> list[Tie]:
        """What binds two people on a day: of times together as partners, the latest alone."""
        met = [tie for tie in self.ties if tie.binds(one, other) and tie.from_on <= day]
        together = [tie for tie in met if tie.kind in PARTNERS]
        return [tie for tie in met if tie not in together[:-1]]

    def met_on(self, one: Person, other: Person) -> date | None:
        """The first day on which anything binds two people."""
        return min((tie.from_on for tie in self.ties if tie.binds(one, other)), default=None)

    def times_together(self, one: Person, other: Person) -> list[Tie]:
        """The times of two people as partners, earliest first."""
        found = [tie for tie in self.ties if tie.binds(one, other) and tie.kind in PARTNERS]
        return sorted(found, key=lambda tie: tie.from_on)

    def children_of(self, parent: Person) -> list[Person]:
        """The children of somebody."""
        return [tie.other for tie in self.ties if tie.kind == "parent" and tie.one is parent]

    def has_name(self, forename: str, surname: str, family: str) -> bool:
        """True if somebody has, had or will have that name, or that forename in that family."""
        return any(
            person.forename == forename
            and (
                person.family == family
                or surname in (person.surname, *(name for _, name in person.surnames))
            )
            for person in self.people
        )

    def tie(
        self, one: Person, other: Person, kind: str, from_on: date, to_on: date | None = None
    ) -> None:
        """Note that `one` is `kind` of `other`; whoever is too young to work is no colleague."""
        if kind == "colleague" and min(one.age_on(from_on), other.age_on(from_on)) < GROWN:
            kind = "acquaintance"
        self.ties.append(Tie(one, other, kind, from_on, to_on))
