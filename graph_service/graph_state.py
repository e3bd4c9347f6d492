"""What the graph was made of, and whose turn it is to write to it."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph_service.archive import holder
from graph_service.cypher import LEASE, STATE
from graph_service.store import Store

_READ = f"MATCH (s:{STATE} {{name: 'graph'}}) RETURN properties(s) AS state"
_WRITE = f"MERGE (s:{STATE} {{name: 'graph'}}) SET s = $properties"
_WRITER = (
    f"MATCH (l:{LEASE}) WHERE l.token IS NOT NULL AND l.until_ms > timestamp() "
    "RETURN l.holder AS holder"
)
_WAIT = 75.0  # seconds: the lease of a holder that died elsewhere is outlived


@dataclass(frozen=True)
class GraphState:
    """Batches and links that the graph holds; ``loading`` is set while a load is under way.

    ``is_dropped`` is set while the graph is being emptied; ``schema`` is a digest of the keys and
    indexes that were declared in the store.
    """

    batches: tuple[str, ...] = ()
    links: str | None = None
    loading: tuple[str, ...] = ()
    loading_links: str | None = None
    is_dropped: bool = False
    schema: str | None = field(default=None, compare=False)

    @property
    def is_whole(self) -> bool:
        """Nothing was broken off."""
        return not self.loading and not self.is_dropped


def read(store: Store) -> GraphState:
    """The state of a store's graph; an empty one for a store that nothing was loaded into."""
    found = store.read(_READ)
    if not found:
        return GraphState()
    held = found[0]["state"]
    return GraphState(
        batches=tuple(held.get("batches") or ()),
        links=held.get("links"),
        loading=tuple(held.get("loading") or ()),
        loading_links=held.get("loading_links"),
        is_dropped=bool(held.get("is_dropped")),
        schema=held.get("schema"),
    )


def write(store: Store, state: GraphState) -> None:
    """Record the state."""
    held = {
        "name": "graph",
        "batches": list(state.batches),
        "links": state.links,
        "loading": list(state.loading),
        "loading_links": state.loading_links,
        "is_dropped": state.is_dropped,
        "schema": state.schema,
    }
    store.write(_WRITE, properties={name: value for name, value in held.items() if value})


def writer(store: Store) -> str | None:
    """Who holds the writer's lease: machine and process; None where nobody does."""
    found = store.read(_WRITER)
    return str(found[0]["holder"]) if found else None


@contextmanager
def turn(store: Store, say: Callable[[str], None]) -> Iterator[None]:
    """The turn to write to a store, for every command that writes to it.

    A holder of this machine whose process is gone is followed at once, one of another machine when
    its lease has run out: none writes without being the one, since each write asks the lease.
    """
    other = writer(store)
    ended = other if other and _has_ended(other) else None
    if other not in {None, ended, holder()}:
        say(f"Waiting for the turn to write: {other} has it, or ended without giving it back")
    with store.lease(holder(), wait=_WAIT, ended=ended):
        yield


def _has_ended(other: str) -> bool:
    machine, _, process = other.rpartition(":")
    if machine != socket.gethostname() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
