"""Input that is not what was sent: one sentence, exit code 3, and nothing changed.

Each goes through the real command. No store is needed: what is refused never reaches one.
"""

import json
from pathlib import Path

import pytest

from tests.ingest import extracts
from tests.ingest.conftest import Run

HEAD = "record_id,forename,recorded_at\n"
LINE = "R1,Anna,2026-01-10T09:00:00\n"
TABLES = (
    "person_record, alias, address, relationship, offence, involvement, outcome, case_event, "
    "risk_assessment, custody_event, order, order_protected, order_condition, order_event, "
    "disclosure, marac, mappa, sex_offender_notification, iom, referral, intervention, "
    "intelligence, survey, officer, area, retraction"
)


def archived(home: Path) -> list[str]:
    """Everything that the home keeps of extracts."""
    return sorted(
        str(path.relative_to(home))
        for folder in ("archive", "quarantine")
        for path in (home / folder).rglob("*")
        if path.is_file() and path.name != "writer.lock"
    )


@pytest.fixture
def refused(run: Run, home: Path, tmp_path: Path):  # noqa: ANN201 - a function for the tests below
    """Ingests a folder, sees it refused with nothing changed, and gives the sentence."""

    def said(folder: Path, *words: str | Path) -> str:
        answer = run("ingest", folder, *words)
        assert (answer.exit_code, answer.stdout) == (3, "")
        assert archived(home) == []
        progress = ("Reading ", "Validating ", "The manifest names another source")
        sentences = [
            line.replace(f"{tmp_path}/", "")
            for line in answer.stderr.splitlines()
            if not line.startswith(progress)
        ]
        assert len(sentences) == 1
        return sentences[0]

    return said


def records(folder: Path, content: bytes | str, count: int = 1) -> Path:
    return extracts.one_file(folder, "person_record.csv", content, count)


def test_a_folder_that_is_not_there(refused, tmp_path: Path) -> None:
    assert refused(tmp_path / "x") == "x: is not a folder. Give the folder of an extract."


def test_a_folder_without_a_manifest(refused, tmp_path: Path) -> None:
    records(tmp_path / "x", HEAD + LINE)
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
        (b"{}", "manifest.json: kind: Field required. Correct it and try again."),
    ],
    ids=["cut short", "UTF-16", "nested", "a list", "empty"],
)
def test_a_manifest_that_is_none(refused, tmp_path: Path, text: bytes, sentence: str) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    (folder / "manifest.json").write_bytes(text)
    assert refused(folder) == sentence


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "some"}, "kind: Input should be 'full' or 'delta'"),
        ({"recorded_at": "yesterday"}, "recorded_at: not an instant of the form YYYY-MM-DDTHH:MM:SS"),
        ({"recorded_at": 1768114800}, "recorded_at: not an instant as text"),
        ({"files": []}, "files: List should have at least 1 item after validation, not 0"),
    ],
    ids=["kind", "instant", "number", "no files"],
)
def test_a_manifest_with_something_wrong(
    refused, tmp_path: Path, changed: dict[str, object], sentence: str
) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
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
    refused, tmp_path: Path, name: str, why: str
) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    records(tmp_path, HEAD + LINE)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][0]["name"] = name
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refused(folder) == f"manifest.json: files.0.name: {why}. Correct it and try again."


def test_a_manifest_that_names_a_file_twice(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] *= 2
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refused(folder) == "manifest.json names a file twice. Correct it and try again."


