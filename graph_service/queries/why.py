"""Why a person stands where he does: the contributions that his score is the exact sum of."""

from typing import Any

from graph_service import access, runs
from graph_service.access import Caller, Role
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.queries import facts


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

    NotThere where the run does not list the person under any scheme that counts him.
    """
    desk.admit(caller, event)
    found = runs.find(desk.archive, run)
    if scheme not in found.scorers:
        raise NotThere(f"The run has no such scheme. Schemes: {', '.join(found.scorers)}.")
    person = str(facts.find(desk.store, person_id)["person_id"])
    listed = runs.listed(desk.archive, found, person)
    if not listed:
        raise NotThere("The run lists nobody under this id.")
    parts = runs.contributions(desk.archive, found, person, scheme)
    total = sum(part["micro_points"] for part in parts)
    desk.record(caller, event, subjects=[person])
    if caller.role is Role.REFERRER:
        return _referrers(person, scheme, parts)
    return {
        "person_id": person,
        "scheme": scheme,
        "score": runs.points(total),
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
