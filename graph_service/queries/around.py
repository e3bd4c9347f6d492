"""What joins some people to others: cases and ties, as far as a caller may see them in these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_service.access import Caller
from graph_service.desk import Desk
from graph_service.queries import measures
from graph_service.queries.facts import PARTS
from graph_service.queries.sight import Sight

# A person may be in tens of thousands of cases; the newest are read, the rest is counted.
_MOST_CASES = 3_000
_MOST_TIES = 3_000
# The parts in which the caller may see each of these people are chosen before anything is counted.
_OFFENCES_OF = """
UNWIND $people AS one
MATCH (p:Person {person_id: one.person_id})<-[:RESOLVED_TO]-(:PersonRecord)
      -[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence)
WHERE one.is_named OR type(part) = 'SUSPECT_IN'
"""
_OFFENCES = (
    _OFFENCES_OF
    + """
RETURN DISTINCT o.key AS key, o.title AS title, o.code AS code, o.from_on AS from_on,
       o.recorded_at AS recorded_at
ORDER BY recorded_at DESC, key LIMIT $most
"""
)
_COUNT = _OFFENCES_OF + "RETURN count(DISTINCT o.key) AS offences"
_OFFENCE_PARTS = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]-(r:PersonRecord)
OPTIONAL MATCH (r)-[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT key, type(part) AS type, p.person_id AS person_id
"""
_ORDERS = """
UNWIND $people AS one
MATCH (p:Person {person_id: one.person_id})<-[:RESOLVED_TO]-(:PersonRecord)
      -[part:SUBJECT_OF|PROTECTED_BY]->(o:Order)
WHERE one.is_named OR type(part) = 'SUBJECT_OF'
RETURN DISTINCT o.key AS key, o.kind AS kind, o.state AS state, o.recorded_at AS recorded_at
ORDER BY recorded_at DESC, key LIMIT $most
"""
_ORDER_PARTS = """
UNWIND $keys AS key
MATCH (o:Order {key: key})<-[part:SUBJECT_OF|PROTECTED_BY]-(:PersonRecord)
      -[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT key, type(part) AS type, p.person_id AS person_id
"""
_TIES = """
UNWIND $people AS one
MATCH (p:Person {person_id: one.person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
      -[tie:PARTNER_OF|FAMILY_OF|LIVES_WITH|KNOWS]-(s:PersonRecord)-[:RESOLVED_TO]->(q:Person)
WHERE q.person_id <> one.person_id
WITH one.person_id AS met, r.key AS met_by, q.person_id AS other, s.key AS other_by,
     type(tie) AS type, tie.kind AS kind, startNode(tie).key = r.key AS is_outward
RETURN DISTINCT CASE WHEN is_outward THEN met ELSE other END AS source,
       CASE WHEN is_outward THEN met_by ELSE other_by END AS source_record,
       CASE WHEN is_outward THEN other ELSE met END AS target,
       CASE WHEN is_outward THEN other_by ELSE met_by END AS target_record, type, kind
ORDER BY source, target, type, kind LIMIT $most
"""
_ENDS = ("source", "target")


@dataclass(frozen=True)
class Part:
    """A person's part in a case: suspect, victim, witness or at risk, by which relationship."""

    person_id: str | None  # None of a record of which it is not known yet whose it is
    part: str
    type: str


@dataclass(frozen=True)
class Around:
    """Cases of some people with everybody in them, and the ties between people who may be named."""

    offences: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    parts: dict[str, list[Part]]  # by the key of the case
    sight: Sight
    unread: int  # offences beyond those read, among those that may be shown


def read(desk: Desk, caller: Caller, person_ids: Iterable[str]) -> Around:
    """The cases and ties of people who may be named as what they are met as.

    A person who may not be named as a victim is walked on from as a suspect alone. A tie rests on
    two records; it is given where both may be spoken of, for a tie to somebody not named would say
    who it is. So what a caller may not see changes nothing of what he sees.
    """
    store = desk.store
    wanted = sorted(set(person_ids))
    own = Sight(desk, caller, wanted)
    people = [{"person_id": one, "is_named": own.may_name(one)} for one in wanted]
    offences = store.read(_OFFENCES, people=people, most=_MOST_CASES)
    unread = 0
    if len(offences) == _MOST_CASES:
        unread = store.read(_COUNT, people=people)[0]["offences"] - _MOST_CASES
    orders = store.read(_ORDERS, people=people, most=_MOST_CASES)
    keys = [row["key"] for row in offences]
    rows = store.read(_OFFENCE_PARTS, keys=keys)
    rows += [
        {"key": row["offence"], "type": row["part"], "person_id": row["person_id"]}
        for row in measures.at_risk(store, keys)
    ]
    rows += store.read(_ORDER_PARTS, keys=[row["key"] for row in orders])
    parts: dict[str, list[Part]] = {}
    for row in rows:
        parts.setdefault(row["key"], []).append(
            Part(row["person_id"], PARTS[row["type"]], row["type"])
        )
    ties = store.read(_TIES, people=people, most=_MOST_TIES)
    met = {one.person_id for held in parts.values() for one in held if one.person_id}
    met |= {row[end] for row in ties for end in _ENDS}
    sight = Sight(desk, caller, met | set(wanted))
    return Around(
        offences=offences,
        orders=orders,
        ties=[
            row
            for row in ties
            if all(sight.speaks_of(row[end], row[f"{end}_record"]) for end in _ENDS)
        ],
        parts=parts,
        sight=sight,
        unread=unread,
    )
