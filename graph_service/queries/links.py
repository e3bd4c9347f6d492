"""Pairs of records that may be of one person: the queue, and a human's word on one of them.

Open to analysts alone, who see victims in full.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph_service import decisions, graph_state, ids, linked
from graph_service.access import Caller
from graph_service.audit import BEGUN, Event
from graph_service.decisions import CHOICES, Decision, Queue
from graph_service.desk import Desk
from graph_service.errors import InputRefused, NotThere, WrongCall
from graph_service.identifiers import pnc_id
from graph_service.people import RecordKey
from graph_service.store import Store
from graph_service.verdicts import MAKES_ONE, MEANING, REVIEWED, Verdict

STATES: dict[str, frozenset[Verdict]] = {
    "waiting": REVIEWED,
    "joined": MAKES_ONE,
    "kept_apart": frozenset(Verdict) - REVIEWED - MAKES_ONE,
    "all": frozenset(Verdict),
}
"""Which verdicts each state of the queue holds."""
_RECORDS = """
UNWIND $keys AS key
MATCH (r:PersonRecord {key: key})-[:RESOLVED_TO]->(p:Person)
RETURN key, p.person_id AS person_id, r.forename AS forename, r.middle_names AS middle_names,
       r.surname AS surname, r.full_name AS full_name, r.born_on AS born_on,
       r.born_on_raw AS born_on_raw, r.sex AS sex, r.address AS address, r.postcode AS postcode,
       r.phone AS phone, r.email AS email, r.pnc_id AS pnc_id, r.cro_number AS cro_number,
       r.birth_place AS birth_place, r.occupation AS occupation, r.area AS area
