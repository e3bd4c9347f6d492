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
from ingest.synthetic.people import ADULT, GROWN, Circle, Course, Person
from ingest.synthetic.places import Address, draw_address, draw_hostel, near

_OLDEST_MOTHER = 44
_OLDEST = 80


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
    circle: Circle, dice: Dice, one: Person, sex: str, home: Address | None = None
) -> Person:
    """A partner of a fitting age, mostly of the same community."""
    apart = rate("couples.age_apart") * (-1 if sex == "F" else 1)
    old = round(
        dice.bell(one.age_on(day_of("world.middle_on")) + apart, rate("couples.age_spread"))
    )
    old = min(max(old, ADULT), _OLDEST)
    same = dice.chance(rate("couples.same_community"))
    return add_person(
        circle,
        dice,
        sex,
        born(dice, old, old),
        community=one.community if same else draw_community(dice),
        home=home,
    )


def other_sex(person: Person) -> str:
    """The other of the two sexes that the world draws."""
    return "F" if person.sex == "M" else "M"


def unite(
    circle: Circle, dice: Dice, one: Person, other: Person, *, from_on: date, to_on: date | None
) -> None:
    """Tie two partners for a time. A married woman mostly takes her husband's surname."""
    kind = "partner"
    mixed = one.sex != other.sex
    of_age = min(one.age_on(from_on), other.age_on(from_on)) >= ADULT
    if dice.chance(rate("couples.married")) and of_age:
        kind = "spouse" if mixed else dice.pick(("spouse", "civil_partner"))
    circle.tie(one, other, kind, from_on, to_on)
    wife, husband = (one, other) if one.sex == "F" else (other, one)
    if kind == "spouse" and mixed and dice.chance(rate("couples.takes_surname")):
        _take_surname(wife, surname_for(husband.family, "F"), dice, from_on=from_on, to_on=to_on)


def _take_surname(
    wife: Person, surname: str, dice: Dice, *, from_on: date, to_on: date | None
) -> None:
    """A wife's new surname, and for some the old one again after the end."""
    if is_barred(wife.forename, surname):
        return
    wife.surnames.append((from_on, surname))
    if to_on and dice.chance(rate("couples.surname_back")):
        wife.surnames.append((add(to_on, waited(dice, "surname_back")), wife.surname))


def _again(circle: Circle, dice: Dice, suspect: Person, victim: Person, parted_on: date) -> None:
    """They take each other back, for good or until they part once more."""
    again_on = add(parted_on, waited(dice, "together_again"))
    ends = dice.chance(rate("couples.ends_again"))
    ended_on = add(again_on, waited(dice, "parts")) if ends else None
    circle.tie(suspect, victim, "partner", again_on, ended_on)
    if dice.chance(rate("couples.cohabit")):
        suspect.move(again_on, victim.home_on(again_on))
        if ended_on:
            leave(circle, dice, suspect, ended_on)


def add_children(
    circle: Circle,
    dice: Dice,
    one: Person,
    other: Person,
    *,
    together_on: date,
    parted_on: date | None,
) -> list[Person]:
    """Children of a couple or of its woman alone, under 18 when the world begins or born later."""
    mother, father = (one, other) if one.sex == "F" else (other, one)
    children: list[Person] = []
    if mother.sex != "F":
        return children
    first = day_of("world.begins_on")
    for _ in range(int(dice.weighted(mix("couples.children")))):
        born_on = add(first, dice.between(-15 * 365, 3 * 365))
        if not ADULT <= mother.age_on(born_on) <= _OLDEST_MOTHER:
            continue
        own = father.sex == "M" and born_on > add(together_on, 200)
        own = own and (parted_on is None or born_on < add(parted_on, 200))
        child = add_person(
            circle,
            dice,
            dice.pick("FM"),
            born_on,
            community=mother.community,
            family=father.family if own else mother.family,
            home=mother.stays[0].address,
        )
        circle.tie(mother, child, "parent", born_on)
        if own:
            circle.tie(father, child, "parent", born_on)
            if parted_on is not None and not children:
                since_on = max(parted_on, born_on)
                circle.tie(father, mother, "shares_parental_responsibility", since_on)
        children.append(child)
    return children


def add_kin(circle: Circle, dice: Dice, person: Person) -> Person:
    """A parent, a sibling or a friend of somebody, who may witness or help."""
    kind = dice.weighted(mix("couples.kin_kinds"))
    sex = "F" if dice.chance(rate("couples.kin_women")) else "M"
    middle = day_of("world.middle_on")
    if kind == "parent":
        kin = add_person(
            circle,
            dice,
            sex,
            add(years(person.born_on, -dice.between(19, 36)), dice.between(0, 300)),
            community=person.community,
            family=person.family,
        )
        circle.tie(kin, person, "parent", person.born_on)
        return kin
    old = max(ADULT, person.age_on(middle) + dice.between(-6, 6))
    sibling = kind == "sibling"
    kin = add_person(
        circle,
        dice,
        sex,
        born(dice, old, old),
        community=person.community if sibling else draw_community(dice),
        family=person.family if sibling else None,
    )
    met_on = person.born_on if sibling else add(middle, -waited(dice, "friends_since"))
    circle.tie(kin, person, kind, max(met_on, kin.born_on, person.born_on))
    return kin


def maybe_kin(circle: Circle, dice: Dice, person: Person) -> list[Person]:
    """One of the kin of somebody, or nobody."""
    return [add_kin(circle, dice, person)] if dice.chance(rate("couples.kin")) else []


def leave(circle: Circle, dice: Dice, leaver: Person, on: date) -> None:
    """Somebody leaves the shared home: for an address of his or her own, or for a hostel."""
    area = near(circle.area, dice)
    hostel = dice.chance(rate("homes.hostel"))
    leaver.move(on, draw_hostel(area, dice) if hostel else draw_address(area, dice))


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
    grown_on = years(max(suspect.born_on, victim.born_on), GROWN)
    pattern = draw_pattern(dice)
    start_on = max(
        add(first, dice.between(-40, (last - first).days)), add(grown_on, 60 + dice.spell(200))
    )
    together_on = max(add(start_on, -waited(dice, "together_before")), grown_on)
    parted_on = add(start_on, waited(dice, "parts")) if dice.chance(rate("couples.ends")) else None
    if parted_on is None and dice.chance(rate("couples.parted_before")):
        parted_on = max(add(start_on, -waited(dice, "parted_for")), add(together_on, 30))
    unite(circle, dice, suspect, victim, from_on=together_on, to_on=parted_on)
    if dice.chance(rate("couples.cohabit")):
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
            reports=pattern.reports,
            from_on=start_on,
            gap_days=pattern.gap_days,
            escalates=pattern.escalates,
            grave=pattern.grave,
            witnesses=[*children, *kin],
        )
    )
    if parted_on and dice.chance(rate("couples.stalks_after")):
        circle.courses.append(
            Course(
                number=2,
                theme="stalking",
                suspect=suspect,
                victim=victim,
                reports=1 + dice.tail(rate("couples.stalks_after_reports")),
                from_on=add(max(parted_on, start_on), waited(dice, "stalks_after")),
                gap_days=rate("stalking.gap_days"),
                escalates=True,
                grave=dice.chance(rate("stalking.grave")),
                witnesses=kin,
                at_home=False,
            )
        )
    police_job(circle, dice, suspect)
