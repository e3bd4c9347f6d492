"""The ranked list of a scheme, of the whole force or of an area."""

import json
from datetime import datetime
from typing import Any

from graph_service import access, runs
from graph_service.access import Caller, Role
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotThere, WrongCall
from graph_service.runs import Run

_CURRENT = """
MATCH (s:Score {run_id: $run_id}) WHERE s.scheme = $scheme AND s.rank > $after
  AND ($area IS NULL OR $area IN s.areas)
RETURN s.entry AS entry ORDER BY s.rank LIMIT $limit
"""
_IN_GRAPH = "MATCH (r:Run {run_id: $run_id}) WHERE r.is_current RETURN r.run_id AS run_id"


def ranked_list(
    desk: Desk,
    *,
    caller: Caller,
    event: Event,
    scheme: str = "pursuit",
    area: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    run: str | None = None,
    as_of: datetime | None = None,
) -> dict[str, Any]:
    """A scheme's list in a run (design §7, ``pursuit list``), with ``next`` where there is more.

    Officers see the entries of their own areas; a referrer sees bands alone. NotThere for a run or a
    scheme that is not there; NotAllowed for an area that is not the officer's.
    """
    desk.admit(caller, event)
    found = runs.find(desk.archive, run, as_of)
    if scheme not in found.scorers:
        raise NotThere(f"The run has no such scheme. Schemes: {', '.join(found.scorers)}.")
    if limit < 1:
        raise WrongCall("The limit is a whole number from 1.")
    wanted = _areas(caller, area)
    after = _after(cursor)
    rows = _entries(desk, found, scheme, wanted, after, limit + 1)
    shown = rows[:limit]
    desk.record(caller, event, subjects=(entry["person_id"] for entry in shown))
    return {
        "run": found.shown(),
        "scheme": scheme,
        "entries": [_referrers(entry) for entry in shown]
        if caller.role is Role.REFERRER
        else shown,
        "next": str(shown[-1]["rank"]) if len(rows) > limit else None,
    }


def _areas(caller: Caller, area: str | None) -> tuple[str, ...] | None:
    """The areas whose entries are asked for; None for the whole force."""
    if caller.sees is not access.Sees.OWN_AREA:
        return None if area is None else (area,)
    if area is None:
        return caller.areas
    if area not in caller.areas:
        raise NotAllowed("This list is of another area than yours. Ask for one of your own areas.")
    return (area,)


def _after(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isdecimal():
        raise WrongCall("The cursor is what `next` of the answer before said.")
    return int(cursor)


def _entries(
    desk: Desk, run: Run, scheme: str, areas: tuple[str, ...] | None, after: int, limit: int
) -> list[dict[str, Any]]:
    if (areas is None or len(areas) == 1) and desk.store.read(_IN_GRAPH, run_id=run.run_id):
        rows = desk.store.read(
            _CURRENT,
            run_id=run.run_id,
            scheme=scheme,
            after=after,
            area=areas[0] if areas else None,
            limit=limit,
        )
    else:
        rows = [
            row
            for row in runs.entries(desk.archive, run, scheme)
            if row["rank"] > after and (areas is None or not set(areas).isdisjoint(row["areas"]))
        ][:limit]
    return [json.loads(row["entry"]) for row in rows]


def _referrers(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "person_id": entry["person_id"],
        "band": entry["band"],
        "victims_band": access.band(entry["victims"]),
        "definitions": entry["definitions"],
    }
