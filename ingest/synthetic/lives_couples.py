"""Couples: how they live together, part, and what one does to the other."""

from datetime import date
from typing import NamedTuple

from ingest.synthetic.data_files import day_of, mix, pairs, rate, waited
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.identities import (
    add_person,
    born,
    draw_age,
    draw_community,
    is_barred,
    surname_for,
)
from ingest.synthetic.lives_kin import add_children, maybe_kin
from ingest.synthetic.people import ADULT, GROWN, Circle, Course, Person
from ingest.synthetic.places import draw_new_home

_OLDEST = 80
_LEAST_TOGETHER = 30


class Pattern(NamedTuple):
    """How a course of conduct comes to the police: see `Course`."""

    reports: int
    gap_days: float
    escalates: bool
    grave: bool


def draw_pattern(dice: Dice) -> Pattern:
    """Once for most, for years and gravely for few: what carries most harm is repeated."""
    name = dice.weighted(mix("couples.pattern"))
    least, more, gap_days, grave = pairs("couples.pattern_reports")[name]
    reports = int(least) + (dice.tail(more) if more else 0)
    return Pattern(
        reports=reports,
        gap_days=gap_days,
        escalates=dice.chance(rate("courses.escalates")) and reports > 1,
        grave=dice.chance(grave),
    )


def partner_for(
    circle: Circle, dice: Dice, one: Person, sex: str, by_on: date | None = None
) -> Person:
    """A partner of a fitting age, mostly of the same community, grown a year before `by_on`."""
    middle = day_of("world.middle_on")
    apart = rate("couples.age_apart") * (-1 if sex == "F" else 1)
    old = round(dice.bell(one.age_on(middle) + apart, rate("couples.age_spread")))
    least = ADULT if by_on is None else max(ADULT, GROWN + 2 + middle.year - by_on.year)
    old = min(max(old, least), _OLDEST)
    same = dice.chance(rate("couples.same_community"))
    return add_person(
        circle,
        dice,
        sex,
        born(dice, old, old),
        community=one.community if same else draw_community(dice),
    )


def grown_on(one: Person, other: Person) -> date:
    """The day from which both are old enough to be partners."""
    return years(max(one.born_on, other.born_on), GROWN)


def together_since(dice: Dice, one: Person, other: Person, by_on: date) -> date:
    """When two became partners who are so by a day, itself two months after both were grown."""
    since_on = max(
        add(by_on, -waited(dice, "together_before")),
        add(grown_on(one, other), dice.between(_LEAST_TOGETHER, 300)),
    )
    return min(since_on, add(by_on, -_LEAST_TOGETHER))


def other_sex(person: Person) -> str:
    """The other of the two sexes that the world draws."""
    return "F" if person.sex == "M" else "M"


def unite(
    circle: Circle, dice: Dice, one: Person, other: Person, *, from_on: date, to_on: date | None
) -> bool:
    """Tie two partners for a time; true if they are married. A wife mostly takes his surname."""
    kind = "partner"
    mixed = one.sex != other.sex
    of_age = min(one.age_on(from_on), other.age_on(from_on)) >= ADULT
    if dice.chance(rate("couples.married")) and of_age:
        kind = "spouse" if mixed else dice.pick(("spouse", "civil_partner"))
    circle.tie(one, other, kind, from_on, to_on)
    wife, husband = (one, other) if one.sex == "F" else (other, one)
    if kind == "spouse" and mixed and dice.chance(rate("couples.takes_surname")):
        _take_surname(circle, dice, wife, husband, from_on=from_on, to_on=to_on)
    return kind != "partner"


def _take_surname(
    circle: Circle, dice: Dice, wife: Person, husband: Person, *, from_on: date, to_on: date | None
) -> None:
    """A wife's new surname, and for some the old one again after the end."""
    surname = surname_for(husband.family, "F")
    known = is_barred(wife.forename, surname) or surname in (wife.forename, wife.middle)
    if known or circle.has_name(wife.forename, surname, husband.family):
        return
    wife.surnames.append((from_on, surname))
    if to_on and dice.chance(rate("couples.surname_back")):
        wife.surnames.append((add(to_on, waited(dice, "surname_back")), wife.surname))


