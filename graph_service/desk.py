"""What a query works with, and what each of them does: ask leave, and leave a record."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph_service import access
from graph_service.access import Caller
from graph_service.archive import Archive
from graph_service.audit import ANSWERED, NOTHING, REFUSED, Audit, Event
from graph_service.errors import (
    InputRefused,
    NotAllowed,
    NotThere,
    PurposeNeeded,
    StoreUnavailable,
    WrongCall,
)
from graph_service.settings import Home
from graph_service.store import Store


@dataclass
class Desk:
    """The graph, the archive, the audit trail and the secret of one home."""

    home: Home
    open_store: Callable[[], Store]
    archive: Archive = field(init=False)
    audit: Audit = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.archive = Archive(self.home.path)
        except OSError as error:
            raise StoreUnavailable(
                f"The home's archive cannot be opened ({error.strerror})."
            ) from None
        self.audit = Audit(self.home.path)
        self._store: Store | None = None
        self._opening = threading.Lock()

    @property
    def store(self) -> Store:
        """The graph store, opened at first use."""
        with self._opening:
            if self._store is None:
                self._store = self.open_store()
            return self._store

    @property
    def path(self) -> Path:
        """The home's folder."""
        return self.home.path

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()

    @contextmanager
    def answering(self, caller: Caller, event: Event) -> Iterator[set[str]]:
        """Ask leave, and record at the end of the block whom the answer speaks of.

        The block reads and redacts, adds the ids of the people it speaks of to the set, and returns
        the answer: it leaves the block only once the record is durable. Refusals and answers that
        there is nothing are recorded alike.
        """
        self.admit(caller, event)
        subjects: set[str] = set()
        try:
            yield subjects
        except NotThere:
            self.audit.record(caller, event, outcome=NOTHING, subjects=subjects)
            raise
        except (InputRefused, NotAllowed, WrongCall):
            self.audit.record(caller, event, outcome=REFUSED, subjects=subjects)
            raise
        self.record(caller, event, subjects)

    def admit(self, caller: Caller, event: Event) -> None:
        """Raise NotAllowed or PurposeNeeded where access says so; a refusal is recorded first."""
        try:
            access.check(caller, event.action)
        except (NotAllowed, PurposeNeeded):
            self.audit.record(caller, event, outcome=REFUSED)
            raise

    def refuse(self, caller: Caller, event: Event) -> None:
        """Record a refusal that is not in the tables of access."""
        self.audit.record(caller, event, outcome=REFUSED)

    def record(self, caller: Caller, event: Event, subjects: Iterable[str] = ()) -> None:
        """Record what is about to be answered; AuditUnavailable stops the answer."""
        self.audit.record(caller, event, outcome=ANSWERED, subjects=subjects)

    def token(self, caller: Caller, person_id: str) -> str:
        """What stands for a person whom the caller may not see named."""
        return access.token(self.home.secret(), caller, person_id)
