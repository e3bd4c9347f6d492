"""The audit trail: who asked for or did what, about whom, in which role, for which purpose.

``HOME/audit/audit.jsonl``, one canonical JSON object a line, appended and fsynced before an answer
is given; each record carries the digest of the one before, so a changed, missing or moved record
shows. People are named by person ids alone. If a record cannot be written, nothing is answered.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_service import ids
from graph_service.access import Action, Caller
from graph_service.archive import now
from graph_service.errors import AuditUnavailable

FIRST = "0" * 64
ANSWERED, REFUSED, NOTHING = "answered", "refused", "nothing_to_show"
BEGUN, DONE, FAILED = "begun", "done", "failed"  # of a job; one that was killed has begun alone
_PATIENCE = 10.0  # seconds for another writer to let go; longer, and something hangs
_PAUSE = 0.002


@dataclass(frozen=True)
class Event:
    """What is asked for or done, and where it came in (a path of the API, or a command)."""

    action: Action
    route: str


class Audit:
    """The trail of one home. Threads and processes may write to it at once."""

    def __init__(self, home: Path) -> None:
        self._path = home / "audit" / "audit.jsonl"

    def record(
        self, caller: Caller, event: Event, *, outcome: str, subjects: Iterable[str] = ()
    ) -> None:
        """Append a record; AuditUnavailable where it cannot be made durable."""
        self._write(
            {
                "actor": caller.who,
                "role": caller.role,
                "purpose": caller.purpose,
                "action": event.action,
                "route": event.route,
                "outcome": outcome,
                "subjects": sorted(set(subjects)),
            }
        )

    def turned_away(self, who: str | None, event: Event) -> None:
        """Record that somebody had no role to act in; ``who`` is None where that cannot be told."""
        self._write(
            {
                "actor": who,
                "role": None,
                "purpose": None,
                "action": event.action,
                "route": event.route,
                "outcome": REFUSED,
                "subjects": [],
            }
        )

    def _write(self, held: dict[str, Any]) -> None:
        try:
            handle = self._open()
            try:
                _lock(handle)
                _append(handle, held)
            finally:
                os.close(handle)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AuditUnavailable(
                "The audit trail cannot be written, so nothing is answered "
                f"({type(error).__name__}). See that HOME/audit can be written and has room."
            ) from None

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_APPEND
        try:
            return os.open(self._path, flags)
        except FileNotFoundError:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._path, flags | os.O_CREAT, 0o600)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)  # a new file's name is durable with its folder
            finally:
                os.close(folder)
            return handle

    def records(self) -> Iterator[dict[str, Any]]:
        """Every record in order; a line that is no record comes as ``{"broken": True}``."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for line in file:
                held = _read(line)
                yield {"broken": True} if held is None else held

    def faults(self) -> list[str]:
        """What does not hold in the chain, one sentence each; none where all of it does.

        The torn line of a crash is no fault: what it would have said was never answered, and the
        record after it carries on from the one before. That records at the end were cut off shows
        only against a head that is kept elsewhere.
        """
        found = []
        seq: Any = 0
        previous: Any = FIRST
        for number, held in enumerate(self.records(), start=1):
            if held.get("broken"):
                continue
            digest = held.get("digest")
            rest = {name: value for name, value in held.items() if name != "digest"}
            if digest != ids.digest(rest):
                found.append(f"Line {number}: the record is not what was written.")
            if held.get("previous") != previous or held.get("seq") != seq + 1:
                found.append(f"Line {number}: does not follow the record before it.")
            seq, previous = held.get("seq", seq + 1), digest
        return found


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        held = json.loads(line)
    except ValueError:
        return None
    if not isinstance(held, dict) or not isinstance(held.get("digest"), str):
        return None
    return held if type(held.get("seq")) is int else None  # true and false are ints as well


def _lock(handle: int) -> None:
    """The writer's lock on the file; TimeoutError, an OSError, where somebody does not let go."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise TimeoutError("the audit trail is locked") from None
            time.sleep(_PAUSE)
        else:
            return


def _append(handle: int, held: dict[str, Any]) -> None:
    last = _last(handle)
    whole = {
        "seq": last["seq"] + 1,
        "at": now().isoformat(timespec="milliseconds") + "Z",
        **held,
        "previous": last["digest"],
    }
    line = (ids.canonical({**whole, "digest": ids.digest(whole)}) + "\n").encode()
    if os.write(handle, line) != len(line):
        raise OSError("short write")
    os.fsync(handle)


def _last(handle: int) -> dict[str, Any]:
    """The last record; a torn last line of a crash is ended first, so that it stays by itself."""
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
        for line in reversed(lines if start == 0 else lines[1:]):
            held = _read(line)
            if held is not None:
                return held
        if start == 0:
            return {"seq": 0, "digest": FIRST}
        length *= 4
