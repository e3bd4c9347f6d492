"""``pursuit ingest`` and ``pursuit resolve`` as people give them."""

import json
import socket
from pathlib import Path

import pytest

from graph_service.archive import Archive
from tests.ingest import extracts
from tests.ingest.conftest import Run, advice
from tests.ingest.extracts import rows
from tests.ingest.force import Force


def odd_extract(folder: Path) -> Path:
    """Rows of every fate; what is wrong with them is marked."""
    extracts.write(
        folder,
        {
            "person_record": [
                {"record_id": "R1", "born_on": "SECRETVALUE", "surname": "SECRETVALUE"},
                {"record_id": "", "surname": "SECRETVALUE"},
                {"record_id": "R1", "born_on": "SECRETVALUE", "surname": "SECRETVALUE"},
            ],
            "offence": [{"offence_id": "O1"}],
            "involvement": rows("offence_id record_id role\nO1 R1 suspect\nO9 R1 suspect"),
        },
    )
    with (folder / "offence.csv").open("a") as file:
        file.write("O2,SECRETVALUE,,,\n")
    (folder / "SECRET.csv").write_text("SECRETVALUE\n")
    counts = {"person_record.csv": 3, "offence.csv": 2, "involvement.csv": 2}
    return extracts.seal(folder, counts)


FOUND = [
    "The manifest names another source; these rows are of 'contract'. --source says otherwise",
    "Not read: SECRET.csv: the manifest does not name it",
    "Not read: offence.csv, line 3: has another number of fields than the header: 5 instead of 2. "
    "Have the sender write CSV with a program that quotes.",
    "Quarantined: person_record: record_id: empty: rows: 1 (row 2). Correct the source, or the "
    "profile's SQL where it loses the value.",
    "Quarantined: person_record: the same row stands in this batch already: rows: 1 (row 3). "
    "Nothing is lost; the source or a join in the profile's SQL doubles rows.",
    "Kept as text: person_record.born_on: not a date of the form YYYY-MM-DD: rows: 2. Convert it "
    "in the profile's SQL, for instance with strptime and strftime.",
]
WAITING = "Waiting: involvement: what it refers to is not there yet: rows: 1"


