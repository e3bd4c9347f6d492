"""States of custody and orders on a day, read off recorded events. Pure; used live and by runs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

IN_CUSTODY = "in_custody"
ON_LICENCE = "on_licence"
ON_BAIL = "on_bail"
UNDER_INVESTIGATION = "released_under_investigation"
UNDER_ORDER = "under_order"

WORDS = {
    IN_CUSTODY: "in custody",
    ON_LICENCE: "on licence",
    ON_BAIL: "on bail",
    UNDER_INVESTIGATION: "released under investigation",
    UNDER_ORDER: "under an order",
}

_AFTER: Mapping[str, str | None] = {
    "arrested": IN_CUSTODY,
    "detained": IN_CUSTODY,
    "remanded": IN_CUSTODY,
    "recalled": IN_CUSTODY,
    "bailed": ON_BAIL,
    "released_under_investigation": UNDER_INVESTIGATION,
    "on_licence": ON_LICENCE,
    "released": None,
    "licence_ended": None,
}
_CUSTODIAL = ("immediate", "extended", "life", "hospital_order")
# An arrest without a later event says nothing about the days after it.
_LONGEST_DAYS = {"arrested": 4, "detained": 4}
_IN_FORCE = ("served", "interim", "made", "active")


def custody_state(events: Iterable[Mapping[str, Any]], at: datetime) -> str | None:
    """The state that the last event by ``at`` left a person in, or None in the community.

    Events have ``kind``, ``at``, ``until_on`` and ``sentence_kind``. A charge changes nothing by itself.
    A custodial sentence lasts until a later event or its ``until_on``; an arrest or detention without a
    later event is taken to have ended after 96 hours, the longest detention without charge (Police and
    Criminal Evidence Act 1984, s. 44).
    """
    state: str | None = None
    last: Mapping[str, Any] | None = None
    for event in sorted(events, key=lambda event: (event["at"], event["kind"])):
        kind = event["kind"]
        if event["at"] > at or kind == "charged":
            continue
        if kind == "sentenced":
            state = IN_CUSTODY if event.get("sentence_kind") in _CUSTODIAL else None
        else:
            state = _AFTER[kind]
        last = event
    if last is None or state is None:
        return None
    until = last.get("until_on")
    if until is not None and until < at.date():
        return None
    longest = _LONGEST_DAYS.get(last["kind"])
    if longest is not None and (at - last["at"]).days >= longest:
        return None
    return state


def in_force(order: Mapping[str, Any], on: date) -> bool:
    """Whether an order (``state``, ``from_on``, ``made_on``, ``to_on``) is in force on a day."""
    begins = order.get("from_on") or order.get("made_on")
    ends = order.get("to_on")
    return (
        order["state"] in _IN_FORCE
        and (begins is None or begins <= on)
        and (ends is None or on <= ends)
    )
