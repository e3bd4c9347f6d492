"""A manifest that is missing, damaged or wrong: one sentence, exit code 3, nothing changed.

Each goes through the real command. No store is needed: what is refused never reaches one.
"""

import json
from pathlib import Path

import pytest

from tests.ingest import extracts
from tests.ingest.conftest import Refused

HEAD = "record_id,forename,recorded_at\n"
LINE = "R1,Anna,2026-01-10T09:00:00\n"


def records(folder: Path, content: bytes | str = HEAD + LINE, count: int = 1) -> Path:
    return extracts.one_file(folder, "person_record.csv", content, count)


def test_a_folder_that_is_not_there(refused: Refused, tmp_path: Path) -> None:
    assert refused(tmp_path / "x") == "x: is not a folder. Give the folder of an extract."


def test_a_folder_without_a_manifest(refused: Refused, tmp_path: Path) -> None:
    records(tmp_path / "x")
    (tmp_path / "x" / "manifest.json").unlink()
    assert refused(tmp_path / "x") == (
        "x: there is no manifest.json, so nobody can tell whether the files are whole. Ask the "
        "sender for it, or write one with `pursuit ingest DIR --profile P --write-manifest` after "
        "looking at the files."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"{", "manifest.json is not JSON at line 1. Ask the sender for a whole one."),
        (b"\xff\xfe{\x00}\x00", "manifest.json is not UTF-8. Ask the sender for a whole one."),
        (b"[" * 100_000, "manifest.json is nested too deep to be one. Ask for another."),
        (
            b"[]",
            "manifest.json: the top: Input should be a valid dictionary or instance of Manifest. "
            "Correct it and try again.",
        ),
        (b"1" * 5_000, "manifest.json holds a number that is none. Ask for another."),
        (b"{}", "manifest.json: kind: Field required. Correct it and try again."),
    ],
    ids=["cut short", "UTF-16", "nested", "a list", "digits", "empty"],
)
def test_a_manifest_that_is_none(
    refused: Refused, tmp_path: Path, text: bytes, sentence: str
) -> None:
    folder = records(tmp_path / "x")
    (folder / "manifest.json").write_bytes(text)
    assert refused(folder) == sentence


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "some"}, "kind: Input should be 'full' or 'delta'"),
        (
            {"recorded_at": "yesterday"},
            "recorded_at: not an instant of the form YYYY-MM-DDTHH:MM:SS",
        ),
        ({"recorded_at": 1768114800}, "recorded_at: not an instant as text"),
        ({"files": []}, "files: List should have at least 1 item after validation, not 0"),
    ],
    ids=["kind", "instant", "number", "no files"],
)
def test_a_manifest_with_something_wrong(
    refused: Refused, tmp_path: Path, changed: dict[str, object], sentence: str
) -> None:
    folder = records(tmp_path / "x")
    extracts.seal(folder, {"person_record.csv": 1}, **changed)
    assert refused(folder) == f"manifest.json: {sentence}. Correct it and try again."


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../person_record.csv", "a file's name, without folders"),
        ("/etc/person_record.csv", "a file's name, without folders"),
        ("sub/person_record.csv", "a file's name, without folders"),
        ("..", "a file's name, without folders"),
        ("", "a file's name, without folders"),
        ("a\nb.csv", "a file's name, without folders"),
        ("a\0b.csv", "a file's name, without folders"),
        ("person_record.txt", "ends in neither .csv nor .parquet"),
    ],
)
def test_a_manifest_that_leads_out_of_the_folder(
    refused: Refused, tmp_path: Path, name: str, why: str
) -> None:
    folder = records(tmp_path / "x")
    records(tmp_path, HEAD + LINE)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][0]["name"] = name
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refused(folder) == f"manifest.json: files.0.name: {why}. Correct it and try again."


@pytest.mark.parametrize("named", ["riverside", ".", "..", "/"])
def test_a_manifest_that_names_a_profile_of_its_own(
    refused: Refused, tmp_path: Path, named: str
) -> None:
    folder = records(tmp_path / "x")
    extracts.seal(folder, {"person_record.csv": 1}, profile=named)
    assert refused(folder) == (
        "manifest.json names a profile that does not come with Pursuit. Give its folder with "
        "--profile."
    )


def test_a_manifest_that_names_a_file_twice(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] *= 2
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refused(folder) == "manifest.json names a file twice. Correct it and try again."
