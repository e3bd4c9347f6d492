"""Entries that somebody must look at before they are used: what is told of them, and what was said.

An officer sees those facts of which he may name every victim; that there are others is said, and
that somebody who sees them must look.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_service import decisions
from graph_service.access import Caller, Sees
from graph_service.decisions import Decision, Queue
from graph_service.desk import Desk
from graph_service.errors import InputRefused, NotAllowed, NotThere

ELSEWHERE = "something on record that is not for you to see must be looked at by an analyst"

Entry = Mapping[str, Any]


def told(entry: Entry, caller: Caller) -> dict[str, Any] | None:
    """The entry's ``look_first`` as the caller may see it; ``hidden``: there is more to it.

    A fact is shown to whoever may name all whom it says to be victims. Where one is not, neither
    the times nor the number of facts are told, which would speak of it.
    """
    held: dict[str, Any] | None = entry.get("look_first")
    if held is None or caller.sees is Sees.ALL:
        return held and {**held, "hidden": False}
    shown = [fact for fact in held["facts"] if _may_see(fact, caller)]
    if len(shown) == len(held["facts"]):
        return {**held, "hidden": False}
    return {
        "why": ELSEWHERE,
        "since_at": None,
        "due_at": None,
        "facts": shown,
        "hidden": True,
    }


def _may_see(fact: Mapping[str, Any], caller: Caller) -> bool:
    return bool(fact["areas"]) and all(caller.may_name([area]) for area in fact["areas"])


def said(desk: Desk, entries: Iterable[Entry], caller: Caller) -> dict[str, dict[str, Any]]:
    """By person the last decision on all that makes the entry one to be looked at, live.

    The reason is text that may name others: it is there for those who see everybody, and for the
    one who wrote it.
    """
    held = [entry for entry in entries if entry.get("look_first")]
    made = _made(desk) if held else []
    found = {}
    for entry in held:
        if last := _last(made, entry):
            may_read = caller.sees is Sees.ALL or caller.who == last.by
            shown = last.shown()
            found[entry["person_id"]] = shown | {"reason": shown["reason"] if may_read else None}
    return found


def _last(made: list[Decision], entry: Entry) -> Decision | None:
    facts = {fact["fact_id"] for fact in entry["look_first"]["facts"]}
    return next((one for one in reversed(made) if facts <= set(one.about["facts"])), None)


def cleared(desk: Desk, person_id: str, caller: Caller) -> dict[str, Any] | None:
    """The last word on a person whom the current run no longer asks to look at, as `said` has it.

    For those who see everybody alone: what was cleared may have been in any area.
    """
    last = _standing(desk, person_id)
    return last.shown() if last and caller.sees is Sees.ALL else None


def facts_to_decide_on(
    desk: Desk, person_id: str, entry: Entry | None, caller: Caller, seen: Sequence[str] | None
) -> list[str]:
    """The ids of the facts that a decision speaks of; ``seen`` are those that were shown.

    An entry that is held no more can be held again, by whoever sees everybody. NotAllowed where
    the caller sees not all of it, InputRefused where other facts stand there now, NotThere where
    nothing was ever to be looked at.
    """
    shown = told(entry, caller) if entry else None
    if shown is None:
        last = _standing(desk, person_id)
        if last is None or caller.sees is not Sees.ALL:
            raise NotThere("The current run does not ask that anybody look at this person first.")
        return list(last.about["facts"])
    if shown["hidden"]:
        raise NotAllowed(
            "Part of what must be looked at is not for you to see. An analyst or the high-harm "
            "co-ordinator sees all of it and can decide."
        )
    facts = [fact["fact_id"] for fact in shown["facts"]]
    if seen is not None and set(seen) != set(facts):
        raise InputRefused(
            "What must be looked at has changed since you opened the page. Nothing was written "
            "down: look again."
        )
    return facts


def _standing(desk: Desk, person_id: str) -> Decision | None:
    return next((one for one in reversed(_made(desk)) if one.item == person_id), None)


def _made(desk: Desk) -> list[Decision]:
    return [one for one in decisions.read(desk.archive) if one.queue == Queue.LOOK_FIRST]
