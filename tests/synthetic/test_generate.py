"""The same seed gives the same world; an extract can be cut at any day."""

import ast
import csv
import hashlib
import json
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingest.synthetic
from ingest.synthetic import generate

UNTIL = date(2026, 11, 24)
ROWS: dict[str, int] = {
    "CIVIL_ORDER.csv": 851,
    "CIVIL_ORDER_EVENT.csv": 1266,
    "CIVIL_ORDER_PROTECTED.csv": 212,
    "CIVIL_ORDER_TERM.csv": 624,
    "CRIME.csv": 2700,
    "CRIME_LOG.csv": 2744,
    "CRIME_NOMINAL_LINK.csv": 7959,
    "CRIME_OUTCOME.csv": 2796,
    "CUSTODY.csv": 3018,
    "DELETION.csv": 28,
    "DVDS.csv": 110,
    "INTEL_LOG.csv": 74,
    "INTERVENTION.csv": 102,
    "IOM.csv": 4,
    "LPA.csv": 5,
    "MAPPA.csv": 34,
    "MARAC.csv": 199,
    "NOMINAL.csv": 3929,
    "NOMINAL_ADDRESS.csv": 3641,
    "NOMINAL_ALIAS.csv": 139,
    "NOMINAL_ASSOC.csv": 1578,
    "PROGRAMME_REFERRAL.csv": 135,
    "RISK_FORM.csv": 2167,
    "SO_NOTIFICATION.csv": 6,
    "STAFF.csv": 134,
    "VICTIM_SURVEY.csv": 123,
}


def contents(folder: Path) -> dict[str, str]:
    """Each file of a folder with the digest of its bytes."""
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir())}


def rows(folder: Path) -> dict[str, list[str]]:
    """Each raw file of an extract with its lines in order of content, the header first."""
    found = {}
    for file in sorted(folder.glob("*.csv")):
        header, *lines = file.read_text("utf-8").splitlines()
        found[file.name] = [header, *sorted(lines)]
    return found


def joined(*folders: Path) -> dict[str, list[str]]:
    """The rows of several extracts together."""
    parts = [rows(folder) for folder in folders]
    return {
        name: [lines[0], *sorted(line for part in parts for line in part[name][1:])]
        for name, lines in parts[0].items()
    }


def test_the_same_persons_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, persons=300, seed=7, until=UNTIL)

    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one.truth") == contents(tmp_path / "two.truth")


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    generate(tmp_path / "one", persons=900, seed=7, until=UNTIL)
    generate(tmp_path / "two", persons=900, seed=8, until=UNTIL)

    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert [name for name in one if one[name] == two[name]] == ["LPA.csv"]


def test_the_extract_of_a_fixed_seed_holds_these_numbers_of_rows(extract: Path) -> None:
    manifest = json.loads((extract / "manifest.json").read_text("utf-8"))

    assert {file["name"]: file["rows"] for file in manifest["files"]} == ROWS


def test_the_manifest_states_what_the_files_hold(extract: Path) -> None:
    text = (extract / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)

    assert text == json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    assert {key: manifest[key] for key in sorted(manifest) if key != "files"} == {
        "kind": "full",
        "period": {"from": "2022-01-01", "to": "2026-11-24"},
        "profile": "synthetic",
        "recorded_at": "2026-11-24T23:59:59",
        "source": "synthetic",
    }
    for file in manifest["files"]:
        found = (extract / file["name"]).read_bytes()
        assert hashlib.sha256(found).hexdigest() == file["sha256"]
        assert b"\r" not in found
        with (extract / file["name"]).open(encoding="utf-8", newline="") as lines:
            assert len(list(csv.reader(lines))) - 1 == file["rows"]
    assert sorted(f["name"] for f in manifest["files"]) == sorted(
        f.name for f in extract.glob("*.csv")
    )


