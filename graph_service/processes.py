"""States of custody and orders on a day, read off recorded events. Pure; used live and by runs."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from graph_service.contract.types import LONDON

IN_CUSTODY = "in_custody"
ON_LICENCE = "on_licence"
ON_BAIL = "on_bail"
UNDER_INVESTIGATION = "released_under_investigation"
UNDER_ORDER = "under_order"

# In the order in which events of one instant follow each other: somebody released on licence is on
# licence, somebody released on bail is on bail.
_AFTER: Mapping[str, str | None] = {
    "arrested": IN_CUSTODY,
    "detained": IN_CUSTODY,
    "remanded": IN_CUSTODY,
    "sentenced": IN_CUSTODY,
    "recalled": IN_CUSTODY,
    "released": None,
    "bailed": ON_BAIL,
    "released_under_investigation": UNDER_INVESTIGATION,
    "on_licence": ON_LICENCE,
    "licence_ended": None,
}
_PLACE = {kind: place for place, kind in enumerate(_AFTER)}
_CUSTODIAL = ("immediate", "extended", "life", "hospital_order")
# An arrest without a later event says nothing about the days after it.
_LONGEST_DAYS = {"arrested": 4, "detained": 4}
_IN_FORCE = ("served", "interim", "made", "active")


def local_day(at: datetime) -> date:
    """The civil day in Europe/London of an instant; one without zone is UTC."""
    zoned = at if at.tzinfo else at.replace(tzinfo=UTC)
    return zoned.astimezone(LONDON).date()


def custody_state(events: Iterable[Mapping[str, Any]], at: datetime) -> str | None:
    """The state that the last event by ``at`` left a person in, or None in the community.

    Events have ``kind``, ``at``, ``until_on``, ``sentence_kind`` and ``sentence_days``. A charge
    changes nothing by itself. A custodial sentence lasts until a later event, its ``until_on`` or
    the end of its days; an arrest or detention without a later event is taken to have ended after
    96 hours, the longest detention without charge (Police and Criminal Evidence Act 1984, s. 44).
    """
    held = [event for event in events if event["at"] <= at and event["kind"] in _AFTER]
    if not held:
        return None
    last = max(held, key=lambda event: (event["at"], _PLACE[event["kind"]]))
    kind = last["kind"]
    if kind == "sentenced" and last.get("sentence_kind") not in _CUSTODIAL:
        return None
    until = last.get("until_on")
    if until is not None and until < local_day(at):
        return None
    longest = last.get("sentence_days") if kind == "sentenced" else _LONGEST_DAYS.get(kind)
    if longest is not None and (at - last["at"]).days >= longest:
        return None
    return _AFTER[kind]


def in_force(order: Mapping[str, Any], on: date) -> bool:
    """Whether an order (``state``, ``from_on``, ``made_on``, ``to_on``) is in force on a day."""
    begins = order.get("from_on") or order.get("made_on")
    ends = order.get("to_on")
    return (
        order["state"] in _IN_FORCE
        and (begins is None or begins <= on)
        and (ends is None or on <= ends)
    )


def states(
    custody: Iterable[Mapping[str, Any]], orders: Iterable[Mapping[str, Any]], at: datetime
) -> list[str]:
    """A person's states at an instant: of custody, if any, then whether an order is in force."""
    held = custody_state(custody, at)
    day = local_day(at)
    found = [held] if held else []
    if any(in_force(order, day) for order in orders):
        found.append(UNDER_ORDER)
    return found
