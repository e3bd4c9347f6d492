"""What moved on a list between two runs, and why."""

from collections import Counter
from typing import Any

from graph_service import access, runs
from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk


def diff(
    desk: Desk, before: str, after: str, *, caller: Caller, event: Event, scheme: str = "pursuit"
) -> dict[str, Any]:
    """Everybody whose place or score is another in the later run, in the order of the places there.

    ``moved``: ``person_id``, ``rank`` and ``score`` with ``before`` and ``after`` (None: not
    listed), and the ``causes`` (`scoring/diff.py`) with the ``points`` and ``places`` of each,
    which add up to the change. ``causes`` counts whom each moved.

    Officers see whom either run lists in one of their areas. NotThere for a run or scheme that is
    not there, or a pair that nobody has compared yet.
    """
    with desk.answering(caller, event) as subjects:
        pair = [runs.find(desk.archive, one) for one in (before, after)]
        for run in pair:
            run.check_scheme(scheme)
        moved = runs.read_diff(desk.archive, pair[0], pair[1], scheme)
        if caller.sees is access.Sees.OWN_AREA:
            theirs = {
                row["person_id"]
                for run in pair
                for row in runs.listed(desk.archive, run, (one["person_id"] for one in moved))
                if row["scheme"] == scheme and not set(caller.areas).isdisjoint(row["areas"])
            }
            moved = [one for one in moved if one["person_id"] in theirs]
        subjects |= {one["person_id"] for one in moved}
        return {
            "before": pair[0].shown(),
            "after": pair[1].shown(),
            "scheme": scheme,
            "moved": moved,
            "causes": Counter(part["cause"] for one in moved for part in one["causes"]),
        }
