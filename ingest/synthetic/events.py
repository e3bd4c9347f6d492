"""What happens: the acts of each course of conduct, and when somebody reports them.

Acts that nobody reports stay in the truth alone; here they show as the days that a course of
conduct has lasted when it is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ingest.synthetic.data_files import day_of, mix, offence_kind, rate, table, waited
from ingest.synthetic.days import act_day, act_moment, add, later
from ingest.synthetic.dice import Dice
from ingest.synthetic.people import GROWN, Circle, Course, Person
from ingest.synthetic.places import Address

SETTINGS = {
    "partner": "partner",
    "spouse": "partner",
    "civil_partner": "partner",
    "parent": "family",
    "sibling": "family",
    "other_family": "family",
    "acquaintance": "acquaintance",
    "friend": "acquaintance",
    "colleague": "acquaintance",
    "neighbour": "acquaintance",
    "shares_parental_responsibility": "ex_partner",
}
STALKING = ("stalking", "stalking_fear", "stalking_alarm")
RAPE = ("rape", "rape_male", "rape_under_16", "rape_under_13")
DOMESTIC = ("partner", "ex_partner", "family")
_NEEDS_A_MAN = ("rape", "rape_male", "rape_under_16")
_AGAINST_MEN = {
    "rape": "rape_male",
    "sexual_assault": "sexual_assault_male",
    "penetration": "penetration_male",
}
_UNDER_13 = {"rape": "rape_under_13", "sexual_assault": "sexual_assault_under_13"}
_THIRTEEN = 13
_TOP = 2


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


def relation(circle: Circle, one: Person | None, other: Person | None, day: date) -> str:
    """How two people stand to each other on a day: `stranger` where nothing binds them."""
    if one is None or other is None:
        return "unknown"
    met = [tie for tie in circle.ties if tie.binds(one, other) and tie.from_on <= day]
    if not met:
        return "stranger"
    tie = max(met, key=lambda found: found.from_on)
    setting = SETTINGS[tie.kind]
    ended = tie.to_on is not None and tie.to_on <= day
    return "ex_partner" if setting == "partner" and ended else setting


def fitting(
    kind: str, suspect: Person | None, victim: Person | None, setting: str, day: date
) -> str:
    """The kind of act that law and circumstances allow, nearest to the one drawn."""
    old = GROWN if victim is None else victim.age_on(day)
    child = old < GROWN
    kind = _by_sex(kind, suspect, victim)
    if kind in _UNDER_13 and old < _THIRTEEN:
        return _UNDER_13[kind]
    if kind == "rape" and child:
        return "rape_under_16"
    if kind == "cruelty" and not child:
        return "common_assault"
    if kind == "coercive" and setting not in DOMESTIC:
        return "harassment"
    if kind == "burglary" and setting == "partner":
        return "damage"
    return "abh" if offence_kind(kind).from_on > day else kind


def _by_sex(kind: str, suspect: Person | None, victim: Person | None) -> str:
    """Offences that by law need a man to commit them, or a woman to suffer them."""
    if kind in _NEEDS_A_MAN and suspect is not None and suspect.sex == "F":
        return "common_assault"
    if victim is not None and victim.sex == "M":
        return _AGAINST_MEN.get(kind, kind)
    return kind


def acts(circle: Circle, dice: Dice) -> list[Act]:
    """All reported acts of a circle, in the order in which they happen within each course."""
    found: list[Act] = []
    for course in circle.courses:
        found.extend(_course(circle, course, dice))
    return found


def _course(circle: Circle, course: Course, dice: Dice) -> Iterator[Act]:
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    day = course.from_on
    for number in range(course.reports):
        if number:
            day = add(day, 1 + dice.spell(course.gap_days))
        if day > last:
            return
        level = int(dice.weighted(mix("acts.level_grave" if course.grave else "acts.level")))
        progress = number / max(1, course.reports - 1)
        if course.escalates and dice.chance(progress * rate("acts.escalation")):
            level = min(_TOP if course.grave else _TOP - 1, level + 1)
        act = _act(circle, course, _kind(course, level, dice), day, dice)
        if act is None or act.reported_at.date() < first:
            continue
        yield act
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


def _act(circle: Circle, course: Course, drawn: str, day: date, dice: Dice) -> Act | None:
    suspect, victim = course.suspect, course.victim
    known_on = act_day(add(day, -2), add(day, 4), dice)
    drawn = fitting(drawn, suspect, victim, relation(circle, suspect, victim, known_on), known_on)
    happened_on = _happened(circle, course, drawn, known_on, dice)
    setting = relation(circle, suspect, victim, happened_on)
    kind = fitting(drawn, suspect, victim, setting, happened_on)
    at = act_moment(happened_on, dice)
    reported_at = later(at, 0.1 + dice.unit() * 5)
    if happened_on != known_on:
        reported_at = act_moment(known_on, dice)
    if any(p is not None and not p.alive_on(at.date()) for p in (suspect, victim)):
        return None
    conduct = offence_kind(kind).kind == "conduct"
    return Act(
        at=at,
        reported_at=reported_at,
        from_on=_began(course, at.date(), dice) if conduct else at.date(),
        kind=kind,
        setting=setting,
        suspect=suspect,
        victim=victim,
        course=course,
        place=_place(circle, course, kind, at.date(), dice),
        witnesses=_witnesses(course, at.date(), dice),
        included=_included(kind, dice) if conduct else (),
    )


def _happened(circle: Circle, course: Course, kind: str, known_on: date, dice: Dice) -> date:
    """The day of an act that is reported on `known_on`: mostly that day, for some long before.

    Never before the two knew each other, nor while either was too young.
    """
    sexual = offence_kind(kind).kind == "sexual"
    how_late = dice.weighted(mix("sexual.late" if sexual else "acts.late"))
    happened_on = add(known_on, -waited(dice, f"reported_{how_late}"))
    one, other = course.suspect, course.victim
    if one is not None and other is not None:
        met = [tie.from_on for tie in circle.ties if tie.binds(one, other)]
        happened_on = max(happened_on, min([*met, known_on])) if met else happened_on
    ages = [person.age_on(happened_on) for person in (one, other) if person is not None]
    youngest = rate("sexual.youngest" if sexual else "acts.youngest")
    return known_on if ages and min(ages) < youngest else happened_on


def _began(course: Course, day: date, dice: Dice) -> date:
    """The first day of a course of conduct that is reported on a day: a year back at most."""
    least = add(day, -1 - waited(dice, "conduct_lasted"))
    return min(max(course.from_on, add(day, -365)), least)


def _place(circle: Circle, course: Course, kind: str, day: date, dice: Dice) -> Address:
    where = offence_kind(kind).where
    about = course.victim or course.suspect or circle.people[0]
    at_hers = course.at_home or dice.chance(rate("acts.at_her_home")) or where == "home"
    if course.victim is not None and at_hers and where != "public":
        return course.victim.home_on(day)
    if course.suspect is not None and dice.chance(rate("acts.at_his_home")) and not where:
        return course.suspect.home_on(day)
    home = about.home_on(day)
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


def _included(kind: str, dice: Dice) -> tuple[str, ...]:
    if not dice.chance(rate("acts.included")):
        return ()
    drawn = {dice.weighted(mix("acts.included_kinds")) for _ in range(dice.between(1, 2))}
    return tuple(sorted(found for found in drawn if found != kind))
