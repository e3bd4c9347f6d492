"""Days, hours and clocks of the invented world, in local time (Europe/London, no offset)."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache

from ingest.synthetic.data_files import mix, rate, table
from ingest.synthetic.dice import Dice

_SPRING_AND_AUTUMN = (3, 10)
_LAST_WEEK = 25
_SUNDAY = 6
_SATURDAY = 5
_FRIDAY = 4


def add(day: date, days: int) -> date:
    """The day `days` later."""
    return day + timedelta(days=days)


def years(day: date, count: int) -> date:
    """The same day of the year `count` years later (29 February becomes 28)."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + count, day.month, last)


def months(day: date, count: int) -> date:
    """The same day of the month `count` months later, or the last where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age(born_on: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def moment(day: date, second: int) -> datetime:
    """That second of that day, moved out of the hour that changes when the clocks do."""
    found = datetime.combine(day, time.min) + timedelta(seconds=second)
    changes = day.month in _SPRING_AND_AUTUMN and day.day >= _LAST_WEEK and day.weekday() == _SUNDAY
    if changes and found.hour == 1:
        return found + timedelta(hours=2)
    return found


def later(start: datetime, hours: float) -> datetime:
    """Some hours on, to the whole minute, out of the hour that changes."""
    found = start + timedelta(minutes=round(hours * 60))
    return moment(found.date(), found.hour * 3600 + found.minute * 60 + found.second)


def office_hours(day: date, dice: Dice) -> datetime:
    """A moment of an office day, on that day or the next weekday."""
    while is_closed(day):
        day = add(day, 1)
    return moment(day, dice.between(8 * 60, 17 * 60) * 60)


def court_hours(day: date, dice: Dice) -> datetime:
    """A moment at which a court sits, from 10:00 to 16:00, on that day or the next weekday."""
    while is_closed(day):
        day = add(day, 1)
    return moment(day, dice.between(10 * 60, 16 * 60) * 60)


@cache
def closed_days() -> frozenset[date]:
    """Bank holidays, Christmas Day and Good Friday in England and Wales."""
    return frozenset(table("calendar")["closed"])


def is_closed(day: date) -> bool:
    """A Saturday, a Sunday or a public holiday."""
    return day.weekday() >= _SATURDAY or day in closed_days()


def sits(day: date) -> bool:
    """True if magistrates sit for those in custody and for notices: Saturdays too."""
    return day.weekday() != _SUNDAY and day not in closed_days()


def next_court_morning(after: datetime) -> datetime:
    """When somebody kept in custody is brought before magistrates: 10:00 of their next day."""
    day = add(after.date(), 1)
    while not sits(day):
        day = add(day, 1)
    return moment(day, 10 * 3600)


def release_day(day: date) -> date:
    """The day on which prisons let go whom they would free on that one.

    Nobody is released from a Friday to a Sunday or on a holiday, but before (Offenders (Day of
    Release from Detention) Act 2023; here as if it had been so from the world's first day).
    """
    while day.weekday() >= _FRIDAY or day in closed_days():
        day = add(day, -1)
    return day


def court_deadline(served_at: datetime, hours: int) -> datetime:
    """The end of `hours` clock hours that skip Sundays and public holidays whole.

    Source: Crime and Security Act 2010 s27; Domestic Abuse Act 2021 s29(2)-(3).
    """
    now, left = served_at, timedelta(hours=hours)
    while True:
        midnight = datetime.combine(add(now.date(), 1), time.min)
        if not sits(now.date()):
            now = midnight
            continue
        if now + left <= midnight:
            return now + left
        left -= midnight - now
        now = midnight


def act_moment(day: date, dice: Dice) -> datetime:
    """When in a day something happens: evenings and nights more than mornings."""
    hour = int(dice.weighted(mix("when.hours")))
    return moment(day, hour * 3600 + dice.between(0, 59) * 60)


def act_day(first: date, last: date, dice: Dice) -> date:
    """A day from `first` to `last`, with the season and the week-end's share."""
    span = max(0, (last - first).days)
    busiest = max(weight for _, weight in mix("when.months"))
    months = dict(mix("when.months"))
    while True:
        day = add(first, dice.between(0, span))
        weekend = 1.0 if day.weekday() >= _SATURDAY else rate("when.weekday_against_weekend")
        if dice.chance(months[f"{day.month:02d}"] / busiest * weekend):
            return day
