"""Serial suspects, who go from victim to victim, and stalkers."""

from datetime import date

from ingest.synthetic.data_files import day_of, mix, rate, waited
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.identities import add_adult, add_person, born, draw_age
from ingest.synthetic.lives_couples import (
    grown_on,
    leave,
    other_sex,
    partner_for,
    police_job,
    together_since,
    unite,
)
from ingest.synthetic.lives_kin import acquaint, add_children, maybe_kin
from ingest.synthetic.people import ADULT, Circle, Course, Person
from ingest.synthetic.places import near


def serial(circle: Circle, dice: Dice) -> None:
    """A suspect and two to five partners in succession, strangers to each other."""
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    suspect = add_adult(circle, dice, rate("serial.men"))
    begin = add(first, dice.between(-200, int(rate("serial.begins_within"))))
    begin = max(begin, add(years(suspect.born_on, ADULT), 60))
    for number in range(1, int(dice.weighted(mix("serial.victims"))) + 1):
        together = waited(dice, "serial_together")
        end = add(begin, together)
        victim = partner_for(circle, dice, suspect, other_sex(suspect), begin)
        _settle(circle, dice, suspect, victim, from_on=begin, to_on=end)
        children = add_children(circle, dice, victim, suspect, together_on=begin, parted_on=end)
        theme = dice.weighted(mix("serial.themes"))
        from_on = add(begin, dice.between(20, together))
        if theme == "stalking":
            from_on = add(end, waited(dice, "stalks_after"))
        circle.courses.append(
            Course(
                number=number,
                theme=theme,
                suspect=suspect,
                victim=victim,
                reports=int(dice.weighted(mix("serial.reports"))),
                from_on=from_on,
                gap_days=rate("serial.gap_days"),
                escalates=dice.chance(rate("courses.escalates")),
                grave=dice.chance(rate("serial.grave")),
                witnesses=[*children, *maybe_kin(circle, dice, victim)],
            )
        )
        if dice.chance(rate("serial.earlier_abuser")):
            _earlier_abuser(circle, dice, victim, begin)
        begin = add(end, waited(dice, "serial_between"))
        if begin > last:
            return
    if dice.chance(rate("serial.new_partner")):
        partner = partner_for(circle, dice, suspect, other_sex(suspect), begin)
        _settle(circle, dice, suspect, partner, from_on=begin, to_on=None)
        add_children(circle, dice, partner, suspect, together_on=begin, parted_on=None)


def _settle(
    circle: Circle,
    dice: Dice,
    suspect: Person,
    victim: Person,
    *,
    from_on: date,
    to_on: date | None,
) -> None:
    """They become partners; the suspect may move in, and out again."""
    circle.tie(suspect, victim, "partner", from_on, to_on)
    if dice.chance(rate("couples.cohabit")):
        suspect.move(from_on, victim.stays[0].address)
        if to_on:
            leave(circle, dice, suspect, to_on)


def _earlier_abuser(circle: Circle, dice: Dice, victim: Person, before: date) -> None:
    """A former partner of hers against whom she had reported before she met the next."""
    parted_on = add(before, -waited(dice, "parted_for") - 30)
    start_on = add(parted_on, -60)
    if victim.age_on(start_on) < ADULT:
        return
    former = partner_for(circle, dice, victim, other_sex(victim), start_on)
    together_on = together_since(dice, former, victim, start_on)
    circle.tie(former, victim, "partner", together_on, parted_on)
    circle.courses.append(
        Course(
            number=len(circle.courses) + 20,
            theme="couple",
            suspect=former,
            victim=victim,
            reports=1 + dice.tail(rate("serial.earlier_reports")),
            from_on=start_on,
            gap_days=rate("serial.gap_days"),
        )
    )


def stalking(circle: Circle, dice: Dice) -> None:
    """A stalker and the person stalked, sometimes two persons one after the other."""
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    suspect = add_adult(circle, dice, rate("stalking.men"))
    start_on = add(first, dice.between(-60, (last - first).days))
    start_on = max(start_on, years(suspect.born_on, ADULT))
    if near(circle.area, dice) != circle.area:
        leave(circle, dice, suspect, add(start_on, dice.between(30, 900)))
    for number in range(1, 3 if dice.chance(rate("stalking.second_victim")) else 2):
        victim = _stalked(circle, dice, suspect, start_on)
        reports = int(dice.weighted(mix("stalking.reports")))
        circle.courses.append(
            Course(
                number=number,
                theme="stalking",
                suspect=suspect,
                victim=victim,
                reports=reports,
                from_on=start_on,
                gap_days=rate("stalking.gap_days"),
                escalates=dice.chance(rate("stalking.escalates")),
                grave=dice.chance(rate("stalking.grave")),
                witnesses=maybe_kin(circle, dice, victim),
                at_home=False,
            )
        )
        start_on = add(start_on, waited(dice, "stalker_between"))
    police_job(circle, dice, suspect)


def _stalked(circle: Circle, dice: Dice, suspect: Person, start_on: date) -> Person:
    """Whom he or she stalks: a former partner, somebody known, or a stranger."""
    sex = other_sex(suspect) if dice.chance(rate("stalking.other_sex")) else suspect.sex
    relation = dice.weighted(mix("stalking.relation"))
    if relation != "ex_partner":
        old = draw_age(dice)
        victim = add_person(circle, dice, sex, born(dice, old, old))
        acquaint(circle, dice, suspect, victim, kind=relation, by_on=start_on)
        return victim
    victim = partner_for(circle, dice, suspect, sex, start_on)
    parted_on = max(
        add(start_on, -waited(dice, "parted_before_stalking")), add(grown_on(suspect, victim), 90)
    )
    together_on = together_since(dice, suspect, victim, parted_on)
    if unite(circle, dice, suspect, victim, from_on=together_on, to_on=parted_on):
        victim.stays[0].address = suspect.home_on(together_on)
        leave(circle, dice, victim, parted_on)
    add_children(circle, dice, suspect, victim, together_on=together_on, parted_on=parted_on)
    return victim
