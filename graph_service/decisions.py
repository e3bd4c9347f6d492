"""What humans decided, with the reason: appended to a log, never changed, never deleted.

``archive/decisions.jsonl`` holds one decision a line. Of two on one item the later stands; to undo
one is one more. What follows from a decision for people and ranks comes with the next ``pursuit
resolve`` and ``pursuit score``.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from graph_service import ids
from graph_service.archive import Archive, Batch, append_line, now, read_lines, writing
from graph_service.errors import StoreUnavailable
from graph_service.joining import Decided

_FILE = "decisions.jsonl"


class Queue(StrEnum):
    """What can be decided on."""

    LINKS = "links"
    LOOK_FIRST = "look_first"


CHOICES: Mapping[Queue, Mapping[str, str]] = {
    Queue.LINKS: {
        "same": "the two records are of one person",
        "not_same": "the two records are of two people",
        "unsure": "nobody can say; an earlier decision no longer stands",
    },
    Queue.LOOK_FIRST: {
        "cleared": "somebody looked, and the entry may be used",
        "stays_held": "somebody looked, and the entry is not to be used",
    },
}
"""What may be decided in each queue, and what it means."""


@dataclass(frozen=True)
class Decision:
    """One decision. ``about`` names what it is on: the two records, or the facts looked at."""

    decision_id: str
    queue: str
    item: str
    decision: str
    reason: str
    by: str
    role: str
    at: datetime
    about: Mapping[str, Any]

    def shown(self) -> dict[str, Any]:
        """The decision as answers carry it."""
        return {
            "decision": self.decision,
            "reason": self.reason,
            "by": self.by,
            "role": self.role,
            "at": self.at.isoformat(timespec="seconds") + "Z",
        }


def write(
    home: Archive,
    queue: Queue,
    item: str,
    decision: str,
    *,
    reason: str,
    by: str,
    role: str,
    about: Mapping[str, Any],
) -> Decision:
    """Append a decision, durable before this returns; later than all before it."""
    path = home.folder / _FILE
    with writing():
        handle = os.open(home.folder / f".{_FILE}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            held = read(home)
            at = max(now(), held[-1].at + timedelta(microseconds=1)) if held else now()
            told = {
                "queue": str(queue),
                "item": item,
                "decision": decision,
                "reason": reason,
                "by": by,
                "role": role,
                "at": at.isoformat(),
                "about": dict(about),
            }
            name = _name(told)
            append_line(path, ids.canonical({"decision_id": name, **told}))
        finally:
            os.close(handle)
    return Decision(name, str(queue), item, decision, reason, by, role, at, about)


def read(home: Archive) -> list[Decision]:
    """Every decision, in the order in which they were made.

    A line that a crash tore was never acknowledged. StoreUnavailable for any other that cannot be
    read or was changed: a lost decision could join two people whom somebody told apart.
    """
    found = []
    for number, line in enumerate(read_lines(home.folder / _FILE), start=1):
        try:
            decision = _parsed(line)
        except json.JSONDecodeError as error:
            if _breaks_off(error):
                continue
            decision = None
        if decision is None:
            raise StoreUnavailable(
                f"Line {number} of the archive's {_FILE} is damaged. Restore the file from a "
                "back-up."
            )
        found.append(decision)
    return found


def _parsed(line: str) -> Decision | None:
    """The decision of a line; None where it was changed or is of another form."""
    held = json.loads(line)
    try:
        name = held.pop("decision_id")
        at = datetime.fromisoformat(held["at"])
        return Decision(name, **held | {"at": at}) if name == _name(held) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _name(told: Mapping[str, Any]) -> str:
    return "D-" + ids.digest(told)[:16]


def _breaks_off(error: json.JSONDecodeError) -> bool:
    """Whether the line is the beginning of one: what a crash left."""
    return error.pos >= len(error.doc) or error.msg.startswith("Unterminated")


def standing(made: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that stands on each item."""
    return {decision.item: decision for decision in made}


def words(made: Iterable[Decision]) -> list[Decided]:
    """What stands on pairs of records, as joining takes it."""
    found = []
    for decision in standing(one for one in made if one.queue == Queue.LINKS).values():
        if decision.decision == "unsure":
            continue
        one, other = sorted(tuple(key) for key in decision.about["records"])
        found.append(
            Decided(
                (one[0], one[1]),
                (other[0], other[1]),
                decision.decision == "same",
                decision.at.isoformat(),
            )
        )
    return found


def cleared(made: Iterable[Decision]) -> frozenset[str]:
    """The facts to look at first that somebody looked at and found not to stand in the way."""
    found: set[str] = set()
    for decision in made:
        if decision.queue == Queue.LOOK_FIRST:
            facts = set(decision.about["facts"])
            found = found | facts if decision.decision == "cleared" else found - facts
    return frozenset(found)


def state_digest(batches: Iterable[Batch], made: Iterable[Decision]) -> str:
    """One digest of batches and of the decisions on links: what people follow from."""
    decided = (one.decision_id for one in made if one.queue == Queue.LINKS)
    return ids.digest_of_all([*(batch.batch_id for batch in batches), *decided])
