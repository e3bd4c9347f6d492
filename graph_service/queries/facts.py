"""What the graph holds about one person and the people of his cases, before anything is hidden.

Nothing here is answered to anybody: the queries beside it redact it first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.access import Caller, Sees
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.store import Store

_PERSON = """
MATCH (p:Person {person_id: $person_id}) RETURN properties(p) AS person
"""
_REDIRECT = """
MATCH (:PersonRecord {founds: $person_id})-[:RESOLVED_TO]->(p:Person) RETURN properties(p) AS person
"""
_RECORDS = """
MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
OPTIONAL MATCH (r)-[:ALSO_KNOWN_AS]->(a:Alias)
RETURN properties(r) AS record, collect(properties(a)) AS aliases
"""
_OFFENCES = """
MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
MATCH (r)-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence)
RETURN r.key AS record, type(part) AS part, part.status AS status, part.status_on AS status_on,
       properties(o) AS offence
ORDER BY o.from_on, o.key
"""
_PEOPLE_OF_OFFENCES = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]-(:PersonRecord)
      -[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT o.key AS offence, type(part) AS part, p.person_id AS person_id, p.name AS name
"""
_OUTCOMES = """
UNWIND $keys AS key
MATCH (u:Outcome)-[:OUTCOME_OF]->(o:Offence {key: key})
OPTIONAL MATCH (u)-[:DECIDED_FOR]->(r:PersonRecord)
RETURN o.key AS offence, properties(u) AS outcome, r.key AS record ORDER BY u.decided_on, u.key
"""
_ORDERS = """
MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)-[:SUBJECT_OF]->(o:Order)
RETURN r.key AS record, properties(o) AS order ORDER BY o.made_on, o.key
"""
_ORDER_PARTS = """
UNWIND $keys AS key
MATCH (o:Order {key: key})
RETURN o.key AS order,
       COLLECT { MATCH (e:OrderEvent)-[:EVENT_OF]->(o) RETURN properties(e) } AS events,
       COLLECT { MATCH (c:OrderCondition)-[:CONDITION_OF]->(o) RETURN properties(c) } AS conditions,
       COLLECT { MATCH (o)<-[:PROTECTED_BY]-(:PersonRecord)-[:RESOLVED_TO]->(v:Person)
                 RETURN {person_id: v.person_id, name: v.name} } AS protects
"""
_CUSTODY = """
MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)<-[:CONCERNS]-(c:CustodyEvent)
RETURN properties(c) AS event ORDER BY c.at, c.key
"""
_ASSESSMENTS = """
MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)<-[:ASSESSES]-(a:RiskAssessment)
RETURN properties(a) AS assessment ORDER BY a.on, a.key
"""
_PROTECTED_PEOPLE = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
WHERE EXISTS { (r)-[:VICTIM_OF|WITNESS_TO]->(:Offence) } OR EXISTS { (r)-[:PROTECTED_BY]->(:Order) }
RETURN person_id,
       COLLECT { MATCH (r)-[:VICTIM_OF|WITNESS_TO]->(o:Offence) WHERE o.area IS NOT NULL
                 RETURN DISTINCT o.area } AS of_offences,
       COLLECT { MATCH (r)-[:PROTECTED_BY]->(o:Order) WHERE o.area IS NOT NULL
                 RETURN DISTINCT o.area } AS of_orders
