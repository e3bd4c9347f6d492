"""Orders for which the police apply.

Times follow the statutes (hearing of a domestic violence protection notice within 48 hours of
service, Crime and Security Act 2010 s27; first notification within three days beginning with the
day of service, Stalking Protection Act 2019 s9) except where the rates say that a clock is
missed.
"""

from datetime import date, datetime

from ingest.synthetic.data_files import mix, rate, waited
from ingest.synthetic.days import (
    add,
    court_deadline,
    court_hours,
    later,
    moment,
    office_hours,
    sits,
)
from ingest.synthetic.dice import Dice
from ingest.synthetic.justice import Case
from ingest.synthetic.orders import (
    Order,
    end_term,
    new_order,
    run_term,
    serve,
    weighted_years,
)

HEARING_HOURS = 48
_TEN, _NOON = 10, 12
_NINE, _SIX_PM = 9 * 60, 18 * 60


def notice(case: Case, arrested_at: datetime, dice: Dice) -> list[Order]:
    """A domestic violence protection notice and, mostly, the order that follows it."""
    order, follow = new_order("dvpn", case, dice), new_order("dvpo", case, dice)
    if order is None or follow is None:
        return []
    proposed_at = later(arrested_at, 3 + dice.unit() * 5)
    order.become("proposed", order.happen("proposed", proposed_at, 0.5, "sergeant"))
    authorised_at = later(proposed_at, 1 + dice.unit() * 3)
    order.become("authorised", order.happen("authorised", authorised_at, 0.5, "superintendent"))
    served_at = later(authorised_at, 1 + dice.unit() * 3)
    order.made_on = order.from_on = served_at.date()
    serve(order, served_at, 0.5, dice)
    due_at = court_deadline(served_at, HEARING_HOURS)
    order.happen("hearing_listed", later(served_at, 2), 0.5)
    if dice.chance(rate("orders.dvpn_late")):
        order.to_on = due_at.date()
        order.become("lapsed", order.happen("lapsed", due_at, 30))
        return [order]
    heard_on = due_at.date() if due_at.hour > _NOON else add(due_at.date(), -1)
    while not sits(heard_on):
        heard_on = add(heard_on, -1)
    heard_at = moment(heard_on, _TEN * 3600 + dice.between(0, 90) * 60)
    follow.protected, follow.follows, follow.court = order.protected, order, order.court
    follow.become("applied", follow.happen("applied", later(served_at, 2), 1, "constable"))
    if dice.chance(rate("orders.adjourned")):
        follow.happen("adjourned", heard_at, 4)
        heard_at = court_hours(add(heard_at.date(), 2), dice)
    follow.happen("heard", heard_at, 4)
    order.to_on = heard_at.date()
    order.become("expired", later(heard_at, 5))
    end = dice.weighted(mix("orders.dvpo"))
    if end == "made":
        days = int(dice.weighted(mix("orders.dvpo_days")))
        run_term(follow, later(heard_at, 0.3), add(heard_at.date(), days - 1), dice)
        end_term(follow, dice, renewable=False)
    else:
        follow.become(end, follow.happen(end, later(heard_at, 0.3), 4))
    return [order, follow]


def _notify(order: Order, served_at: datetime, dice: Dice) -> None:
    """The first notification: due by the end of the day of service + 2."""
    how = dice.weighted(mix("orders.notification"))
    if how == "never":
        return
    days = dice.between(0, 2) if how == "in_time" else waited(dice, "notified_late")
    at = _daytime(add(served_at.date(), days), dice)
    order.happen("notified", max(at, later(served_at, 0.5)), 2)


def _daytime(day: date, dice: Dice) -> datetime:
    return moment(day, dice.between(_NINE, _SIX_PM) * 60)


def stalking_protection(case: Case, dice: Dice) -> list[Order]:
    """A stalking protection order, mostly with an interim order before it."""
    order = new_order("spo", case, dice)
    if order is None:
        return []
    applied_at = _apply(order, add(case.recorded_at.date(), waited(dice, "spo_proposed")), dice)
    found = [order]
    listed = waited(dice, "spo_heard")
    heard_at = court_hours(add(applied_at.date(), listed), dice)
    order.happen("hearing_listed", later(applied_at, 3), 4)
    interim = None
    if dice.chance(rate("orders.interim_spo")):
        interim = new_order("interim_spo", case, dice, court=order.court)
    if interim is not None:
        interim.protected = order.protected
        interim.become("applied", interim.happen("applied", applied_at, 1))
        made_on = add(applied_at.date(), waited(dice, "spo_interim"))
        made_at = court_hours(min(made_on, add(heard_at.date(), -7)), dice)
        served_at = run_term(interim, made_at, None, dice)
        order.happen("interim_made", made_at, 3)
        _notify(interim, served_at, dice)
        order.follows = interim
        interim.to_on = heard_at.date()
        found.append(interim)
    if dice.chance(rate("orders.hearing_not_entered")):
        # Nobody entered the result: the application stays open in the record, long overdue.
        return found
    order.happen("heard", heard_at, 5)
    if interim is not None:
        interim.become("expired", later(heard_at, 6))
    end = dice.weighted(mix("orders.spo_end"))
    if end != "made":
        order.become(end, order.happen(end, later(heard_at, 0.3), 4))
        return found
    made_at = later(heard_at, 0.3)
    to_on = weighted_years("orders.spo_years", made_at.date(), dice)
    served_at = run_term(order, made_at, to_on, dice)
    if interim is None:
        _notify(order, served_at, dice)
    end_term(order, dice, renewable=True)
    return found


def _apply(order: Order, day: date, dice: Dice) -> datetime:
    """Proposal, a superintendent's authority and the application; gives its moment."""
    proposed_at = office_hours(day, dice)
    order.become("proposed", order.happen("proposed", proposed_at, 1, "constable"))
    authorised_at = office_hours(add(proposed_at.date(), waited(dice, "order_authorised")), dice)
    noted_at = order.happen("authorised", authorised_at, 1, "superintendent")
    order.become("authorised", noted_at)
    applied_at = office_hours(add(authorised_at.date(), waited(dice, "order_applied")), dice)
    order.become("applied", order.happen("applied", applied_at, 1))
    return applied_at


def sexual_risk(case: Case, decided_on: date, dice: Dice) -> list[Order]:
    """A sexual risk order, sometimes with an interim order."""
    order = new_order("sro", case, dice)
    if order is None:
        return []
    applied_at = _apply(order, add(decided_on, waited(dice, "sro_proposed")), dice)
    heard_at = court_hours(add(applied_at.date(), waited(dice, "sro_heard")), dice)
    made_at = later(heard_at, 0.3)
    found = [order]
    if dice.chance(rate("orders.interim_sro")):
        interim = new_order("interim_sro", case, dice, court=order.court)
        if interim is not None:
            interim.become("applied", interim.happen("applied", applied_at, 1))
            interim_at = court_hours(add(applied_at.date(), 3), dice)
            run_term(interim, interim_at, made_at.date(), dice)
            interim.become("expired", later(made_at, 6))
            order.follows = interim
            found.append(interim)
    order.happen("heard", heard_at, 5)
    run_term(order, made_at, weighted_years("orders.sro_years", made_at.date(), dice), dice)
    end_term(order, dice, renewable=True)
    return found
