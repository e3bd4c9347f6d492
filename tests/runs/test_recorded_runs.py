"""A recorded run on a real store: who is listed, why, and that it can be repeated."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from graph_service import graph_state, ids, processes, runs
from graph_service.archive import Archive
from graph_service.errors import CheckFailed, StoreUnavailable
from graph_service.runs import read_as_of
from graph_service.store import Store
from ingest import load, pipeline
from scoring import record, run
from scoring.run import Made
from tests.runs import force

AS_OF = read_as_of("2026-01-31")


def person(record_id: str) -> str:
    return ids.person_id("force", record_id)


def make(home: Path, store: Store, as_of: datetime = AS_OF) -> Made:
    return run.make(
        Archive(home), graph_state.read(store), as_of=as_of, is_for_now=False, say=force.silent
    )


def listed(made: Made, scheme: str) -> list[dict[str, Any]]:
    return [json.loads(row["entry"]) for row in made.entries.to_pylist() if row["scheme"] == scheme]


@pytest.fixture
def small(home: Path, store: Store, tmp_path: Path) -> Path:
    force.take_in(home, store, force.extract(tmp_path / "extract", force.small_force()))
    return home


def test_nobody_dead_nobody_under_18_and_nobody_without_a_suspect_role_is_listed(
    small: Path, store: Store
) -> None:
    made = make(small, store)
    for scheme in ("pursuit", "serial", "harm_cchi", "harm_ons"):
        assert {entry["person_id"] for entry in listed(made, scheme)} == {
            person("S1"),
            person("S4"),
            person("S5"),
        }, scheme
    assert made.run.notes["not_listed"] == {"dead": 1, "under 18": 1}


def test_an_entry_says_victims_definitions_areas_and_whether_the_age_is_known(
    small: Path, store: Store
) -> None:
    entries = {entry["person_id"]: entry for entry in listed(make(small, store), "serial")}
    shown = {
        key: (entry["victims"], entry["definitions"], entry["areas"], entry["age_known"])
        for key, entry in entries.items()
    }
    assert shown == {
        person("S1"): (
            2,
            {"matac": True, "acpo_2009": True, "drive": True},
            ["A1", "A2"],
            True,
        ),
        person("S4"): (
            1,
            {"matac": False, "acpo_2009": False, "drive": False},
            ["A1"],
            False,
        ),
        person("S5"): (
            2,
            {"matac": False, "acpo_2009": True, "drive": True},
            ["A3"],
            True,
        ),
    }


def test_contributions_sum_to_every_score_of_every_list(small: Path, store: Store) -> None:
    made = make(small, store)
    sums: dict[tuple[str, str], int] = {}
    for part in made.contributions.to_pylist():
        key = (part["scheme"], part["person_id"])
        sums[key] = sums.get(key, 0) + part["micro_points"]
    rows = made.entries.to_pylist()
    assert len(rows) > 10
    assert {(row["scheme"], row["person_id"]): row["micro_points"] for row in rows} == {
        (row["scheme"], row["person_id"]): sums[row["scheme"], row["person_id"]] for row in rows
    }


def test_harm_that_no_index_knows_is_counted_on_the_run(small: Path, store: Store) -> None:
    assert make(small, store).run.notes["unknown_harm"]["cchi"] == [
        {"code_system": "LOCAL", "code": "ZZ", "offences": 1, "people": 1}
    ]


def test_a_run_repeated_after_a_rebuild_is_the_same_to_the_byte(small: Path, store: Store) -> None:
    first = make(small, store)
    record.record(Archive(small), store, first)
    load.clear(store, force.silent)
    pipeline.catch_up(Archive(small), store, force.silent)
    record.restore(Archive(small), store, force.silent)
    second = make(small, store)
    assert second.run.run_id == first.run.run_id
    assert second.entries.equals(first.entries)
    assert second.contributions.equals(first.contributions)
    [found] = store.read("MATCH (r:Run) RETURN r.run_id AS run_id, r.is_current AS is_current")
    assert found == {"run_id": first.run.run_id, "is_current": True}
    [scores] = store.read(
        "MATCH (:Person)-[:SCORED]->(s)-[:WRITTEN_BY]->(:Run) RETURN count(s) AS n"
    )
    assert scores == {"n": first.entries.num_rows}


def test_what_was_recorded_later_does_not_reach_a_run_for_an_earlier_day(
    small: Path, store: Store, tmp_path: Path
) -> None:
    before = make(small, store)
    later = {
        "offence": [
            {"offence_id": "O9", "code": "19C", "code_system": "HO", "from_on": "2025-11-01"}
        ],
        "involvement": [
            {"offence_id": "O9", "record_id": "S4", "role": "suspect", "status": "charged"}
        ],
    }
    force.take_in(small, store, force.extract(tmp_path / "later", later, at="2026-02-02T10:00:00"))
    again = make(small, store)
    assert again.entries.equals(before.entries)
    assert again.run.run_id != before.run.run_id
    after = make(small, store, as_of=read_as_of("2026-02-02"))
    assert listed(after, "harm_cchi")[0]["person_id"] == person("S4")


def test_the_current_run_is_the_last_made_for_now_and_a_past_day_does_not_displace_it(
    small: Path, store: Store
) -> None:
    home = Archive(small)
    past = make(small, store)
    record.record(home, store, past)
    assert runs.current(home).run_id == past.run.run_id
    now = run.make(
        home,
        graph_state.read(store),
        as_of=AS_OF.replace(day=11),
        is_for_now=True,
        say=force.silent,
    )
    record.record(home, store, now)
    record.record(home, store, make(small, store, as_of=AS_OF.replace(day=15)))
    assert runs.current(home).run_id == now.run.run_id
    found = store.read("MATCH (s:Score) RETURN DISTINCT s.run_id AS run_id")
    assert found == [{"run_id": now.run.run_id}]


def test_of_runs_for_past_days_the_last_made_is_current_also_when_it_repeats_an_earlier_one(
    small: Path, store: Store
) -> None:
    home = Archive(small)
    for day in (31, 15, 31):
        record.record(home, store, make(small, store, as_of=AS_OF.replace(day=day)))
        assert runs.current(home).as_of == AS_OF.replace(day=day)
    assert len(runs.read_all(home)) == 2


def test_a_damaged_run_is_named_with_what_to_do(small: Path, store: Store) -> None:
    home = Archive(small)
    made = make(small, store)
    record.record(home, store, made)
    (home.folder / "runs" / made.run.run_id / "run.json").write_text("{", "utf-8")
    with pytest.raises(StoreUnavailable) as told:
        runs.read_all(home)
    assert str(told.value) == (
        f"The run {made.run.run_id} in the archive cannot be read: its run.json is damaged. "
        "Put the folder back from a copy, or take it away and make the run again."
    )


def test_a_graph_that_lags_behind_the_archive_is_not_scored(small: Path, store: Store) -> None:
    load.clear(store, force.silent)
    with pytest.raises(CheckFailed, match="does not hold the same batches"):
        make(small, store)


def test_a_day_before_the_first_record_is_not_scored(small: Path, store: Store) -> None:
    with pytest.raises(CheckFailed, match="Nothing about people was recorded by 2020"):
        make(small, store, as_of=read_as_of("2020-01-01"))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-31", datetime(2026, 1, 31, 23, 59, 59, 999999)),
        ("2026-07-31", datetime(2026, 7, 31, 22, 59, 59, 999999)),
        ("2026-07-31T12:00:00", datetime(2026, 7, 31, 11, 0)),
    ],
)
def test_a_date_means_its_last_instant_in_london(text: str, instant: datetime) -> None:
    assert read_as_of(text) == instant


def test_the_civil_day_of_a_run_is_the_day_in_london() -> None:
    assert processes.local_day(datetime(2026, 7, 31, 23, 30)) == date(2026, 8, 1)
