"""Judged pairs of records as the archive has them, and the records as the graph has them."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph_service import graph_state, ids, linked, supposed
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.joining import Pair
from graph_service.people import RecordKey
from graph_service.queries import facts
from graph_service.store import Store
from graph_service.verdicts import Verdict

_RECORDS = """
UNWIND $keys AS key
MATCH (r:PersonRecord {key: key})-[:RESOLVED_TO]->(p:Person)
RETURN key, p.person_id AS person_id, r.forename AS forename, r.middle_names AS middle_names,
       r.surname AS surname, r.full_name AS full_name, r.born_on AS born_on,
       r.born_on_raw AS born_on_raw, r.age_years AS age_years, r.age_on AS age_on, r.sex AS sex,
       r.address AS address, r.postcode AS postcode,
       r.phone AS phone, r.email AS email, r.pnc_id AS pnc_id, r.cro_number AS cro_number,
       r.birth_place AS birth_place, r.occupation AS occupation, r.area AS area
"""

Held = dict[str, Any]
"""A row of the file of links (``linked.SCHEMA``)."""


def read(desk: Desk, where: pc.Expression) -> pa.Table:
    """The pairs behind today's people of which an expression holds; NotThere before the first."""
    state = graph_state.read(desk.store)
    if state.links is None:
        raise NotThere("Nothing was linked yet. Begin with `pursuit ingest`.")
    return linked.read(desk.archive, state.links, where)


def one(desk: Desk, item: str) -> Held:
    """The judged pair of an item; NotThere for an item that is none."""
    found: list[Held] = read(desk, pc.field("link_id") == item).to_pylist()
    if not found:
        raise NotThere("There is no such link. Those that there are come with `pursuit links`.")
    return found[0]


def keys(pair: Held) -> tuple[RecordKey, RecordKey]:
    """The two records of a pair."""
    return (pair["source"], pair["record_id"]), (pair["other_source"], pair["other_record_id"])


def records(store: Store, wanted: Iterable[RecordKey]) -> dict[str, dict[str, Any]]:
    """Records that are there, by their key in the graph: what they say of a person, and whose."""
    named = sorted({ids.graph_key(*key) for key in wanted})
    return {
        row.pop("key"): facts.plain(ids.without_nothing(row))
        for row in store.read(_RECORDS, keys=named)
    }


def weakest(desk: Desk, wanted: Iterable[RecordKey]) -> dict[str, Any] | None:
    """The link without which the records of one person would come apart first.

    ``link_id``, ``weight`` and ``chance``; None for one record, or where humans hold them together.
    """
    named = set(wanted)
    among = [record for _, record in sorted(named)]
    if len(named) == 1:
        return None
    where = pc.field("record_id").isin(among) & pc.field("other_record_id").isin(among)
    pairs = read(desk, where).to_pylist()
    found = supposed.weakest_links(
        Pair(*keys(pair), pair["weight"], Verdict(pair["verdict"]))
        for pair in pairs
        if set(keys(pair)) <= named
        and (pair["verdict"] == Verdict.SAME or pair["proposed"] == Verdict.JOINED)
    )
    if not found:
        return None
    least = min(found, key=lambda pair: pair.weight)
    return {
        "link_id": ids.link_id(*least.key),
        "weight": least.weight,
        "chance": round(supposed.chance_of_one(least.weight), 6),
    }
