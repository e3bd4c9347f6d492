"""Data quality as the service answers it: counts, reasons, places, and never a value."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_service.access import Role
from graph_service.archive import Archive
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import pipeline
from tests.ingest import extracts
from tests.ingest.test_commands import odd_extract
from tests.runs.force import silent
from tests.service import served
from tests.service.served import Service


def no_store() -> Store:
    """Data quality is measured on the archive."""
    raise AssertionError("no store is asked")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Service]:
    """The service of a home without a graph."""
    home = served.open_home(tmp_path / "home")
    with served.serving_desk(Desk(home, no_store)) as service:
        yield service


def take_in(service: Service, folder: Path, source: str = "north") -> str:
    """Archive an extract of contract tables; the batch's id."""
    archive = Archive(service.home.path)
    with archive.lock():
        extract, _ = pipeline.take_in(
            archive, folder, profile=extracts.CONTRACT, source=source, say=silent
        )
    return extract.batch_id


def asked(service: Service, role: Role = Role.ANALYST, **words: object) -> Any:
    """What the API answers to a role."""
    with service.reader(role) as reader:
        return reader.get("/api/quality", **words).json()


ADVICE = "Correct the source, or the profile's SQL where it loses the value."


def test_a_batch_is_answered_with_all_that_was_found(kept: Service, tmp_path: Path) -> None:
    batch_id = take_in(kept, odd_extract(tmp_path / "x"))
    answer = asked(kept)
    assert "SECRETVALUE" not in json.dumps(answer)
    [source] = answer["sources"]
    [batch] = source.pop("batches")
    assert source == {
        "source": "north",
        "more": 0,
        "waiting": [
            {"table": "involvement", "column": "offence_id", "refers_to": "offence", "rows": 1}
        ],
    }
    assert batch.pop("accepted_at").endswith("Z")
    filled = {name: held.pop("filled") for name, held in batch["tables"].items()}
    assert {name: {c: n for c, n in held.items() if n} for name, held in filled.items()} == {
        "person_record": {"record_id": 1, "surname": 1, "recorded_at": 1},
        "offence": {"offence_id": 1, "record_type": 1, "is_vawg": 1, "recorded_at": 1},
        "involvement": {"offence_id": 2, "record_id": 2, "role": 2, "recorded_at": 2},
    }
    assert filled["person_record"]["born_on"] == 0
    assert batch == {
        "batch_id": batch_id,
        "profile": "contract",
        "kind": "full",
        "recorded_at": "2026-01-11T06:00:00Z",
        "is_report_kept": True,
        "tables": {
            "person_record": {"read": 3, "accepted": 1, "quarantined": 2},
            "offence": {"read": 1, "accepted": 1, "quarantined": 0},
            "involvement": {"read": 2, "accepted": 2, "quarantined": 0},
        },
        "late": None,
        "quarantine": [
            {
                "table": "person_record",
                "reason": "record_id: empty",
                "rows": 1,
                "places": [{"row": 2, "line": 2}],
                "more": 0,
                "what_to_do": ADVICE,
                "file": f"quarantine/{batch_id}/person_record.csv",
                "is_file_there": True,
                "given_again": 0,
                "not_followed": 1,
            },
            {
                "table": "person_record",
                "reason": "the same row stands in this batch already",
                "rows": 1,
                "places": [{"row": 3, "line": 3}],
                "more": 0,
                "what_to_do": "Nothing is lost; the source or a join in the profile's SQL doubles "
                "rows.",
                "file": f"quarantine/{batch_id}/person_record.csv",
                "is_file_there": True,
                "given_again": 0,
                "not_followed": 1,
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
                "reason": "has another number of fields than the header",
                "rows": 1,
                "lines": [3],
                "more": 0,
                "what_to_do": "Have the sender write CSV with a program that quotes.",
            }
        ],
    }


def dated(day: int) -> dict[str, list[dict[str, str]]]:
    """An offence that was recorded that many days after it happened, in an extract."""
    key = {"offence_id": f"O{day}", "from_on": f"2026-01-{10 - day:02}"}
    return {"offence": [key]}


def test_the_last_batches_come_first_and_those_before_are_counted(
    kept: Service, tmp_path: Path
) -> None:
    given = [
        take_in(kept, extracts.write(tmp_path / f"x{day}", dated(day)), source)
        for day, source in ((1, "north"), (2, "north"), (3, "south"), (4, "north"))
    ]
    shown = {
        one["source"]: ([(b["batch_id"], b["late"]) for b in one["batches"]], one["more"])
        for one in asked(kept, limit=2)["sources"]
    }

    def late(days: int) -> dict[str, int]:
        return {"offences": 1, "before": 0, "median": days, "ninetieth": days}

    assert shown == {
        "north": ([(given[3], late(4)), (given[1], late(2))], 1),
        "south": ([(given[2], late(3))], 0),
    }
    assert [one["source"] for one in asked(kept, source="south")["sources"]] == ["south"]
    assert asked(kept, source="south") == asked(kept, Role.ADMINISTRATOR, source="south")


