"""Why a person stands where he does: the contributions that his score is the exact sum of."""

from typing import Any

from graph_service import access, runs
from graph_service.access import Caller, Role
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.queries import standing
from graph_service.queries.sight import nobody, opened


def why(
    desk: Desk,
    person_id: str,
    *,
    caller: Caller,
    event: Event,
    scheme: str = "pursuit",
    run: str | None = None,
) -> dict[str, Any]:
    """The score's named parts (design §7, ``pursuit why``); a referrer gets them in bands.

    NotThere where the run lists the person under no scheme; under a scheme that does not count him
    the score is 0, of no contributions. Texts of contributions hold no free text and nobody's name.
    """
    with desk.answering(caller, event) as subjects:
        found = runs.find(desk.archive, run)
        found.check_scheme(scheme)
        seen = opened(desk, caller, person_id, subjects)
        listed = standing.places(desk, found, seen, person_id)
        if not listed:
            raise nobody()
        parts = runs.contributions(desk.archive, found, listed[0]["person_id"], scheme)
        if caller.role is Role.REFERRER:
            return _referrers(seen.person_id, scheme, parts)
        return {
            "person_id": seen.person_id,
            "scheme": scheme,
            "score": runs.points(sum(part["micro_points"] for part in parts)),
            "contributions": [
                {
                    "name": part["name"],
                    "value": runs.points(part["micro_points"]),
                    "table": part["table"],
                    "key": part["key"],
                    "on": part["on"].isoformat() if part["on"] else None,
                    "source": part["source"],
                    "text": part["text"],
                }
                for part in parts
            ],
            "change": None,
            "schemes": [
                {
                    "scheme": one["scheme"],
                    "rank": one["rank"],
                    "score": runs.points(one["micro_points"]),
                }
                for one in listed
            ],
            "run": found.shown(),
        }


def _referrers(person: str, scheme: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Named parts, each with the band of how many records it rests on."""
    counts: dict[str, int] = {}
    for part in parts:
        counts[part["name"]] = counts.get(part["name"], 0) + 1
    return {
        "person_id": person,
        "scheme": scheme,
        "parts": [
            {"name": name, "records_band": access.band(count)}
            for name, count in sorted(counts.items())
        ],
    }
