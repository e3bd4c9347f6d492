"""What a query works with, and the two things that each of them does: ask leave, and leave a record."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graph_service import access
from graph_service.access import Caller
from graph_service.archive import Archive
from graph_service.audit import Audit, Event
from graph_service.errors import NotAllowed, PurposeNeeded
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
        self.archive = Archive(self.home.path)
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

    def admit(self, caller: Caller, event: Event) -> None:
        """Raise NotAllowed or PurposeNeeded where access says so; a refusal is recorded first."""
        try:
            access.check(caller, event.action)
        except (NotAllowed, PurposeNeeded):
            self.audit.record(caller, event, outcome="refused")
            raise

    def record(self, caller: Caller, event: Event, subjects: Iterable[str] = ()) -> None:
        """Record what is about to be answered; AuditUnavailable stops the answer."""
        self.audit.record(caller, event, outcome="answered", subjects=subjects)

    def token(self, caller: Caller, person_id: str) -> str:
        """What stands for a person whom the caller may not see named."""
        return access.token(self.home.secret(), caller, person_id)
