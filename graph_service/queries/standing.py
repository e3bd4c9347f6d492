"""Where a run put a person: under which id it knew him, at which rank of which scheme.

The graph holds the current run's places, the archive those of every run. A run knows the ids of its
own day: somebody who has another id since is found by the ids that his accused records would found.
"""

import json
from typing import Any

from graph_service import runs
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.queries.sight import Seen
from graph_service.runs import Run

_IS_CURRENT = "MATCH (r:Run {run_id: $run_id}) WHERE r.is_current RETURN r.run_id AS run_id"
_PLACES = """
UNWIND $person_ids AS person_id
MATCH (s:Score {person_id: person_id}) WHERE s.run_id = $run_id
RETURN s.scheme AS scheme, s.rank AS rank, s.person_id AS person_id,
       s.micro_points AS micro_points, s.entry AS entry
"""


def in_graph(desk: Desk, run: Run) -> bool:
    """Whether the graph holds the places of this run."""
    return bool(desk.store.read(_IS_CURRENT, run_id=run.run_id))


def places(desk: Desk, run: Run, seen: Seen, asked: str | None = None) -> list[dict[str, Any]]:
    """A person's places in a run, in the order of its schemes: scheme, rank, micro_points, entry.

    All under one ``person_id``, the run's own: the one asked for, or today's, or of others the best
    placed. Empty where the run lists nobody under any of them.
    """
    ids = sorted({seen.person_id, *seen.founds})
    if in_graph(desk, run):
        found = desk.store.read(_PLACES, person_ids=ids, run_id=run.run_id)
    else:
        found = runs.listed(desk.archive, run, ids)
    order = {name: number for number, name in enumerate(run.scorers)}
    found.sort(key=lambda row: (order[row["scheme"]], row["rank"]))
    listed = dict.fromkeys(row["person_id"] for row in found)
    chosen = next((one for one in (asked, seen.person_id, *listed) if one in listed), None)
    return [row for row in found if row["person_id"] == chosen]


def entries(desk: Desk, seen: Seen) -> dict[str, dict[str, Any]]:
    """A person's entries in the current run, by scheme in its order."""
    try:
        run = runs.current(desk.archive)
    except NotThere:
        return {}
    return {row["scheme"]: json.loads(row["entry"]) for row in places(desk, run, seen)}


def entry(desk: Desk, seen: Seen) -> dict[str, Any] | None:
    """A person's entry in the current run under the first scheme that lists him."""
    return next(iter(entries(desk, seen).values()), None)


def definitions(desk: Desk, seen: Seen) -> dict[str, bool | None]:
    """Which definitions the current run found the person to meet; None where it did not say."""
    nothing: dict[str, bool | None] = {"matac": None, "acpo_2009": None, "drive": None}
    found = entry(desk, seen)
    return found["definitions"] if found else nothing
