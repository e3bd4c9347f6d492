"""Clean extracts that the mutator works on, each small, each with planted values of people.

An extract is a plain mapping, from a name in its folder to what lies there, so that a mutation is a
function from one to another. Planted values hold ``MARKS``, which stand nowhere else: where one of
them is said, logged or reported, a person's data was given away.
"""

import csv
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePath

import pyarrow as pa
import pyarrow.parquet as pq

from ingest import profiles
from ingest.profiles import Profile
from ingest.synthetic import generate

MANIFEST = "manifest.json"
MARKS = ("zqx", "1957-03-19", "19/03/1957")
_FORENAME, _SURNAME = "Zqxanna", "Zqxbell"
_DAY, _DAY_OF_THE_FORCE = "1957-03-19", "19/03/1957"
_VERMONT = Path(__file__).parents[1] / "data" / "nibrs-vermont-2024" / "VT-2024.zip"


@dataclass(frozen=True)
class Link:
    """A symbolic link, and where it leads from within the folder."""

    target: str


@dataclass(frozen=True)
class Pipe:
    """A named pipe: whoever opens it waits for ever."""


Entry = bytes | Link | Pipe
Folder = Mapping[str, Entry]


@dataclass(frozen=True)
class Specimen:
    """A clean extract and the profile that reads it."""

    name: str
    profile: Profile
    files: Mapping[str, bytes]


def marks_in(texts: list[str]) -> list[str]:
    """What of people's planted values stands in the texts, whatever the encoding made of them."""
    whole = "\n".join(texts).replace("\0", "").lower()
    return [mark for mark in MARKS if mark in whole]


def data_files(folder: Folder) -> list[str]:
    """Names of the data files of an extract that are files in its folder, sorted."""
    return sorted(
        name
        for name, held in folder.items()
        if isinstance(held, bytes) and name != MANIFEST and "/" not in name
    )


def lay_out(folder: Folder, place: Path) -> Path:
    """Put an extract on the disc."""
    place.mkdir(parents=True)
    for name, held in folder.items():
        if any(str(above) in folder for above in PurePath(name).parents):
            # Something else stands where its folder was.
            continue
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(held, bytes):
            path.write_bytes(held)
        elif isinstance(held, Link):
            path.symlink_to(held.target)
        else:
            os.mkfifo(path)
    return place


def manifest(files: Mapping[str, bytes], rows: Mapping[str, int]) -> bytes:
    """The manifest that agrees with these files."""
    said = {
        "source": "dirty",
        "kind": "full",
        "recorded_at": "2026-02-01T06:00:00Z",
        "files": [
            {"name": name, "rows": rows[name], "sha256": hashlib.sha256(held).hexdigest()}
            for name, held in sorted(files.items())
        ],
    }
    return json.dumps(said, indent=1).encode()


def table(rows: list[dict[str, str]]) -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def parse(held: bytes) -> list[dict[str, str]]:
    """The rows of a clean CSV file."""
    return list(csv.DictReader(io.StringIO(held.decode(), newline="")))


def _stamp(number: int) -> str:
    return f"2026-01-{number % 27 + 1:02}T09:00:00"


def _contract_rows() -> dict[str, list[dict[str, str]]]:
    people = [
        {
            "record_id": f"R{number}",
            "forename": f"{_FORENAME}{number}",
            "surname": f"{_SURNAME}, {'O’Zqx' if number % 2 else 'Žqx zqx'}",
            "born_on": _DAY,
            "sex": "MF"[number % 2],
            "address": f'{number} Zqx Street, "The Zqx"\nZqxtown' if number % 3 else "Zqx",
            "postcode": "ZQX 1ZQ",
            "phone": "zqx 0000",
            "recorded_at": _stamp(number),
        }
        for number in range(1, 13)
    ]
    offences = [
        {
            "offence_id": f"O{number}",
            "code": "10501",
            "code_system": "HO5",
            "title": "Zqx was hit by zqx",
            "from_on": f"2026-01-{number:02}",
            "is_domestic": "true" if number % 2 else "false",
            "area": "A1",
            "recorded_at": _stamp(number),
        }
        for number in range(1, 9)
    ]
    parts = [
        {
            "offence_id": f"O{number % 8 + 1}",
            "record_id": f"R{number}",
            "role": "suspect" if number % 2 else "victim",
            "status": "charged" if number % 4 == 1 else "",
            "recorded_at": _stamp(number),
        }
        for number in range(1, 13)
    ]
    intelligence = [
        {
            "log_id": f"Y{number}",
            "record_id": f"R{number}",
            "on": f"2026-01-{number:02}",
            "title": f"{_FORENAME} was seen; \"zqx\", 'zqx'",
            "recorded_at": _stamp(number),
        }
        for number in range(1, 5)
    ]
    return {
        "person_record": people,
        "offence": offences,
        "involvement": parts,
        "intelligence": intelligence,
    }


