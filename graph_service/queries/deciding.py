"""A human's word, written down with its reason; it counts with the next run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph_service import decisions, ids
from graph_service.access import Action, Caller
from graph_service.audit import BEGUN, Event
from graph_service.decisions import CHOICES, Queue
from graph_service.desk import Desk
from graph_service.errors import InputRefused, WrongCall
from graph_service.identifiers import pnc_id
from graph_service.people import RecordKey
from graph_service.queries import link_pairs, look_first, sight, standing

MOST_REASON = 2_000
"""Characters of a reason."""
_NAMED = """
UNWIND $keys AS key
MATCH (r:PersonRecord {key: key})
RETURN key, r.source AS source, r.record_id AS record_id
"""
DECIDES: Mapping[Queue, Action] = {
    Queue.LINKS: Action.DECIDE_LINKS,
    Queue.LOOK_FIRST: Action.DECIDE_LOOK_FIRST,
}
"""The action that a decision in each queue is."""
_PNC_IDS = """
UNWIND $person_ids AS person_id
MATCH (:Person {person_id: person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
WHERE r.pnc_id IS NOT NULL
RETURN DISTINCT person_id, r.pnc_id AS pnc_id
"""


@dataclass(frozen=True)
class _Asked:
    """A decision that somebody asks to be written down."""

    desk: Desk
    item: str
    decision: str
    caller: Caller
    seen: Sequence[str] | None


def decide(
    desk: Desk,
    queue: Queue,
    item: str,
    decision: str,
    *,
    reason: str,
    caller: Caller,
    event: Event,
    seen: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Write a human's word on an item of a queue down; the next run follows it.

    The item of a link is its id, or two records as ``SOURCE/RECORD SOURCE/RECORD``.

    ``event`` is of the action ``DECIDES[queue]``. NotThere for an item that is none; WrongCall for
    a decision that is none, or no reason. A link: InputRefused where two people with different
    valid PNC ids would be joined: a valid id is given to one person alone, so it is the id that is
    wrong, and the source must put it right. An entry to look at first (the item is the person's
    id): NotAllowed where the caller does not see all that must be looked at, InputRefused where it
    is not what was shown (``seen``: the ids of its facts; None asks nothing).
    """
    reason = reason.replace("\r\n", "\n").strip()
    with desk.answering(caller, event) as subjects:
        if decision not in CHOICES[queue]:
            raise WrongCall(f"A decision in {queue} is one of {', '.join(CHOICES[queue])}.")
        if not reason or len(reason) > MOST_REASON:
            raise WrongCall(f"A decision needs a reason, of up to {MOST_REASON:,} characters.")
        item, about = _ABOUT[queue](_Asked(desk, item, decision, caller, seen), subjects)
        desk.audit.record(caller, event, outcome=BEGUN, subjects=subjects)
        made = decisions.write(
            desk.archive,
            queue,
            item,
            decision,
            reason=reason,
            by=caller.who,
            role=str(caller.role),
            about=about,
        )
        return {"decision_id": made.decision_id, "queue": made.queue, "item": made.item} | (
            made.shown()
        )


_Said = tuple[str, dict[str, Any]]  # the item, and what the decision is about


def _link(asked: _Asked, subjects: set[str]) -> _Said:
    store = asked.desk.store
    keys = _two_records(asked)
    known = link_pairs.records(store, keys)
    subjects.update(one["person_id"] for one in known.values())
    if asked.decision == "same":
        _refuse_two_identities(asked.desk, keys)
    return ids.link_id(*keys), {"records": [list(key) for key in keys]}


def _two_records(asked: _Asked) -> tuple[RecordKey, RecordKey]:
    """The records of a link by its id; or those that are named, also where none was proposed.

    ``SOURCE/RECORD SOURCE/RECORD``; ids may hold blanks, so every way to part the text is tried.
    """
    words = asked.item.split(" ")
    ways = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    there = {
        row["key"]: (str(row["source"]), str(row["record_id"]))
        for row in asked.desk.store.read(_NAMED, keys=sorted({key for way in ways for key in way}))
    }
    named = [sorted((there[one], there[other])) for one, other in ways if {one, other} <= {*there}]
    if len(named) == 1 and named[0][0] != named[0][1]:
        return named[0][0], named[0][1]
    # A pair that somebody named is among the links only once people follow it.
    spoken_of = decisions.standing(decisions.read(asked.desk.archive)).get(asked.item)
    if spoken_of and spoken_of.queue == Queue.LINKS:
        one, other = spoken_of.about["records"]
        return (one[0], one[1]), (other[0], other[1])
    return link_pairs.keys(link_pairs.one(asked.desk, asked.item))


def _look_first(asked: _Asked, subjects: set[str]) -> _Said:
    person = sight.opened(asked.desk, asked.caller, asked.item, subjects)
    entry = standing.entry(asked.desk, person)
    item = entry["person_id"] if entry else person.person_id
    facts = look_first.facts_to_decide_on(asked.desk, item, entry, asked.caller, asked.seen)
    return item, {"facts": facts}


_ABOUT: Mapping[Queue, Callable[[_Asked, set[str]], _Said]] = {
    Queue.LINKS: _link,
    Queue.LOOK_FIRST: _look_first,
}


def _refuse_two_identities(desk: Desk, keys: tuple[RecordKey, RecordKey]) -> None:
    """Refuse to hold as one what two valid PNC ids tell apart.

    Also where it is other words, given but not followed yet, that would bring the two ids together.
    """
    said = decisions.words(decisions.read(desk.archive))
    same = [
        (word.one, word.other) for word in said if word.same and {word.one, word.other} != {*keys}
    ]
    named = {ids.graph_key(*key): key for pair in (*same, keys) for key in pair}
    known = link_pairs.records(desk.store, named.values())
    person = {named[key]: record["person_id"] for key, record in known.items()}
    # A record that has gone stands for itself.
    groups = nx.Graph([(person.get(one, one), person.get(other, other)) for one, other in same])
    groups.add_nodes_from(person.get(key, key) for key in keys)
    sides = [nx.node_connected_component(groups, person.get(key, key)) for key in keys]
    people = sorted({one for side in sides for one in side if isinstance(one, str)})
    held: dict[str, set[str]] = {}
    for row in desk.store.read(_PNC_IDS, person_ids=people):
        if valid := pnc_id(row["pnc_id"]):
            held.setdefault(row["person_id"], set()).add(valid)
    of_sides = [set().union(*(held.get(one, set()) for one in side)) for side in sides]
    if len(set().union(*of_sides)) > max(map(len, of_sides)):
        raise InputRefused(
            "The two have different valid PNC ids, and a valid one is given to one person alone. "
            "If one of them is wrong, have the source put it right: then nothing keeps them apart."
        )
