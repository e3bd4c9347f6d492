"""Orders that a court makes in its own proceedings or on the victim's application."""

from ingest.synthetic.courts import CROWN_FROM
from ingest.synthetic.data_files import mix, offence_kind, rate, table, waited
from ingest.synthetic.days import add, court_hours, later, office_hours
from ingest.synthetic.dice import Dice
from ingest.synthetic.justice import Case
from ingest.synthetic.orders import Order, end_term, new_order, run_term, weighted_years


def family_order(kind: str, case: Case, dice: Dice) -> list[Order]:
    """What a court makes on the application of the victim or of another body than the police.

    Non-molestation order (`nmo`), forced marriage and female genital mutilation protection orders
    (`fmpo`, `fgmpo`), injunction against anti-social behaviour (`asb_injunction`).
    """
    county = "county_court" if kind == "asb_injunction" else "family_court"
    order = new_order(kind, case, dice, court=table("places")[county])
    if order is None:
        return []
    applied_at = office_hours(add(case.recorded_at.date(), waited(dice, "family_applied")), dice)
    made_at = court_hours(add(applied_at.date(), waited(dice, "family_made")), dice)
    # The force hears of the application when it gets the order.
    hours = (made_at - applied_at).total_seconds() / 3600
    order.happen("applied", applied_at, hours + 2)
    days = int(dice.weighted(mix(f"orders.{kind}_days")))
    run_term(order, made_at, add(made_at.date(), days - 1), dice)
    end_term(order, dice, renewable=True)
    return [order]


def criminal_order(kind: str, case: Case, dice: Dice) -> list[Order]:
    """A restraining order, a sexual harm prevention order (`shpo`) or a criminal behaviour order.

    Made with the verdict, by the court that tries offences of this gravity.
    """
    grave = offence_kind(case.act.kind).grade >= CROWN_FROM
    order = new_order(kind, case, dice, court=table("places")["crown_court"] if grave else "")
    if order is None or case.court_at is None:
        return []
    if case.status == "acquitted":
        order.breach_kind = "breach_restraining_acquittal"
    to_on = weighted_years(f"orders.{kind}_years", case.court_at.date(), dice)
    run_term(order, later(case.court_at, 0.5), to_on, dice)
    end_term(order, dice, renewable=kind != "shpo")
    return [order]


def order_from_elsewhere(case: Case, dice: Dice) -> list[Order]:
    """A domestic abuse protection order of a court where they can be made, bound to respect here.

    The invented force lies outside the areas where such orders can be applied for (Domestic Abuse
    Act 2021 Part 3), so it meets them only when somebody comes from there. First notification
    within three days beginning with the day of making (s41), which not everybody keeps.
    """
    order = new_order("dapo", case, dice, court=table("places")["court_elsewhere"])
    if order is None:
        return []
    made_at = court_hours(add(case.recorded_at.date(), waited(dice, "family_made")), dice)
    run_term(order, made_at, weighted_years("orders.dapo_years", made_at.date(), dice), dice)
    if dice.chance(rate("orders.dapo_notified")):
        told_at = office_hours(add(made_at.date(), 1), dice)
        order.happen("notified", max(told_at, later(made_at, 2)), 2)
    end_term(order, dice, renewable=False)
    return [order]
