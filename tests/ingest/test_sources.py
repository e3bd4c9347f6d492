"""The real sources, from the published file to the graph."""

import re
import shutil
import zipfile
from pathlib import Path

from ingest import manifest, profiles, read
from tests.ingest.extracts import counts
from tests.ingest.force import Force

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"


def sealed(folder: Path, name: str) -> Path:
    """The folder with a manifest, as ``--write-manifest`` writes it."""
    profile = profiles.load(name)
    taken = [one for one in manifest.data_files(folder) if profile.takes(one)]
    rows = {one: read.count(folder, one, profile) for one in taken}
    manifest.write(folder, source=name, profile=name, rows=rows)
    return folder


def test_vermont_2024_is_loaded_whole(force: Force, tmp_path: Path) -> None:
    folder = tmp_path / "vermont"
    with zipfile.ZipFile(DATA / "nibrs-vermont-2024" / "VT-2024.zip") as packed:
        packed.extractall(folder)
    report = force.take_in(sealed(folder, "nibrs"), profile="nibrs")
    assert report["tables"] == {
        "person_record": counts(30_545, 30_545, 30_545),
        "relationship": counts(5_804, 5_804, 5_804),
        "offence": counts(20_426, 20_426, 20_426),
        "involvement": counts(25_847, 25_847, 25_847),
        "outcome": counts(3_630, 3_630, 3_630),
        "custody_event": counts(13_399, 13_399, 13_399),
        "area": counts(87, 87, 87),
    }
    assert (report["quarantine"], report["not_readable"], report["lines_not_parsed"]) == (
        [],
        [],
        [],
    )
    counted = "MATCH (n) RETURN labels(n) AS labels, count(n) AS nodes"
    found = {row["labels"][0]: row["nodes"] for row in force.store.read(counted)}
    assert {label: found[label] for label in ("Offence", "Person", "PersonRecord", "Area")} == {
        "Offence": 20_426,
        "Person": 30_545,
        "PersonRecord": 30_545,
        "Area": 87,
    }
    # Nobody stands for "offender not known", which is sequence 0, and of 10,499 known offenders one
    # is nobody's suspect: that of a justifiable homicide.
    suspects = "MATCH (r:PersonRecord)-[:SUSPECT_IN]->() RETURN count(DISTINCT r) AS suspects"
    assert force.store.read(suspects) == [{"suspects": 10_498}]


def test_the_burglary_set_has_the_people_that_its_page_says(force: Force, tmp_path: Path) -> None:
    folder = tmp_path / "burglary"
    shutil.copytree(DATA / "roxanne-burglary", folder)
    report = force.take_in(sealed(folder, "roxanne-burglary"), profile="roxanne-burglary")
    assert report["tables"] == {
        "person_record": counts(17_792, 17_792, 17_792),
        "offence": counts(23_385, 23_385, 23_385),
        "involvement": counts(32_979, 32_979, 32_979),
    }
    page = (ROOT / "docs" / "sources" / "roxanne-burglary.md").read_text("utf-8")
    [query] = re.findall(r"```cypher\n(.*?)```", page, re.DOTALL)
    [shown] = re.findall(
        r"\| people \| people_with_five_or_more \|\n\|---:\|---:\|\n\| (\d+) \| (\d+) \|", page
    )
    assert shown == ("17792", "1193")
    assert force.store.read(query) == [{"people": 17_792, "people_with_five_or_more": 1_193}]
