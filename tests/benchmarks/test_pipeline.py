"""What is worked out from timings is right, and a tiny run measures every step."""

import json
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.pipeline import extracts, page, run, stores
from benchmarks.pipeline.aims import growth, judged, middle, ratio, taken_by_others
from benchmarks.pipeline.child import measured
from benchmarks.pipeline.recording import Recorder, statements
from graph_service.errors import WrongCall
from graph_service.store import Store
from tests.store.servers import StoreServer

STEP = {"seconds": 1.0, "floor": 0.5}
STEPS = ("read", "archive", "links", "load", "score", "record", "first page", "list")
PROCESSES = (
    "ingest",
    "delta",
    "score",
    "list",
    "bare load",
    "server",
    "server of the bare load",
)


def size(
    persons: int, seconds: float, *, peak: float = 500.0, delta: float = 0.4
) -> dict[str, Any]:
    """What one size measures: a bare load of five seconds, a delta of 1 % of the rows."""
    return {
        "persons": persons,
        "runs": 1,
        "rows": persons * 8,
        "elements": persons * 20,
        "ingest": {"seconds": seconds, "cpu": 9.0, "bare_cpu": 6.0},
        "steps": dict.fromkeys(STEPS, STEP) | {"load": {"seconds": 6.0, "floor": 5.0}},
        "delta": {"rows": persons * 8 // 100, "seconds": delta, "cpu": 0.3},
        "taken": {"ingest": 0.01, "bare load": 0.02},
        "peak_mib": dict.fromkeys(PROCESSES, 100.0) | {"score": peak},
    }


def beside_hub(page_of_others: float) -> dict[str, Any]:
    """What a hub measures, with the median page of others in milliseconds."""
    asked = {"p50": 10.0, "p95": 20.0}
    one = {"ingest": 30.0, "load": 20.0, "cpu": 25.0, "score": 5.0}
    one |= {"taken": 0.03, "peak_mib": 300.0}
    groups = {
        group: {"person": asked, "network": asked, "list": asked}
        for group in ("others", "victims", "hub")
    }
    slowed = {"person": {"p50": page_of_others, "p95": 90.0}, "network": asked, "list": asked}
    return {
        "offences": 20_000,
        "hub": {**one, **groups, "others": slowed},
        "spread": {**one, **groups},
    }


def test_growth_is_the_exponent_between_each_size_and_the_next() -> None:
    assert growth([(10, 1), (100, 10), (1000, 1000), (2000, 1000)]) == [1.0, 2.0, 0.0]
    assert growth([(10, 1), (10, 2), (20, 0)]) == [None, None]
    assert growth([(10, 1)]) == []


def test_a_ratio_needs_both_and_a_floor_that_took_time() -> None:
    assert (ratio(3.0, 2.0), ratio(3.0, 0.0), ratio(None, 2.0), ratio(3.0, None)) == (
        1.5,
        None,
        None,
        None,
    )


def test_of_several_runs_each_number_is_the_median_and_what_is_missing_is_left_out() -> None:
    runs = [
        {"rows": 10, "at": {"load": 3.0, "server": None}, "name": "a"},
        {"rows": 10, "at": {"load": 1.0, "server": 7.0}, "name": "b"},
        {"rows": 10, "at": {"load": 2.0, "server": 9.0}, "name": "c"},
    ]
    assert middle(runs) == {"rows": 10, "at": {"load": 2.0, "server": 8.0}, "name": "a"}
    assert middle([{"server": None}, {"server": None}]) == {"server": None}


def test_every_aim_that_is_reached_is_said_so() -> None:
    found = judged([size(10_000, 10.0), size(40_000, 40.0, delta=2.0)], beside_hub(12.0))
    assert [(one.at, one.measured, one.verdict) for one in found] == [
        ("10,000 persons", "2.00", "reached"),
        ("40,000 persons", "8.00", "**falls short**"),
        ("10,000 to 40,000 persons", "n^1.00", "reached"),
        ("10,000 persons", "500 MiB", "reached"),
        ("40,000 persons", "500 MiB", "reached"),
        ("10,000 persons", "4.0 %", "reached"),
        ("40,000 persons", "5.0 %", "reached"),
        *[("20,000 offences of one suspect", "1.00", "reached")] * 2,
        ("20,000 offences of one suspect", "1.20", "reached"),
        *[("20,000 offences of one suspect", "1.00", "reached")] * 2,
    ]


def test_every_aim_that_is_missed_is_said_so() -> None:
    sizes = [size(10_000, 10.1), size(40_000, 50.0, peak=2048.0, delta=2.6)]
    found = judged(sizes, beside_hub(12.6))
    assert [one.measured for one in found if not one.is_reached] == [
        "2.02",
        "10.00",
        "n^1.15",
        "2,048 MiB",
        "5.2 %",
        "1.26",
    ]


def test_a_machine_that_was_not_left_alone_is_said_before_any_verdict() -> None:
    sizes, hub = [size(10_000, 12.0)], beside_hub(10.0)
    assert taken_by_others(sizes, hub) == 0.03
    assert "not left alone" not in page.figures({"sizes": sizes, "hub": hub})
    hub["spread"]["taken"] = 0.4
    assert page.figures({"sizes": sizes, "hub": hub}).startswith(
        "### Aims\n\n**The machine was not left alone: others had up to 40 % of the processors."
    )
    assert taken_by_others([size(1, 1.0) | {"taken": {"ingest": None}}], None) is None


def test_what_could_not_be_measured_is_no_success() -> None:
    without = size(10_000, 10.0)
    without["peak_mib"] = dict.fromkeys(PROCESSES)
    memory = next(one for one in judged([without], None) if one.what.startswith("Most memory"))
    assert (memory.measured, memory.is_reached, memory.verdict) == ("", None, "not measured")


def test_figures_are_put_between_their_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    target = tmp_path / "performance.md"
    target.write_text(f"# Before\n\n{page.BEGIN}\nold\n{page.END}\n\nAfter\n")
    result = {
        "on": "2026-11-24",
        "machine": "2 cores.",
        "sizes": [size(10_000, 12.0)],
        "hub": beside_hub(10.0),
    }

    page.write(result, command="python -m benchmarks.pipeline --write", page=target)

    before, rest = target.read_text().split(page.BEGIN)
    figures, after = rest.split(page.END)
    assert (before, after) == ("# Before\n\n", "\n\nAfter\n")
    assert figures.startswith(
        "\n2026-11-24: `python -m benchmarks.pipeline --write`. 2 cores.\n\n### Aims\n\n"
        "| what | at | aim | measured | |\n| --- | --- | --- | --- | --- |\n"
        "| Whole ingest, as a multiple of the bare load | 10,000 persons | at most 2 | 2.40 "
        "| **falls short** |\n"
    )
    assert "| load the graph | 6.0 s | 5.0 s | 1.2 | the driver sends the same statements |" in (
        figures
    )


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> extracts.Extracts:
    """The extracts of a small force."""
    return extracts.make(tmp_path_factory.mktemp("extracts"), 300)


def test_a_hub_and_many_suspects_are_given_the_same_offences(
    force: extracts.Extracts, tmp_path: Path
) -> None:
    cast = extracts.cast(force.full, 10)
    groups = [{cast.hub}, set(cast.suspects), set(cast.others), set(cast.victims)]
    assert sum(map(len, groups)) == len(set.union(*groups))
    assert 0 < len(cast.others) <= 10

    extracts.with_offences(force.full, tmp_path / "hub", [cast.hub] * 50, cast.victims)

    assert extracts.rows(tmp_path / "hub") == force.rows + 150
    held = (tmp_path / "hub" / "CRIME_NOMINAL_LINK.csv").read_text().splitlines()
    assert sum(f",{cast.hub},SUSP," in line for line in held[-100:]) == 50


def test_the_recorder_keeps_statements_in_the_order_and_batches_of_the_store(
    tmp_path: Path,
) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with (tmp_path / "kept").open("wb") as file:
        recorder = Recorder(file)
        recorder.schema(["CREATE CONSTRAINT c IF NOT EXISTS FOR (n:N) REQUIRE n.k IS UNIQUE"])
        with recorder.lease("benchmark"):
            recorder.write("MERGE (s:S {at: $at})", at=at)
            recorder.write_batches("UNWIND $rows AS row RETURN row", [{"k": 1}, {"k": 2}], size=1)
        assert recorder.read("MATCH (n) RETURN n") == []
    assert list(statements(tmp_path / "kept")) == [
        ("MERGE (s:S {at: $at})", {"at": np.datetime64("2026-11-24T12:00:00")}),
        ("UNWIND $rows AS row RETURN row", {"rows": [{"k": 1}]}),
        ("UNWIND $rows AS row RETURN row", {"rows": [{"k": 2}]}),
    ]


def test_a_server_that_holds_anything_is_neither_measured_nor_emptied(
    store: Store, store_server: StoreServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in store_server.environment.items():
        monkeypatch.setenv(name, value)
    store.write("MERGE (p:Person {person_id: 'P-1'})")
    uri = store_server.environment["PURSUIT_STORE"]
    with pytest.raises(WrongCall, match="holds something"), stores.empty(uri):
        pytest.fail("a store that holds something was taken")
    assert store.read("MATCH (p:Person) RETURN p.person_id AS id") == [{"id": "P-1"}]


def test_a_server_that_was_empty_is_empty_again_whatever_happened(
    store: Store, store_server: StoreServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in store_server.environment.items():
        monkeypatch.setenv(name, value)

    def broken_off() -> None:
        with stores.empty(store_server.environment["PURSUIT_STORE"]) as place:
            store.write("MERGE (p:Person {person_id: 'P-1'})")
            assert (place.elements(), place.server_pid()) == (1, None)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert store.read("MATCH (n) RETURN n LIMIT 1") == []


def test_a_step_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)The step bare read failed:.*manifest\.json"):
        measured("bare read", extract=tmp_path, out=tmp_path)


def test_a_tiny_run_measures_every_step_and_leaves_nothing(
    force: extracts.Extracts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    result = run.measure([300], None, runs=1, hub_persons=300, hub_offences=60)

    assert list(tmp_path.iterdir()) == []
    [of_size] = result["sizes"]
    assert shape(of_size) == shape(size(300, 1.0))
    assert (of_size["persons"], of_size["runs"], of_size["rows"]) == (300, 1, force.rows)
    assert {name for name, step in of_size["steps"].items() if step["floor"] is None} == {
        "archive",
        "links",
    }
    assert shape(result["hub"]) == shape(beside_hub(1.0))
    assert json.loads(json.dumps(result)) == result
    assert page.figures(result).count("\n### ") == 4


def shape(held: Any) -> Any:
    """The names at every depth; numbers and what is missing alike become nothing."""
    return {name: shape(one) for name, one in held.items()} if isinstance(held, dict) else None


def test_what_was_kept_is_read_back_to_its_end_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(pickle.dumps(("A", {})) + pickle.dumps(("B", {"n": 1})))
    assert list(statements(tmp_path / "kept")) == [("A", {}), ("B", {"n": 1})]
