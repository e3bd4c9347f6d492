"""What happens: the acts of each course of conduct, and when somebody reports them.

Acts that nobody reports stay in the truth alone; here they show as the days that a course of
conduct has lasted when it is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ingest.synthetic.data_files import day_of, mix, offence_kind, rate, table, waited
from ingest.synthetic.days import act_day, act_moment, add, later, moment
from ingest.synthetic.dice import Dice
from ingest.synthetic.fitting import DOMESTIC, fitting, included, lasting, relation
from ingest.synthetic.people import ADULT, GROWN, Circle, Course, Person
from ingest.synthetic.places import Address, draw_street

STALKING = ("stalking", "stalking_fear", "stalking_alarm")
RAPE = ("rape", "rape_male", "rape_under_16", "rape_under_13")
_TOP = 2
_FIRST_DAYS = 14
_EIGHT, _TEN_PM = 8 * 60, 22 * 60
_IN_PUBLIC = ("public", "shop")


@dataclass(frozen=True)
class Act:
    """Something done to somebody (or to nobody in particular), and when it came to the police.

    `from_on` is the first day of a course of conduct, the day itself for a single act.
    """

    at: datetime
    reported_at: datetime
    from_on: date
    kind: str
    setting: str
    suspect: Person | None
    victim: Person | None
    course: Course
    place: Address | None = None
    witnesses: tuple[Person, ...] = ()
    included: tuple[str, ...] = ()
    counter_to: "Act | None" = field(default=None, repr=False)

    @property
    def is_domestic(self) -> bool:
        """Between people personally connected, both 16 or over (Domestic Abuse Act 2021 s1-2)."""
        if self.suspect is None or self.victim is None or self.setting not in DOMESTIC:
            return False
        day = self.at.date()
        return min(self.suspect.age_on(day), self.victim.age_on(day)) >= GROWN


def acts(circle: Circle, dice: Dice) -> list[Act]:
    """All reported acts of a circle, in the order in which they happen within each course."""
    found: list[Act] = []
    for course in circle.courses:
        found.extend(_course(circle, course, dice))
    return found


def _course(circle: Circle, course: Course, dice: Dice) -> Iterator[Act]:
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    day, free_from = course.from_on, date.min
    for number in range(course.reports):
        if number:
            day = add(day, 1 + dice.spell(course.gap_days))
        if day > last:
            return
        level = int(dice.weighted(mix("acts.level_grave" if course.grave else "acts.level")))
        progress = number / max(1, course.reports - 1)
        if course.escalates and dice.chance(progress * rate("acts.escalation")):
            level = min(_TOP if course.grave else _TOP - 1, level + 1)
        least = add(free_from, 1)
        known_on = act_day(max(add(day, -2), least), max(add(day, 4), least), dice)
        act = _act(circle, course, _kind(course, level, dice), known_on, dice, free_from=free_from)
        if act is None or act.reported_at.date() < first:
            continue
        yield act
        # What follows begins after this report: two reports never tell of the same days.
        free_from = add(act.reported_at.date(), 1)
        physical = offence_kind(act.kind).kind == "violence" and act.is_domestic
        if physical and dice.chance(rate("couples.counter_allegation")):
            yield replace(
                act,
                kind="common_assault",
                suspect=act.victim,
                victim=act.suspect,
                included=(),
                from_on=act.at.date(),
                reported_at=later(act.reported_at, 0.5 + dice.unit() * 20),
                counter_to=act,
            )


def _kind(course: Course, level: int, dice: Dice) -> str:
    if course.victim is None:
        return dice.weighted(mix("acts.no_victim"))
    kinds = table("rates")["acts"]
    while f"{course.theme}_{level}" not in kinds:
        level -= 1
    return dice.weighted(mix(f"acts.{course.theme}_{level}"))


def _act(
    circle: Circle, course: Course, drawn: str, known_on: date, dice: Dice, *, free_from: date
) -> Act | None:
    """What is reported on a day; `free_from` is the day after the course's last report."""
    suspect, victim = course.suspect, course.victim
    drawn = fitting(drawn, suspect, victim, relation(circle, suspect, victim, known_on), known_on)
    happened_on = _happened(circle, course, drawn, known_on, dice, free_from=free_from)
    setting = relation(circle, suspect, victim, happened_on)
    if course.theme == "stalking" and setting == "partner":
        return None
    kind = fitting(drawn, suspect, victim, setting, happened_on)
    over_child = kind == "verbal" and _shared_child(circle, suspect, victim, happened_on)
    if over_child and dice.chance(rate("acts.over_children")):
        kind = "verbal_children"
    at = act_moment(happened_on, dice)
    reported_at = later(at, 0.1 + dice.unit() * 5)
    if happened_on != known_on:
        reported_at = moment(known_on, dice.between(_EIGHT, _TEN_PM) * 60)
    if any(p is not None and not p.alive_on(at.date()) for p in (suspect, victim)):
        return None
    from_on = at.date()
    if offence_kind(kind).kind == "conduct":
        lasted = waited(dice, "coercive_lasted" if kind == "coercive" else "conduct_lasted")
        from_on = _began(circle, course, at.date(), free_from, lasted)
        kind = lasting(kind, (at.date() - from_on).days)
    conduct = offence_kind(kind).kind == "conduct"
    return Act(
        at=at,
        reported_at=reported_at,
        from_on=from_on if conduct else at.date(),
        kind=kind,
        setting=setting,
        suspect=suspect,
        victim=victim,
        course=course,
        place=_place(circle, course, kind, at.date(), dice, setting=setting),
        witnesses=_witnesses(course, at.date(), dice),
        included=included(kind, setting, dice) if conduct else (),
    )


