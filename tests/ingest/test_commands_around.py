"""What stands around an ingest: profiles of one's own, manifests, wrong calls, corrected rows."""

import json
from pathlib import Path

import pytest

from ingest.pipeline import source_of
from tests.ingest import extracts
from tests.ingest.conftest import Run, advice, archived
from tests.ingest.force import Force


def test_a_profile_outside_the_repository_works(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    profile = tmp_path / "riverside"
    profile.mkdir()
    (profile / "profile.toml").write_text('name = "riverside"\ndelimiter = ";"\n')
    seen = "strftime(strptime(Seen, '%d/%m/%Y'), '%Y-%m-%dT00:00:00') AS recorded_at"
    (profile / "offence.sql").write_text(
        f'SELECT "Crime No" AS offence_id, Title AS title, {seen} FROM crimes_2026'
    )
    folder = extracts.one_file(
        tmp_path / "x", "Crimes 2026.csv", "Crime No;Title;Seen\nC/1;Stalking;02/01/2026\n", 1
    )
    written = run("ingest", folder, "--profile", profile, "--write-manifest")
    assert (written.exit_code, advice(written.stderr)) == (
        0,
        [
            "There was a manifest.json already; it is replaced.",
            f"Next: pursuit ingest {folder} --profile {profile}",
        ],
    )
    answer = run("ingest", folder, "--profile", profile, **store_environment)
    assert (answer.exit_code, advice(answer.stderr)) == (0, ["Next: pursuit score"])
    # The profile has no is_vawg column, so the offence is in scope.
    assert force.nodes("Offence", "key", "title", "is_vawg") == [
        ("riverside/C/1", "Stalking", True)
    ]


def test_a_written_manifest_is_one_that_ingest_takes(run: Run, tmp_path: Path) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force())
    (folder / "manifest.json").unlink()
    assert run("ingest", folder).exit_code == 3
    answer = run("ingest", folder, "--write-manifest", "--format", "json")
    assert json.loads(answer.stdout) == {
        "manifest": "manifest.json",
        "files": {"involvement.csv": 2, "offence.csv": 1, "person_record.csv": 3},
    }
    assert run("ingest", folder, "--check").exit_code == 0


def test_the_next_command_after_a_manifest_keeps_the_source(run: Run, tmp_path: Path) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force())
    answer = run("ingest", folder, "--write-manifest", "--source", "north")
    assert advice(answer.stderr)[-1] == (
        f"Next: pursuit ingest {folder} --profile contract --source north"
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["x", "--profile", "nothing"], 2, "There is no profile 'nothing'."),
        (["x", "--source", "a/b"], 2, "A source's name is made of A to Z"),
        (["x", "--store", "nowhere"], 2, "The store is not a URI"),
        (["x", "--store", "bolt://example.org"], 2, "The store bolt://example.org would be"),
        (["gone", "--write-manifest"], 3, "gone: is not a folder."),
        (["empty", "--write-manifest"], 3, "empty: holds no .csv or .parquet file"),
        (["x", "--profile", "roxanne-burglary"], 3, "manifest.json names no file that the profile"),
    ],
)
def test_wrong_calls_are_told_before_anything_is_kept(
    run: Run,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    answer = run("ingest", *words)
    assert answer.exit_code == code
    assert [line[: len(sentence)] for line in advice(answer.stderr)][-1] == sentence
    assert archived(home) == []


def test_a_source_is_the_profiles_unless_it_is_said() -> None:
    assert source_of(None, extracts.CONTRACT) == "contract"
    assert source_of("north", extracts.CONTRACT) == "north"


def test_corrected_rows_of_the_quarantine_can_be_given_again(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path, home: Path
) -> None:
    force.send({"person_record": [{"record_id": "", "surname": "=1+1", "born_on": "x"}]})
    [file] = (home / "quarantine").rglob("*.csv")
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    folder = tmp_path / "again"
    folder.mkdir()
    text = file.read_text()
    assert text.endswith(",record_id: empty\n")
    lines = text.splitlines()
    (folder / "person_record.csv").write_text(f"{lines[0]}\nR1{lines[1]}\n")
    assert run("ingest", folder, "--write-manifest").exit_code == 0
    assert run("ingest", folder, **store_environment).exit_code == 0
    assert force.nodes("PersonRecord", "key", "surname", "born_on_raw") == [
        ("contract/R1", "=1+1", "x")
    ]