def _contract() -> Specimen:
    files = {f"{name}.csv": table(rows) for name, rows in _contract_rows().items()}
    return Specimen("contract", profiles.load("contract"), files)


def as_parquet(rows: list[dict[str, str]]) -> bytes:
    """Rows as a Parquet file of texts."""
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, write_page_checksum=True)
    return sink.getvalue()


def _parquet() -> Specimen:
    files = {f"{name}.parquet": as_parquet(rows) for name, rows in _contract_rows().items()}
    return Specimen("parquet", profiles.load("contract"), files)


def _planted(held: bytes, values: Mapping[str, str]) -> bytes:
    """A CSV file with the filled fields of these columns planted."""
    rows = parse(held)
    if not rows:
        return held
    return table(
        [
            {name: values.get(name, value) if value else value for name, value in row.items()}
            for row in rows
        ]
    )


def _synthetic() -> Specimen:
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        generate(out, persons=14, seed=2, until=date(2026, 1, 31))
        files = {path.name: path.read_bytes() for path in sorted(out.glob("*.csv"))}
    person = {
        "SURNAME": _SURNAME.upper(),
        "FORENAME_1": _FORENAME,
        "DOB": _DAY_OF_THE_FORCE,
        "ADDR": "1 Zqx Street, Zqxtown",
        "PCODE": "ZQX 1ZQ",
        "TEL": "zqx 0000",
        "EMAIL": "zqx@zqx.example",
    }
    files = {name: _planted(held, person) for name, held in files.items()}
    files["STAFF.csv"] = table(parse(files["STAFF.csv"])[:8])
    return Specimen("synthetic", profiles.load("synthetic"), files)


def _nibrs() -> Specimen:
    """Some incidents of Vermont in 2024 with all that hangs on them; whole lists of codes."""
    profile = profiles.load("nibrs")
    with zipfile.ZipFile(_VERMONT) as held:
        files = {name: held.read(name) for name in profile.files}
    arrested = [row["incident_id"] for row in parse(files["NIBRS_ARRESTEE.csv"])[:3]]
    related = {row["offender_id"] for row in parse(files["NIBRS_VICTIM_OFFENDER_REL.csv"])[:9]}
    offenders = parse(files["NIBRS_OFFENDER.csv"])
    kept = {*arrested, *(row["incident_id"] for row in offenders if row["offender_id"] in related)}
    cut: dict[str, set[str]] = {"incident_id": kept}
    for name in ("NIBRS_incident", "NIBRS_OFFENSE", "NIBRS_OFFENDER", "NIBRS_VICTIM"):
        cut |= _keep(files, f"{name}.csv", "incident_id", cut)
    _keep(files, "NIBRS_ARRESTEE.csv", "incident_id", cut)
    for name in ("NIBRS_VICTIM_OFFENSE", "NIBRS_VICTIM_OFFENDER_REL"):
        _keep(files, f"{name}.csv", "victim_id", cut)
    _keep(files, "agencies.csv", "agency_id", cut)
    files["NIBRS_ARRESTEE_GROUPB.csv"] = table(parse(files["NIBRS_ARRESTEE_GROUPB.csv"])[:2])
    planted = {"incident_status": _SURNAME, "resident_status_code": "zqx", "resident_code": "zqx"}
    return Specimen("nibrs", profile, {name: _planted(one, planted) for name, one in files.items()})


def _keep(
    files: dict[str, bytes], name: str, column: str, cut: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Cut a file to the rows whose column has a kept value; the ids that its rows name."""
    rows = [row for row in parse(files[name]) if row[column] in cut[column]]
    files[name] = table(rows)
    return {
        key: {row[key] for row in rows}
        for key in ("victim_id", "agency_id")
        if key in rows[0] and key not in cut
    }


@cache
def specimens() -> dict[str, Specimen]:
    """All clean extracts by name."""
    return {one.name: one for one in (_contract(), _parquet(), _synthetic(), _nibrs())}
