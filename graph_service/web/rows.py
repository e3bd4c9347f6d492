"""The rows of a list as pages show them: entries joined with who they are and how it is today."""

from typing import Any

from graph_service.access import Caller
from graph_service.desk import Desk
from graph_service.queries import beside, look_first


def rows_of(
    desk: Desk, caller: Caller, listing: dict[str, Any], *, are_live: bool
) -> list[dict[str, Any]]:
    """The entries of a recorded list with name and date of birth.

    ``are_live``: with the states of today, as pages of today show them; else with those that the
    entries hold, which are of their run's as-of.
    """
    entries = listing["entries"]
    people = beside.listed_people(desk, (one["person_id"] for one in entries), caller=caller)
    looked = look_first.said(desk, entries, caller)
    rows = []
    for entry in entries:
        live = people.get(entry["person_id"], {})
        states = live.get("states", []) if are_live else entry.get("states", [])
        rows.append({**live, **entry, "states": states, "looked": looked.get(entry["person_id"])})
    return rows


def cut_sentence(listing: dict[str, Any], limit: int) -> str | None:
    """What a reader must know of the cut: where it is, and whether it falls among equals."""
    tie = listing["tie"]
    if listing["next"] is None:
        return None
    if tie is None:
        return f"Cut at {limit}."
    first, last = limit - tie["above"] + 1, limit + tie["below"]
    return (
        f"Cut at {limit}: positions {first}\N{EN DASH}{last} tie, so who is above the cut among "
        "them says nothing."
    )
