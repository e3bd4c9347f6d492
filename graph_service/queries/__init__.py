"""Questions that people ask, one file each: each takes ``caller`` and an audit ``event``.

A query asks leave first (``Desk.admit``), reads, redacts, records whom it is about to speak of
(``Desk.record``), and only then answers. Nothing here computes a score.
"""

from graph_service.queries.lists import ranked_list
from graph_service.queries.network import network
from graph_service.queries.person import person
from graph_service.queries.records import person_records
from graph_service.queries.run_list import run_list
from graph_service.queries.search import check, search
from graph_service.queries.timeline import timeline
from graph_service.queries.why import why

__all__ = [
    "check",
    "network",
    "person",
    "person_records",
    "ranked_list",
    "run_list",
    "search",
    "timeline",
    "why",
]
