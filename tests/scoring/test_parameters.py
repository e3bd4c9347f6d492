"""Settings files: what is refused, and what the digest says."""

import shutil
from pathlib import Path

import pytest

from graph_service.errors import InputRefused
from scoring.parameter_files import DATA, FILES, load_parameters
from scoring.parameters import settings_digest
from scoring.schemes import SCORERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


REFUSED = [
    (
        "evidence.toml",
        "named = 0.6",
        "named = -0.6",
        (
            "evidence.toml: factors.named: Input should be greater than or equal to 0. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "cchi_weights.csv",
        "median of Homicide,5475,",
        "median of Homicide,-5475,",
        (
            "cchi_weights.csv: rows.0.weight: Input should be greater than or equal to 0. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "v100.toml",
        "source = ",
        "# source = ",
        "v100.toml: source: Field required. Correct the file; nothing was scored.",
    ),
    (
        "crosswalk_ons.csv",
        "# source = ",
        "# origin = ",
        "crosswalk_ons.csv: source: Field required. Correct the file; nothing was scored.",
    ),
    (
        "recency.toml",
        "factor = 0.9",
        "factor = 0.9\nfaktor = 1",
        (
            "recency.toml: steps.1.faktor: Extra inputs are not permitted. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "recency.toml",
        "factor = 0.1\n",
        "factor = 0\n",
        (
            "recency.toml: steps.6.factor: Input should be greater than 0. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "recency.toml",
        "from_days = 0\n",
        "from_days = 1\n",
        (
            "recency.toml: the whole file: Value error, from_days must begin with 0 and rise from "
            "row to row. Correct the file; nothing was scored."
        ),
    ),
    (
        "points_per_step.toml",
        "same_victim = 3",
        "same_victim = 3.0001",
        (
            "points_per_step.toml: same_victim: Value error, more than three decimal places. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "harm_caps.toml",
        'status = "local"',
        'status = "certain"',
        (
            "harm_caps.toml: status: Input should be 'published', 'inferred' or 'local'. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "ons_weights.csv",
        "offence_class,name,weight,status,source",
        "offence_class,name,weight,status",
        "ons_weights.csv: rows.0.source: Field required. Correct the file; nothing was scored.",
    ),
    (
        "serial.toml",
        'lookback_days = "none"',
        "lookback_days = ",
        "serial.toml: not well formed (Invalid value (at line 7, column 17)). Correct the file.",
    ),
    (
        "crosswalk_cchi.csv",
        "Violence with injury,inferred",
        "Violence with injuries,inferred",
        (
            "crosswalk_cchi.csv: offence_class: a class that the weights do not have. "
            "Correct the file; nothing was scored."
        ),
    ),
    (
        "crosswalk_cchi.csv",
        "HO,104,",
        "HO,105A,",
        "crosswalk_cchi.csv: code: a code with two rows. Correct the file; nothing was scored.",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), REFUSED)
def test_a_file_that_does_not_fit_is_refused_by_name_and_key(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    load_parameters(folder)
    change(folder / file, old, new)
    with pytest.raises(InputRefused) as refused:
        load_parameters(folder)
    assert refused.value.message == said


def test_a_file_that_is_not_there_is_refused_by_name(folder: Path) -> None:
    (folder / "recency.toml").unlink()
    with pytest.raises(InputRefused) as refused:
        load_parameters(folder)
    assert (
        refused.value.message
        == "recency.toml: the settings file cannot be read as UTF-8 text. Restore it."
    )


def test_the_digest_is_the_same_however_a_file_is_written(folder: Path) -> None:
    before = settings_digest(load_parameters(folder))
    change(folder / "evidence.toml", "charged = 0.9", "charged = 0.900  # the same")
    change(folder / "evidence.toml", "named = 0.6\n", "")
    change(folder / "evidence.toml", "[factors]\n", "[factors]\nnamed = 0.60\n")
    assert settings_digest(load_parameters(folder)) == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("evidence.toml", "charged = 0.9", "charged = 0.91"),
        ("cchi_weights.csv", ",5475,inferred", ",5475,published"),
        ("recency.toml", "2026-11-24", "2026-11-25"),
    ],
)
def test_the_digest_changes_with_a_number_a_status_or_a_date(
    folder: Path, file: str, old: str, new: str
) -> None:
    before = settings_digest(load_parameters(folder))
    change(folder / file, old, new)
    assert settings_digest(load_parameters(folder)) != before


def test_every_data_file_is_read_and_every_scorer_names_files_that_exist() -> None:
    there = {path.name for path in DATA.iterdir()} - {"LICENSE-moj"}
    read = {file for file, _ in FILES.values()}
    assert there == read
    assert {file for one in SCORERS for file in one.parameter_files} <= read
