"""What is measured of each batch: rows with a value, late recording, what waits, what came back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from graph_service import quality, quarantined, versions
from graph_service.archive import Archive, Batch
from graph_service.contract import Reason
from graph_service.errors import StoreUnavailable
from graph_service.quality import Late, Missing
from graph_service.quarantined import Followed
from tests.graph import archives
from tests.graph.archives import Rows

SENT = datetime(2026, 1, 11)


def accept(archive: Archive, source: str = "north", **tables: Rows) -> str:
    """One more batch; rows without recorded_at get one."""
    at = {"recorded_at": "2026-01-10T09:00:00"}
    held = {table: [at | row for row in rows] for table, rows in tables.items()}
    return archives.accept(archive, held, sent_at=SENT, source=source)


def test_of_each_batch_and_table_the_rows_with_a_value_are_counted_by_column(
    tmp_path: Path,
) -> None:
    made = Archive(tmp_path)
    first = accept(made, area=[{"area_id": "A1", "name": "North"}, {"area_id": "A2"}])
    second = accept(made, area=[{"area_id": "A3", "force": "Mercia"}], iom=[])
    with versions.connect() as connection:
        assert quality.filled(connection, made.batches()) == {
            (first, "area"): {
                "area_id": 2, "name": 1, "force": 0, "force_code": 0, "recorded_at": 2,
            },
            (second, "area"): {
                "area_id": 1, "name": 0, "force": 1, "force_code": 0, "recorded_at": 1,
            },
        }  # fmt: skip


def test_a_column_that_no_batch_knew_yet_counts_as_empty(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    first = accept(made, area=[{"area_id": "A1", "name": "North"}])
    file = made.batches()[0].folder / "area.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["force", "force_code"]), file)
    with versions.connect() as connection:
        assert quality.filled(connection, made.batches())[first, "area"] == {
            "area_id": 1, "name": 1, "force": 0, "force_code": 0, "recorded_at": 1,
        }  # fmt: skip


def offence(key: str, to_on: str, recorded_at: str, from_on: str = "2026-01-01") -> dict[str, str]:
    return {"offence_id": key, "from_on": from_on, "to_on": to_on, "recorded_at": recorded_at}


def test_lateness_is_of_offences_when_first_recorded_by_the_day_in_london(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    first = accept(
        made,
        offence=[
            offence("O1", "2026-01-02", "2026-01-05T09:00:00"),
            offence("O1", "2026-01-02", "2026-06-05T09:00:00"),  # a correction
            offence("O2", "", "2026-01-01T23:30:00"),
            # Half past midnight in summer is the day before in UTC.
            offence("O3", "2026-07-01", "2026-07-02T00:30:00+01:00"),
            offence("O4", "2026-07-02", "2026-07-01T12:00:00"),
            offence("O5", "", "2026-01-01T09:00:00", from_on=""),
        ],
    )
    second = accept(
        made,
        offence=[
            offence("O1", "2026-01-02", "2026-01-05T09:00:00"),  # sent again
            offence("O2", "2026-01-01", "2026-02-01T09:00:00"),  # corrected
            offence("O6", "2026-01-01", "2026-01-11T09:00:00"),
        ],
    )
    accept(made, area=[{"area_id": "A1"}])
    with versions.connect() as connection:
        assert quality.late(connection, made.batches()) == {
            first: Late(offences=4, before=1, median=1, ninetieth=3),
            second: Late(offences=1, before=0, median=10, ninetieth=10),
        }
        assert quality.late(connection, made.batches()[2:]) == {}


def test_what_refers_to_a_row_that_is_not_there_is_counted_by_column(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    accept(
        made,
        involvement=[
            {"offence_id": "O1", "record_id": "R1", "role": "suspect"},
            {"offence_id": "O2", "record_id": "R1", "role": "suspect"},
        ],
        outcome=[{"outcome_id": "U1", "offence_id": "O2", "code": "1"}],
        person_record=[{"record_id": "R1", "area": "A1"}],
        offence=[{"offence_id": "O1"}],
    )
    accept(made, "south", offence=[{"offence_id": "O2", "area": "A9"}])
    with versions.connect() as connection:
        versions.create(connection, "now", made.batches())
        assert quality.missing(connection, "now") == {
            "north": [
                Missing("person_record", "area", "area", 1),
                Missing("involvement", "offence_id", "offence", 1),
                Missing("outcome", "offence_id", "offence", 1),
            ],
            "south": [Missing("offence", "area", "area", 1)],
        }
    accept(made, offence=[{"offence_id": "O2"}], area=[{"area_id": "A1"}])
    with versions.connect() as connection:
        versions.create(connection, "now", made.batches())
        assert quality.missing(connection, "now") == {
            "south": [Missing("offence", "area", "area", 1)]
        }


CONFLICT = "another row of this batch has the same key and the same recorded_at"
DOUBLE = "the same row stands in this batch already"
AWAY = f"""\
offence_id,record_id,role,status,status_on,recorded_at,quarantine_reason
O1,R1,suspect,,,x,recorded_at: not a day of the calendar
O2,R2, suspect ,"two
lines",,x,recorded_at: not a day of the calendar
O3,R3,????,,,x,role: not one of the contract's values
O4,R4,????,,,x,role: not one of the contract's values
O5,,????,,,x,role: not one of the contract's values
O6,R6,victim,,,x,{CONFLICT}
O7,R7,victim,,,x,{DOUBLE}
"""


def left_away(archive: Archive, text: str, table: str = "involvement") -> Batch:
    """The first batch of an archive, which left these rows of a table in quarantine."""
    first = replace(archive.batches()[0], tables={"area": {}, table: {"quarantined": 1}})
    file = quarantined.file_of(archive, first.batch_id, table)
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8", errors="surrogateescape")
    return first


def followed(
    connection: duckdb.DuckDBPyConnection, archive: Archive, first: Batch
) -> dict[tuple[str, str], Followed]:
    """What became of the rows that the first batch of an archive left."""
    batches = [first, *archive.batches()[1:]]
    return quarantined.follow(connection, archive, batches, [first])[first.batch_id]


def part(offence_id: str, record_id: str, role: str) -> dict[str, str]:
    return {"offence_id": offence_id, "record_id": record_id, "role": role}


def test_a_row_was_given_again_when_a_later_batch_of_its_source_has_its_key(
    tmp_path: Path,
) -> None:
    made = Archive(tmp_path)
    accept(made, involvement=[part("O6", "R6", "victim")])
    first = left_away(made, AWAY)
    with versions.connect() as connection:
        before = followed(connection, made, first)
        accept(made, "south", involvement=[part("O1", "R1", "suspect")])
        accept(made, area=[{"area_id": "A1"}])
        again = [
            part("O2", "R2", "suspect"),
            part("O3", "R3", "victim"),
            part("O9", "R4", "victim"),
        ]
        accept(made, involvement=again)
        after = followed(connection, made, first)
    wrong, not_listed = (f"recorded_at: {Reason.NO_SUCH_DAY}", f"role: {Reason.NOT_LISTED}")
    assert before == {
        ("involvement", CONFLICT): Followed(1, 0, 0),
        ("involvement", DOUBLE): Followed(1, 0, 1),
        ("involvement", wrong): Followed(2, 0, 0),
        ("involvement", not_listed): Followed(3, 0, 1),
    }
    assert after == before | {
        ("involvement", wrong): Followed(2, 1, 0),
        ("involvement", not_listed): Followed(3, 1, 1),
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        'offence_id,record_id,role,role" AS why FROM part --\nO1,R1,suspect,x\n',
        f"{AWAY}O1\n",
        "role,why\nx,y\n",
        # Saved again by a program that kept other columns, or called the last one otherwise.
        "offence_id,record_id,role,surname\nO1,R1,suspect,SECRETVALUE\n",
        AWAY.replace("quarantine_reason", "surname"),
        AWAY.replace("quarantine_reason", "quarantine_reason_2"),
        AWAY.replace("O3,", "\udce9,"),  # as cp1252 has it
    ],
)
def test_a_file_that_is_none_any_more_is_not_followed(tmp_path: Path, text: str) -> None:
    made = Archive(tmp_path)
    accept(made, involvement=[part("O6", "R6", "victim")])
    first = left_away(made, text)
    with versions.connect() as connection:
        assert followed(connection, made, first) == {}
        quarantined.file_of(made, first.batch_id, "involvement").unlink()
        assert followed(connection, made, first) == {}


def test_a_row_whose_only_key_is_at_fault_cannot_be_followed(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    accept(made, area=[{"area_id": "A1"}])
    first = left_away(
        made, "area_id,name,quarantine_reason\n,North,area_id: empty\nA2,x,name: empty\n", "area"
    )
    accept(made, area=[{"area_id": "A2"}])
    with versions.connect() as connection:
        assert followed(connection, made, first) == {
            ("area", "area_id: empty"): Followed(1, 0, 1),
            ("area", "name: empty"): Followed(1, 1, 0),
        }


def test_what_is_no_reason_is_left_out_wherever_it_stands_in_the_column(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    accept(made, area=[{"area_id": "A1"}])
    whys = ("SECRETVALUE", "SECRETVALUE: empty", "name: SECRETVALUE", "surname: empty", "", "empty")
    rows = [f"A{n},{why},SECRETVALUE" for n, why in enumerate([*whys, "name: empty"])]
    held = ["area_id,quarantine_reason,name", *rows]
    first = left_away(made, "\n".join(held), "area")
    with versions.connect() as connection:
        assert followed(connection, made, first) == {
            ("area", "empty"): Followed(1, 0, 0),
            ("area", "name: empty"): Followed(1, 0, 0),
        }


@pytest.mark.parametrize(
    "fault", [duckdb.OutOfMemoryException, duckdb.IOException, pa.ArrowMemoryError]
)
def test_a_fault_of_memory_or_disc_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    made = Archive(tmp_path)
    accept(made, involvement=[part("O6", "R6", "victim")])
    first = left_away(made, AWAY)

    def full(*_: object, **__: object) -> None:
        raise fault("full")

    monkeypatch.setattr(csv, "open_csv", full)
    with versions.connect() as connection, pytest.raises((StoreUnavailable, fault)):
        followed(connection, made, first)


def test_of_many_batches_each_is_followed_by_those_after_it_in_one_reading_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Archive(tmp_path)
    for keys in (["A1"], ["A2", "A4"], ["A2", "A5"], ["A1", "A2", "A3"]):
        accept(made, area=[{"area_id": key} for key in keys])
    batches = [replace(one, tables={"area": {"quarantined": 1}}) for one in made.batches()]
    text = "area_id,quarantine_reason\n" + "".join(f"A{n},name: empty\n" for n in range(1, 6))
    text += f"A1,{CONFLICT}\n"
    for batch in batches:
        file = quarantined.file_of(made, batch.batch_id, "area")
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    read: list[list[Path]] = []

    def parquet(files: Iterable[Path]) -> str:
        read.append(list(files))
        return versions.parquet(read[-1])

    monkeypatch.setattr(quarantined, "parquet", parquet)
    with versions.connect() as connection:
        found = quarantined.follow(connection, made, batches, batches[1:])
    assert [list(one.items()) for one in found.values()] == [
        [
            (("area", CONFLICT), Followed(1, conflicts, 0)),
            (("area", "name: empty"), Followed(5, given_again, 0)),
        ]
        for conflicts, given_again in ((1, 4), (1, 3), (0, 0))
    ]
    assert list(found) == [batch.batch_id for batch in batches[1:]]
    assert read == [[batch.folder / "area.parquet" for batch in batches[2:]]]
