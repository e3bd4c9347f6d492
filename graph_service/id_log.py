"""Which ids of people became which, so that an old list or court bundle still finds the person.

``archive/ids.jsonl`` has a line for each load that ended ids of people who were in the graph, or
parted their records. An id that is asked for leads to today's person by the record that founded it;
the log says since when, and who else has some of its records.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph_service import ids
from graph_service.archive import Archive, append_line, now, read_lines, writing

_FILE = "ids.jsonl"


@dataclass(frozen=True)
class Change:
    """What became of an id: the persons who have its records since; nobody where all are gone."""

    at: datetime
    person_id: str
    became: tuple[str, ...]


def write(home: Archive, became: Mapping[str, Sequence[str]]) -> None:
    """Note what became of ids, before the graph follows. To note it again does no harm."""
    if became:
        told = {old: list(new) for old, new in became.items()}
        line = {"at": now().isoformat(), "became": told}
        with writing():
            append_line(home.folder / _FILE, ids.canonical(line))


def of(home: Archive, person_id: str) -> list[Change]:
    """The changes from and to an id, in order; the same one twice in a row is told once."""
    found: list[Change] = []
    last: dict[str, tuple[str, ...]] = {}
    for line in read_lines(home.folder / _FILE):
        if person_id not in line:
            continue
        try:
            held = json.loads(line)
        except ValueError:
            continue  # the torn line of a crash: it is noted again
        at = datetime.fromisoformat(held["at"])
        for old, new in held["became"].items():
            if (person_id == old or person_id in new) and last.get(old) != tuple(new):
                last[old] = tuple(new)
                found.append(Change(at, old, tuple(new)))
    return found