def _again(circle: Circle, dice: Dice, suspect: Person, victim: Person, parted_on: date) -> None:
    """They take each other back, for good or until they part once more."""
    again_on = add(parted_on, waited(dice, "together_again"))
    ends = dice.chance(rate("couples.ends_again"))
    ended_on = add(again_on, waited(dice, "parts")) if ends else None
    kind = circle.times_together(suspect, victim)[0].kind
    circle.tie(suspect, victim, kind, again_on, ended_on)
    if kind != "partner" or dice.chance(rate("couples.cohabit")):
        suspect.move(again_on, victim.home_on(again_on))
        if ended_on:
            leave(circle, dice, suspect, ended_on)


def leave(circle: Circle, dice: Dice, leaver: Person, on: date) -> None:
    """Somebody leaves the shared home: for an address of his or her own, or for a hostel."""
    leaver.move(on, draw_new_home(circle.area, dice))


def police_job(circle: Circle, dice: Dice, suspect: Person) -> None:
    """Some suspects work for a police force."""
    if dice.chance(rate("people.police_employee")):
        suspect.jobs = [(day_of("world.begins_on"), dice.weighted(mix("people.police_jobs")))]
        circle.police_employee = suspect


def couple(circle: Circle, dice: Dice) -> None:
    """Two partners, their children and kin; one abuses the other, once or for years."""
    pairing = dice.weighted(mix("couples.pairing"))
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    old = draw_age(dice)
    suspect = add_person(circle, dice, pairing[0], born(dice, old, old))
    victim = partner_for(circle, dice, suspect, pairing[1])
    pattern = draw_pattern(dice)
    start_on = max(
        add(first, dice.between(-40, (last - first).days)),
        add(grown_on(suspect, victim), 60 + dice.spell(200)),
    )
    together_on = together_since(dice, suspect, victim, start_on)
    parted_on = add(start_on, waited(dice, "parts")) if dice.chance(rate("couples.ends")) else None
    if parted_on is None and dice.chance(rate("couples.parted_before")):
        parted_on = max(add(start_on, -waited(dice, "parted_for")), add(together_on, 30))
    married = unite(circle, dice, suspect, victim, from_on=together_on, to_on=parted_on)
    if married or dice.chance(rate("couples.cohabit")):
        victim.stays[0].address = suspect.stays[0].address
        if parted_on:
            leave(circle, dice, suspect, parted_on)
    if parted_on and dice.chance(rate("couples.again")):
        _again(circle, dice, suspect, victim, parted_on)
    children = add_children(
        circle, dice, suspect, victim, together_on=together_on, parted_on=parted_on
    )
    kin = maybe_kin(circle, dice, victim)
    coercive = pattern.reports > 1 and dice.chance(rate("couples.coercive"))
    theme = "coercive" if coercive else "couple"
    circle.courses.append(
        Course(
            number=1,
            theme=theme,
            suspect=suspect,
            victim=victim,
            from_on=start_on,
            **pattern._asdict(),
            witnesses=[*children, *kin],
        )
    )
    ended_on = circle.times_together(suspect, victim)[-1].to_on
    if ended_on and dice.chance(rate("couples.stalks_after")):
        circle.courses.append(
            Course(
                number=2,
                theme="stalking",
                suspect=suspect,
                victim=victim,
                reports=1 + dice.tail(rate("couples.stalks_after_reports")),
                from_on=add(max(ended_on, start_on), waited(dice, "stalks_after")),
                gap_days=rate("stalking.gap_days"),
                escalates=True,
                grave=dice.chance(rate("stalking.grave")),
                witnesses=kin,
                at_home=False,
            )
        )
    police_job(circle, dice, suspect)