"""
_PNC_IDS = """
UNWIND $keys AS key
MATCH (:PersonRecord {key: key})-[:RESOLVED_TO]->(p:Person)
MATCH (p)<-[:RESOLVED_TO]-(r:PersonRecord)
RETURN DISTINCT key, r.pnc_id AS pnc_id
"""
MOST_REASON = 2_000
"""Characters of a reason."""


def links(
    desk: Desk, *, caller: Caller, event: Event, state: str = "waiting", limit: int = 100
) -> dict[str, Any]:
    """The pairs of a state, the strongest first: ``{"links": [...], "more": N}``.

    A link has ``link_id``, ``verdict`` with its ``meaning``, ``weight`` in bits and the ``chance``
    that goes with it, the two ``records``, the ``parts`` that the weight is the sum of (with the
    prior), and the standing ``decision`` with ``is_applied``: whether people follow it already.
    """
    if state not in STATES:
        raise WrongCall(f"state is one of {', '.join(STATES)}.")
    with desk.answering(caller, event) as subjects:
        pairs = _pairs(desk)
        wanted = [str(verdict) for verdict in STATES[state]]
        pairs = pairs.filter(pc.field("verdict").isin(wanted)).sort_by(
            [("weight", "descending"), *((name, "ascending") for name in linked.KEYS)]
        )
        held = pairs.slice(0, limit).to_pylist()
        known = _records(desk.store, (key for pair in held for key in _keys(pair)))
        made = decisions.standing(decisions.read(desk.archive))
        shown = [_shown(pair, known, made) for pair in held]
        subjects.update(
            record["person_id"]
            for one in shown
            for record in one["records"]
            if "person_id" in record
        )
        return {"links": shown, "more": max(0, pairs.num_rows - limit)}


def decide_link(
    desk: Desk, item: str, decision: str, *, reason: str, caller: Caller, event: Event
) -> dict[str, Any]:
    """Write a human's word on a pair down; it counts with the next resolve.

    NotThere for an item that is no pair; WrongCall for a decision that is none, or no reason.
    InputRefused where two people with different valid PNC ids would be joined: a valid id is given
    to one person alone, so it is the id that is wrong, and the source must put it right.
    """
    if decision not in CHOICES[Queue.LINKS]:
        raise WrongCall(f"A decision on a link is one of {', '.join(CHOICES[Queue.LINKS])}.")
    if not reason.strip() or len(reason) > MOST_REASON:
        raise WrongCall(f"A decision needs a reason, of up to {MOST_REASON:,} characters.")
    with desk.answering(caller, event) as subjects:
        pair = _find(desk, item)
        known = _records(desk.store, _keys(pair))
        subjects.update(one["person_id"] for one in known.values())
        if decision == "same":
            _refuse_two_identities(desk.store, _keys(pair))
        desk.audit.record(caller, event, outcome=BEGUN, subjects=subjects)
        made = decisions.write(
            desk.archive,
            Queue.LINKS,
            item,
            decision,
            reason=reason.strip(),
            by=caller.who,
            role=str(caller.role),
            about={"records": [list(key) for key in _keys(pair)]},
        )
        return {"decision_id": made.decision_id, "queue": made.queue, "item": item, **made.shown()}


def _pairs(desk: Desk) -> pa.Table:
    state = graph_state.read(desk.store)
    if state.links is None:
        raise NotThere("Nothing was linked yet. Begin with `pursuit ingest`.")
    return linked.read(desk.archive, state.links)


def _keys(pair: dict[str, Any]) -> tuple[RecordKey, RecordKey]:
    return (
        (pair["source"], pair["record_id"]),
        (pair["other_source"], pair["other_record_id"]),
    )


def _find(desk: Desk, item: str) -> dict[str, Any]:
    pairs = _pairs(desk)
    for place, (one, other) in enumerate(linked.keys(pairs)):
        if decisions.link_id(one, other) == item:
            found: dict[str, Any] = pairs.slice(place, 1).to_pylist()[0]
            return found
    raise NotThere("There is no such link. Those that there are come with `pursuit links`.")


def _records(store: Store, keys: Iterable[RecordKey]) -> dict[str, dict[str, Any]]:
    wanted = sorted({ids.graph_key(*key) for key in keys})
    return {row.pop("key"): ids.without_nothing(row) for row in store.read(_RECORDS, keys=wanted)}


def _refuse_two_identities(store: Store, keys: tuple[RecordKey, RecordKey]) -> None:
    held: dict[str, set[str]] = {}
    for row in store.read(_PNC_IDS, keys=[ids.graph_key(*key) for key in keys]):
        if valid := pnc_id(row["pnc_id"]):
            held.setdefault(row["key"], set()).add(valid)
    if len(set().union(*held.values())) > max(map(len, held.values()), default=0):
        raise InputRefused(
            "The two have different valid PNC ids, and a valid one is given to one person alone. "
            "If one of them is wrong, have the source put it right: then nothing keeps them apart."
        )


def _shown(
    pair: dict[str, Any], known: dict[str, dict[str, Any]], made: dict[str, Decision]
) -> dict[str, Any]:
    keys = _keys(pair)
    item = decisions.link_id(*keys)
    verdict = Verdict(pair["verdict"])
    decision = made.get(item)
    parts = pair["parts"]
    if parts is not None:
        prior = pair["weight"] - sum(part["weight"] for part in parts)
        parts = [
            {
                "comparison": "prior",
                "label": "Before anything is compared",
                "level": "prior",
                "text": "how seldom two records are of one person",
                "weight": round(prior, 9),
            },
            *parts,
        ]
    return {
        "link_id": item,
        "verdict": str(verdict),
        "meaning": MEANING[verdict],
        "weight": pair["weight"],
        "chance": round(1 / (1 + 2 ** -max(-1000.0, pair["weight"])), 6),
        "records": [
            {"source": key[0], "record_id": key[1], **known.get(ids.graph_key(*key), {})}
            for key in keys
        ],
        "parts": parts or [],
        "decision": None
        if decision is None
        else decision.shown() | {"is_applied": _is_applied(decision, verdict)},
    }


def _is_applied(decision: Decision, verdict: Verdict) -> bool:
    """Whether the people of now follow the decision."""
    applied = {
        "same": {Verdict.SAME, Verdict.CONTRADICTED},
        "not_same": {Verdict.NOT_SAME},
        "unsure": frozenset(Verdict) - {Verdict.SAME, Verdict.NOT_SAME, Verdict.CONTRADICTED},
    }
    return verdict in applied[decision.decision]
