"""Checks of a home: modes, audit, store, and whether the graph is what the archive says."""

import stat
from collections.abc import Callable
from typing import Any

from graph_service import digest, graph_state, linked, persons, projection, versions
from graph_service.archive import Archive
from graph_service.desk import Desk
from graph_service.errors import PursuitError
from graph_service.graph_state import GraphState


def graph_digest(desk: Desk) -> str:
    """The digest of the graph as it stands (design §7, ``pursuit doctor --digest``)."""
    return digest.of_graph(desk.store)


def archive_digest(archive: Archive, state: GraphState) -> str:
    """The digest of what the graph must hold for a state."""
    with versions.connect(archive) as connection:
        held = [batch for batch in archive.batches() if batch.batch_id in state.batches]
        versions.create(connection, "after", held)
        projection.create(connection, "after")
        who = persons.of_state(connection, "after", linked.joined(archive, state.links))
        return digest.of_archive(connection, "after", who)


def _closed(desk: Desk) -> str:
    mode = stat.S_IMODE(desk.path.stat().st_mode)
    return "" if mode & 0o077 == 0 else "Others can read the home folder: chmod 700 it."


def _audit(desk: Desk) -> str:
    faults = desk.audit.faults()
    return f"{faults[0]} ({len(faults)} faults in all.)" if faults else ""


def _same_batches(desk: Desk) -> str:
    state = graph_state.read(desk.store)
    held = {batch.batch_id for batch in desk.archive.batches()}
    if state.is_whole and set(state.batches) == held:
        return ""
    return "The graph does not hold the archive's batches: bring it up with `pursuit resolve`."


def _same_digest(desk: Desk) -> str:
    state = graph_state.read(desk.store)
    if archive_digest(desk.archive, state) == digest.of_graph(desk.store):
        return ""
    return "The graph is not what the archive says: make it anew with `pursuit rebuild`."


_CHECKS: tuple[tuple[str, Callable[[Desk], str]], ...] = (
    ("home is closed to others", _closed),
    ("audit trail is an unbroken chain", _audit),
    ("graph holds the archive's batches", _same_batches),
    ("graph's digest is the archive's", _same_digest),
)


def checks(desk: Desk) -> list[dict[str, Any]]:
    """Each check with whether it holds and, where it does not, what to do."""
    found = []
    for name, check in _CHECKS:
        try:
            says = check(desk)
        except PursuitError as error:
            says = error.message
        found.append({"check": name, "holds": not says, "says": says})
    return found
