"""What pages show beside an answer: names of listed people, areas, what is held, what is new.

None of it is an answer of its own: the people named here are those of a list that was admitted and
recorded, and a caller sees of them what those queries would show.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from graph_service import processes, runs
from graph_service.access import Action, Caller
from graph_service.archive import now
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.projection import stored
from graph_service.queries import standing
from graph_service.queries.sight import Seen, Sight, now_ids
from graph_service.runs import Run

_CUSTODY = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
MATCH (r)<-[:CONCERNS]-(c:CustodyEvent)
RETURN person_id, r.key AS record, properties(c) AS event
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
MATCH (s:Score {person_id: p.person_id}) WHERE s.run_id = $run_id AND s.scheme = $scheme
RETURN DISTINCT o.key AS key, o.title AS title, o.recorded_at AS recorded_at,
       p.person_id AS person_id, s.rank AS rank
ORDER BY recorded_at DESC, key, person_id LIMIT $most
"""
_HOLDINGS = (
    ("People", "MATCH (n:Person) RETURN count(n) AS count"),
    ("Person records", "MATCH (n:PersonRecord) RETURN count(n) AS count"),
    ("Offences", "MATCH (n:Offence) RETURN count(n) AS count"),
    ("Orders", "MATCH (n:Order) RETURN count(n) AS count"),
)
_FRESH_DAYS = 7
_MOST_NEWS = 10


def listed_people(
    desk: Desk, person_ids: Iterable[str], *, caller: Caller
) -> dict[str, dict[str, Any]]:
    """Name, date of birth and states today of people whom a recorded answer lists, by listed id.

    A list of an older run may hold ids that lead to other ones today; ``person_id`` is today's.
    """
    wanted = set(person_ids)
    sight = Sight(desk, caller, wanted)
    gone = now_ids(desk, caller, (one for one in wanted if sight.get(one) is None))
    today = {one: gone.get(one, one) for one in wanted}
    if gone:
        sight = Sight(desk, caller, today.values())
    people = sorted(set(today.values()))
    at = stored(now())
    custody: dict[str, list[dict[str, Any]]] = {}
    for row in desk.store.read(_CUSTODY, person_ids=people):
        seen = sight.get(row["person_id"])
        if seen is not None and row["record"] in seen.records:
            custody.setdefault(row["person_id"], []).append(row["event"])
    orders: dict[str, list[dict[str, Any]]] = {}
    for row in desk.store.read(_ORDERS, person_ids=people):
        orders.setdefault(row["person_id"], []).append(row["order"])
    found = {}
    for listed, person in today.items():
        seen = sight.get(person)
        if seen is None or not seen.may_be_opened:
            continue
        found[listed] = {
            "person_id": person,
            "name": seen.name,
            "born_on": seen.born,
            "states": processes.states(custody.get(person, ()), orders.get(person, ()), at),
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


def news(
    desk: Desk, run: Run, *, caller: Caller, scheme: str = "pursuit"
) -> list[dict[str, Any]] | None:
    """Offences recorded in the caller's areas in the last seven days of the data, of listed people.

    None where the graph does not hold the run yet.

    All protected people of an offence in the caller's own areas may be named to him, so its title
    may be shown. An answer of its own, with a record of its own.
    """
    with desk.answering(caller, Event(Action.READ_LIST, "news of the area")) as subjects:
        if not standing.in_graph(desk, run):
            return None
        newest = max((batch.recorded_at for batch in desk.archive.batches()), default=None)
        if newest is None or not caller.areas:
            return []
        rows = desk.store.read(
            _RECENT,
            areas=list(caller.areas),
            since=stored(newest - timedelta(days=_FRESH_DAYS)),
            run_id=run.run_id,
            scheme=scheme,
            most=_MOST_NEWS,
        )
        subjects |= {row["person_id"] for row in rows}
        sight = Sight(desk, caller, subjects)
        return [_news(row, sight.get(row["person_id"])) for row in rows]


def _news(row: dict[str, Any], seen: Seen | None) -> dict[str, Any]:
    name = (seen.name if seen else None) or row["person_id"]
    return {
        "text": f"{row['title'] or 'An offence'}: {name} (rank {row['rank']})",
        "href": f"/people/{row['person_id']}",
        "at": row["recorded_at"],
    }
