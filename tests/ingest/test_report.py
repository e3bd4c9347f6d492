"""What a report says of rows that were not taken: how often, where, and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph_service.access import Action, Caller, Purpose, Role
from graph_service.archive import Archive
from graph_service.audit import Event
from graph_service.contract import Reason
from graph_service.contract.reasons import (
    LINE_TO_DO,
    WHAT_TO_DO,
    LineReason,
    column_of,
    line_to_do,
    what_to_do,
)
from graph_service.desk import Desk
from graph_service.queries.quality import quality
from graph_service.settings import Home
from ingest import pipeline, profiles
from ingest.places import MOST_PLACES
from tests.ingest import extracts
from tests.ingest.conftest import Run
from tests.ingest.force import Force
from tests.ingest.test_commands import odd_extract

CORRECT = "Correct the source, or the profile's SQL where it loses the value."
FILE = "offence.csv"


def checked(home: Path, folder: Path, profile: str | Path = "contract") -> dict[str, Any]:
    """The report of a folder that was looked at alone."""
    loaded = profiles.load(str(profile))
    return pipeline.check(Archive(home), folder, profile=loaded, source="north", say=lambda _: None)


def test_each_reason_says_what_to_do() -> None:
    assert set(WHAT_TO_DO) == set(Reason)
    assert set(LINE_TO_DO) == set(LineReason)
    assert {text[-1] for text in (*WHAT_TO_DO.values(), *LINE_TO_DO.values())} == {"."}


@pytest.mark.parametrize(
    ("told", "column", "todo"),
    [
        ("record_id: empty", "record_id", CORRECT),
        ("longer than 262,144 characters", None,
         "Shorten it in the profile's SQL, or leave it out."),
        ("a reason of another version", None, "Correct the source."),
    ],
)  # fmt: skip
def test_a_reason_as_it_is_told_names_its_column_and_what_to_do(
    told: str, column: str | None, todo: str
) -> None:
    assert (column_of(told), what_to_do(told)) == (column, todo)


@pytest.mark.parametrize(
    ("told", "todo"),
    [
        ("has another number of fields than the header: 3, not 2",
         "Have the sender write CSV with a program that quotes."),
        ("holds a field longer than 262,144 characters",
         "Look at that line: mostly a quotation mark is never closed."),
        ("a reason of another version", "Look at that line in the sender's file."),
    ],
)  # fmt: skip
def test_a_line_that_was_not_read_says_what_to_do(told: str, todo: str) -> None:
    assert line_to_do(told) == todo


def test_rows_are_named_by_their_number_and_their_line_in_the_file_of_quarantined_rows(
    force: Force,
) -> None:
    given = [
        {"offence_id": "O1"},
        {"offence_id": "", "title": "one\nof three\r\nlines, and\rone"},
        {"offence_id": "O2"},
        {"offence_id": "", "title": "plain"},
        {"offence_id": "O3", "recorded_at": "SECRETVALUE"},
    ]
    report = force.send({"offence": given})
    assert report["quarantine"] == [
        {
            "table": "offence",
            "reason": "offence_id: empty",
            "rows": 2,
            "places": [{"row": 2, "line": 2}, {"row": 4, "line": 6}],
            "more": 0,
            "what_to_do": CORRECT,
        },
        {
            "table": "offence",
            "reason": "recorded_at: not an instant of the form YYYY-MM-DDTHH:MM:SS",
            "rows": 1,
            "places": [{"row": 5, "line": 7}],
            "more": 0,
            "what_to_do": "Convert it in the profile's SQL, for instance with strptime and "
            "strftime.",
        },
    ]
    assert "SECRETVALUE" not in json.dumps(report)
    kept = force.archive.folder.parent / "quarantine" / report["batch"] / FILE
    lines = kept.read_text("utf-8").splitlines()  # a lone CR ends a line for an editor too
    told = [number for number, line in enumerate(lines, start=1) if "offence_id: empty" in line]
    assert told == [5, 6]
    assert lines[1].startswith(',,,,"one')
    assert lines[6].startswith("O3,")
    [batch] = force.archive.batches()
    assert batch.found == {
        "quarantine": [
            {name: held for name, held in one.items() if name != "what_to_do"}
            for one in report["quarantine"]
        ],
        "not_readable": [],
        "lines_not_parsed": [],
    }


def test_of_many_rows_the_first_are_named_and_the_rest_counted(home: Path, tmp_path: Path) -> None:
    given = [{"area_id": "", "name": str(number)} for number in range(MOST_PLACES + 3)]
    report = checked(home, extracts.write(tmp_path / "x", {"area": given}))
    [found] = report["quarantine"]
    assert (found["rows"], found["more"]) == (13, 3)
    assert found["places"] == [{"row": n, "line": n + 1} for n in range(1, 11)]


def test_of_many_lines_the_archive_keeps_the_first_by_reason(force: Force, tmp_path: Path) -> None:
    text = "area_id,recorded_at\n" + f"A1,{extracts.AT}\n" + "A2\n" * 12 + f'A3,"{extracts.AT}"x\n'
    force.take_in(extracts.one_file(tmp_path / "x", "area.csv", text, 14))
    [batch] = force.archive.batches()
    assert batch.found is not None
    assert batch.found["lines_not_parsed"] == [
        {
            "file": "area.csv",
            "reason": "does not parse as CSV",
            "rows": 1,
            "lines": [15],
            "more": 0,
        },
        {
            "file": "area.csv",
            "reason": "has another number of fields than the header",
            "rows": 12,
            "lines": [3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            "more": 2,
        },
    ]


def test_a_check_finds_what_the_ingest_finds(force: Force, tmp_path: Path) -> None:
    folder = odd_extract(tmp_path / "x")
    before = checked(force.archive.folder.parent, folder)
    after = force.take_in(folder, source="north")
    counts = ("read", "accepted", "quarantined")
    for report in (before, after):
        report["tables"] = {
            table: {name: held[name] for name in counts} for table, held in report["tables"].items()
        }
    same = {*after} - {"is_changed"}
    assert {name: before[name] for name in same} == {name: after[name] for name in same}
    assert after["tables"]["person_record"] == {"read": 3, "accepted": 1, "quarantined": 2}
    assert len(after["quarantine"]) == 2


RIVERSIDE = {
    "offence": "SELECT Ref AS offence_id, Title AS title, Seen AS recorded_at FROM crimes",
    "involvement": "SELECT Ref AS offence_id, Who AS record_id, Part AS role, "
    "Seen AS recorded_at FROM links",
}
CRIMES = "Ref,Title,Seen\nC1,Assault,2026-01-10T09:00:00\nC2,Stalking,10/01/2026\n"
LINKS = (
    "Ref,Who,Part,Seen\n"
    "C1,N1,suspect,2026-01-10T09:00:00\n"
    "C1,N2,????,2026-01-10T09:00:00\n"
    ",N3,victim,2026-01-10T09:00:00\n"
)


def riverside(folder: Path) -> tuple[Path, Path]:
    """A profile without is_vawg, and an extract of it with rows at fault."""
    profile = folder / "riverside"
    profile.mkdir(parents=True)
    (profile / "profile.toml").write_text('name = "riverside"\n')
    for table, sql in RIVERSIDE.items():
        (profile / f"{table}.sql").write_text(sql)
    sent = folder / "sent"
    sent.mkdir()
    (sent / "crimes.csv").write_text(CRIMES)
    (sent / "links.csv").write_text(LINKS)
    return profile, extracts.seal(sent, {"crimes.csv": 2, "links.csv": 3})


def fates(home: Path) -> list[list[tuple[str, str, int | None, int | None]]]:
    """Per batch of riverside, oldest first, what became of what it left in quarantine."""
    answer = quality(
        Desk(Home.open(home), lambda: pytest.fail("no store is asked")),
        caller=Caller("x", Role.ANALYST, (), Purpose.DATA_QUALITY),
        event=Event(Action.READ_QUALITY, "test"),
        source="riverside",
    )
    return [
        [
            (one["table"], one["reason"], one["given_again"], one["not_followed"])
            for one in batch["quarantine"]
        ]
        for batch in reversed(answer["sources"][0]["batches"])
    ]


NO_INSTANT = "recorded_at: not an instant of the form YYYY-MM-DDTHH:MM:SS"
NOT_LISTED = "role: not one of the contract's values"


def test_corrected_rows_of_another_layout_are_given_again_and_known_to_be(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path, home: Path
) -> None:
    profile, sent = riverside(tmp_path)
    assert run("ingest", sent, "--profile", profile, **store_environment).exit_code == 0
    assert fates(home) == [
        [
            ("offence", NO_INSTANT, 0, 0),
            ("involvement", "offence_id: empty", 0, 0),
            ("involvement", NOT_LISTED, 0, 0),
        ]
    ]
    [kept] = (home / "quarantine").iterdir()
    again = tmp_path / "again"
    again.mkdir()
    for name, wrong, right in (
        ("offence.csv", "10/01/2026", "2026-01-10T09:00:00"),
        ("involvement.csv", "????", "victim"),
    ):
        text = (kept / name).read_text("utf-8")
        assert wrong in text
        (again / name).write_text(text.replace(wrong, right))
    assert run("ingest", again, "--source", "riverside", "--write-manifest").exit_code == 0
    answer = run("ingest", again, "--source", "riverside", **store_environment)
    assert answer.exit_code == 0
    # Every offence of the profile counts as in scope, and a corrected one does too.
    assert force.nodes("Offence", "key", "title", "is_vawg") == [
        ("riverside/C1", "Assault", True),
        ("riverside/C2", "Stalking", True),
    ]
    assert fates(home) == [
        [
            ("offence", NO_INSTANT, 1, 0),
            ("involvement", "offence_id: empty", 0, 0),
            ("involvement", NOT_LISTED, 1, 0),
        ],
        [("involvement", "offence_id: empty", 0, 0)],
    ]


def test_text_with_a_lone_carriage_return_comes_back_from_the_quarantine_as_it_was(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path, home: Path
) -> None:
    force.send({"offence": [{"offence_id": "", "title": 'a\rb "c", d'}]})
    [file] = (home / "quarantine").rglob("*.csv")
    folder = tmp_path / "again"
    folder.mkdir()
    header, _, row = file.read_bytes().partition(b"\r\n")
    (folder / FILE).write_bytes(header + b"\r\nO1" + row)
    assert run("ingest", folder, "--write-manifest").exit_code == 0
    assert run("ingest", folder, **store_environment).exit_code == 0
    assert force.nodes("Offence", "key", "title") == [("contract/O1", 'a\rb "c", d')]


def test_a_profile_that_judges_scope_itself_leaves_it_in_the_quarantine_as_it_was_given(
    force: Force, home: Path
) -> None:
    force.send({"offence": [{"offence_id": "", "is_vawg": "false"}]})
    [file] = (home / "quarantine").rglob("*.csv")
    header, row = (line.split(",") for line in file.read_text("utf-8").splitlines())
    assert row[header.index("is_vawg")] == "false"
