"""The graph store: read and write Cypher over Bolt, embedded or Neo4j, one text for both.

The only file that imports the driver. What it settles once, for everybody:

- *Values.* Instants are aware, in UTC when they come out (`store_values`).
- *Repetition.* Every write is a keyed MERGE, SET or DELETE, so any write may be repeated: a commit
  whose answer was lost is simply done again, and so is a MERGE that lost a race for its key.
- *Errors.* What a person can act on is `StoreUnavailable` or `WrongCall`, a fault in a statement of
  ours `QueryRefused`. None ever holds a value from the data, nor a password.
"""

import contextlib
import logging
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph_service import embedded, lease
from graph_service.errors import StoreUnavailable
from graph_service.store_address import Address, server_address
from graph_service.store_values import incoming, outgoing

_T = TypeVar("_T")
_Work = Callable[[neo4j.ManagedTransaction], _T]

_READ_PATIENCE = 20.0
_WRITE_PATIENCE = 60.0
_MERGE_RACES = 20  # a MERGE that loses this often does not lose a race: two rows want one key
_UNKNOWN = "Neo.DatabaseError.General.UnknownError"  # what the embedded server says while it ends
_ENDINGS = 5  # what fails so oftener is a fault of another kind
_FETCH_SIZE = 10_000
_CONNECTION_LOST = (ServiceUnavailable, SessionExpired, IncompleteCommit, AuthError)

# What the driver would warn of reaches standard error otherwise; what matters is an exception too.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class QueryRefused(RuntimeError):
    """A fault in a statement of ours: the store does not accept it. Holds no value of the data."""


