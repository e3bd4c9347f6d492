"""What the graph holds about one person and the people of his cases, as far as a caller may see it.

Records that say something of a protected person alone, and cases in which the person is protected
himself, are left out here for those who may not see him named in them; so no query beside this can
forget to. The other people of his cases are here by id: ``sight`` says what stands for them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph_service import processes
from graph_service.access import Caller
from graph_service.desk import Desk
from graph_service.queries import measures
from graph_service.queries.measures import Measure
from graph_service.queries.sight import Seen, Sight, opened

# A person may be in tens of thousands of cases; the newest are read, the rest is counted.
_MOST_OFFENCES = 3_000
_PERSON = "MATCH (p:Person {person_id: $person_id})<-[:RESOLVED_TO]-(r:PersonRecord)"
_RECORDS = (
    _PERSON
    + """
RETURN properties(r) AS record,
       COLLECT { MATCH (r)-[:ALSO_KNOWN_AS]->(a:Alias) RETURN properties(a) } AS aliases,
       COLLECT { MATCH (r)-[at:LIVES_AT]->(l:Location)
                 RETURN {address: l.address, postcode: l.postcode, kind: at.kind, area: at.area,
                         from_on: at.from_on, to_on: at.to_on} } AS addresses
"""
)
# The parts in which the caller may see the person are chosen before anything is counted.
_OFFENCES_OF = (
    _PERSON
    + """
MATCH (r)-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence)
WHERE $is_named OR type(part) = 'SUSPECT_IN'
"""
)
_NEWEST = (
    _OFFENCES_OF
    + """