def _shared_child(circle: Circle, one: Person | None, other: Person | None, day: date) -> bool:
    """True if two people have a child under 18 together on a day."""
    if one is None or other is None:
        return False
    theirs = circle.children_of(other)
    return any(
        child in theirs and child.born_on <= day and child.age_on(day) < ADULT
        for child in circle.children_of(one)
    )


def _met_on(circle: Circle, course: Course) -> date:
    """The first day on which anything binds the two of a course; the first of all for strangers."""
    if course.suspect is None or course.victim is None:
        return date.min
    return circle.met_on(course.suspect, course.victim) or date.min


def _happened(
    circle: Circle, course: Course, kind: str, known_on: date, dice: Dice, *, free_from: date
) -> date:
    """The day of an act that is reported on `known_on`: mostly that day, for some long before.

    What is seen in public, and what is no offence, is reported when it happens. Nothing happens
    before the two have known each other for some days, nor while either was too young, and a
    course of conduct not before the last report of it.
    """
    found = offence_kind(kind)
    sexual = found.kind == "sexual"
    if found.kind == "incident" or (found.where in _IN_PUBLIC and not sexual):
        return known_on
    how_late = dice.weighted(mix("sexual.late" if sexual else "acts.late"))
    happened_on = add(known_on, -waited(dice, f"reported_{how_late}"))
    earliest = add(_met_on(circle, course), _FIRST_DAYS)
    if found.kind == "conduct":
        earliest = max(earliest, add(free_from, 1))
    if happened_on < earliest:
        happened_on = add(known_on, -dice.between(0, max(0, (known_on - earliest).days)))
    both = (course.suspect, course.victim)
    ages = [person.age_on(happened_on) for person in both if person is not None]
    youngest = rate("sexual.youngest" if sexual else "acts.youngest")
    return known_on if ages and min(ages) < youngest else happened_on


def _began(circle: Circle, course: Course, day: date, free_from: date, lasted: int) -> date:
    """The first day of a course of conduct that is reported on a day: mostly a year back at most.

    Not before the two met, not before the last report, and stalking not before they parted.
    """
    floor = max(_met_on(circle, course), free_from)
    if course.theme == "stalking" and course.suspect is not None and course.victim is not None:
        times = circle.times_together(course.suspect, course.victim)
        floor = max([floor, *(tie.to_on for tie in times if tie.to_on and tie.to_on <= day)])
    least = add(day, -1 - lasted)
    return min(max(floor, min(max(course.from_on, add(day, -365)), least)), day)


def _place(
    circle: Circle, course: Course, kind: str, day: date, dice: Dice, *, setting: str
) -> Address:
    where = offence_kind(kind).where
    home = (course.victim or course.suspect or circle.people[0]).home_on(day)
    if course.victim is None:
        return draw_street(home.area, dice, shops=where == "shop")
    at_hers = course.at_home or dice.chance(rate("acts.at_her_home")) or where == "home"
    if at_hers and where not in _IN_PUBLIC:
        return home
    near_him = course.theme != "stalking" and setting not in ("stranger", "unknown") and not where
    if course.suspect is not None and near_him and dice.chance(rate("acts.at_his_home")):
        return course.suspect.home_on(day)
    return replace(home, text=home.street, postcode="")


def _witnesses(course: Course, day: date, dice: Dice) -> tuple[Person, ...]:
    if not course.witnesses or not dice.chance(rate("acts.witness")):
        return ()
    seen = [
        p
        for p in course.witnesses
        if p.age_on(day) >= rate("acts.youngest_witness") and p.alive_on(day)
    ]
    return tuple(dice.some(seen, dice.between(1, 2)))
