"""One pair of records side by side, with what else each of them carries."""

from typing import Any

from graph_service import decisions, ids, names
from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.queries import link_pairs, link_queue
from graph_service.queries.facts import PARTS, plain
from graph_service.store import Store

MOST = 50
"""Offences, and people known, that are shown of a record; the rest is counted."""
_CARRIED = """
MATCH (r:PersonRecord {key: $key})
RETURN COLLECT { MATCH (r)-[:ALSO_KNOWN_AS]->(a:Alias) RETURN properties(a) } AS aliases,
       COUNT { MATCH (r)-[:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence) } AS offences
"""
_ADDRESSES = """
MATCH (r:PersonRecord {key: $key})-[at:LIVES_AT]->(l:Location)
RETURN l.address AS address, l.postcode AS postcode, at.kind AS kind,
       at.from_on AS from_on, at.to_on AS to_on
ORDER BY from_on, address
"""
_OFFENCES = """
MATCH (r:PersonRecord {key: $key})-[part:SUSPECT_IN|VICTIM_OF|WITNESS_TO]->(o:Offence)
RETURN o.source AS source, o.offence_id AS offence_id, type(part) AS part, part.status AS status,
       o.title AS title, o.code AS code, o.from_on AS from_on, o.reported_on AS reported_on,
       o.area AS area, o.recorded_at AS recorded_at
ORDER BY recorded_at DESC, offence_id LIMIT $most
"""
_KNOWN = """
MATCH (r:PersonRecord {key: $key})-[tie:PARTNER_OF|FAMILY_OF|LIVES_WITH|KNOWS]-(s:PersonRecord)
      -[:RESOLVED_TO]->(q:Person)
RETURN DISTINCT q.person_id AS person_id, q.name AS name, tie.kind AS kind,
       startNode(tie).key = $key AS is_outward
ORDER BY person_id, kind, is_outward LIMIT $most
"""
_WITH = """
MATCH (r:PersonRecord {key: $key})-[part:SUSPECT_IN|VICTIM_OF]->(o:Offence)
WITH r, part, o ORDER BY o.recorded_at DESC, o.key LIMIT $most
MATCH (o)<-[theirs:SUSPECT_IN|VICTIM_OF]-(s:PersonRecord)-[:RESOLVED_TO]->(q:Person)
WHERE s.key <> $key
RETURN DISTINCT q.person_id AS person_id, q.name AS name, type(part) AS mine, type(theirs) AS theirs
ORDER BY person_id, mine, theirs LIMIT $most
"""


def link(desk: Desk, item: str, *, caller: Caller, event: Event) -> dict[str, Any]:
    """A pair as in the queue, each record with what else it carries, and every decision on it.

    A record has ``carries``: ``aliases``, ``addresses``, ``offences`` (the newest, ``more`` how
    many others) and ``known`` (people whom the record is tied to or met in an offence). NotThere
    for an item that is no pair.
    """
    with desk.answering(caller, event) as subjects:
        pair, said = link_pairs.one(desk, item), decisions.read(desk.archive)
        forecasts = link_queue.forecasts(desk, pair)
        [shown] = link_queue.shown(desk, [pair], forecasts, said, subjects)
        for record in shown["records"]:
            key = ids.graph_key(record["source"], record["record_id"])
            record["carries"] = _carries(desk.store, key) if "person_id" in record else None
        subjects.update(
            known["person_id"]
            for record in shown["records"]
            if record["carries"]
            for known in record["carries"]["known"]
        )
        return {**shown, "decisions": [one.shown() for one in said if one.item == item]}


def _carries(store: Store, key: str) -> dict[str, Any]:
    [row] = store.read(_CARRIED, key=key)
    offences = store.read(_OFFENCES, key=key, most=MOST)
    aliases = (
        names.as_shown(one.get("forename"), one.get("surname"), one.get("full_name"))
        for one in row["aliases"]
    )
    known = [
        {"person_id": one["person_id"], "name": one["name"], "how": _tie(one)}
        for one in store.read(_KNOWN, key=key, most=MOST)
    ]
    known += [
        {"person_id": one["person_id"], "name": one["name"], "how": _met(one)}
        for one in store.read(_WITH, key=key, most=MOST)
    ]
    return {
        "aliases": sorted({name for name in aliases if name}),
        "addresses": [plain(one) for one in store.read(_ADDRESSES, key=key)],
        "offences": [{**plain(one), "part": PARTS[one["part"]]} for one in offences],
        "more": max(0, row["offences"] - len(offences)),
        "known": known,
    }


def _tie(row: dict[str, Any]) -> str:
    """How the record is tied to the person, by which of the two the tie was recorded of."""
    kind = str(row["kind"]).replace("_", " ")
    return f"this record is recorded as their {kind}" if row["is_outward"] else f"their {kind}"


def _met(row: dict[str, Any]) -> str:
    mine, theirs = PARTS[row["mine"]], PARTS[row["theirs"]]
    return f"{theirs} of an offence in which this record is {mine}"