def test_a_wrong_hash(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    (folder / "person_record.csv").write_text(HEAD + LINE.replace("Anna", "Anne"))
    assert refused(folder) == (
        "person_record.csv: its SHA-256 is not the manifest's, so it was changed on the way. "
        "Ask for the extract again."
    )


def test_a_file_cut_within_a_field(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + 'R1,"Anna\nMaria')
    assert refused(folder) == (
        "person_record.csv, line 2: a quoted field does not end before the file does. The file is "
        "truncated or damaged; ask for it again."
    )


@pytest.mark.parametrize("stated", [2, 0])
def test_another_number_of_rows_than_stated(refused, tmp_path: Path, stated: int) -> None:
    folder = records(tmp_path / "x", HEAD + LINE, stated)
    assert refused(folder) == (
        f"person_record.csv: the manifest says {stated} rows, the file has 1. It is not whole, or "
        "the manifest is another file's; ask for the extract again."
    )


def test_a_missing_required_column(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "record_id,forename\nR1,Anna\n")
    assert refused(folder) == "person_record: the required column recorded_at is missing."


def test_an_unknown_column(refused, tmp_path: Path) -> None:
    folder = extracts.one_file(
        tmp_path / "x", "area.csv", "area_id,colour,recorded_at\nA1,red,2026-01-10T09:00:00\n", 1
    )
    assert refused(folder) == (
        "area: the column colour is not in the contract. Columns: area_id, name, force, "
        "force_code, recorded_at."
    )


def test_a_table_that_is_not_in_the_contract(refused, tmp_path: Path) -> None:
    folder = extracts.one_file(tmp_path / "x", "crimes.csv", "a\n1\n", 1)
    assert refused(folder) == (
        f"crimes.csv: there is no contract table of that name. Tables: {TABLES}. For other "
        "layouts give --profile."
    )


def test_a_file_without_a_header_whose_first_line_is_not_repeated(refused, tmp_path: Path) -> None:
    folder = extracts.one_file(tmp_path / "x", "area.csv", "A1,Secretshire\nA2,Sussex\n", 1)
    assert refused(folder) == (
        "area.csv: its first line names no column of the contract. Is the header missing, or the "
        "delimiter not a comma? Columns: area_id, force, force_code, name, recorded_at."
    )


def test_columns_of_the_same_name(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "record_id,Forename,forename,recorded_at\nR1,A,B,\n")
    assert refused(folder) == "person_record.csv: columns 2 and 3 have the same name."


def test_a_column_without_a_name(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "record_id, ,recorded_at\nR1,A,\n")
    assert refused(folder) == "person_record.csv: column 2 has no name in the header."


def test_an_empty_file(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "", 0)
    assert refused(folder) == "person_record.csv: the file is empty, without even a header."


def test_a_header_that_does_not_parse(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", 'record_id,"fore"name\nR1,A\n')
    assert refused(folder) == "person_record.csv: the header does not parse as CSV."


def test_another_encoding(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", (HEAD + "R1,Zo\xeb,2026\n").encode("cp1252"))
    assert refused(folder) == (
        "person_record.csv, after line 0: not utf-8. Say the encoding in profile.toml, or ask for "
        "the file in UTF-8."
    )


def test_a_file_in_utf_16(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", (HEAD + LINE).encode("utf-16"))
    assert refused(folder) == (
        "person_record.csv, after line 0: not utf-8. It looks like UTF-16. Say the encoding in "
        "profile.toml, or ask for the file in UTF-8."
    )


def test_a_nul_character(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + "R1,An\0na,2026-01-10T09:00:00\n")
    assert refused(folder) == (
        "person_record.csv, line 2: holds a NUL character, so it is damaged or of another "
        "encoding. The file is refused whole; ask for it again."
    )


def test_a_line_without_an_end(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + "x" * 16_000_001)
    assert refused(folder) == (
        "person_record.csv, line 2: is longer than 16,000,000 characters, so the file is damaged "
        "or no CSV. It is refused whole; ask for it again."
    )


def test_more_lines_that_do_not_parse_than_can_be_looked_at(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + "a;b\n" * 10_001, 10_001)
    assert refused(folder) == (
        "person_record.csv, line 10002: more than 10,000 lines do not parse. Check the delimiter "
        "in profile.toml, or ask for the file again."
    )


@pytest.mark.parametrize("kind", ["link", "folder", "gone"])
def test_a_file_that_is_no_file(refused, tmp_path: Path, kind: str) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    file = folder / "person_record.csv"
    file.rename(tmp_path / "elsewhere.csv")
    if kind == "link":
        file.symlink_to(tmp_path / "elsewhere.csv")
    elif kind == "folder":
        file.mkdir()
    assert refused(folder) == (
        "person_record.csv: the manifest names it, but it is not in the folder as a file. Ask for "
        "the extract again."
    )


def test_a_name_that_no_file_can_have(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][0]["name"] = "x" * 300 + ".csv"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refused(folder) == "x" * 300 + ".csv: cannot be read (File name too long)."


def test_two_files_of_one_table(refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + LINE)
    (folder / "PERSON_RECORD.csv").write_text(HEAD + LINE)
    extracts.seal(folder, {"person_record.csv": 1, "PERSON_RECORD.csv": 1})
    assert refused(folder) == (
        "person_record.csv, PERSON_RECORD.csv: the view person_record would stand for both. "
        "Rename one."
    )


def test_a_last_file_that_is_damaged_leaves_nothing_of_the_others(refused, tmp_path: Path) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force())
    whole = (folder / "involvement.csv").read_text()
    (folder / "involvement.csv").write_text(whole[: len(whole) // 2])
    assert refused(folder) == (
        "involvement.csv: the manifest says 2 rows, the file has 1. It is not whole, or the "
        "manifest is another file's; ask for the extract again."
    )
