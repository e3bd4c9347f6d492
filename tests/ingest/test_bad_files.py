"""Files that are not what was sent: one sentence, exit code 3, nothing changed.

Each goes through the real command. No store is needed: what is refused never reaches one.
"""

import json
from pathlib import Path

import pytest

from tests.ingest import extracts
from tests.ingest.conftest import Refused

HEAD = "record_id,forename,recorded_at\n"
LINE = "R1,Anna,2026-01-10T09:00:00\n"
TABLES = (
    "person_record, alias, address, relationship, offence, involvement, outcome, case_event, "
    "risk_assessment, custody_event, order, order_protected, order_condition, order_event, "
    "disclosure, marac, mappa, sex_offender_notification, iom, referral, intervention, "
    "intelligence, survey, officer, area, retraction"
)


def records(folder: Path, content: bytes | str = HEAD + LINE, count: int = 1) -> Path:
    return extracts.one_file(folder, "person_record.csv", content, count)


def test_a_wrong_hash(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x")
    (folder / "person_record.csv").write_text(HEAD + LINE.replace("Anna", "Anne"))
    assert refused(folder) == (
        "person_record.csv: its SHA-256 is not the manifest's, so it was changed on the way. "
        "Ask for the extract again."
    )


def test_a_file_cut_within_a_field(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + 'R1,"Anna\nMaria')
    assert refused(folder) == (
        "person_record.csv, line 2: a quoted field does not end before the file does. The file is "
        "truncated or damaged; ask for it again."
    )


@pytest.mark.parametrize("stated", [2, 0])
def test_another_number_of_rows_than_stated(refused: Refused, tmp_path: Path, stated: int) -> None:
    folder = records(tmp_path / "x", HEAD + LINE, stated)
    assert refused(folder) == (
        f"person_record.csv: the manifest says {stated} rows, the file has 1. It is not whole, or "
        "the manifest is another file's; ask for the extract again."
    )


def test_a_missing_required_column(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "record_id,forename\nR1,Anna\n")
    assert refused(folder) == "person_record: the required column recorded_at is missing."


def test_an_unknown_column(refused: Refused, tmp_path: Path) -> None:
    folder = extracts.one_file(
        tmp_path / "x", "area.csv", "area_id,colour,recorded_at\nA1,red,2026-01-10T09:00:00\n", 1
    )
    assert refused(folder) == (
        "area: the column colour is not in the contract. Columns, nearest first: recorded_at, "
        "force_code, force, area_id, name."
    )


def test_a_table_that_is_not_in_the_contract(refused: Refused, tmp_path: Path) -> None:
    folder = extracts.one_file(tmp_path / "x", "crimes.csv", "a\n1\n", 1)
    assert refused(folder) == (
        f"crimes.csv: there is no contract table of that name. Tables: {TABLES}. For other "
        "layouts give --profile."
    )


def test_a_file_without_a_header_whose_first_line_is_not_repeated(
    refused: Refused, tmp_path: Path
) -> None:
    folder = extracts.one_file(tmp_path / "x", "area.csv", "A1,Secretshire\nA2,Sussex\n", 1)
    assert refused(folder) == (
        "area.csv: its first line names no column of the contract. Is the header missing, or the "
        "delimiter not a comma? Columns: area_id, force, force_code, name, recorded_at."
    )


def test_columns_of_the_same_name(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "record_id,Forename,forename,recorded_at\nR1,A,B,\n")
    assert refused(folder) == "person_record.csv: columns 2 and 3 have the same name."


def test_a_column_without_a_name(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "record_id, ,recorded_at\nR1,A,\n")
    assert refused(folder) == "person_record.csv: column 2 has no name in the header."


def test_an_empty_file(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", "", 0)
    assert refused(folder) == "person_record.csv: the file is empty, without even a header."


def test_a_quote_in_the_header_that_is_closed_far_below(refused: Refused, tmp_path: Path) -> None:
    rows = 'record_id,"surname,recorded_at\nR1,Stone,2026-01-01\nR2,"\nR3,Reed\n'
    assert refused(records(tmp_path / "x", rows)) == (
        "person_record.csv: the name of column 2 runs over more than one line, as after a quote "
        "that is never closed. Mend the header, or ask for the file again."
    )


def test_a_column_whose_name_goes_on_and_on(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", f"record_id,{'x' * 201},recorded_at\nR1,A,\n")
    assert refused(folder) == (
        "person_record.csv: the name of column 2 is longer than 200 characters, so the header is "
        "damaged. Ask for the file again."
    )


def test_a_header_that_does_not_parse(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", 'record_id,"fore"name\nR1,A\n')
    assert refused(folder) == "person_record.csv: the header does not parse as CSV."


def test_another_encoding(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", (HEAD + "R1,Zo\xeb,2026\n").encode("cp1252"))
    assert refused(folder) == (
        "person_record.csv, after line 0: not utf-8. Say the encoding in profile.toml, or ask for "
        "the file in UTF-8."
    )


def test_a_file_in_utf_16(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", (HEAD + LINE).encode("utf-16"))
    assert refused(folder) == (
        "person_record.csv, after line 0: not utf-8. It looks like UTF-16. Say the encoding in "
        "profile.toml, or ask for the file in UTF-8."
    )


def test_a_nul_character(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + "R1,An\0na,2026-01-10T09:00:00\n")
    assert refused(folder) == (
        "person_record.csv, line 2: holds a NUL character, so it is damaged or of another "
        "encoding. The file is refused whole; ask for it again."
    )


def test_a_line_without_an_end(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x", HEAD + "x" * 16_000_001)
    assert refused(folder) == (
        "person_record.csv, line 2: is longer than 16,000,000 characters, so the file is damaged "
        "or no CSV. It is refused whole; ask for it again."
    )


def test_more_lines_that_do_not_parse_than_can_be_looked_at(
    refused: Refused, tmp_path: Path
) -> None:
    folder = records(tmp_path / "x", HEAD + "a;b\n" * 10_001, 10_001)
    assert refused(folder) == (
        "person_record.csv, line 10002: more than 10,000 lines do not parse. Check the delimiter "
        "in profile.toml, or ask for the file again."
    )


@pytest.mark.parametrize("kind", ["link", "folder", "gone"])
def test_a_file_that_is_no_file(refused: Refused, tmp_path: Path, kind: str) -> None:
    folder = records(tmp_path / "x")
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


def test_a_name_that_no_file_can_have(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][0]["name"] = "x" * 300 + ".csv"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refused(folder) == "x" * 300 + ".csv: cannot be read (File name too long)."


def test_two_files_of_one_table(refused: Refused, tmp_path: Path) -> None:
    folder = records(tmp_path / "x")
    (folder / "PERSON_RECORD.csv").write_text(HEAD + LINE)
    extracts.seal(folder, {"person_record.csv": 1, "PERSON_RECORD.csv": 1})
    assert refused(folder) == (
        "person_record.csv, PERSON_RECORD.csv: the view person_record would stand for both. "
        "Rename one."
    )


def test_a_last_file_that_is_damaged_leaves_nothing_of_the_others(
    refused: Refused, tmp_path: Path
) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force())
    whole = (folder / "involvement.csv").read_text()
    (folder / "involvement.csv").write_text(whole[: len(whole) // 2])
    assert refused(folder) == (
        "involvement.csv: the manifest says 2 rows, the file has 1. It is not whole, or the "
        "manifest is another file's; ask for the extract again."
    )
