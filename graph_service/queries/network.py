"""Who is around a person, and by what: offences, orders and recorded ties."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import WrongCall
from graph_service.queries import facts
from graph_service.queries.facts import PROTECTED_PARTS, Naming

MOST_HOPS = 3
MOST_NODES = 1_000
_ROWS = 4_000
_OFFENCES = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(:PersonRecord)
      -[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence)
RETURN DISTINCT person_id, type(part) AS part, o.key AS key, o.title AS title, o.code AS code,
       o.from_on AS from_on, o.recorded_at AS recorded_at
ORDER BY recorded_at DESC, key LIMIT $rows
"""
_COUNT = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(:PersonRecord)
      -[:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence)
RETURN count(DISTINCT o.key) AS offences
"""
_PEOPLE = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]-(:PersonRecord)
      -[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT key, type(part) AS part, p.person_id AS person_id, p.name AS name LIMIT $rows
"""
_ORDERS = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(:PersonRecord)
      -[part:SUBJECT_OF|PROTECTED_BY]->(o:Order)
RETURN DISTINCT person_id, type(part) AS part, o.key AS key, o.kind AS kind, o.state AS state
ORDER BY key LIMIT $rows
"""
_ORDER_PEOPLE = """
UNWIND $keys AS key
MATCH (o:Order {key: key})<-[part:SUBJECT_OF|PROTECTED_BY]-(:PersonRecord)-[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT key, type(part) AS part, p.person_id AS person_id, p.name AS name LIMIT $rows
"""
_TIES = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(:PersonRecord)
      -[tie:PARTNER_OF|FAMILY_OF|LIVES_WITH|KNOWS]-(:PersonRecord)-[:RESOLVED_TO]->(q:Person)
WHERE q.person_id <> person_id
RETURN DISTINCT person_id, type(tie) AS part, tie.kind AS kind, q.person_id AS other, q.name AS name
ORDER BY other, part LIMIT $rows
"""
_PARTS = {
    "SUSPECT_IN": "suspect",
    "VICTIM_OF": "victim",
    "WITNESS_TO": "witness",
    "SUBJECT_OF": "suspect",
    "PROTECTED_BY": "victim",
}


@dataclass
class _Drawn:
    """Nodes and edges in the order in which they were met."""

    desk: Desk
    caller: Caller
    centre: str
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    unseen: int = 0

    def person(self, person_id: str, name: str | None, part: str, naming: Naming) -> str:
        """The node of a person in a part. One who may not be named in it is a token, apart.

        A suspect is named as suspect; the same person as a victim is another node, which says nothing
        of who it is, unless the caller may see her named.
        """
        accused = part == "suspect" or person_id == self.centre
        if accused or naming.may_name(person_id):
            held = self.nodes.setdefault(
                person_id,
                {
                    "id": person_id,
                    "kind": "person",
                    "label": name or person_id,
                    "redacted": False,
                    "roles": [],
                },
            )
            if part not in held["roles"]:
                held["roles"].append(part)
            return person_id
        token = self.desk.token(self.caller, person_id)
        label = "Witness, not named" if part == "witness" else "Victim, not named"
        self.nodes.setdefault(
            token,
            {"id": token, "kind": "person", "label": label, "redacted": True, "roles": [part]},
        )
        return token

    def edge(self, source: str, target: str, kind: str, text: str | None = None) -> None:
        """An edge, once."""
        held = {"source": source, "target": target, "kind": kind}
        self.edges.setdefault((source, target, kind), held | ({"text": text} if text else {}))


def network(
    desk: Desk,
    person_id: str,
    *,
    caller: Caller,
    event: Event,
    hops: int = 1,
    limit: int = 150,
) -> dict[str, Any]:
    """People, offences and orders around a person (design §7, ``…/network``).

    ``hops`` counts from person to person; nobody who may not be named is walked through. ``more`` is
    how many nodes were found and left out beyond ``limit``.
    """
    desk.admit(caller, event)
    if not 1 <= hops <= MOST_HOPS:
        raise WrongCall(f"hops is from 1 to {MOST_HOPS}.")
    if not 1 <= limit <= MOST_NODES:
        raise WrongCall(f"limit is from 1 to {MOST_NODES}.")
    held = facts.find(desk.store, person_id)
    centre = str(held["person_id"])
    facts.may_see(desk, caller, centre)
    drawn = _Drawn(desk, caller, centre)
    drawn.person(centre, held.get("name"), "centre", Naming(desk, caller, [centre]))
    walked: set[str] = set()
    frontier = {centre}
    for _ in range(hops):
        walked |= frontier
        _around(drawn, sorted(frontier))
        named = {
            node["id"]
            for node in drawn.nodes.values()
            if node["kind"] == "person" and not node["redacted"]
        }
        frontier = named - walked
        if not frontier or len(drawn.nodes) > MOST_NODES:
            break
    answer = _bounded(drawn, limit)
    shown = [n["id"] for n in answer["nodes"] if n["kind"] == "person" and not n["redacted"]]
    desk.record(caller, event, subjects=shown)
    return answer


def _around(drawn: _Drawn, person_ids: list[str]) -> None:
    store = drawn.desk.store
    offences = store.read(_OFFENCES, person_ids=person_ids, rows=_ROWS)
    if len(offences) == _ROWS:
        counted = store.read(_COUNT, person_ids=person_ids)[0]["offences"]
        drawn.unseen += max(0, counted - len({row["key"] for row in offences}))
    involved = store.read(_PEOPLE, keys=_keys(offences), rows=_ROWS)
    orders = store.read(_ORDERS, person_ids=person_ids, rows=_ROWS)
    parties = store.read(_ORDER_PEOPLE, keys=_keys(orders), rows=_ROWS)
    ties = store.read(_TIES, person_ids=person_ids, rows=_ROWS)
    met = {row["person_id"] for row in (*offences, *involved, *parties)}
    naming = Naming(drawn.desk, drawn.caller, met | {row["other"] for row in ties})
    _offences(drawn, offences, involved, naming)
    _orders(drawn, orders, parties, naming)
    for row in ties:
        # A tie to somebody who may not be named would say who she is.
        if naming.may_name(row["other"]) and row["person_id"] in drawn.nodes:
            other = drawn.person(row["other"], row["name"], "other", naming)
            drawn.edge(row["person_id"], other, row["part"], row["kind"].replace("_", " "))


def _keys(rows: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(row["key"] for row in rows))


def _offences(
    drawn: _Drawn,
    offences: list[dict[str, Any]],
    involved: list[dict[str, Any]],
    naming: Naming,
) -> None:
    people: dict[str, list[dict[str, Any]]] = {}
    for row in involved:
        people.setdefault(row["key"], []).append(row)
    for row in offences:
        own_part = _PARTS[row["part"]]
        if own_part in PROTECTED_PARTS and not naming.may_name(row["person_id"]):
            continue  # that this person is a victim here is not for the caller to know
        held = people.get(row["key"], [])
        protected = [one for one in held if _PARTS[one["part"]] in PROTECTED_PARTS]
        title = row["title"] if naming.all_named(protected) else None
        drawn.nodes.setdefault(
            row["key"],
            {
                "id": row["key"],
                "kind": "offence",
                "label": title or f"Offence, code {row['code'] or 'none'}",
                "redacted": False,
                "on": row["from_on"].isoformat() if row["from_on"] else None,
            },
        )
        for one in held:
            part = _PARTS[one["part"]]
            if one["person_id"] == drawn.centre and part in PROTECTED_PARTS:
                if not naming.may_name(drawn.centre):
                    continue
            drawn.edge(
                drawn.person(one["person_id"], one["name"], part, naming), row["key"], one["part"]
            )


def _orders(
    drawn: _Drawn, orders: list[dict[str, Any]], parties: list[dict[str, Any]], naming: Naming
) -> None:
    for row in orders:
        if row["part"] == "PROTECTED_BY" and not naming.may_name(row["person_id"]):
            continue
        drawn.nodes.setdefault(
            row["key"],
            {
                "id": row["key"],
                "kind": "order",
                "label": f"{row['kind'].replace('_', ' ')}, {row['state']}",
                "redacted": False,
            },
        )
    for one in parties:
        if one["key"] not in drawn.nodes:
            continue
        part = _PARTS[one["part"]]
        if one["person_id"] == drawn.centre and part == "victim":
            if not naming.may_name(drawn.centre):
                continue
        drawn.edge(
            drawn.person(one["person_id"], one["name"], part, naming), one["key"], one["part"]
        )


def _bounded(drawn: _Drawn, limit: int) -> dict[str, Any]:
    """The nodes that fit: the centre, then people by how much joins them, orders, offences."""
    weight: dict[str, int] = {}
    for edge in drawn.edges.values():
        for end in (edge["source"], edge["target"]):
            weight[end] = weight.get(end, 0) + 1
    kinds = {"person": 0, "order": 1, "offence": 2}
    place = {key: number for number, key in enumerate(drawn.nodes)}
    ordered = sorted(
        drawn.nodes.values(),
        key=lambda node: (
            node["id"] != drawn.centre,
            kinds[node["kind"]],
            -weight.get(node["id"], 0),
            place[node["id"]],
        ),
    )
    shown = ordered[:limit]
    ids = {node["id"] for node in shown}
    return {
        "nodes": shown,
        "edges": [
            edge for edge in drawn.edges.values() if edge["source"] in ids and edge["target"] in ids
        ],
        "more": len(ordered) - len(shown) + drawn.unseen,
    }