"""

_ROLES = {"SUSPECT_IN": "suspect", "VICTIM_OF": "victim", "WITNESS_TO": "witness"}
PROTECTED_PARTS = ("victim", "witness")


@dataclass
class PersonFacts:
    """All that the graph says of one person."""

    person_id: str
    person: dict[str, Any]
    records: list[dict[str, Any]]
    offences: list[dict[str, Any]]  # offence, record, part, status, status_on
    orders: list[dict[str, Any]]  # order, record, events, conditions, protects
    custody: list[dict[str, Any]]
    assessments: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    others: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by offence

    def suspected(self) -> list[dict[str, Any]]:
        """The offences in which the person is recorded as suspect."""
        return [row for row in self.offences if row["part"] == "suspect"]

    def shown_offences(self, naming: "Naming") -> list[dict[str, Any]]:
        """The offences as far as they do not name the person in a part that protects."""
        free = naming.may_name(self.person_id)
        return [row for row in self.offences if free or row["part"] not in PROTECTED_PARTS]

    def protected_in(self, offence: str) -> list[dict[str, Any]]:
        """The other people who are victim or witness of an offence."""
        return [one for one in self.others.get(offence, []) if one["part"] in PROTECTED_PARTS]

    def naming(self, desk: Desk, caller: Caller) -> "Naming":
        """What the caller may see of this person and of everybody in these cases."""
        around = {one["person_id"] for people in self.others.values() for one in people}
        around |= {one["person_id"] for row in self.orders for one in row["protects"]}
        return Naming(desk, caller, around | {self.person_id})

    def may_be_shown(self, caller: Caller, naming: "Naming") -> None:
        """Raise NotThere for one who is protected alone, unless the caller may see her named."""
        if self.is_suspect() or caller.sees is Sees.ALL:
            return
        if caller.sees is Sees.NONE or not naming.may_name(self.person_id):
            raise nobody()

    def is_suspect(self) -> bool:
        """Whether any record has the person as suspect or respondent."""
        return bool(self.suspected() or self.orders)

    def accused_records(self) -> set[str]:
        """Keys of the records in which the person is suspect or respondent."""
        return {row["record"] for row in self.suspected()} | {row["record"] for row in self.orders}

    def protected_records(self) -> set[str]:
        """Keys of the records that say something of the person as victim or witness alone."""
        return {row["record"] for row in self.offences if row["part"] in PROTECTED_PARTS} - (
            self.accused_records()
        )


def find(store: Store, person_id: str) -> dict[str, Any]:
    """The person of an id, or of the id that one of its records once founded; NotThere otherwise."""
    found = store.read(_PERSON, person_id=person_id) or store.read(_REDIRECT, person_id=person_id)
    if not found:
        raise nobody()
    person: dict[str, Any] = found[0]["person"]
    return person


def nobody() -> NotThere:
    """The one answer for somebody who is not known and somebody of whom nothing may be shown."""
    return NotThere("There is nothing to show under this id.")


_IS_ACCUSED = """
MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
WHERE EXISTS { (r)-[:SUSPECT_IN]->(:Offence) } OR EXISTS { (r)-[:SUBJECT_OF]->(:Order) }
RETURN count(r) AS records
"""


def may_see(desk: Desk, caller: Caller, person_id: str) -> None:
    """Raise NotThere for one who is protected alone, unless the caller may see her named."""
    if caller.sees is Sees.ALL or desk.store.read(_IS_ACCUSED, person_id=person_id)[0]["records"]:
        return
    if caller.sees is Sees.NONE or not Naming(desk, caller, [person_id]).may_name(person_id):
        raise nobody()


def read(desk: Desk, person_id: str) -> PersonFacts:
    """Everything about one person."""
    store = desk.store
    person = find(store, person_id)
    key = {"person_id": person["person_id"]}
    offences = [{**row, "part": _ROLES[row["part"]]} for row in store.read(_OFFENCES, **key)]
    orders = store.read(_ORDERS, **key)
    parts = {
        row["order"]: row
        for row in store.read(_ORDER_PARTS, keys=[row["order"]["key"] for row in orders])
    }
    keys = sorted({row["offence"]["key"] for row in offences})
    others: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(_PEOPLE_OF_OFFENCES, keys=keys):
        if row["person_id"] != person["person_id"]:
            others.setdefault(row["offence"], []).append({**row, "part": _ROLES[row["part"]]})
    return PersonFacts(
        person_id=person["person_id"],
        person=person,
        records=sorted(
            ({**row["record"], "aliases": row["aliases"]} for row in store.read(_RECORDS, **key)),
            key=lambda record: (record["recorded_at"], record["key"]),
        ),
        offences=offences,
        orders=[{**row, **parts[row["order"]["key"]], "order": row["order"]} for row in orders],
        custody=[row["event"] for row in store.read(_CUSTODY, **key)],
        assessments=[row["assessment"] for row in store.read(_ASSESSMENTS, **key)],
        outcomes=store.read(_OUTCOMES, keys=keys),
        others=others,
    )


class Naming:
    """Which people a caller may see named, and what stands for the others.

    Somebody who is a victim, a witness or protected in any case is protected wherever she appears;
    whoever has one case in an area is named to that area's readers. Who is in no such case is named.
    """

    def __init__(self, desk: Desk, caller: Caller, person_ids: Iterable[str]) -> None:
        self._desk, self._caller = desk, caller
        self._areas: dict[str, set[str]] = {}
        wanted = sorted(set(person_ids))
        if caller.sees is not Sees.ALL and wanted:
            for row in desk.store.read(_PROTECTED_PEOPLE, person_ids=wanted):
                self._areas.setdefault(row["person_id"], set()).update(
                    row["of_offences"], row["of_orders"]
                )

    def may_name(self, person_id: str) -> bool:
        """Whether the caller may see this person named in a part that protects her."""
        areas = self._areas.get(person_id)
        return areas is None or self._caller.may_name(areas)

    def all_named(self, people: Iterable[Mapping[str, Any]]) -> bool:
        """Whether every one of these people may be named; free text hangs on it."""
        return all(self.may_name(one["person_id"]) for one in people)

    def shown(self, person_id: str, name: str | None) -> dict[str, Any]:
        """The person by id and name, or by a token."""
        if self.may_name(person_id):
            return {"person_id": person_id, "name": name}
        return {"token": self._desk.token(self._caller, person_id)}
