"""Orders that a court makes in its own proceedings or on the victim's application."""

from ingest.synthetic.data_files import mix, table, waited
from ingest.synthetic.days import add, later, moment, office_hours
from ingest.synthetic.dice import Dice
from ingest.synthetic.justice import Case
from ingest.synthetic.orders import Order, end_term, new_order, run_term, weighted_years

_THREE_PM = 15 * 60


def family_order(kind: str, case: Case, dice: Dice) -> list[Order]:
    """The family court's non-molestation (`nmo`) or forced marriage protection order (`fmpo`)."""
    order = new_order(kind, case, dice, court=table("places")["family_court"])
    if order is None:
        return []
    applied_at = office_hours(add(case.recorded_at.date(), waited(dice, "family_applied")), dice)
    made_at = office_hours(add(applied_at.date(), waited(dice, "family_made")), dice)
    # The force hears of the application when it gets the order.
    hours = (made_at - applied_at).total_seconds() / 3600
    order.happen("applied", applied_at, hours + 2)
    days = int(dice.weighted(mix(f"orders.{kind}_days")))
    run_term(order, max(made_at, later(applied_at, 2)), add(made_at.date(), days - 1), dice)
    end_term(order, dice, renewable=True)
    return [order]


def criminal_order(kind: str, case: Case, dice: Dice) -> list[Order]:
    """A restraining order or a sexual harm prevention order (`shpo`), made with the verdict."""
    places = table("places")
    court = dice.pick((places["crown_court"], *places["courts"]))
    order = new_order(kind, case, dice, court=court)
    told = next((s for s in case.steps if s.status in ("convicted", "acquitted")), None)
    if order is None or told is None:
        return []
    if told.status == "acquitted":
        order.breach_kind = "breach_restraining_acquittal"
    made_at = moment(told.on, (_THREE_PM + dice.between(0, 50)) * 60)
    run_term(order, made_at, weighted_years(f"orders.{kind}_years", told.on, dice), dice)
    end_term(order, dice, renewable=kind != "shpo")
    return [order]
