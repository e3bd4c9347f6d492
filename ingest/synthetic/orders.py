"""Civil and court orders: what every order has, and the part of its life that all share."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ingest.synthetic.data_files import mix, rate, table, waited, words
from ingest.synthetic.days import add, court_hours, later, moment, office_hours, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.justice import Case, Prison
from ingest.synthetic.people import ADULT, Person
from ingest.synthetic.places import draw_new_home

BREACH_KINDS = {
    "spo": "breach_spo",
    "interim_spo": "breach_interim_spo",
    "nmo": "breach_nmo",
    "restraining_order": "breach_restraining_order",
    "shpo": "breach_shpo",
    "fmpo": "breach_fmpo",
    "fgmpo": "breach_fgmpo",
    "dapo": "breach_dapo",
    "cbo": "breach_cbo",
}
# Orders that forbid the respondent to go on living with whom they protect.
PARTS_THEM = ("dvpn", "dvpo", "nmo", "restraining_order", "spo", "interim_spo", "dapo")
_NOTICE_DAYS = 3
_LONG = 200
_SIX = 6 * 3600


@dataclass(frozen=True)
class Version:
    """The order as the record shows it from a moment on."""

    recorded_at: datetime
    state: str
    made_on: date | None
    from_on: date | None
    to_on: date | None
    follows: "Order | None" = None


@dataclass(frozen=True)
class Happening:
    """An event of an order, as in the contract. `rank` is that of the officer who acts, if any."""

    kind: str
    at: datetime
    recorded_at: datetime
    rank: str = ""
    case: Case | None = field(default=None, repr=False)


@dataclass
class Order:
    """An order and its life. `case` is the one that gave rise to it."""

    kind: str
    respondent: Person
    protected: list[Person]
    case: Case
    court: str
    area: str
    versions: list[Version] = field(default_factory=list)
    events: list[Happening] = field(default_factory=list)
    conditions: list[tuple[str, str]] = field(default_factory=list)
    follows: "Order | None" = None
    made_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    in_force: bool = False
    breach_kind: str = ""
    served_at: datetime | None = None

    def happen(self, kind: str, at: datetime, lag: float = 1.0, rank: str = "") -> datetime:
        """Note an event that is recorded `lag` hours later; gives when it is recorded."""
        recorded_at = later(at, lag)
        self.events.append(Happening(kind, at, recorded_at, rank))
        return recorded_at

    def become(self, state: str, recorded_at: datetime) -> None:
        """A new state; two at one moment are kept apart by a minute."""
        if self.versions and recorded_at <= self.versions[-1].recorded_at:
            recorded_at = later(self.versions[-1].recorded_at, 1 / 60)
        self.versions.append(
            Version(recorded_at, state, self.made_on, self.from_on, self.to_on, self.follows)
        )

    def covers(self, day: date) -> bool:
        """True if the order is in force on a day."""
        if not self.in_force or self.from_on is None:
            return False
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def new_order(kind: str, case: Case, dice: Dice, court: str = "") -> Order | None:
    """An order against the suspect of a case for its victim; nothing where nobody is named."""
    act = case.act
    if act.suspect is None:
        return None
    court = court or _court(act.suspect, case.decided_on or case.recorded_at.date(), dice)
    protected = [act.victim] if act.victim is not None else []
    if protected and dice.chance(rate("orders.protects_children")):
        protected += [p for p in act.witnesses if p.age_on(act.at.date()) < ADULT]
    area = act.suspect.home_on(case.recorded_at.date()).area
    order = Order(kind, act.suspect, protected, case, court, area)
    order.breach_kind = BREACH_KINDS.get(kind, "")
    shared = lives_with(order, case.recorded_at.date())
    in_public = act.place is not None and not act.place.postcode
    order.conditions = _draw_conditions(kind, dice, shared=shared, in_public=in_public)
    return order


def _court(respondent: Person, day: date, dice: Dice) -> str:
    """A magistrates' court, for somebody under 18 the youth court."""
    places = table("places")
    if respondent.age_on(day) < ADULT:
        return str(places["youth_court"])
    return str(dice.pick(places["courts"]))


def lives_with(order: Order, day: date) -> bool:
    """True if the respondent lives on a day with somebody whom the order protects."""
    here = order.respondent.home_on(day)
    return any(person.home_on(day) == here for person in order.protected)


def _draw_conditions(
    kind: str, dice: Dice, *, shared: bool, in_public: bool
) -> list[tuple[str, str]]:
    """A few prohibitions and requirements: first what every order of the kind says.

    Some fit only where the home is shared, some only where the act was done in public.
    """
    always = tuple(table("wording")["conditions_always"].get(kind, ()))
    drawn = max(0, dice.between(2, 4) - len(always))
    texts = [*always, *dice.some(words(f"conditions.{kind}"), drawn)]
    for fits, where in ((shared, "shared"), (in_public, "in_public")):
        special = table("wording")[f"conditions_{where}"].get(kind, ()) if fits else ()
        texts += [dice.pick(special)] if special else []
    if kind in ("spo", "shpo", "fmpo", "dapo", "cbo") and dice.chance(rate("orders.requirement")):
        texts.append(dice.pick(words("conditions.requirement")))
    return [("requirement" if text.startswith("To ") else "prohibition", text) for text in texts]


