"""``pursuit profile new`` as people give it."""

import json
from pathlib import Path

import pytest

from tests.ingest.conftest import Run
from tests.ingest.test_draft import NOMINALS, RIVERSIDE, files


def test_what_a_list_still_needs_is_said(run: Run, tmp_path: Path) -> None:
    folder = files(
        tmp_path / "extract",
        {"people.csv": NOMINALS, "x.csv": "Vorgang;Offence;From Date\n", "y.csv": ""},
    )
    answer = run("profile", "new", "riverside", folder, "--out", tmp_path / "out")
    assert answer.stderr.splitlines()[:-1] == [
        "Left out: y.csv: the file is empty, without even a header",
        "Not mapped: people.csv: Shoe size",
        "Not mapped: x.csv: Vorgang, Offence, From Date",
        "Not drafted: offence from x.csv: missing: offence_id",
        "Not drafted, and a list needs it: offence, involvement",
        "Where a column is there under another name, remove the draft and make it again with "
        "--column COLUMN=NAME.",
    ]


def test_the_command_says_what_to_do_next(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path / "extract", RIVERSIDE)
    monkeypatch.chdir(tmp_path)
    answer = run("profile", "new", "riverside", "extract")
    assert (answer.exit_code, answer.stderr.splitlines()) == (
        0,
        [
            "Not mapped: Nominals.csv: Shoe size",
            "Next: read riverside, then pursuit ingest extract --profile riverside "
            "--write-manifest",
        ],
    )
    again = run("profile", "new", "riverside", "extract")
    assert (again.exit_code, again.stderr.splitlines()) == (
        2,
        ["riverside: is there already and not empty. Give another with --out."],
    )
    report = json.loads(
        run("profile", "new", "riverside", "extract", "--out", "b", "--format", "json").stdout
    )
    assert report["files"][0] == {
        "file": "Crime Links.csv",
        "view": "crime_links",
        "rows": 2,
        "columns": [
            {
                "column": column,
                "looks_like": kind,
                "to": [f"involvement.{name}"],
                "perhaps": [],
            }
            for column, kind, name in (
                ("Crime Ref", "text", "offence_id"),
                ("Nominal No", "text", "record_id"),
                ("Link", "text", "role"),
                ("Last Changed", "instant", "recorded_at"),
            )
        ],
    }


MANY = {
    "CIVIL_ORDER.csv": "ORD_REF,ORD_TYPE,STATUS,NOM_REF,REC_STAMP\n",
    "CRIME.csv": "CRIME_REF,CRIME_TYPE,DATE_FROM,REC_STAMP\n",
    "Suspects.csv": "CRIME_REF,NOM_REF,SURNAME,REC_STAMP\n",
    "Suspect vehicles.csv": "CRIME_REF,NOM_REF,REC_STAMP\n",
    "CRIME_LOG.csv": "LOG_REF,CRIME_REF,ENTRY_TYPE,ENTRY_AT,STAFF_NO,REC_STAMP\n",
    "STAFF.csv": "OFFICER_NO,RANK,LPA,REC_STAMP\n",
    "MAPPA.csv": "MAPPA_REF,NOM_REF,DATE_FROM,DATE_TO,REC_STAMP\n",
}


def test_a_file_fills_only_what_it_is_about(run: Run, tmp_path: Path) -> None:
    folder = files(tmp_path / "extract", MANY)
    answer = run("profile", "new", "many", folder, "--out", tmp_path / "out", "--format", "json")
    report = json.loads(answer.stdout)
    # The respondent of an order is no protected person, and whoever is named beside a vehicle of a
    # suspect is not by that a suspect.
    assert {one["table"]: one["from"] for one in report["tables"]} == {
        "person_record": ["Suspects.csv"],
        "offence": ["CRIME.csv"],
        "involvement": ["Suspects.csv"],
        "case_event": ["CRIME_LOG.csv"],
        "order": ["CIVIL_ORDER.csv"],
        "officer": ["STAFF.csv"],
    }
    assert report["gaps"] == [
        {"table": "involvement", "file": "Suspect vehicles.csv", "missing": ["role"]}
    ]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nibrs", "extract"], 2, "A profile nibrs comes with Pursuit. Give another name."),
        (["a", "gone"], 3, "gone: is not a folder. Give the folder of an extract."),
        (
            ["a", "extract", "--column", "Vorgang"],
            2,
            "Say --column COLUMN=NAME, such as --column Occurrence=offence_id.",
        ),
        (
            ["a", "extract", "--column", "Vorgang=offence_id"],
            2,
            "--column: no file of the draft has a column Vorgang. Write it as in the header.",
        ),
        (
            ["a", "nothing"],
            3,
            "nothing: holds no .csv or .parquet file to draft from.",
        ),
    ],
)
def test_a_wrong_call_changes_nothing(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    sentence: str,
) -> None:
    files(tmp_path / "extract", RIVERSIDE)
    (tmp_path / "nothing").mkdir()
    monkeypatch.chdir(tmp_path)
    answer = run("profile", "new", *words)
    assert (answer.exit_code, answer.stderr.splitlines()) == (code, [sentence])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "extract",
        "home",
        "nothing",
    ]
