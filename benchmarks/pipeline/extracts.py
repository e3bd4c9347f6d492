"""The extracts that are measured: a full one, a delta after it, and one with a hub in it."""

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graph_service import ids
from ingest.synthetic import generate

UNTIL = date(2026, 11, 23)
# One hundredth of what five years record is recorded in the last eighteen days.
CUT = UNTIL - timedelta(days=18)
SEED = 1
_PLACEHOLDER = {"LOCATION": "", "PCODE": "", "INCLUDED_CLASS": "", "HARM_DAYS": ""}


@dataclass(frozen=True)
class Extracts:
    """A full extract and the delta that follows it, with the rows of each."""

    full: Path
    delta: Path
    rows: int
    delta_rows: int


def make(folder: Path, persons: int) -> Extracts:
    """The extracts of an invented force, in a folder that does not exist yet."""
    full, delta = folder / "full", folder / "delta"
    generate(full, persons=persons, seed=SEED, until=CUT)
    generate(delta, persons=persons, seed=SEED, since=CUT, until=UNTIL)
    return Extracts(full, delta, rows(full), rows(delta))


def rows(extract: Path) -> int:
    """The rows of an extract, by its manifest."""
    held = json.loads((extract / "manifest.json").read_text("utf-8"))
    return sum(file["rows"] for file in held["files"])


@dataclass(frozen=True)
class Cast:
    """Who stands in the offences that are added to an extract: references of its nominals.

    Nothing is added to those of ``others``, so they are the same whoever the suspects are.
    """

    hub: str
    suspects: Sequence[str]
    victims: Sequence[str]
    others: Sequence[str]


def cast(extract: Path, most: int) -> Cast:
    """Choose from an extract; others evenly among its suspects, ``most`` and half of them at most.

    ValueError for an extract with too few people for it.
    """
    parts = {"SUSP": set[str](), "VIC": set[str]()}
    with (extract / "CRIME_NOMINAL_LINK.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parts.setdefault(row["LINK_TYPE"], set()).add(row["NOM_REF"])
    suspects = sorted(parts["SUSP"] - parts["VIC"])
    victims = sorted(parts["VIC"] - parts["SUSP"])
    if len(suspects) < 3 or not victims:  # noqa: PLR2004 - a hub, another suspect, somebody else
        raise ValueError("The force is too small to have a hub and others in it.")
    hub, *rest = suspects
    others = rest[:: max(2, -(-len(rest) // most))]
    return Cast(hub, sorted(set(rest) - set(others)), victims, others)


def with_offences(extract: Path, out: Path, suspects: Sequence[str], victims: Sequence[str]) -> int:
    """Copy an extract and add one offence for each suspect, with the victim of the same place.

    The offences have no address, so that no place becomes a hub. Returns how many were added.
    """
    shutil.copytree(extract, out)
    _append(out / "CRIME.csv", _offences(extract / "CRIME.csv", len(suspects)))
    _append(out / "CRIME_NOMINAL_LINK.csv", _parts(suspects, victims))
    held = json.loads((out / "manifest.json").read_text("utf-8"))
    added = {"CRIME.csv": len(suspects), "CRIME_NOMINAL_LINK.csv": 2 * len(suspects)}
    for file in held["files"]:
        if file["name"] in added:
            file["rows"] += added[file["name"]]
            file["sha256"] = ids.file_digest(out / file["name"])
    (out / "manifest.json").write_text(json.dumps(held), "utf-8")
    return len(suspects)


def _offences(crimes: Path, count: int) -> Iterator[Mapping[str, str]]:
    with crimes.open(encoding="utf-8", newline="") as file:
        pattern = next(row for row in csv.DictReader(file) if row["REC_TYPE"] == "CRIME")
    for number in range(count):
        day = f"{CUT - timedelta(days=number % 1500):%d/%m/%Y}"
        yield {
            **pattern,
            **_PLACEHOLDER,
            "CRIME_REF": _reference(number),
            "DATE_FROM": day,
            "DATE_TO": day,
            "DATE_REPORTED": day,
            "REC_STAMP": f"{day} 12:00:00",
        }


def _parts(suspects: Sequence[str], victims: Sequence[str]) -> Iterator[Mapping[str, str]]:
    for number, suspect in enumerate(suspects):
        day = f"{CUT - timedelta(days=number % 1500):%d/%m/%Y}"
        held = {"CRIME_REF": _reference(number), "REC_STAMP": f"{day} 12:00:00"}
        status = {"SUSP_STATUS": "NAMED SUSPECT", "STATUS_DATE": day}
        yield {**held, **status, "NOM_REF": suspect, "LINK_TYPE": "SUSP"}
        victim = victims[number % len(victims)]
        yield {**held, "SUSP_STATUS": "", "STATUS_DATE": "", "NOM_REF": victim, "LINK_TYPE": "VIC"}


def _reference(number: int) -> str:
    return f"99-{number:07d}"


def _append(path: Path, added: Iterable[Mapping[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(added)
