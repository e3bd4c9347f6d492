"""Those around somebody: children, kin, and people known from the street or from work."""

from collections.abc import Callable, Sequence
from datetime import date

from ingest.synthetic.data_files import day_of, mix, rate, waited
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.identities import add_person, born, draw_community
from ingest.synthetic.people import ADULT, GROWN, Circle, Person, Stay
from ingest.synthetic.places import draw_neighbouring

_OLDEST_MOTHER = 44
_MOST_CHILDREN = 5
_BETWEEN_BIRTHS = 300


def apart(siblings: Sequence[Person], draw: Callable[[], date]) -> date:
    """A birthday, drawn until it lies at least 300 days from those of all siblings."""
    while True:
        born_on = draw()
        if all(abs((born_on - one.born_on).days) >= _BETWEEN_BIRTHS for one in siblings):
            return born_on


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
        hers = circle.children_of(mother)
        if len(hers) == _MOST_CHILDREN:
            return children
        born_on = apart(hers, lambda: add(first, dice.between(-15 * 365, 3 * 365)))
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


def settle_children(circle: Circle) -> None:
    """Children live with their mother, or with the only parent about, until they are 16."""
    for child in circle.people:
        grown_on = years(child.born_on, GROWN)
        parents = [p for p in circle.people if child in circle.children_of(p)]
        if not parents or grown_on <= day_of("world.begins_on"):
            continue
        parent = next((p for p in parents if p.sex == "F"), parents[0])
        child.stays = [
            Stay(stay.address, max(stay.from_on, child.born_on), stay.to_on)
            for stay in parent.stays
            if stay.from_on < grown_on and (stay.to_on is None or stay.to_on > child.born_on)
        ]
        child.stays[-1].to_on = None


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

    def birthday() -> date:
        old = max(ADULT, person.age_on(middle) + dice.between(-6, 6))
        return born(dice, old, old)

    sibling = kind == "sibling"
    kin = add_person(
        circle,
        dice,
        sex,
        apart([person], birthday) if sibling else birthday(),
        community=person.community if sibling else draw_community(dice),
        family=person.family if sibling else None,
    )
    met_on = person.born_on if sibling else add(middle, -waited(dice, "friends_since"))
    circle.tie(kin, person, kind, max(met_on, kin.born_on, person.born_on))
    return kin


def maybe_kin(circle: Circle, dice: Dice, person: Person) -> list[Person]:
    """One of the kin of somebody, or nobody."""
    return [add_kin(circle, dice, person)] if dice.chance(rate("couples.kin")) else []


def acquaint(
    circle: Circle, dice: Dice, one: Person, other: Person, *, kind: str, by_on: date
) -> None:
    """Two who know each other by a day, strangers excepted. Neighbours live in one street."""
    if kind == "stranger":
        return
    from_on = add(by_on, -waited(dice, "known_since"))
    circle.tie(one, other, kind, max(from_on, one.born_on, other.born_on))
    if kind == "neighbour":
        other.stays[0].address = draw_neighbouring(one.home_on(by_on), dice)
