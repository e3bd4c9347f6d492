"""Entries that somebody must look at before they are used: what is told of them, and what was said.

An officer sees those facts that lie in cases of his own areas, where the person may be named to him
as a victim; that there are others is said, and that somebody who sees them must look.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_service import decisions
from graph_service.access import Caller, Sees
from graph_service.decisions import Decision, Queue
from graph_service.desk import Desk
from graph_service.errors import NotAllowed

ELSEWHERE = "something on record that is not for you to see must be looked at by an analyst"

Entry = Mapping[str, Any]


def told(entry: Entry, caller: Caller) -> dict[str, Any] | None:
    """The entry's ``look_first`` as the caller may see it; ``hidden`` facts are counted."""
    held: dict[str, Any] | None = entry.get("look_first")
    if held is None or caller.sees is Sees.ALL:
        return held and {**held, "hidden": 0}
    shown = [fact for fact in held["facts"] if fact["area"] and caller.may_name([fact["area"]])]
    is_first_shown = shown[:1] == held["facts"][:1]
    return {
        **held,
        "why": held["why"] if is_first_shown else ELSEWHERE,
        "facts": shown,
        "hidden": len(held["facts"]) - len(shown),
    }


def said(desk: Desk, entries: Iterable[Entry], caller: Caller) -> dict[str, dict[str, Any]]:
    """By person the last decision on all that makes the entry one to be looked at, live.

    The reason is text that may name others: it is there for those who see everybody, and for the
    one who wrote it.
    """
    made = [one for one in decisions.read(desk.archive) if one.queue == Queue.LOOK_FIRST]
    found = {}
    for entry in entries:
        if entry.get("look_first") and (last := _last(made, entry)):
            may_read = caller.sees is Sees.ALL or caller.who == last.by
            shown = last.shown()
            found[entry["person_id"]] = shown | {"reason": shown["reason"] if may_read else None}
    return found


def _last(made: list[Decision], entry: Entry) -> Decision | None:
    facts = {fact["fact_id"] for fact in entry["look_first"]["facts"]}
    return next((one for one in reversed(made) if facts <= set(one.about["facts"])), None)


def facts_to_decide_on(entry: Entry, caller: Caller) -> list[str]:
    """The ids of the facts that a decision speaks of; NotAllowed where the caller sees not all."""
    shown = told(entry, caller)
    if shown is None or shown["hidden"]:
        raise NotAllowed(
            "Part of what must be looked at is not for you to see. An analyst or the high-harm "
            "co-ordinator sees all of it and can decide."
        )
    return [fact["fact_id"] for fact in shown["facts"]]
