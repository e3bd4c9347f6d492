"""Why people moved between two runs: the causes are computed, and add up."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service import decisions, graph_state, ids, runs
from graph_service.archive import Archive
from graph_service.decisions import Queue
from graph_service.runs import Run
from graph_service.store import Store
from ingest import pipeline
from scoring import diff, record, run
from scoring.diff import Moved
from scoring.parameter_files import load_parameters
from scoring.parameters import Parameters
from tests.runs import force

AS_OF = "2026-01-31"


def person(record_id: str) -> str:
    return ids.person_id("force", record_id)


def made(home: Path, store: Store, as_of: str = AS_OF, parameters: Parameters | None = None) -> Run:
    return force.made(home, store, as_of, parameters).run


@pytest.fixture
def first(home: Path, store: Store, tmp_path: Path) -> Run:
    force.take_in(home, store, force.extract(tmp_path / "extract", force.small_force()))
    return made(home, store)


def compared(home: Path, before: Run, after: Run, scheme: str = "pursuit") -> dict[str, Moved]:
    """Who moved, after the sums were looked at."""
    found = diff.diff(Archive(home), before, after, scheme=scheme, say=force.silent)
    for one in found:
        assert sum(one.points.values()) == one.points_after - one.points_before, one
        if one.places is not None:
            assert one.rank_before is not None and one.rank_after is not None
            assert sum(one.places.values()) == one.rank_after - one.rank_before, one
    return {one.person_id: one for one in found}


def later(home: Path, store: Store, place: Path, **tables: list[dict[str, str]]) -> None:
    force.take_in(home, store, force.extract(place, tables, at="2026-01-20T10:00:00"))


def test_nothing_moves_where_nothing_happened(first: Run, home: Path) -> None:
    assert compared(home, first, first) == {}


def test_a_new_record_and_a_changed_outcome_are_told_apart(
    first: Run, home: Path, store: Store, tmp_path: Path
) -> None:
    later(
        home,
        store,
        tmp_path / "later",
        offence=[
            {"offence_id": "O9", "code": "00877", "code_system": "HO5", "from_on": "2026-01-15"}
        ],
        involvement=[
            {"offence_id": "O9", "record_id": "S4", "role": "suspect", "status": "charged"},
            {"offence_id": "O2", "record_id": "S1", "role": "suspect", "status": "convicted"},
        ],
    )
    found = compared(home, first, made(home, store))
    assert {who: set(one.points) for who, one in found.items() if one.points} == {
        person("S4"): {diff.NEW_RECORD},
        person("S1"): {diff.OUTCOME},
    }
    assert all(one.points_after > one.points_before for one in found.values() if one.points)


def test_a_new_record_of_somebody_known_is_a_new_record_and_no_joining(
    first: Run, home: Path, store: Store, tmp_path: Path
) -> None:
    later(
        home,
        store,
        tmp_path / "later",
        person_record=force.rows(
            "record_id forename surname born_on    sex pnc_id\n"
            "S9        Evan     Eller   1990-02-02 M   99/0000001G"
        ),
        offence=[
            {"offence_id": "O9", "code": "00877", "code_system": "HO5", "from_on": "2026-01-15"}
        ],
        involvement=[
            {"offence_id": "O9", "record_id": "S9", "role": "suspect", "status": "charged"}
        ],
    )
    found = compared(home, first, made(home, store))
    assert {who: set(one.points) for who, one in found.items() if one.points} == {
        person("S5"): {diff.NEW_RECORD}
    }


def test_the_days_that_pass_are_decay(first: Run, home: Path, store: Store) -> None:
    found = compared(home, first, made(home, store, "2026-12-31"))
    assert found
    for one in found.values():
        assert set(one.points) == {diff.DECAY}
        assert one.points_after < one.points_before


def test_people_who_are_split_are_told_as_such(first: Run, home: Path, store: Store) -> None:
    decisions.write(
        Archive(home),
        Queue.LINKS,
        ids.link_id(("force", "S5"), ("force", "S6")),
        "not_same",
        reason="two men",
        by="kim",
        role="analyst",
        about={"records": [["force", "S5"], ["force", "S6"]]},
    )
    pipeline.catch_up(Archive(home), store, force.silent)
    found = compared(home, first, made(home, store))
    assert {who: set(one.points) for who, one in found.items() if one.points} == {
        person("S5"): {diff.PEOPLE},
        person("S6"): {diff.PEOPLE},
    }
    assert found[person("S6")].rank_before is None


def other_settings() -> Parameters:
    held = load_parameters()
    points = held.points_per_victim
    fields = {name: getattr(held, name) for name in held.__dataclass_fields__}
    changed = points.model_copy(update={"further": points.further + 5})
    return Parameters(**fields | {"points_per_victim": changed})


def test_settings_and_code_are_told_apart(first: Run, home: Path, store: Store) -> None:
    second = made(home, store, parameters=other_settings())
    assert {cause for one in compared(home, first, second).values() for cause in one.points} == {
        diff.SETTINGS
    }
    path = runs.file(Archive(home), first, "entries")
    table = pq.read_table(path)
    less = [max(0, value - 1_000_000) for value in table["micro_points"].to_pylist()]
    column = table.schema.get_field_index("micro_points")
    pq.write_table(table.set_column(column, "micro_points", pa.array(less, pa.int64())), path)
    found = compared(home, first, second)
    assert {cause for one in found.values() for cause in one.points} == {diff.SETTINGS, diff.CODE}
    assert {one.points[diff.CODE] for one in found.values()} == {1_000_000}


def test_whom_others_overtake(first: Run, home: Path, store: Store, tmp_path: Path) -> None:
    offences = [f"N{number}" for number in range(6)]
    later(
        home,
        store,
        tmp_path / "later",
        offence=[
            {"offence_id": one, "code": "00877", "code_system": "HO5", "from_on": "2026-01-15"}
            for one in offences
        ],
        involvement=[
            {"offence_id": one, "record_id": "S4", "role": "suspect", "status": "convicted"}
            for one in offences
        ],
    )
    found = compared(home, first, made(home, store))
    assert found[person("S4")].rank_after == 1
    assert found[person("S4")].places == {diff.NEW_RECORD: -2}
    for who in ("S1", "S5"):
        assert (found[person(who)].points, found[person(who)].places) == ({}, {diff.OTHERS: 1})


def test_who_comes_to_a_list_without_a_point_has_a_cause() -> None:
    steps = [(diff.CODE, {"a": 5}), (diff.NEW_RECORD, {"a": 5, "b": 0}), (diff.DECAY, {"b": 0})]
    assert diff.moved(steps) == [
        Moved("b", 0, 0, None, 1, {diff.NEW_RECORD: 0}, None),
        Moved("a", 5, 0, 1, None, {diff.DECAY: -5}, None),
    ]


STATUSES = st.sampled_from(["named", "charged", "convicted", "no_further_action"])
SUSPECTS = st.sampled_from(["S1", "S4", "S5", "S6"])
CHANGES = st.lists(
    st.tuples(st.sampled_from(["O1", "O2", "O5", "O6", "N1", "N2"]), SUSPECTS, STATUSES),
    max_size=5,
    unique_by=lambda one: one[:2],
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHANGES, st.sampled_from([AS_OF, "2026-03-01"]), st.booleans())
def test_the_causes_always_add_up(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, str, str]],
    as_of: str,
    has_other_settings: bool,
) -> None:
    place = tmp_path_factory.mktemp("diff")
    archive = Archive(place / "home")
    taken = [force.extract(place / "first", force.small_force())]
    involved = [
        {"offence_id": offence, "record_id": who, "role": "suspect", "status": status}
        for offence, who, status in changes
    ]
    if involved:
        new = sorted({one["offence_id"] for one in involved} & {"N1", "N2"})
        offences = [
            {"offence_id": one, "code": "00877", "code_system": "HO5", "from_on": "2026-01-15"}
            for one in new
        ]
        tables = {"involvement": involved} | ({"offence": offences} if offences else {})
        taken.append(force.extract(place / "later", tables, at="2026-01-20T10:00:00"))
    two = []
    for number, folder in enumerate([*taken, None]):
        if folder is not None:
            force.archive(archive, folder)
        if number == 0 or folder is None:
            links = pipeline.derive_links(archive, archive.batches(), force.silent)
            parameters = other_settings() if has_other_settings and two else None
            two.append(_kept(archive, links, as_of if two else AS_OF, parameters))
    for scheme in ("pursuit", "serial", "harm_cchi"):
        compared(archive.folder.parent, two[0], two[1], scheme)


def _kept(archive: Archive, links: str, as_of: str, parameters: Parameters | None) -> Run:
    batches = archive.batches()
    state = graph_state.GraphState(tuple(one.batch_id for one in batches), links)
    found = run.make(
        archive,
        state,
        as_of=runs.read_as_of(as_of),
        is_for_now=False,
        say=force.silent,
        parameters=parameters,
    )
    runs.write(archive, found.run, found.tables())
    record.kept_settings.keep(archive, found.parameters)
    return found.run