def test_what_waited_stands_when_it_is_asked_again(kept: Service, tmp_path: Path) -> None:
    part = {"involvement": extracts.rows("offence_id record_id role\nO1 R1 suspect")}
    take_in(kept, extracts.write(tmp_path / "a", part))
    assert [one["refers_to"] for one in asked(kept)["sources"][0]["waiting"]] == [
        "offence", "person_record",
    ]  # fmt: skip
    take_in(kept, extracts.write(tmp_path / "b", {"offence": [{"offence_id": "O1"}]}))
    assert [one["refers_to"] for one in asked(kept)["sources"][0]["waiting"]] == ["person_record"]


def forget_report(service: Service, batch_id: str) -> None:
    """Make a batch one from before reports were kept."""
    file = service.home.path / "archive" / "batches" / batch_id / "batch.json"
    held = json.loads(file.read_text("utf-8"))
    del held["found"]
    file.write_text(json.dumps(held), "utf-8")


def test_a_batch_from_before_reports_were_kept_is_told_by_what_lies_there(
    kept: Service, tmp_path: Path
) -> None:
    batch_id = take_in(kept, odd_extract(tmp_path / "x"))
    forget_report(kept, batch_id)
    [batch] = asked(kept)["sources"][0]["batches"]
    names = ("is_report_kept", "not_readable", "lines_not_parsed")
    assert [batch[name] for name in names] == [False, [], []]
    assert [(one["reason"], one["rows"], one["places"]) for one in batch["quarantine"]] == [
        ("record_id: empty", 1, []),
        ("the same row stands in this batch already", 1, []),
    ]
    shutil.rmtree(kept.home.path / "quarantine")
    [batch] = asked(kept)["sources"][0]["batches"]
    assert batch["quarantine"] == []
    with kept.reader(Role.ANALYST) as reader:
        page = reader.get("/quality").text
    assert "2 rows of the newest batch; why was not kept, and the file is not there" in page


def test_rows_whose_file_was_removed_are_told_but_not_followed(
    kept: Service, tmp_path: Path
) -> None:
    take_in(kept, odd_extract(tmp_path / "x"))
    shutil.rmtree(kept.home.path / "quarantine")
    [batch] = asked(kept)["sources"][0]["batches"]
    assert [
        (one["rows"], one["is_file_there"], one["given_again"], one["not_followed"])
        for one in batch["quarantine"]
    ] == [(1, False, None, None), (1, False, None, None)]


def test_a_file_that_cannot_be_read_is_not_called_removed(kept: Service, tmp_path: Path) -> None:
    batch_id = take_in(kept, odd_extract(tmp_path / "x"))
    file = kept.home.path / "quarantine" / batch_id / "person_record.csv"
    file.write_bytes(file.read_bytes().replace(b"record_id: empty", b"record_id\xa0: empty"))
    [batch] = asked(kept)["sources"][0]["batches"]
    assert [
        (one["rows"], one["is_file_there"], one["given_again"], one["not_followed"])
        for one in batch["quarantine"]
    ] == [(1, True, None, None), (1, True, None, None)]
    with kept.reader(Role.ANALYST) as reader:
        page = reader.get("/quality").text
    assert "the file cannot be read" in page
    assert "the file was removed" not in page


def test_a_file_saved_again_with_another_last_column_shows_none_of_its_values(
    kept: Service, tmp_path: Path
) -> None:
    batch_id = take_in(kept, odd_extract(tmp_path / "x"))
    forget_report(kept, batch_id)
    file = kept.home.path / "quarantine" / batch_id / "person_record.csv"
    file.write_text("record_id,surname\nR1,SECRETVALUE\n", "utf-8")
    [batch] = asked(kept)["sources"][0]["batches"]
    assert batch["quarantine"] == []
    with kept.reader(Role.ANALYST) as reader:
        page = reader.get("/quality").text
    assert "SECRETVALUE" not in page
    assert "why was not kept, and the file is not there any more or cannot be read" in page


@pytest.mark.parametrize("role", Role)
def test_analysts_and_administrators_alone_read_it_and_every_reading_is_recorded(
    kept: Service, role: Role
) -> None:
    may = role in (Role.ANALYST, Role.ADMINISTRATOR)
    with kept.reader(role) as reader:
        status = [reader.get(path).status_code for path in ("/api/quality", "/quality")]
    assert status == ([200, 200] if may else [403, 403])
    trail = [(one["role"], one["action"], one["route"], one["outcome"]) for one in kept.trail()]
    outcome = "answered" if may else "refused"
    assert [one for one in trail if one[1] == "read_quality"] == [
        (role, "read_quality", "GET /api/quality", outcome),
        (role, "read_quality", "/quality", outcome),
    ]


def test_a_home_without_extracts_says_so(kept: Service) -> None:
    assert asked(kept) == {"sources": []}
    with kept.reader(Role.ANALYST) as reader:
        page = reader.get("/quality")
        assert (page.status_code, "No extract has been taken in yet" in page.text) == (200, True)
        gone = reader.get("/api/quality?source=SECRETVALUE")
    assert (gone.status_code, gone.json()["detail"]) == (
        404, "There is no such source. Those that there are stand on /quality.",
    )  # fmt: skip


def test_a_page_names_no_value(kept: Service, tmp_path: Path) -> None:
    take_in(kept, odd_extract(tmp_path / "x"))
    with kept.reader(Role.ADMINISTRATOR) as reader:
        page = reader.get("/quality")
    assert page.status_code == 200
    assert "SECRETVALUE" not in page.text
    assert "2 rows of the newest extracts are in quarantine" in page.text