def connect(home: Path, uri: str | None = None) -> "Store":
    """Open the store: the embedded one of `home`, or the Neo4j server that `uri` names.

    Which URIs and credentials are taken: `store_address.server_address`. Raises `WrongCall` for
    others, `StoreUnavailable` when the store does not answer.
    """
    if uri is None:
        store = Store(
            lambda: _embedded_address(home), kind="embedded", touch=lambda: embedded.touch(home)
        )
    else:
        address = server_address(uri)
        store = Store(lambda: address, kind="neo4j")
    try:
        store.verify()
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """An open store. Threads may share it. Made by `connect`; a context manager."""

    def __init__(
        self,
        find: Callable[[], Address],
        *,
        kind: Literal["embedded", "neo4j"],
        touch: Callable[[], None] | None = None,
    ) -> None:
        self.kind = kind
        self._find = find
        self._touch = touch
        self._touched_at = 0.0
        self._lock = threading.Lock()
        self._open: tuple[neo4j.Driver, Address] | None = None
        self._drivers: list[neo4j.Driver] = []
        self._lease_token: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. The embedded server goes on for others, until it is idle."""
        with self._lock:
            drivers, self._drivers, self._open = self._drivers, [], None
        for driver in drivers:
            driver.close()

    def verify(self) -> None:
        """Ask the store one question; `StoreUnavailable` if it does not answer."""
        patience = 0 if self.kind == "neo4j" else None
        self._run(lambda tx: _rows(tx.run("RETURN 1 AS one")), write=False, patience=patience)

    def read(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Rows of a query that changes nothing, each as `{column: value}`.

        Values are plain Python: nodes and relationships are dicts of their properties, dates are
        `date`, instants are aware `datetime` in UTC, at any depth of lists and maps.
        """
        sent = outgoing(parameters)
        return self._run(lambda tx: _rows(tx.run(query, sent)), write=False)

    def write(self, query: str, /, **parameters: Any) -> None:
        """One statement in a transaction of its own. It must be safe to repeat."""
        sent = outgoing(parameters)
        token = self._lease_token

        def work(tx: neo4j.ManagedTransaction) -> None:
            if token is not None and not _rows(tx.run(lease.CHECK, token=token)):
                raise StoreUnavailable(
                    "This ingest was away for so long that another may have taken its turn to "
                    "write. Nothing was lost: run it again."
                )
            tx.run(query, sent).consume()

        self._run(work, write=True)

    def write_batches(
        self,
        query: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        size: int = 2000,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Run `query` with `$rows` for each batch of `rows`, each in a transaction of its own.

        `progress` hears the rows of each batch once committed. Returns the number of all rows.
        """
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            self.write(query, rows=batch)
            if progress is not None:
                progress(len(batch))
        return len(rows)

    def schema(self, statements: Iterable[str]) -> None:
        """Constraints and indexes (`IF NOT EXISTS`), each in a transaction of its own."""
        for statement in statements:
            self._change(statement, {})

    @contextlib.contextmanager
    def lease(
        self, holder: str, *, seconds: float = 60, wait: float = 5, ended: str | None = None
    ) -> Iterator[None]:
        """Be the one writer of the store inside the `with` block; one inside it is part of it.

        See `lease.held`. `holder` must name no person. Each write of this Store meanwhile fails
        with `StoreUnavailable` once somebody else has taken over.
        """
        if self._lease_token is not None:
            yield
            return
        with lease.held(self._change, holder, seconds=seconds, wait=wait, ended=ended) as token:
            self._lease_token = token
            try:
                yield
            finally:
                self._lease_token = None

    def _change(
        self, query: str, parameters: dict[str, Any], *, patience: float | None = None
    ) -> list[dict[str, Any]]:
        return self._run(lambda tx: _rows(tx.run(query, parameters)), write=True, patience=patience)

    def _run(self, work: _Work[_T], *, write: bool, patience: float | None = None) -> _T:
        """Run `work` in a managed transaction; repeat it as long as that can help."""
        if patience is None:
            patience = _WRITE_PATIENCE if write else _READ_PATIENCE
        deadline = time.monotonic() + patience
        timed = neo4j.unit_of_work(timeout=embedded.query_seconds())(work)
        races, losses = 0, 0
        while True:
            self._in_use()
            driver, address = self._connection()
            try:
                with driver.session(database=address.database, fetch_size=_FETCH_SIZE) as session:
                    return session.execute_write(timed) if write else session.execute_read(timed)
            except ConstraintError as error:
                races += 1
                if races > _MERGE_RACES:
                    raise _refused(error) from None
            except (DriverError, Neo4jError) as error:
                losses += 1
                ending = getattr(error, "code", "") == _UNKNOWN and losses <= _ENDINGS
                lost = self.kind == "embedded" and (ending or isinstance(error, _CONNECTION_LOST))
                if lost:
                    self._forget(driver)
                again = lost or error.is_retryable() or isinstance(error, IncompleteCommit)
                if not again or time.monotonic() >= deadline:
                    raise _sentence(error, address.place) from None
            pause = min(0.02 * 2**losses, 1.0)
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - it only spreads repeats

    def _connection(self) -> tuple[neo4j.Driver, Address]:
        with self._lock:
            if self._open is None:
                address = self._find()
                driver = neo4j.GraphDatabase.driver(
                    address.uri,
                    auth=address.auth,
                    connection_timeout=5,
                    connection_acquisition_timeout=60,
                    max_transaction_retry_time=0,  # _run repeats, for more causes than the driver
                    notifications_min_severity="OFF",
                    telemetry_disabled=True,
                    user_agent="pursuit",
                )
                self._drivers.append(driver)
                self._open = driver, address
            return self._open

    def _forget(self, driver: neo4j.Driver) -> None:
        """The embedded server was lost: look for it anew (port and password change)."""
        with self._lock:
            if self._open is not None and self._open[0] is driver:
                self._open = None  # closed with the Store: another thread may be inside it

    def _in_use(self) -> None:
        now = time.monotonic()
        if self._touch is not None and now - self._touched_at > 1:
            self._touched_at = now
            with contextlib.suppress(OSError):
                self._touch()


def _embedded_address(home: Path) -> Address:
    found = embedded.ensure_running(home)
    return Address(
        uri=f"bolt://127.0.0.1:{found.port}",
        auth=(found.user, found.password),
        database=found.database,
        place=f"in {home}",
    )


def _sentence(error: DriverError | Neo4jError, place: str) -> Exception:
    """What a person can do about it, without the driver's text."""
    code = getattr(error, "code", None) or type(error).__name__
    if isinstance(error, AuthError):
        said = (
            f"The store {place} refused the name or password. Set PURSUIT_STORE_USER and "
            "PURSUIT_STORE_PASSWORD_FILE."
        )
    elif "TransactionTimedOut" in code:
        said = (
            f"A question to the store {place} ran for more than {embedded.query_seconds():g} s "
            "and was ended. Ask for less, or allow more with PURSUIT_STORE_QUERY_SECONDS."
        )
    elif "DatabaseNotFound" in code:
        said = f"The store {place} has no such database. Set PURSUIT_STORE_DATABASE."
    elif isinstance(error, DriverError) or error.is_retryable():
        said = (
            f"The store {place} does not answer ({code}). Check that it runs and can be reached, "
            "then try again."
        )
    else:
        return _refused(error)
    return StoreUnavailable(said)


def _refused(error: Neo4jError) -> QueryRefused:
    """The code, and what is wrong with the text of a statement, which holds no value.

    Other messages of a store may quote the value of a key.
    """
    syntax = str(error.code).endswith(".SyntaxError")
    why = f": {error.message}" if syntax else ""
    return QueryRefused(f"The store refused a statement ({error.code}){why}")


def _rows(result: neo4j.Result) -> list[dict[str, Any]]:
    keys = result.keys()
    return [dict(zip(keys, map(incoming, record.values()), strict=True)) for record in result]
