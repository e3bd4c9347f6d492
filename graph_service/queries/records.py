"""Every person record with its person, for those who work on linkage."""

from typing import Any

from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk

_RECORDS = """
MATCH (r:PersonRecord)-[:RESOLVED_TO]->(p:Person)
RETURN r.source AS source, r.record_id AS record_id, p.person_id AS person_id
ORDER BY source, record_id
"""


def person_records(desk: Desk, *, caller: Caller, event: Event) -> list[dict[str, Any]]:
    """``source, record_id, person_id`` of every record (``pursuit people``).

    It speaks of everybody, so its record names nobody.
    """
    with desk.answering(caller, event):
        return desk.store.read(_RECORDS)