RETURN DISTINCT o.key AS key, o.recorded_at AS recorded_at
ORDER BY recorded_at DESC, key LIMIT $most
"""
)
_COUNT = _OFFENCES_OF + "RETURN count(DISTINCT o.key) AS offences"
_OFFENCES = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]-(r:PersonRecord)
      -[:RESOLVED_TO]->(p:Person {person_id: $person_id})
WHERE $is_named OR type(part) = 'SUSPECT_IN'
RETURN r.key AS record, type(part) AS part, part.status AS status, part.status_on AS status_on,
       properties(o) AS offence
ORDER BY o.from_on, o.key, record
"""
_PEOPLE_OF_OFFENCES = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]-(r:PersonRecord)
OPTIONAL MATCH (r)-[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT o.key AS offence, type(part) AS part, p.person_id AS person_id
"""
_OUTCOMES = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[:OUTCOME_OF]-(u:Outcome)
OPTIONAL MATCH (u)-[:DECIDED_FOR]->(r:PersonRecord)
RETURN o.key AS offence, properties(u) AS outcome, r.key AS record ORDER BY u.decided_on, u.key
"""
_ORDERS = (
    _PERSON
    + """
MATCH (r)-[:SUBJECT_OF]->(o:Order)
RETURN DISTINCT properties(o) AS order
"""
)
_ORDER_PARTS = """
UNWIND $keys AS key
MATCH (o:Order {key: key})
RETURN o.key AS order,
       COLLECT { MATCH (e:OrderEvent)-[:EVENT_OF]->(o) RETURN properties(e) } AS events,
       COLLECT { MATCH (c:OrderCondition)-[:CONDITION_OF]->(o) RETURN properties(c) } AS conditions,
       COLLECT { MATCH (o)<-[:PROTECTED_BY]-(:PersonRecord)-[:RESOLVED_TO]->(v:Person)
                 RETURN DISTINCT v.person_id } AS protects,
       COUNT { MATCH (o)<-[:PROTECTED_BY]-(r:PersonRecord)
               WHERE NOT EXISTS { (r)-[:RESOLVED_TO]->(:Person) } } AS nobodys
"""
_CUSTODY = (
    _PERSON
    + """
MATCH (r)<-[:CONCERNS]-(c:CustodyEvent)
RETURN r.key AS record, properties(c) AS event ORDER BY c.at, c.key
"""
)
_ASSESSMENTS = (
    _PERSON
    + """
MATCH (r)<-[:ASSESSES]-(a:RiskAssessment)
RETURN r.key AS record, properties(a) AS assessment ORDER BY a.on, a.key
"""
)

PARTS = {
    "SUSPECT_IN": "suspect",
    "VICTIM_OF": "victim",
    "WITNESS_TO": "witness",
    "SUBJECT_OF": "suspect",
    "PROTECTED_BY": "victim",
    "ASSESSES_RISK_TO": "at risk",
    "ANSWERED_BY": "at risk",
}
PROTECTED_PARTS = ("victim", "witness", "at risk")


@dataclass(frozen=True)
class PersonFacts:
    """What a caller may see of one person. Other people are named by id alone."""

    seen: Seen
    sight: Sight
    records: list[dict[str, Any]]  # with aliases and addresses
    offences: list[dict[str, Any]]  # offence, record, part, status, status_on
    orders: list[dict[str, Any]]  # order, events, conditions, protects (person ids), nobodys
    custody: list[dict[str, Any]]
    assessments: list[dict[str, Any]]
    unread: int  # offences beyond those read, among those that may be shown
    # By offence: the outcomes that name nobody or one of this person's records.
    outcomes: dict[str, list[dict[str, Any]]]
    steps: dict[str, list[Measure]]  # by offence
    measures: dict[str, list[Measure]]  # by contract table
    # By offence: part and person id of everybody in it, this person too; None of a record of which
    # it is not known yet whose it is.
    people: dict[str, list[tuple[str, str | None]]]

    @property
    def person_id(self) -> str:
        """Today's id."""
        return self.seen.person_id

    def suspected(self) -> list[dict[str, Any]]:
        """The offences in which the person is recorded as suspect."""
        return [row for row in self.offences if row["part"] == "suspect"]

    def victims(self) -> dict[str, set[str]]:
        """The distinct other people recorded as victim where the person is suspect: offence ids."""
        found: dict[str, set[str]] = {}
        for row in self.suspected():
            for part, person in self.people.get(row["offence"]["key"], []):
                if part == "victim" and person not in (None, self.person_id):
                    found.setdefault(person, set()).add(str(row["offence"]["offence_id"]))
        return found

    def is_free(self, offence: str) -> bool:
        """Whether everybody protected in the offence may be named, so that its text may be shown.

        The person himself is one of them where he is protected in it as well.
        """
        people = self.people.get(offence, [])
        return self.sight.all_named(who for part, who in people if part in PROTECTED_PARTS)

    def steps_of(self, offence: str) -> list[Measure]:
        """The steps of an offence's processes, in order."""
        return self.steps.get(offence, [])

    def outcomes_of(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The outcomes of an offence that name nobody or one of this person's records."""
        return self.outcomes.get(row["offence"]["key"], [])


def read(desk: Desk, caller: Caller, person_id: str, subjects: set[str]) -> PersonFacts:
    """What the caller may see of a person; NotThere where that is nothing.

    The person is added to the subjects; whoever names others of the case adds them too.
    """
    store = desk.store
    seen = opened(desk, caller, person_id, subjects)
    key = {"person_id": seen.person_id}
    asked = {**key, "is_named": seen.is_named}
    offence_keys = [row["key"] for row in store.read(_NEWEST, most=_MOST_OFFENCES, **asked)]
    unread = 0
    if len(offence_keys) == _MOST_OFFENCES:
        unread = store.read(_COUNT, **asked)[0]["offences"] - _MOST_OFFENCES
    orders = sorted((row["order"] for row in store.read(_ORDERS, **key)), key=_order_place)
    parts = {
        row["order"]: row
        for row in store.read(_ORDER_PARTS, keys=[order["key"] for order in orders])
    }
    people: dict[str, list[tuple[str, str | None]]] = {}
    rows = store.read(_PEOPLE_OF_OFFENCES, keys=offence_keys)
    for row in (*rows, *measures.at_risk(store, offence_keys)):
        people.setdefault(row["offence"], []).append((PARTS[row["part"]], row["person_id"]))
    outcomes: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(_OUTCOMES, keys=offence_keys):
        if row["record"] is None or row["record"] in seen.records:
            outcomes.setdefault(row["offence"], []).append(row["outcome"])
    around = {who for parts_in in people.values() for _, who in parts_in if who is not None}
    around |= {who for row in parts.values() for who in row["protects"]}
    held = measures.read(store, caller, seen)
    around |= {who for rows_of in held.values() for one in rows_of for who in one.at_risk}
    return PersonFacts(
        seen=seen,
        sight=Sight(desk, caller, around | {seen.person_id}),
        records=sorted(
            (
                {**row["record"], "aliases": row["aliases"], "addresses": row["addresses"]}
                for row in store.read(_RECORDS, **key)
                if row["record"]["key"] in seen.records
            ),
            key=lambda record: (record["recorded_at"], record["key"]),
        ),
        offences=_offences(store.read(_OFFENCES, keys=offence_keys, **asked)),
        orders=[{**parts[one["key"]], "order": one} for one in orders if one["key"] in parts],
        custody=_of(seen, store.read(_CUSTODY, **key), "event"),
        assessments=_of(seen, store.read(_ASSESSMENTS, **key), "assessment"),
        unread=unread,
        outcomes=outcomes,
        steps=measures.steps(store, offence_keys),
        measures=held,
        people=people,
    )


def _offences(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each part in each offence once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        part = PARTS[row["part"]]
        found.setdefault((row["offence"]["key"], part), {**row, "part": part})
    return list(found.values())


def _of(seen: Seen, rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row[name] for row in rows if row["record"] in seen.records]


def _order_place(order: dict[str, Any]) -> tuple[date, str]:
    return order.get("made_on") or order.get("from_on") or date.max, order["key"]


# A source's own codes could hold anything: what does not look like a code, one word with a digit in
# it, counts as free text, and so does the name of a system that is not one of the contract's.
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9./_-]{1,24}", re.ASCII)
_CODE_SYSTEMS = ("HO", "HO5", "CJS", "NIBRS")


def offence_code(offence: Mapping[str, Any], *, is_free: bool) -> str | None:
    """The code of an offence (``code``); where text may not be shown, only what looks like one."""
    return _code(offence.get("code"), is_free=is_free)


def note_code(step: Mapping[str, Any], *, is_free: bool) -> str | None:
    """The coded note of a step; where text may not be shown, only what looks like a code."""
    return _code(step.get("note_code"), is_free=is_free)


def step_kind(step: Mapping[str, Any], *, is_free: bool) -> str | None:
    """What a step was, in the source's own words: so where text may not be shown, nothing."""
    return str(step["kind"]) if is_free else None


def _code(code: str | None, *, is_free: bool) -> str | None:
    return code if code and (is_free or _CODE.fullmatch(code)) else None


def code_system(offence: Mapping[str, Any], *, is_free: bool) -> str | None:
    """The system of the code (``code_system``); where text may not be shown, only a known one."""
    system: str | None = offence.get("code_system")
    return system if is_free or system in _CODE_SYSTEMS else None


def offence_name(offence: Mapping[str, Any], *, is_free: bool) -> str:
    """An offence by its title, where text may be shown, else by its code."""
    code = offence_code(offence, is_free=is_free)
    return (offence.get("title") if is_free else None) or (
        f"offence coded {code}" if code else "offence without a code"
    )


def day(value: date | datetime | None) -> str | None:
    """A day as answers write it; of an instant its day in Europe/London."""
    if isinstance(value, datetime):
        value = processes.local_day(value)
    return None if value is None else value.isoformat()


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its days and instants as answers write them."""
    return {
        name: text(value) if hasattr(value, "isoformat") else value for name, value in row.items()
    }


def text(value: date | datetime | None) -> str | None:
    """A day or an instant as answers write it; None for none."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return None if value is None else value.isoformat()