def run_term(order: Order, made_at: datetime, to_on: date | None, dice: Dice) -> datetime:
    """From the making of an order to its service: gives the moment of service."""
    order.made_on = order.from_on = made_at.date()
    order.to_on, order.in_force = to_on, True
    order.become("made", order.happen("made", made_at, 1 + dice.unit() * 5))
    if dice.chance(rate("orders.served_late")):
        served_at = office_hours(add(made_at.date(), waited(dice, "served_late")), dice)
    else:
        served_at = later(made_at, 0.3 + waited(dice, "served") * 24 + dice.unit() * 4)
    if to_on is not None and served_at.date() >= to_on:
        served_at = later(made_at, 0.5)
    noted_at = serve(order, served_at, 1 + dice.unit() * 4, dice)
    order.become("active", later(noted_at, 1))
    return served_at


def serve(order: Order, served_at: datetime, lag: float, dice: Dice) -> datetime:
    """Service, recorded `lag` hours later, from when on the respondent lives elsewhere."""
    order.served_at = served_at
    noted_at = order.happen("served", served_at, lag, "constable")
    order.become("served", noted_at)
    if order.kind in PARTS_THEM:
        _part(order, served_at.date(), dice)
    return noted_at


def _part(order: Order, day: date, dice: Dice) -> None:
    """The respondent leaves a shared home, and does not come back while the order lasts."""
    if lives_with(order, day):
        order.respondent.move_in_between(day, draw_new_home(order.area, dice))
    open_days = _NOTICE_DAYS if order.kind == "dvpn" else int(rate("orders.open_span_days"))
    until_on = order.to_on or add(day, open_days)
    for person in order.protected:
        order.respondent.keep_from(person.home_on(day), day, until_on)


def end_term(order: Order, dice: Dice, *, renewable: bool) -> None:
    """What becomes of an order with an end: varied, renewed, discharged or expired."""
    if order.to_on is None or order.from_on is None:
        return
    span = (order.to_on - order.from_on).days
    if renewable and span > _LONG:
        if dice.chance(rate("orders.varied")):
            varied_at = court_hours(add(order.from_on, dice.between(40, span - 60)), dice)
            order.happen("varied", varied_at, 20)
        if dice.chance(rate("orders.discharged")):
            over_at = court_hours(add(order.from_on, dice.between(60, span - 30)), dice)
            order.to_on = over_at.date()
            order.become("discharged", order.happen("discharged", over_at, 26))
            return
        if dice.chance(rate("orders.renewed")):
            _renew(order, order.to_on, dice)
    order.become("expired", moment(add(order.to_on, 1), _SIX + dice.between(0, 60) * 60))


def _renew(order: Order, to_on: date, dice: Dice) -> None:
    applied_at = office_hours(add(to_on, -dice.between(15, 60)), dice)
    order.happen("renewal_applied", applied_at, 5, "inspector")
    renewed_on = max(add(to_on, -dice.between(4, 12)), add(applied_at.date(), 1))
    renewed_at = court_hours(renewed_on, dice)
    order.to_on = years(to_on, 1)
    order.become("active", order.happen("renewed", renewed_at, 8))


def breach(order: Order, case: Case, prison: Prison, dice: Dice) -> None:
    """A breach reported: arrest or none, and what became of it."""

    def note(kind: str, at: datetime, recorded_at: datetime, rank: str = "") -> None:
        order.events.append(Happening(kind, at, recorded_at, rank, case))

    note("breach_reported", case.recorded_at, later(case.recorded_at, 0.2), "constable")
    arrested_at = case.arrested_at
    # A breach of a domestic violence protection order is no offence: the arrest is for the court.
    if arrested_at is None and order.kind == "dvpo" and dice.chance(rate("orders.breach_arrest")):
        on_at = later(case.recorded_at, 0.5 + dice.unit() * 5)
        arrested_at = None if prison.holds(order.respondent, on_at.date()) else on_at
    if arrested_at is not None:
        note("arrest", arrested_at, later(arrested_at, 1), "constable")
    for step in case.steps:
        kind = step.status
        by_court = kind in ("convicted", "acquitted", "discontinued") and case.court_at is not None
        at = case.court_at if by_court and case.court_at else step.recorded_at
        if kind in ("no_further_action", "discontinued"):
            kind = "not_pursued"
        if kind in ("charged", "convicted", "acquitted", "not_pursued"):
            note(kind, at, later(step.recorded_at, 0.5))


def weighted_years(name: str, day: date, dice: Dice) -> date | None:
    """The last day of a length in years drawn from `rates.toml`; None for until further order."""
    length = int(dice.weighted(mix(name)))
    return add(years(day, length), -1) if length else None
