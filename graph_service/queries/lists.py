"""The ranked list of a scheme, of the whole force or of an area."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_service import access, runs
from graph_service.access import Caller, Role
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, WrongCall
from graph_service.queries import look_first, standing
from graph_service.runs import Run

_MOST = 10**9
_CURRENT = """
MATCH (s:Score {run_id: $run_id}) WHERE s.scheme = $scheme AND s.rank > $after
  AND ($area IS NULL OR $area IN s.areas)
WITH s ORDER BY s.rank LIMIT $limit
RETURN s.rank AS rank, s.micro_points AS micro_points, s.entry AS entry ORDER BY rank
"""
_COUNT = """
MATCH (s:Score {run_id: $run_id}) WHERE s.scheme = $scheme
  AND ($area IS NULL OR $area IN s.areas)
RETURN count(s) AS count
"""
_EQUALS = """
MATCH (s:Score {run_id: $run_id}) WHERE s.scheme = $scheme AND s.rank > $after
  AND s.micro_points = $micro_points AND ($area IS NULL OR $area IN s.areas)
RETURN count(s) AS count
"""


@dataclass(frozen=True)
class _Listed:
    """The places of a run that are asked for: a scheme's, of some areas or (None) of all.

    ``computed`` are the scheme's places where they were computed anew.
    """

    desk: Desk
    run: Run
    scheme: str
    areas: tuple[str, ...] | None
    computed: Sequence[dict[str, Any]] | None

    @property
    def _is_in_graph(self) -> bool:
        one_area = self.areas is None or len(self.areas) == 1
        return self.computed is None and one_area and standing.in_graph(self.desk, self.run)

    @property
    def _asked(self) -> dict[str, Any]:
        area = self.areas[0] if self.areas else None
        return {"run_id": self.run.run_id, "scheme": self.scheme, "area": area}

    def _archived(self, after: int) -> list[dict[str, Any]]:
        held = self.computed
        if held is None:
            held = runs.entries(self.desk.archive, self.run, self.scheme)
        return [
            row
            for row in held
            if row["rank"] > after
            and (self.areas is None or not set(self.areas).isdisjoint(row["areas"]))
        ]

    def after(self, rank: int, limit: int) -> list[dict[str, Any]]:
        """The next places beyond a rank: rank, micro_points, entry."""
        if self._is_in_graph:
            return self.desk.store.read(_CURRENT, after=rank, limit=limit, **self._asked)
        return self._archived(rank)[:limit]

    def count(self) -> int:
        """How many places there are in all."""
        if self.areas is None and self.computed is None:
            return int(self.run.notes["listed"][self.scheme])
        if self._is_in_graph:
            found: int = self.desk.store.read(_COUNT, **self._asked)[0]["count"]
            return found
        return len(self._archived(0))

    def equals_after(self, rank: int, micro_points: int) -> int:
        """How many beyond a rank have exactly this score."""
        if self._is_in_graph:
            held = {"after": rank, "micro_points": micro_points, **self._asked}
            found: int = self.desk.store.read(_EQUALS, **held)[0]["count"]
            return found
        return sum(row["micro_points"] == micro_points for row in self._archived(rank))


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
    computed: Sequence[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A scheme's list in a run (design §7, ``pursuit list``).

    ``computed`` is the list in place of the recorded one, where a job computed it anew.

    ``next`` is the cursor of what follows, None at the end; ``listed`` how many there are in all.
    ``tie`` says where the cut falls among equals: how many of them stand above it and below it;
    None where it does not.

    Officers see the entries of their own areas; a referrer sees bands alone. NotThere for a run or
    a scheme that is not there; NotAllowed for an area that is not the officer's.
    """
    after = _after(cursor)
    if limit < 1:
        raise WrongCall("The limit is a whole number from 1.")
    if run is not None and as_of is not None:
        raise WrongCall("Say which run by its id or by as_of, not by both.")
    with desk.answering(caller, event) as subjects:
        areas = _areas(caller, area)
        found = runs.find(desk.archive, run, as_of)
        found.check_scheme(scheme)
        listed = _Listed(desk, found, scheme, areas, computed)
        limit = min(limit, _MOST)  # the command line knows no upper limit, a store does
        rows = listed.after(after, limit + 1)
        shown = rows[:limit]
        is_cut = len(rows) > limit
        entries = [_told(json.loads(row["entry"]), caller) for row in shown]
        subjects |= {entry["person_id"] for entry in entries}
        is_referrer = caller.role is Role.REFERRER
        return {
            "run": found.shown(),
            "scheme": scheme,
            "entries": [_referrers(entry) for entry in entries] if is_referrer else entries,
            "listed": listed.count(),
            "next": str(shown[-1]["rank"]) if is_cut else None,
            "tie": _tie(listed, rows, limit) if is_cut and not is_referrer else None,
        }


def _told(entry: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """An entry as the caller may see it: a birth date may stand on a victim's record alone."""
    told = {**entry, "look_first": look_first.told(entry, caller)}
    return told if caller.sees is access.Sees.ALL else {**told, "age_known": None}


def _tie(listed: _Listed, rows: list[dict[str, Any]], limit: int) -> dict[str, int] | None:
    """Where the cut falls among equals; ``rows`` holds one place beyond it."""
    last = rows[limit - 1]
    if rows[limit]["micro_points"] != last["micro_points"]:
        return None
    above = sum(row["micro_points"] == last["micro_points"] for row in rows[:limit])
    return {"above": above, "below": listed.equals_after(last["rank"], last["micro_points"])}


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
    if not re.fullmatch(r"[0-9]{1,9}", cursor):
        raise WrongCall("The cursor is what `next` of the answer before said.")
    return int(cursor)


def _referrers(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "person_id": entry["person_id"],
        "band": entry["band"],
        "victims_band": access.band(entry["victims"]),
        "definitions": entry["definitions"],
    }
