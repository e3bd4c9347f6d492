"""Lives first: one circle of people at a time, what binds them and what some do to others.

`live(seed, number, room)` gives circle `number` of the world: it never holds more than `room`
people. The world is made of the people whom the force gets to know and those close to them; the
rest of the county is not simulated. Nothing in this file knows what the force records.
"""

from collections.abc import Callable
from datetime import date

from ingest.synthetic import lives_other, lives_serial, lives_violence
from ingest.synthetic.data_files import day_of, mix, rate
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.lives_couples import couple
from ingest.synthetic.lives_kin import settle_children
from ingest.synthetic.people import ADULT, Circle, Person
from ingest.synthetic.places import draw_area

Builder = Callable[[Circle, Dice], None]

BUILDERS: dict[str, Builder] = {
    "couple": couple,
    "serial": lives_serial.serial,
    "stalking": lives_serial.stalking,
    "family": lives_violence.family,
    "sexual": lives_violence.sexual,
    "honour": lives_violence.honour,
    "acquaintance": lives_other.acquaintance,
    "other": lives_other.other,
    "single": lives_other.single,
}
_DECADE = 10.0


def live(seed: int, number: int, room: int) -> Circle:
    """Circle `number`: its people, their ties and their courses of conduct."""
    dice = Dice(seed, "circle", number)
    theme = dice.weighted(mix("circles"))
    circle = Circle(number, theme, draw_area(dice))
    BUILDERS[theme](circle, dice)
    if len(circle.people) > room:
        circle = Circle(number, "single", draw_area(dice))
        lives_other.single(circle, dice)
    settle_children(circle)
    for person in circle.people:
        _fate(person, dice)
    return circle


def _fate(person: Person, dice: Dice) -> None:
    """Death, and whether the police knew the person before the world begins."""
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    for year in range(first.year, last.year + 1):
        old = person.age_on(date(year, 7, 1))
        by_age = rate("people.death_by_decade") * 2.0 ** (old / _DECADE)
        if old >= 0 and dice.chance(rate("people.death_base") + by_age):
            person.died_on = add(date(year, 1, 1), dice.between(0, 364))
            break
    adult = person.born_on <= years(first, -ADULT)
    share = rate("people.known_before_men" if person.sex == "M" else "people.known_before_women")
    person.known_before = dice.chance(share) and adult
