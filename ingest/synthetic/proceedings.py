"""Plays the reports of a circle one after another, with the orders and breaches that come of them.

Somebody in prison does nothing outside it; somebody under an order does less, and what is done
then is a breach.
"""

from dataclasses import replace

from ingest.synthetic import orders, orders_court, orders_police
from ingest.synthetic.data_files import day_of, offence_kind, rate
from ingest.synthetic.days import act_moment, add, later
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import STALKING, Act
from ingest.synthetic.investigation import investigate
from ingest.synthetic.justice import Case, Prison, Queue, as_breach, happens
from ingest.synthetic.orders import Order
from ingest.synthetic.people import ADULT

_MOST_BREACHES = 6
_NO_CONTACT_BREACHES = ("dvpn", "sro", "interim_sro")


def play(acts: list[Act], dice: Dice) -> tuple[list[Case], list[Order]]:
    """The cases and orders that come of the acts of a circle, in the order in which they began."""
    queue, prison = Queue(acts), Prison()
    cases: list[Case] = []
    begun: list[Order] = []
    told: list[Act] = []
    last = day_of("world.ends_on")
    while (reported := queue.take()) is not None:
        against = _against(begun, reported)
        contact = reported.course.theme == "breach"
        if (
            reported.reported_at.date() > last
            or not happens(reported, prison)
            or (contact and not against)
            or not _answers(reported, told)
            or (not contact and _kept_away(cases, against, reported, dice))
        ):
            continue
        told.append(reported)
        kind = next((order.breach_kind for order in against if order.breach_kind), "")
        act = as_breach(reported, kind) if kind else reported
        case = investigate(act, prison, dice, breach=bool(kind))
        cases.append(case)
        for order in against:
            orders.breach(order, case, prison, dice)
        for order in _start(begun, case, dice):
            begun.append(order)
            _contact(order, queue, dice)
    return cases, begun


def _against(begun: list[Order], act: Act) -> list[Order]:
    """Orders in force against the suspect that protect this victim."""
    day = act.at.date()
    return [
        order
        for order in begun
        if act.suspect is order.respondent and act.victim in order.protected and order.covers(day)
    ]


def _answers(act: Act, told: list[Act]) -> bool:
    """False for a counter-allegation where what it answers did not come about."""
    return act.counter_to is None or any(act.counter_to is other for other in told)


def _kept_away(cases: list[Case], against: list[Order], act: Act, dice: Dice) -> bool:
    """True if an order or a running charge kept the suspect from doing it."""
    charged = act.suspect is not None and any(
        case.act.suspect is act.suspect
        and case.act.victim is act.victim
        and case.charged_before(act.at)
        for case in cases
    )
    return (charged or bool(against)) and dice.chance(rate("justice.kept_away"))


def _start(begun: list[Order], case: Case, dice: Dice) -> list[Order]:
    """Orders that this case gives rise to."""
    act = case.act
    if act.suspect is None or act.victim is None or act.counter_to is not None:
        return []
    kind = offence_kind(act.kind).kind
    has = {o.kind for o in begun if o.respondent is act.suspect and act.victim in o.protected}
    of_age = act.suspect.age_on(act.at.date()) >= ADULT
    arrested_at = case.arrested_at
    charged = any(step.status == "charged" for step in case.steps)
    found: list[Order] = []
    if kind == "violence" and act.is_domestic and of_age and arrested_at and not charged:
        found += orders_police.notice(case, arrested_at, dice) if _lot("dvpn", dice) else []
    stalks = act.kind in STALKING or (act.course.theme == "stalking" and case.is_crime)
    if stalks and "spo" not in has and _lot("spo", dice):
        found += orders_police.stalking_protection(case, dice)
    if act.is_domestic and case.is_crime and "nmo" not in has and _lot("nmo", dice):
        found += orders_court.family_order("nmo", case, dice)
    for protection in ("fmpo", "fgmpo") if act.course.theme == "honour" else ():
        if protection not in has and _lot(protection, dice):
            found += orders_court.family_order(protection, case, dice)
    on = act.at.date()
    street = act.suspect.home_on(on).street == act.victim.home_on(on).street
    quarrels = street and act.course.theme == "acquaintance" and case.is_crime
    if quarrels and "asb_injunction" not in has and _lot("asb_injunction", dice):
        found += orders_court.family_order("asb_injunction", case, dice)
    abroad = act.is_domestic and case.recorded_at.date() >= day_of("orders.dapo_from")
    if abroad and case.is_crime and "dapo" not in has and _lot("dapo", dice):
        found += orders_court.order_from_elsewhere(case, dice)
    return found + _sexual_risk(begun, case, dice) + _after_court(begun, case, dice)


