"""Abuse in families, sexual offences and honour-based abuse."""

from datetime import date

from ingest.synthetic.data_files import day_of, mix, rate, waited
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.identities import add_adult, add_person, born
from ingest.synthetic.lives_couples import draw_pattern, partner_for, together_since
from ingest.synthetic.lives_kin import acquaint, apart
from ingest.synthetic.people import ADULT, GROWN, Circle, Course, Person

_MOST_VICTIMS = 5
_OLDEST_PARENT = 40


def draw_start(dice: Dice) -> date:
    """The day on which something begins to come to the police."""
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    return add(first, dice.between(-40, (last - first).days))


def family(circle: Circle, dice: Dice) -> None:
    """Abuse among relatives: a child towards a parent, a parent towards a child, others."""
    relation = dice.weighted(mix("family.relation"))
    pattern = draw_pattern(dice)
    if relation in ("child_to_parent", "parent_to_child"):
        parent, child = _parent_and_child(circle, dice, grown=relation == "parent_to_child")
        suspect, victim = (child, parent) if relation == "child_to_parent" else (parent, child)
    else:
        suspect = add_adult(circle, dice, rate("family.men"))
        old = suspect.age_on(day_of("world.middle_on"))
        victim = add_person(
            circle,
            dice,
            dice.pick("FM"),
            apart([suspect], lambda: born(dice, max(ADULT, old - 8), max(ADULT, old + 8))),
            community=suspect.community,
            family=suspect.family,
        )
        kind = "sibling" if relation == "sibling" else "other_family"
        circle.tie(suspect, victim, kind, max(suspect.born_on, victim.born_on))
    start_on = max(draw_start(dice), years(suspect.born_on, 13), years(victim.born_on, 10))
    circle.courses.append(
        Course(
            number=1,
            theme="family",
            suspect=suspect,
            victim=victim,
            from_on=start_on,
            **pattern._asdict(),
        )
    )


def _parent_and_child(circle: Circle, dice: Dice, *, grown: bool) -> tuple[Person, Person]:
    old = dice.between(42, 64)
    sex = "F" if dice.chance(rate("family.mothers")) else "M"
    parent = add_person(circle, dice, sex, born(dice, old, old))
    least = max(ADULT if grown else 13, old - _OLDEST_PARENT)
    young = dice.between(least, min(40, old - ADULT))
    child = add_person(
        circle,
        dice,
        "M" if dice.chance(rate("family.sons")) else "F",
        born(dice, young, young),
        community=parent.community,
        family=parent.family,
        home=parent.stays[0].address,
    )
    circle.tie(parent, child, "parent", child.born_on)
    return parent, child


def sexual(circle: Circle, dice: Dice) -> None:
    """Sexual offences by a partner, somebody known, a stranger, kin or another young person."""
    setting = dice.weighted(mix("sexual.setting"))
    start_on = draw_start(dice)
    if setting == "peer_teen":
        suspect = add_person(circle, dice, "M", born(dice, 14, 17, start_on))
    else:
        suspect = add_adult(circle, dice, 1.0)
        start_on = max(start_on, years(suspect.born_on, ADULT))
    rounds = 1
    if dice.chance(rate("sexual.more_victims")):
        rounds += 1 + dice.tail(rate("sexual.further_victims"))
    found = dice.chance(rate("sexual.suspect_not_found")) and setting == "stranger"
    for number in range(1, min(rounds, _MOST_VICTIMS) + 1):
        victim = _sexual_victim(circle, dice, suspect, setting, start_on)
        circle.courses.append(
            Course(
                number=number,
                theme="sexual_child" if setting in ("peer_teen", "family_child") else "sexual",
                suspect=None if found else suspect,
                victim=victim,
                reports=1 + dice.tail(rate("sexual.further_reports")),
                from_on=start_on,
                gap_days=90.0,
                at_home=setting == "partner",
            )
        )
        start_on = add(start_on, waited(dice, "sexual_between"))


def _sexual_victim(
    circle: Circle, dice: Dice, suspect: Person, setting: str, start_on: date
) -> Person:
    if setting == "partner":
        victim = partner_for(circle, dice, suspect, "F", start_on)
        together_on = together_since(dice, suspect, victim, start_on)
        parted_on = add(start_on, waited(dice, "parts"))
        circle.tie(suspect, victim, "partner", together_on, parted_on)
        return victim
    if setting == "family_child":
        victim = add_person(
            circle,
            dice,
            "F",
            born(dice, 8, 15, start_on),
            community=suspect.community,
            family=suspect.family,
        )
        circle.tie(suspect, victim, "other_family", victim.born_on)
        return victim
    young = setting == "peer_teen"
    sex = "F" if young or dice.chance(rate("sexual.women")) else "M"
    low, high = (13, 17) if young else (GROWN, 45)
    victim = add_person(circle, dice, sex, born(dice, low, high, start_on))
    if setting != "stranger":
        kind = dice.weighted(mix("sexual.acquaintances"))
        acquaint(circle, dice, suspect, victim, kind=kind, by_on=start_on)
    return victim


def honour(circle: Circle, dice: Dice) -> None:
    """A young woman whom her family keeps, threatens and means to marry off."""
    old = dice.between(44, 60)
    community = dice.weighted(mix("honour.communities"))
    father = add_person(circle, dice, "M", born(dice, old, old), community=community)
    home = father.stays[0].address
    for sex in "FM":
        child = add_person(
            circle,
            dice,
            sex,
            apart(circle.children_of(father), lambda: born(dice, 17, 26)),
            community=community,
            family=father.family,
            home=home,
        )
        circle.tie(father, child, "parent", child.born_on)
    daughter, brother = circle.children_of(father)
    circle.tie(brother, daughter, "sibling", max(brother.born_on, daughter.born_on))
    start_on = max(draw_start(dice), years(daughter.born_on, GROWN), years(brother.born_on, GROWN))
    for number, suspect in enumerate((father, brother), 1):
        reports = 1 + dice.tail(rate("honour.further_reports"))
        circle.courses.append(
            Course(number, "honour", suspect, daughter, reports, add(start_on, 3 * number), 70.0)
        )