def test_a_delta_says_that_it_is_one(tmp_path: Path) -> None:
    generate(tmp_path / "d", persons=50, seed=3, since=date(2025, 3, 1), until=date(2025, 3, 31))

    manifest = json.loads((tmp_path / "d" / "manifest.json").read_text("utf-8"))
    assert manifest["kind"] == "delta"
    assert manifest["period"] == {"from": "2025-03-01", "to": "2025-03-31"}
    assert manifest["recorded_at"] == "2025-03-31T23:59:59"


def test_a_month_of_daily_deltas_holds_the_rows_of_one_extract(tmp_path: Path) -> None:
    first, last = date(2025, 9, 30), date(2025, 10, 31)
    generate(tmp_path / "before", persons=400, seed=5, until=first)
    parts, day = [tmp_path / "before"], first
    while day < last:
        day += timedelta(days=1)
        parts.append(tmp_path / day.isoformat())
        generate(parts[-1], persons=400, seed=5, since=day - timedelta(days=1), until=day)
    generate(tmp_path / "whole", persons=400, seed=5, until=last)

    whole = rows(tmp_path / "whole")
    assert joined(*parts) == whole
    assert joined(parts[0]) != whole


@settings(max_examples=12, deadline=None)
@given(
    days=st.lists(
        st.dates(date(2022, 1, 1), date(2027, 6, 30)), min_size=2, max_size=4, unique=True
    ),
    seed=st.integers(0, 2**31),
)
def test_cuts_on_any_days_add_up(days: list[date], seed: int) -> None:
    days.sort()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "0", persons=40, seed=seed, until=days[0])
        parts = [home / "0"]
        for number, (since, until) in enumerate(pairwise(days), 1):
            parts.append(home / str(number))
            generate(parts[-1], persons=40, seed=seed, since=since, until=until)
        generate(home / "whole", persons=40, seed=seed, until=days[-1])

        assert joined(*parts) == rows(home / "whole")


@pytest.mark.parametrize("persons", [1, 2, 7, 300])
def test_the_world_holds_just_the_persons_asked_for(persons: int, tmp_path: Path) -> None:
    generate(tmp_path / "w", persons=persons, seed=2)

    lines = (tmp_path / "w.truth" / "persons.csv").read_text("utf-8").splitlines()
    assert len(lines) - 1 == persons


def test_without_a_day_the_extract_ends_with_the_world(tmp_path: Path) -> None:
    generate(tmp_path / "w", persons=5, seed=2)

    manifest = json.loads((tmp_path / "w" / "manifest.json").read_text("utf-8"))
    assert manifest["recorded_at"] == "2026-12-31T23:59:59"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"persons": 0}, "The world needs at least one person."),
        (
            {"persons": 5, "until": date(2021, 12, 31)},
            "The world begins on 2022-01-01: until must not lie before it, nor before since.",
        ),
        (
            {"persons": 5, "since": UNTIL, "until": UNTIL},
            "The world begins on 2022-01-01: until must not lie before it, nor before since.",
        ),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(
    call: dict[str, int | date], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"^The world ") as refused:
        generate(tmp_path / "w", seed=1, **call)  # type: ignore[arg-type]  # wrong on purpose

    assert str(refused.value) == message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(FileExistsError, match="The folder w is not empty"):
        generate(tmp_path / "w", persons=5, seed=1)

    assert [f.name for f in (tmp_path / "w").iterdir()] == ["mine.txt"]


def test_the_generator_uses_nothing_else_of_the_product() -> None:
    package = Path(ingest.synthetic.__file__).parent
    used = set()
    for file in package.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                used.add(node.module)
            elif isinstance(node, ast.Import):
                used.update(alias.name for alias in node.names)

    ours = {"ingest", "graph_service", "scoring", "visualisation", "pursuit"}
    outside = {
        name
        for name in used
        if name and name.split(".")[0] in ours and not name.startswith("ingest.synthetic")
    }
    assert outside == set()