def _sexual_risk(begun: list[Order], case: Case, dice: Dice) -> list[Order]:
    """A sexual risk order after an offence not charged, unless one against such harm lasts."""
    act, on = case.act, case.decided_on
    unproven = offence_kind(act.kind).kind == "sexual" and case.outcome in ("15", "16")
    if not unproven or on is None or not _lot("sro", dice):
        return []
    lasting = any(
        order.kind in ("sro", "shpo")
        and order.respondent is act.suspect
        and (order.to_on is None or order.to_on >= on)
        for order in begun
    )
    return [] if lasting else orders_police.sexual_risk(case, on, dice)


def _lot(name: str, dice: Dice) -> bool:
    return dice.chance(rate(f"orders.{name}"))


def _after_court(begun: list[Order], case: Case, dice: Dice) -> list[Order]:
    """Orders that come with a verdict. One in force against contact is varied, not made again."""
    act, on = case.act, case.court_at
    near = act.is_domestic or act.course.theme in ("stalking", "acquaintance", "breach")
    if case.status == "convicted" and offence_kind(act.kind).kind == "sexual":
        return orders_court.criminal_order("shpo", case, dice) if _lot("shpo", dice) else []
    often = act.course.theme in ("other", "acquaintance")
    if case.status == "convicted" and often and _lot("cbo", dice):
        return orders_court.criminal_order("cbo", case, dice)
    lot = {"convicted": "restraining", "acquitted": "restraining_acquittal"}.get(case.status)
    if on is None or lot is None or not near or not _lot(lot, dice):
        return []
    lasting = [
        order
        for order in begun
        if order.kind == "restraining_order"
        and order.respondent is act.suspect
        and act.victim in order.protected
        and (order.to_on is None or order.to_on >= on.date())
    ]
    if not lasting:
        return orders_court.criminal_order("restraining_order", case, dice)
    # A verdict of a case reported earlier may come later: then there is nothing to vary yet.
    if lasting[0].covers(on.date()):
        lasting[0].happen("varied", later(on, 0.5), 5)
    return []


def _contact(order: Order, queue: Queue, dice: Dice) -> None:
    """Breaches that are contact alone, put among the reports still to come."""
    if not order.in_force or order.from_on is None or order.kind in _NO_CONTACT_BREACHES:
        return
    to_on = order.to_on or add(order.from_on, int(rate("orders.open_span_days")))
    span = max(1, (to_on - order.from_on).days)
    act = order.case.act
    for _ in range(min(dice.tail(rate("orders.further_breaches")), _MOST_BREACHES)):
        at = act_moment(add(order.from_on, dice.between(1, span)), dice)
        queue.put(
            Act(
                at=at,
                reported_at=later(at, 0.2 + dice.unit() * 10),
                from_on=at.date(),
                kind=order.breach_kind or ("verbal" if act.is_domestic else "nuisance"),
                setting="ex_partner" if act.setting == "partner" else act.setting,
                suspect=act.suspect,
                victim=act.victim,
                course=replace(act.course, theme="breach", reports=1),
                place=act.place,
            )
        )
