"""One writer for each store: a lease that is kept as a node in the store itself.

It ends some seconds after its last renewal, so a holder that died is followed by another. All its
times are the store's clock. A holder that slept through its end (a suspended machine) is stopped by
`CHECK`, which each of its writes asks in its own transaction.
"""

import contextlib
import secrets
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

from graph_service.errors import StoreUnavailable

CHECK = "MATCH (l:Lease {name: 'writer'}) WHERE l.token = $token RETURN l.holder AS holder"

_KEY = "CREATE CONSTRAINT lease_name IF NOT EXISTS FOR (l:Lease) REQUIRE l.name IS UNIQUE"
# The first SET takes the node's lock (Neo4j) or makes a conflict certain (ArcadeDB), so that of two
# that ask at once the second reads what the first has written.
_TAKE = """
MERGE (l:Lease {name: 'writer'})
SET l.asked = $token
WITH l, timestamp() AS now
WITH l, now,
     l.token IS NULL OR l.token = $token OR l.until_ms < now OR l.holder = $ended AS free
SET l.token = CASE WHEN free THEN $token ELSE l.token END,
    l.holder = CASE WHEN free THEN $holder ELSE l.holder END,
    l.until_ms = CASE WHEN free THEN now + $ms ELSE l.until_ms END
RETURN l.token AS token, l.holder AS holder, l.until_ms AS until_ms
"""
_RENEW = (
    "MATCH (l:Lease {name: 'writer'}) WHERE l.token = $token SET l.until_ms = timestamp() + $ms"
)
_GIVE = (
    "MATCH (l:Lease {name: 'writer'}) WHERE l.token = $token REMOVE l.token, l.holder, l.until_ms"
)


class Change(Protocol):
    """Runs a statement in a transaction of its own."""

    def __call__(
        self, query: str, parameters: dict[str, Any], *, patience: float | None = None
    ) -> list[dict[str, Any]]:
        """Its rows. It is repeated for `patience` seconds while that can help."""
        ...


@contextlib.contextmanager
def held(
    change: Change, holder: str, *, seconds: float, wait: float, ended: str | None = None
) -> Iterator[str]:
    """Hold the lease inside the `with` block, whose value is the lease's token.

    `ended` is a holder that is known to have ended without giving it back. `StoreUnavailable` when
    the lease cannot be had within `wait` seconds.
    """
    change(_KEY, {})
    token = secrets.token_hex(16)
    length = {"token": token, "ms": int(seconds * 1000)}
    _take(change, {**length, "holder": holder, "ended": ended}, wait)
    done = threading.Event()

    def renew() -> None:
        while not done.wait(seconds / 3):
            # A store that is away comes back or not; the holder's own writes find out.
            with contextlib.suppress(StoreUnavailable):
                change(_RENEW, length, patience=seconds / 3)

    renewal = threading.Thread(target=renew, name="lease", daemon=True)
    renewal.start()
    try:
        yield token
    finally:
        done.set()
        renewal.join()
        with contextlib.suppress(StoreUnavailable):  # then it ends by itself
            change(_GIVE, {"token": token})


def _take(change: Change, asked: dict[str, Any], wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        [found] = change(_TAKE, asked)
        if found["token"] == asked["token"]:
            return
        if time.monotonic() >= deadline:
            until = datetime.fromtimestamp(found["until_ms"] / 1000, UTC)
            raise StoreUnavailable(
                f"Another command is writing ({found['holder']}, until {until:%H:%M:%S} UTC unless "
                "it goes on). Try again when it has ended."
            )
        time.sleep(0.1)
