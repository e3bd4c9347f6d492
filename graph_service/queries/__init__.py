"""Questions that people ask, one file each: each takes ``caller`` and an audit ``event``.

A query works inside ``Desk.answering``: it asks leave first, reads, redacts, names whom it speaks
of, and its answer leaves once the record of it is durable. Nothing here computes a score.
"""

from graph_service.queries.deciding import DECIDES, MOST_REASON, decide
from graph_service.queries.diff import diff
from graph_service.queries.link import link
from graph_service.queries.link_queue import STATES as LINK_STATES
from graph_service.queries.link_queue import links
from graph_service.queries.lists import ranked_list
from graph_service.queries.network import MOST_HOPS, MOST_NODES, network
from graph_service.queries.person import person, person_with_timeline
from graph_service.queries.quality import quality
from graph_service.queries.records import person_records
from graph_service.queries.run_list import run_list
from graph_service.queries.search import LIMIT as SEARCH_LIMIT
from graph_service.queries.search import check, search
from graph_service.queries.timeline import timeline
from graph_service.queries.why import why

__all__ = [
    "DECIDES",
    "LINK_STATES",
    "MOST_HOPS",
    "MOST_NODES",
    "MOST_REASON",
    "SEARCH_LIMIT",
    "check",
    "decide",
    "diff",
    "link",
    "links",
    "network",
    "person",
    "person_records",
    "person_with_timeline",
    "quality",
    "ranked_list",
    "run_list",
    "search",
    "timeline",
    "why",
]
