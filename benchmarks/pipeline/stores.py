"""An empty store for one measurement, and nothing left of it afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_service import embedded
from graph_service.errors import WrongCall
from graph_service.store import connect
from graph_service.store_address import Address, server_address

_ANYTHING = "MATCH (n) RETURN true AS found LIMIT 1"
_EMPTY = "MATCH (n) WITH n LIMIT 10000 DETACH DELETE n"
_NODES = "MATCH (n) WHERE NOT n:Lease RETURN count(n) AS count"
_RELATIONSHIPS = "MATCH ()-[r]->() RETURN count(r) AS count"


@dataclass(frozen=True)
class Place:
    """A home and its store: embedded in the home, or the server that ``uri`` names."""

    home: Path
    uri: str | None

    def address(self) -> Address:
        """What the bare driver needs."""
        if self.uri is not None:
            return server_address(self.uri)
        found = embedded.ensure_running(self.home)
        return Address(
            uri=f"bolt://127.0.0.1:{found.port}",
            auth=(found.user, found.password),
            database=found.database,
            place="embedded",
        )

    def server_pid(self) -> int | None:
        """The process of the store's server, where it runs on this machine for this home alone."""
        return None if self.uri is not None else embedded.ensure_running(self.home).pid

    def elements(self) -> int:
        """How many nodes and relationships the store holds, the writer's lease apart."""
        with connect(self.home, self.uri) as store:
            return sum(int(store.read(query)[0]["count"]) for query in (_NODES, _RELATIONSHIPS))


@contextmanager
def empty(uri: str | None) -> Iterator[Place]:
    """A new home with an empty store that answers; gone after the block, whatever happens in it.

    WrongCall for a server that holds anything: it is emptied afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix="pursuit-bench-"))
    place = Place(folder / "home", uri)
    place.home.mkdir(mode=0o700)
    try:
        if uri is None:
            embedded.ensure_running(place.home)
            yield place
        else:
            with _emptied(place):
                yield place
    finally:
        if uri is None:
            embedded.stop(place.home)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _emptied(place: Place) -> Iterator[None]:
    with connect(place.home, place.uri) as store:
        if store.read(_ANYTHING):
            raise WrongCall(
                "The store that --store names holds something. The benchmark empties the store "
                "that it measures, so it takes an empty one alone."
            )
        try:
            yield
        finally:
            while store.read(_ANYTHING):
                store.write(_EMPTY)


def cpu_seconds(pid: int | None) -> float | None:
    """The processor's seconds that a process used so far; None where that cannot be told."""
    status = Path(f"/proc/{pid}/stat")
    if pid is None or not status.exists():
        return None
    held = status.read_text().rpartition(")")[2].split()  # from the state on, the third field
    return (int(held[11]) + int(held[12])) / os.sysconf("SC_CLK_TCK")


def busy_seconds() -> float | None:
    """The processors' seconds that anybody used since the machine started, or a host took away.

    None on a system without ``/proc``.
    """
    status = Path("/proc/stat")
    if not status.exists():
        return None
    user, nice, system, _, _, irq, softirq, steal = map(int, status.read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def peak_mib(pid: int | None = None) -> float | None:
    """The most memory that a process ever held, in MiB; None on a system without ``/proc``.

    Not ``getrusage``: what it says of a process counts the one that started it too.
    """
    status = Path(f"/proc/{pid or os.getpid()}/status")
    if not status.exists():
        return None
    held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(held.split()[1]) / 1024
