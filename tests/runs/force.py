"""A small force for the tests of runs: contract tables as text, written as an extract."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph_service import graph_state, runs
from graph_service.archive import Archive
from graph_service.store import Store
from ingest import manifest, pipeline, profiles, read
from scoring import record, run
from scoring.parameters import Parameters
from scoring.run import Made

AT = "2026-01-10T09:00:00"

PEOPLE = """
record_id forename surname  born_on    sex died_on    pnc_id
S1        Adam     Arden    1985-03-01 M   .          .
S2        Ben      Birch    2009-06-01 M   .          .
S3        Carl     Cole     1970-01-01 M   2025-12-31 .
S4        Dan      Dene     .          M   .          .
S5        Evan     Eller    1990-02-02 M   .          99/0000001G
S6        Evann    Eller    1990-02-02 M   .          99/0000001G
V1        Fay      Fern     1991-01-01 F   .          .
V2        Gail     Gorse    1992-01-01 F   .          .
V3        Hana     Hazel    1993-01-01 F   .          .
"""

OFFENCES = """
offence_id code  code_system from_on    area is_domestic record_type
O1         10501 HO5         2025-12-01 A1   true        crime
O2         00877 HO5         2025-12-20 A2   true        crime
O3         10501 HO5         2025-12-05 A1   true        crime
O4         10501 HO5         2025-12-06 A1   true        crime
O5         10501 HO5         2025-12-07 A1   true        crime
O6         10501 HO5         2025-12-08 A3   true        crime
O7         19512 HO5         2025-12-09 A3   false       crime
O8         ZZ    LOCAL       2025-12-10 A3   false       crime
"""

INVOLVED = """
offence_id record_id role    status
O1         S1        suspect charged
O1         V1        victim  .
O2         S1        suspect named
O2         V2        victim  .
O3         S2        suspect charged
O3         V1        victim  .
O4         S3        suspect charged
O4         V1        victim  .
O5         S4        suspect charged
O5         V3        victim  .
O6         S5        suspect convicted
O6         V3        victim  .
O7         S6        suspect named
O7         V1        victim  .
O8         S6        suspect named
"""


def rows(text: str) -> list[dict[str, str]]:
    """A text table as rows; ``.`` is empty."""
    head, *lines = text.strip().splitlines()
    names = head.split()
    return [
        {
            name: "" if value == "." else value
            for name, value in zip(names, line.split(), strict=True)
        }
        for line in lines
    ]


def extract(folder: Path, tables: Mapping[str, list[dict[str, str]]], at: str = AT) -> Path:
    """Write contract tables as an extract; rows without recorded_at get ``at``."""
    folder.mkdir(parents=True)
    counts = {}
    for table, held in tables.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(
                file, [*held[0], *(["recorded_at"] * ("recorded_at" not in held[0]))]
            )
            writer.writeheader()
            writer.writerows({"recorded_at": at, **row} for row in held)
        counts[f"{table}.csv"] = read.count(folder, f"{table}.csv", profiles.load("contract"))
    manifest.write(folder, source="contract", profile="contract", rows=counts)
    return folder


def small_force() -> dict[str, list[dict[str, str]]]:
    """The tables above."""
    return {
        "person_record": rows(PEOPLE),
        "offence": rows(OFFENCES),
        "involvement": rows(INVOLVED),
    }


def silent(_: str) -> None:
    """Progress that nobody reads."""


def take_in(
    home: Path, store: Store, folder: Path, say: Callable[[str], None] = silent
) -> dict[str, Any]:
    """Ingest a contract folder."""
    return pipeline.ingest(
        Archive(home), store, folder, profile=profiles.load("contract"), source="force", say=say
    )


def archive(home: Archive, folder: Path) -> None:
    """Take a contract folder into an archive alone, without a graph."""
    with home.lock():
        pipeline.take_in(
            home, folder, profile=profiles.load("contract"), source="force", say=silent
        )


def made(home: Path, store: Store, as_of: str, parameters: Parameters | None = None) -> Made:
    """Make and record a run for a past day."""
    found = run.make(
        Archive(home),
        graph_state.read(store),
        as_of=runs.read_as_of(as_of),
        is_for_now=False,
        say=silent,
        parameters=parameters,
    )
    record.record(Archive(home), store, found)
    return found
