"""Names, ages and the other things that make somebody up."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from ingest.synthetic.clerks import plain
from ingest.synthetic.data_files import day_of, mix, rate, table
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice, Mix
from ingest.synthetic.people import ADULT, Circle, Person, Stay
from ingest.synthetic.places import Address, draw_address, draw_town, near

_BAND = 4
_SCHOOL = 5
_OLDEST_STUDENT = 29
_NO_COMMUNITY = ("barred", "short")


@cache
def _communities() -> Mix[str]:
    names = table("names")
    return tuple((key, found["share"]) for key, found in names.items() if key not in _NO_COMMUNITY)


@cache
def _barred() -> frozenset[str]:
    return frozenset(table("names")["barred"])


def is_barred(forename: str, surname: str) -> bool:
    """True for the name of a well-known person."""
    return f"{forename} {surname}" in _barred()


@cache
def _ethnicities(community: str) -> Mix[str]:
    return tuple(table("names")[community]["ethnicity"].items())


def draw_community(dice: Dice) -> str:
    """A community by its share."""
    return dice.weighted(_communities())


def surname_for(entry: str, sex: str) -> str:
    """The form of a surname for a sex: "Kowalski/Kowalska" holds both."""
    forms = entry.split("/")
    return forms[-1] if sex == "F" else forms[0]


def draw_age(dice: Dice) -> int:
    """An age of an adult known to the force: most in their twenties, thirties and forties."""
    return int(dice.weighted(mix("people.adult_ages"))) + dice.between(0, _BAND)


def born(dice: Dice, low: int, high: int, on: date | None = None) -> date:
    """A birthday such that the age on a day (the middle of the world) is `low` to `high`."""
    on = on or day_of("world.middle_on")
    return add(years(on, -dice.between(low, high)), -dice.between(0, 364))


def _forenames(community: str, sex: str, born_on: date) -> list[str]:
    lists: dict[str, Any] = table("names")[community]
    name = "female" if sex == "F" else "male"
    if born_on.year < int(rate("people.young_names_from")) and f"{name}_older" in lists:
        name = f"{name}_older"
    found: list[str] = lists[name]
    return found


def _free(circle: Circle, names: Sequence[str], surname: str, family: str) -> list[str]:
    """Forenames that make somebody neither well known nor a namesake within the circle."""
    return [
        name
        for name in names
        if name != surname
        and not is_barred(name, surname)
        and not circle.has_name(name, surname, family)
    ]


def _middle(community: str, sex: str, forenames: Sequence[str], dice: Dice) -> str:
    lists: dict[str, list[str]] = table("names")[community]
    if not dice.chance(rate("people.middle_name")):
        return ""
    return dice.pick(lists.get("middle_female" if sex == "F" else "middle_male", forenames))


def add_person(
    circle: Circle,
    dice: Dice,
    sex: str,
    born_on: date,
    *,
    community: str | None = None,
    family: str | None = None,
    home: Address | None = None,
) -> Person:
    """A new person in the circle; `family` and `home` are those of kin."""
    community = community or draw_community(dice)
    entries: list[str] = table("names")[community]["surname"]
    family = family or dice.pick_common(entries)
    surname = surname_for(family, sex)
    forenames = _forenames(community, sex, born_on)
    # A short list runs out in a large family: then a name of the country.
    free = _free(circle, forenames, surname, family) or _free(
        circle, _forenames("english", sex, born_on), surname, family
    )
    forename = dice.pick_common(free)
    middle = _middle(community, sex, forenames, dice)
    moved_in_on = add(day_of("world.begins_on"), -200 - dice.spell(rate("homes.stay_days")))
    person = Person(
        number=len(circle.people) + 1,
        sex=sex,
        born_on=born_on,
        community=community,
        forename=forename,
        middle="" if middle in (forename, surname) else middle,
        surname=surname,
        family=family,
        ethnicity=dice.weighted(_ethnicities(community)),
        stays=[
            Stay(home or draw_address(near(circle.area, dice), dice), max(moved_in_on, born_on))
        ],
        phone=f"07700 900{dice.between(0, 999):03d}" if dice.chance(rate("people.phone")) else "",
        birth_place=_birth_place(community, dice),
    )
    person.email = _email(person, dice)
    _jobs(person, dice)
    circle.people.append(person)
    return person


def add_adult(circle: Circle, dice: Dice, male: float) -> Person:
    """An adult of any community; `male` is the share of men."""
    old = draw_age(dice)
    return add_person(circle, dice, "M" if dice.chance(male) else "F", born(dice, old, old))


def _email(person: Person, dice: Dice) -> str:
    if not dice.chance(rate("people.email")):
        return ""
    name = plain(f"{person.forename}.{person.surname}").lower()
    letters = "".join(c for c in name if c.isascii() and (c.isalpha() or c == "."))
    return f"{letters}{dice.between(1, 99)}@{dice.pick(table('places')['email_domains'])}"


def _birth_place(community: str, dice: Dice) -> str:
    if not dice.chance(rate("people.birth_place")):
        return ""
    local = community in ("english", "welsh") or dice.chance(rate("people.born_here"))
    return draw_town(dice) if local else ""


def _jobs(person: Person, dice: Dice) -> None:
    """What somebody does for a living: pupils leave school, some change their job, some retire."""
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    if dice.chance(rate("people.occupation_unknown")):
        return
    leaves_on = years(person.born_on, ADULT)
    retires_on = years(person.born_on, int(rate("people.retired_from")))
    if leaves_on > first:
        school_on = years(person.born_on, _SCHOOL)
        person.jobs += [(person.born_on, ""), (school_on, "Pupil"), (leaves_on, _job(dice, ADULT))]
        return
    begun = [first]
    if dice.chance(rate("people.changes_job")):
        begun.append(add(first, dice.between(30, (last - first).days)))
    person.jobs += [(day, _job(dice, person.age_on(day))) for day in begun]
    person.jobs = [job for job in person.jobs if job[0] < retires_on]
    if retires_on <= last:
        person.jobs.append((max(first, retires_on), "Retired"))


def _job(dice: Dice, old: int) -> str:
    jobs = mix("people.occupations")
    if old > _OLDEST_STUDENT:
        jobs = tuple(found for found in jobs if found[0] != "Student")
    return dice.weighted(jobs)
