"""Extracts for tests: contract tables as text, written with their manifest."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest import profiles

CONTRACT = profiles.load("contract")
AT = "2026-01-10T09:00:00"
SENT_AT = "2026-01-11T06:00:00Z"

Rows = list[dict[str, str]]

COUPLE = """
record_id forename surname born_on    sex pnc_id     address  postcode
R1        Anna     Bell    1990-01-02 F   .          1~Oak~St ZE1~1AA
R2        Mark     Stone   1980-05-05 M   99/1G      2~Oak~St ZE1~1AA
R3        Marc     Stone   1980-05-05 M   1999/1G    .        .
"""
ASSAULT = """
offence_id code  code_system title          from_on    is_domestic area
O1         10501 HO5         Common~assault 2026-01-01 true        A1
"""
PARTS = """
offence_id record_id role    status
O1         R1        victim  .
O1         R2        suspect charged
"""


def rows(text: str) -> Rows:
    """A text table as rows: ``.`` is empty, ``~`` a space."""
    head, *lines = text.strip().splitlines()
    names = head.split()
    return [
        {
            name: "" if value == "." else value.replace("~", " ")
            for name, value in zip(names, line.split(), strict=True)
        }
        for line in lines
    ]


def small_force() -> dict[str, Rows]:
    """A suspect with two records, his victim and what he is recorded to have done."""
    return {
        "person_record": rows(COUPLE),
        "offence": rows(ASSAULT),
        "involvement": rows(PARTS),
    }


def as_csv(held: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """Rows as CSV text; rows without recorded_at get ``AT``."""
    names: dict[str, None] = {}
    for row in held:
        names |= dict.fromkeys(row)
    names |= {"recorded_at": None}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(names), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"recorded_at": AT, **row} for row in held)
    return text.getvalue()


def write(
    folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]], **manifest: Any
) -> Path:
    """Write contract tables as an extract with its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for table, held in tables.items():
        (folder / f"{table}.csv").write_text(as_csv(held), "utf-8")
        counts[f"{table}.csv"] = len(held)
    return seal(folder, counts, **manifest)


def seal(folder: Path, counts: Mapping[str, int], **manifest: Any) -> Path:
    """Write the manifest of a folder whose files have these numbers of records."""
    said = {
        "source": "north",
        "kind": "full",
        "recorded_at": SENT_AT,
        "files": [
            {
                "name": name,
                "rows": count,
                "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            }
            for name, count in counts.items()
        ],
    }
    (folder / "manifest.json").write_text(json.dumps(said | manifest), "utf-8")
    return folder


def one_file(folder: Path, name: str, content: bytes | str, count: int, **manifest: Any) -> Path:
    """An extract of a single file with this content."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return seal(folder, {name: count}, **manifest)
