"""Quarrels among acquaintances, other crime, and victims of suspects who were never found."""

from ingest.synthetic.data_files import mix, rate, waited
from ingest.synthetic.days import add
from ingest.synthetic.dice import Dice
from ingest.synthetic.identities import add_adult
from ingest.synthetic.lives_kin import acquaint, maybe_kin
from ingest.synthetic.lives_violence import draw_start
from ingest.synthetic.people import Circle, Course


def acquaintance(circle: Circle, dice: Dice) -> None:
    """Violence, threats and harassment among neighbours, friends, colleagues and strangers."""
    suspect = add_adult(circle, dice, rate("acquaintance.men"))
    victim = add_adult(circle, dice, rate("acquaintance.victims_men"))
    start_on = draw_start(dice)
    kind = dice.weighted(mix("acquaintance.relation"))
    acquaint(circle, dice, suspect, victim, kind=kind, by_on=start_on)
    again = dice.chance(rate("acquaintance.again"))
    circle.courses.append(
        Course(
            number=1,
            theme="acquaintance",
            suspect=suspect,
            victim=victim,
            reports=1 + (dice.tail(rate("acquaintance.further_reports")) if again else 0),
            from_on=start_on,
            gap_days=70.0,
            witnesses=maybe_kin(circle, dice, victim),
            at_home=False,
        )
    )


def other(circle: Circle, dice: Dice) -> None:
    """Theft, burglary, robbery and disorder by somebody well known to the police."""
    suspect = add_adult(circle, dice, rate("other.men"))
    start_on = draw_start(dice)
    for number in range(1, 2 + dice.tail(rate("other.further_crimes"))):
        victim = None
        if dice.chance(rate("other.personal_victim")):
            victim = add_adult(circle, dice, rate("acquaintance.victims_men"))
        circle.courses.append(
            Course(number, "other", suspect, victim, 1, start_on, 60.0, at_home=False)
        )
        start_on = add(start_on, waited(dice, "other_between"))


def single(circle: Circle, dice: Dice) -> None:
    """Somebody harmed by a suspect who was never found."""
    victim = add_adult(circle, dice, rate("single.victims_men"))
    theme = dice.weighted(mix("single.themes"))
    circle.courses.append(Course(1, theme, None, victim, 1, draw_start(dice), 60.0, at_home=False))
