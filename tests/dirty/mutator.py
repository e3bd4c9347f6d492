"""Seeded mutations of an extract: pure functions, so that a case can be made again by its numbers.

``make(seed, number)`` is a case: which clean extract, which one to three mutations on which files,
whether the manifest was made to agree with what came out, and what goes wrong around it.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.dirty import rfc4180
from tests.dirty.cells import RETOUCHES, Table
from tests.dirty.damage import DAMAGES, ON_ANY_BYTES
from tests.dirty.folders import MOVES
from tests.dirty.specimens import (
    MANIFEST,
    Folder,
    Specimen,
    data_files,
    manifest,
    parse,
    specimens,
)

# The contract's layout is the quickest to read, so most cases are of it.
_SHARES = {"contract": 15, "parquet": 3, "nibrs": 2, "synthetic": 1}
_FAULTS = {"": 84, "full disc": 6, "write fails": 6, "changed while read": 4}
_SEALS = {"agrees": 75, "stale": 15, "stale rows": 10}


@dataclass(frozen=True)
class Case:
    """One case. ``folder`` is what lies there; ``clean`` the specimen it was made of.

    ``seal``: the manifest ``agrees`` with the files, is ``stale`` (of the clean files), or has
    ``stale rows`` (hashes agree, numbers of rows are of the clean files). ``fault`` is empty, or
    what goes wrong around the ingest; ``chance`` is a seed for its details.
    """

    seed: int
    number: int
    clean: Specimen
    folder: Folder
    steps: tuple[str, ...]
    seal: str
    fault: str
    chance: str

    def __str__(self) -> str:
        """How the case is told."""
        fault = f", {self.fault}" if self.fault else ""
        return (
            f"--seed {self.seed} --only {self.number} ({self.clean.name}: "
            f"{' + '.join(self.steps)}; manifest {self.seal}{fault})"
        )


def _of(shares: Mapping[str, int], random: Random) -> str:
    return random.choices(list(shares), list(shares.values()))[0]


def _clean_rows(clean: Specimen) -> dict[str, int]:
    return {
        name: rfc4180.parquet_rows(held) if name.endswith(".parquet") else len(parse(held))
        for name, held in clean.files.items()
    }


def rows_of(name: str, held: bytes, clean: Specimen) -> int:
    """How many records a file has, as far as anybody can tell."""
    if name.lower().endswith(".parquet"):
        return rfc4180.parquet_rows(held)
    try:
        return len(rfc4180.read(held, clean.profile.encoding, clean.profile.delimiter).records)
    except rfc4180.DamagedError:
        return held.count(b"\n")


def _retouched(held: bytes, name: str, random: Random) -> bytes:
    try:
        table: Table = list(csv.reader(io.StringIO(held.decode(), newline="")))
        width = len(table[0])
        table = [row for row in table if len(row) == width and width]
        changed = RETOUCHES[name](table, random)
    except (ValueError, IndexError, csv.Error):
        return held  # an earlier mutation left no table there
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(changed)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _step(folder: Folder, random: Random) -> tuple[Folder, str]:
    """One mutation; its name says on which file."""
    names = data_files(folder)
    way = random.choices(("damage", "retouch", "move"), (50, 35, 15))[0]
    if way == "move" or not names:
        name = random.choice(list(MOVES))
        return (MOVES[name](folder, random) if names else folder), name
    file = random.choices(names, [_weight(folder[name]) for name in names])[0]
    if way == "damage" and random.random() < 0.05 and MANIFEST in folder:
        file = MANIFEST
    held = folder[file]
    if not isinstance(held, bytes):
        return folder, "nothing"
    if way == "retouch" and file.endswith(".csv"):
        name = random.choice(list(RETOUCHES))
        return {**folder, file: _retouched(held, name, random)}, f"{name} {file}"
    kinds = list(DAMAGES) if file.endswith(".csv") else list(ON_ANY_BYTES)
    name = random.choice(kinds)
    return {**folder, file: DAMAGES[name](held, random)}, f"{name} {file}"


def _weight(held: object) -> float:
    return 1 + len(held) ** 0.5 if isinstance(held, bytes) else 1


def sealed(folder: Folder, rows: Mapping[str, int], clean: Specimen) -> Folder:
    """The extract with a manifest that agrees; ``rows`` are numbers to state all the same."""
    names = [name for name in data_files(folder) if name.lower().endswith((".csv", ".parquet"))]
    files = {name: held for name in names if isinstance(held := folder[name], bytes)}
    stated = {name: rows.get(name, rows_of(name, held, clean)) for name, held in files.items()}
    others = {one: held for one, held in folder.items() if not one.startswith(f"{MANIFEST}/")}
    return {**others, MANIFEST: manifest(files, stated)}


def make(seed: int, number: int) -> Case:
    """The case of these numbers."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - it must be the same again, not secret
    clean = specimens()[_of(_SHARES, random)]
    whole = _clean_rows(clean)
    folder: Folder = sealed(clean.files, whole, clean)
    steps = []
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        folder, name = _step(folder, random)
        steps.append(name)
    seal = _of(_SEALS, random)
    # A manifest that was itself damaged or moved away stays so.
    if any(one.endswith(MANIFEST) or one in MOVES for one in steps) and random.random() < 0.5:
        seal = "stale"
    if seal != "stale":
        folder = sealed(folder, whole if seal == "stale rows" else {}, clean)
    fault = _of(_FAULTS, random)
    return Case(seed, number, clean, folder, tuple(steps), seal, fault, f"{seed}/{number}/around")
