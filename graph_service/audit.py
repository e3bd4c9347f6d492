"""The audit trail: who asked for or did what, about whom, in which role, for which purpose.

``HOME/audit/audit.jsonl``, one canonical JSON object a line, appended and fsynced before an answer is
given; each record carries the digest of the one before, so a changed, missing or moved record shows.
People are named by person ids alone. If a record cannot be written, nothing is answered.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_service import ids
from graph_service.access import Action, Caller
from graph_service.archive import now
from graph_service.errors import AuditUnavailable

FIRST = "0" * 64


@dataclass(frozen=True)
class Event:
    """What is asked for or done, and where it came in (a path of the API, or a command)."""

    action: Action
    route: str


class Audit:
    """The trail of one home."""

    def __init__(self, home: Path) -> None:
        self._path = home / "audit" / "audit.jsonl"

    def record(
        self, caller: Caller, event: Event, *, outcome: str, subjects: Iterable[str] = ()
    ) -> None:
        """Append a record; AuditUnavailable where it cannot be made durable."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                self._append(handle, caller, event, outcome, sorted(set(subjects)))
            finally:
                os.close(handle)
        except (OSError, ValueError, KeyError) as error:
            raise AuditUnavailable(
                "The audit trail cannot be written, so nothing is answered "
                f"({type(error).__name__}). See that HOME/audit can be written and has room."
            ) from None

    def _append(
        self, handle: int, caller: Caller, event: Event, outcome: str, subjects: list[str]
    ) -> None:
        last = self._last(handle)
        held: dict[str, Any] = {
            "seq": last["seq"] + 1,
            "at": now().isoformat(timespec="milliseconds") + "Z",
            "actor": caller.who,
            "role": caller.role,
            "purpose": caller.purpose,
            "action": event.action,
            "route": event.route,
            "outcome": outcome,
            "subjects": subjects,
            "previous": last["digest"],
        }
        line = ids.canonical({**held, "digest": ids.digest(held)}) + "\n"
        if os.write(handle, line.encode()) != len(line.encode()):
            raise OSError("short write")
        os.fsync(handle)

    def _last(self, handle: int) -> dict[str, Any]:
        """The last record; a torn last line of a crash is ended, so that ``verify`` shows it."""
        size = os.fstat(handle).st_size
        if size == 0:
            return {"seq": 0, "digest": FIRST}
        if os.pread(handle, 1, size - 1) != b"\n":
            os.write(handle, b"\n")
            size += 1
        length = 4096
        while True:
            start = max(0, size - length)
            lines = os.pread(handle, size - start, start).split(b"\n")
            whole = lines if start == 0 else lines[1:]
            for line in reversed(whole):
                try:
                    held = json.loads(line)
                except ValueError:
                    continue
                if isinstance(held, dict) and "digest" in held:
                    return held
            if start == 0:
                return {"seq": 0, "digest": FIRST}
            length *= 4

    def records(self) -> Iterable[dict[str, Any]]:
        """Every record in order; a line that is no record comes as ``{"broken": True}``."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for line in file:
                try:
                    held = json.loads(line)
                except ValueError:
                    held = None
                yield held if isinstance(held, dict) else {"broken": True}