def test_what_was_found_is_said_without_a_value(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    answer = run("ingest", odd_extract(tmp_path / "x"), **store_environment)
    assert answer.exit_code == 0
    [batch] = force.archive.batches()
    assert advice(answer.stderr) == [
        *FOUND,
        WAITING,
        f"The quarantined rows lie in HOME/quarantine/{batch.batch_id}, each with its reason, to "
        "be corrected and given again: docs/quarantine.md",
        "Next: pursuit score",
    ]
    assert answer.stdout.splitlines() == [
        "        table  read  accepted  quarantined  loaded  in_graph  waiting",
        "person_record     3         1            2       1         1        0",
        "      offence     1         1            0       1         1        0",
        "  involvement     2         2            0       1         1        1",
    ]
    assert "SECRETVALUE" not in answer.output
    assert force.nodes("PersonRecord", "record_id", "born_on_raw") == [("R1", "SECRETVALUE")]


def test_json_has_the_shape_that_scripts_rely_on(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    folder = odd_extract(tmp_path / "x")
    answer = run("ingest", folder, "--format", "json", **store_environment)
    report = json.loads(answer.stdout)
    assert "SECRETVALUE" not in answer.stdout
    [batch] = force.archive.batches()
    assert report.pop("batch") == batch.batch_id
    assert report.pop("tables")["involvement"] == {
        "read": 2,
        "accepted": 2,
        "quarantined": 0,
        "loaded": 1,
        "in_graph": 1,
        "waiting": 1,
    }
    assert report == {
        "is_new": True,
        "is_changed": True,
        "source": "contract",
        "quarantine": [
            {
                "table": "person_record",
                "reason": "record_id: empty",
                "rows": 1,
                "places": [{"row": 2, "line": 2}],
                "more": 0,
                "what_to_do": "Correct the source, or the profile's SQL where it loses the value.",
            },
            {
                "table": "person_record",
                "reason": "the same row stands in this batch already",
                "rows": 1,
                "places": [{"row": 3, "line": 3}],
                "more": 0,
                "what_to_do": "Nothing is lost; the source or a join in the profile's SQL doubles "
                "rows.",
            },
        ],
        "not_readable": [
            {
                "table": "person_record",
                "column": "born_on",
                "reason": "not a date of the form YYYY-MM-DD",
                "rows": 2,
                "what_to_do": "Convert it in the profile's SQL, for instance with strptime and "
                "strftime.",
            }
        ],
        "lines_not_parsed": [
            {
                "file": "offence.csv",
                "line": 3,
                "reason": "has another number of fields than the header: 5 instead of 2",
                "what_to_do": "Have the sender write CSV with a program that quotes.",
            }
        ],
        "files_not_in_manifest": ["SECRET.csv"],
    }


def kept(home: Path) -> dict[str, bytes]:
    """Every file of the home but the trail of who did what."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and "audit" not in path.parts
    }


def test_check_says_the_same_and_changes_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    folder = odd_extract(tmp_path / "x")
    run("config")  # a home there must be
    before = kept(home)
    answer = run("ingest", folder, "--check")
    assert answer.exit_code == 0
    assert advice(answer.stderr) == [
        *FOUND,
        "Nothing was changed. Next: the same without --check",
    ]
    assert "SECRETVALUE" not in answer.output
    assert [line.split()[:4] for line in answer.stdout.splitlines()[1:4]] == [
        ["person_record", "3", "1", "2"],
        ["offence", "1", "1", "0"],
        ["involvement", "2", "2", "0"],
    ]
    # No store was started either. The lock is an empty file.
    assert kept(home) == before | {"archive/writer.lock": b""}
    assert list((home / "archive" / "incoming").iterdir()) == []


def test_check_knows_a_batch_that_is_there(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    force.take_in(folder)
    answer = run("ingest", folder, "--check", **store_environment)
    assert advice(answer.stderr) == [
        "Nothing was changed. The archive holds this batch already. Next: the same without --check"
    ]


def test_the_same_batch_again_is_told(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    force.take_in(folder)
    again = run("ingest", folder, **store_environment)
    assert (again.exit_code, advice(again.stderr)) == (
        0,
        ["This batch was here already; nothing was changed."],
    )


def test_of_two_at_once_the_second_is_told_so(run: Run, home: Path, tmp_path: Path) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    with Archive(home).lock():
        answer = run("ingest", folder)
    assert (answer.exit_code, answer.stdout, answer.stderr.splitlines()) == (
        4,
        "",
        [
            "Another command is writing to this home. Nothing was changed. Wait until it has "
            "ended, then give the command again."
        ],
    )


def test_with_the_store_down_the_extract_stays_archived_and_the_next_command_loads_it(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    folder = extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"bolt://127.0.0.1:{closed.getsockname()[1]}"
        answer = run("ingest", folder, **(store_environment | {"PURSUIT_STORE": nowhere}))
    assert answer.exit_code == 4
    assert advice(answer.stderr) == [
        f"The store {nowhere} does not answer (ServiceUnavailable). Check that it runs and can be "
        "reached, then try again. The extract is in the archive and stays there: the next "
        "`pursuit ingest` or `pursuit resolve` brings it into the graph."
    ]
    assert len(force.archive.batches()) == 1
    assert force.nodes("PersonRecord", "key") == []
    assert run("resolve", **store_environment).exit_code == 0
    assert force.nodes("Offence", "key") == [("contract/O1",)]
    again = run("ingest", folder, **store_environment)
    assert advice(again.stderr) == ["This batch was here already; nothing was changed."]


def test_a_graph_that_was_made_from_another_archive_is_not_written_to(
    run: Run, force: Force, store_environment: dict[str, str], tmp_path: Path
) -> None:
    force.send(extracts.small_force())
    before = force.digest()
    folder = extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    other = {**store_environment, "PURSUIT_HOME": str(tmp_path / "other")}
    answer = run("ingest", folder, "--source", "other", **other)
    assert answer.exit_code == 4
    assert advice(answer.stderr)[-1].startswith(
        "The graph holds a batch that this home's archive does not, so it was made from another "
        "archive."
    )
    assert force.digest() == before


def test_resolve_derives_people_again_and_says_so(
    run: Run, force: Force, store_environment: dict[str, str]
) -> None:
    force.send(extracts.small_force())
    answer = run("resolve", "--format", "json", **store_environment)
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"written": {}})
    assert answer.stderr.splitlines() == ["Deriving people from records", "Next: pursuit score"]


def test_a_full_disk_is_told_and_leaves_nothing_half_done(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    folder = extracts.write(tmp_path / "x", extracts.small_force(), source="contract")
    monkeypatch.setattr("ingest.pipeline.pq.ParquetWriter", full)
    answer = run("ingest", folder)
    assert (answer.exit_code, advice(answer.stderr)) == (
        4,
        [
            "The home folder cannot be written (No space left on device). Nothing was half done. "
            "Make room or mend its permissions, then give the command again."
        ],
    )
    assert list((home / "archive" / "batches").iterdir()) == []
