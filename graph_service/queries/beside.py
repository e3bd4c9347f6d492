"""What pages show beside an answer: names of listed people, areas, what is held, what is new.

None of it is an answer of its own: the people named here are those of a list or a search that was
admitted and recorded, and a caller sees of them what those queries would show.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from graph_service import processes, runs
from graph_service.access import Action, Caller, Sees
from graph_service.archive import now
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.projection import stored
from graph_service.queries.facts import Naming

_NAMES = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id}) RETURN person_id, p.name AS name, p.areas AS areas
"""
_RECORDS = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
RETURN person_id, r.key AS record, r.born_on AS born_on,
       EXISTS { (r)-[:SUSPECT_IN]->(:Offence) } OR EXISTS { (r)-[:SUBJECT_OF]->(:Order) } AS accused,
       EXISTS { (r)-[:VICTIM_OF|WITNESS_TO]->(:Offence) }
         OR EXISTS { (r)-[:PROTECTED_BY]->(:Order) } AS protected
"""
_CUSTODY = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(:PersonRecord)<-[:CONCERNS]-(c:CustodyEvent)
RETURN person_id, properties(c) AS event
"""
_ORDERS = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(:PersonRecord)-[:SUBJECT_OF]->(o:Order)
RETURN person_id, properties(o) AS order
"""
_AREAS = "MATCH (a:Area) RETURN a.area_id AS area_id, a.name AS name ORDER BY name, area_id"
_RECENT = """
MATCH (o:Offence) WHERE o.area IN $areas AND o.recorded_at > $since AND o.is_vawg
MATCH (o)<-[:SUSPECT_IN]-(:PersonRecord)-[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT o.key AS key, o.title AS title, o.recorded_at AS recorded_at,
       p.person_id AS person_id
ORDER BY recorded_at DESC, key LIMIT 200
"""
_HOLDINGS = (
    ("People", "MATCH (n:Person) RETURN count(n) AS count"),
    ("Person records", "MATCH (n:PersonRecord) RETURN count(n) AS count"),
    ("Offences", "MATCH (n:Offence) RETURN count(n) AS count"),
    ("Orders", "MATCH (n:Order) RETURN count(n) AS count"),
)
_FRESH_DAYS = 7


def records_of(desk: Desk, person_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Each person's records with what may be said of them: accused, protected, born_on."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in desk.store.read(_RECORDS, person_ids=sorted(set(person_ids))):
        found.setdefault(row["person_id"], []).append(row)
    return found


def open_records(records: list[dict[str, Any]], *, is_free: bool) -> list[dict[str, Any]]:
    """The records that may be spoken of: what a victim-only record says stays a victim's."""
    return [row for row in records if is_free or row["accused"] or not row["protected"]]


def listed_people(
    desk: Desk, person_ids: Iterable[str], *, caller: Caller
) -> dict[str, dict[str, Any]]:
    """Name, date of birth and states today of people whom a recorded answer lists."""
    wanted = sorted(set(person_ids))
    naming = Naming(desk, caller, wanted)
    records = records_of(desk, wanted)
    at = now()
    custody: dict[str, list[dict[str, Any]]] = {}
    for row in desk.store.read(_CUSTODY, person_ids=wanted):
        custody.setdefault(row["person_id"], []).append(row["event"])
    ordered = {
        row["person_id"]
        for row in desk.store.read(_ORDERS, person_ids=wanted)
        if processes.in_force(row["order"], at.date())
    }
    found = {}
    for row in desk.store.read(_NAMES, person_ids=wanted):
        person = row["person_id"]
        is_free = caller.sees is Sees.ALL or naming.may_name(person)
        held = open_records(records.get(person, []), is_free=is_free)
        born = {one["born_on"] for one in held if one["born_on"]}
        state = processes.custody_state(custody.get(person, []), stored(at))
        found[person] = {
            "name": row["name"],
            "born_on": born.pop().isoformat() if len(born) == 1 else None,
            "states": [
                *([state] if state else []),
                *([processes.UNDER_ORDER] if person in ordered else []),
            ],
        }
    return found


def areas(desk: Desk) -> list[dict[str, Any]]:
    """The areas by id and name."""
    return desk.store.read(_AREAS)


def holdings(desk: Desk) -> list[dict[str, Any]]:
    """How much the graph holds."""
    return [
        {"text": text, "count": desk.store.read(query)[0]["count"]} for text, query in _HOLDINGS
    ]


def sources(desk: Desk) -> list[dict[str, Any]]:
    """Each source with the newest recorded_at of its extracts and how many there are."""
    found: dict[str, dict[str, Any]] = {}
    for batch in desk.archive.batches():
        held = found.setdefault(
            batch.source, {"source": batch.source, "recorded_at": "", "batches": 0}
        )
        held["recorded_at"] = max(held["recorded_at"], runs.instant(batch.recorded_at))
        held["batches"] += 1
    return sorted(found.values(), key=lambda one: one["source"])


def news(desk: Desk, *, caller: Caller, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was recorded in the caller's areas in the last seven days of the data, on listed people.

    All people of an offence in the caller's own areas may be named to him, so its title may be shown.
    """
    newest = max((batch.recorded_at for batch in desk.archive.batches()), default=None)
    if newest is None:
        return []
    since = newest - timedelta(days=_FRESH_DAYS)
    rank = {entry["person_id"]: entry["rank"] for entry in entries}
    rows = [
        row
        for row in desk.store.read(_RECENT, areas=list(caller.areas), since=stored(since))
        if row["person_id"] in rank
    ]
    if not rows:
        return []
    names = listed_people(desk, (row["person_id"] for row in rows), caller=caller)
    # The people named here may stand lower than those of the page's list, which has its own record.
    desk.record(caller, Event(Action.READ_LIST, "news of the area"), subjects=names)
    return [
        {
            "text": f"{row['title'] or 'An offence'}: "
            f"{names[row['person_id']]['name'] or row['person_id']} (now {rank[row['person_id']]})",
            "href": f"/people/{row['person_id']}",
            "at": row["recorded_at"],
        }
        for row in rows[:10]
    ]
