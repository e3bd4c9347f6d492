"""States read for the touched rows alone differ exactly where the whole states differ."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service import contract, persons, projection, touched, versions
from graph_service.archive import Archive, Batch
from graph_service.ontology import FACT_NODES, FACT_RELATIONSHIPS
from graph_service.people import Link
from tests.graph.archives import Rows, accept

START = datetime(2026, 1, 1)
KEYS = ("1", "2", "3", "4", "5")
PLACES = ("1 Oak Street", "1, oak street", "2 Elm Road", "")
# Values that matter to the graph; every other column is left empty.
CHOICES: dict[str, tuple[str, ...]] = {
    "address": PLACES,
    "postcode": ("ZZ1 1AA", ""),
    "surname": ("Ash", "Birch", ""),
    "born_on": ("1980-01-01", "1981-01-01", ""),
    "is_vawg": ("true", ""),
    "code": ("1", "14"),
}


def one_row(table: str) -> st.SearchStrategy[dict[str, str]]:
    """A row of a contract table, its keys and references among few."""
    fields: dict[str, st.SearchStrategy[str]] = {}
    for column in contract.columns(table):
        if column.name == "recorded_at":
            continue
        if column.refers_to or (column.is_key and not column.values and column.kind != "date"):
            chosen = KEYS if column.is_required else (*KEYS, "")
        elif column.values and (column.is_key or column.is_required or column.name == "role"):
            chosen = column.values[:4]
        elif column.name in CHOICES:
            chosen = CHOICES[column.name]
        elif column.is_required:
            chosen = {"date": ("2026-01-01",), "instant": ("2026-01-01T10:00:00",)}.get(
                column.kind, ("said",)
            )
        else:
            continue
        fields[column.name] = st.sampled_from(chosen)
    days = st.integers(0, 4).map(lambda day: (START + timedelta(days=day)).isoformat())
    return st.fixed_dictionaries(fields | {"recorded_at": days})


def ending(table: str) -> st.SearchStrategy[dict[str, str]]:
    """A retraction of a row of a table that has keys of one part."""
    return st.fixed_dictionaries(
        {
            "table": st.just(table),
            "key": st.sampled_from(KEYS),
            "recorded_at": st.integers(1, 5).map(
                lambda day: (START + timedelta(days=day)).isoformat()
            ),
        }
    )


ENDED = ("person_record", "offence", "order", "address", "outcome", "area")


@st.composite
def tables_of_batch(draw: st.DrawFn) -> dict[str, Rows]:
    filled = draw(st.lists(st.sampled_from(sorted(contract.TABLES)), max_size=7, unique=True))
    held = {
        table: draw(st.lists(one_row(table), min_size=1, max_size=4))
        for table in (*filled, "person_record", "offence", "involvement")
        if table != "retraction"
    }
    if "retraction" in filled:
        ended = st.sampled_from(ENDED).flatmap(ending)
        held["retraction"] = draw(st.lists(ended, min_size=1, max_size=3))
    return held


records = st.sampled_from([("north", key) for key in KEYS])
links = st.lists(st.tuples(records, records), max_size=3)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[dict[str, Rows]], set[int], set[int], Any]:
    """Batches, which of them stand before and which after, and the links before and after."""
    sent = draw(st.lists(tables_of_batch(), min_size=2, max_size=4))
    which = st.sets(st.sampled_from(range(len(sent))))
    before, after = draw(which), draw(which)
    joined = draw(links)
    return sent, before, after, (joined, draw(st.one_of(st.just(joined), links)))


def differences(
    archive: Archive,
    before: list[Batch],
    after: list[Batch],
    joined: tuple[list[Link], list[Link]],
    *,
    whole: bool,
) -> dict[str, list[Any]]:
    """Everything that a load would write to come from one state to the other."""
    found: dict[str, list[Any]] = {}
    with versions.connect(archive) as connection:
        if not whole:
            touched.create(connection, before, after, joined)
        for schema, held, chosen in (
            ("before", before, touched.BEFORE),
            ("after", after, touched.AFTER),
        ):
            versions.create(connection, schema, held, chosen=None if whole else chosen)
            projection.create(connection, schema)
        for node in FACT_NODES:
            found[node.label] = ordered(projection.nodes(connection, node, "after", "before"))
            found[f"{node.label} gone"] = ordered(
                projection.gone_nodes(connection, node, "before", "after")
            )
        for edge in FACT_RELATIONSHIPS:
            found[edge.type] = ordered(projection.edges(connection, edge, "after", "before"))
            found[f"{edge.type} gone"] = ordered(
                projection.gone_edges(connection, edge, "before", "after")
            )
        was, now = (
            people_of(connection, schema, one)
            for schema, one in zip(("before", "after"), joined, strict=True)
        )
        found["Person"] = ordered(now - was)
        found["Person gone"] = ordered(was - now)
    return found


def people_of(connection: duckdb.DuckDBPyConnection, schema: str, joined: list[Link]) -> set[str]:
    who = persons.of_state(connection, schema, joined)
    return {repr(row) for row in persons.rows(connection, schema, who)}


def ordered(rows: Any) -> list[str]:
    return sorted(row if isinstance(row, str) else repr(row) for row in rows)


def sent_to(archive: Archive, sent: list[dict[str, Rows]]) -> list[Batch]:
    for number, tables in enumerate(sent):
        accept(archive, tables, sent_at=START + timedelta(days=number, hours=12))
    return archive.batches()


def at(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


def victim_of(*offences: str) -> Rows:
    return [
        {"offence_id": one, "record_id": "1", "role": "victim", "recorded_at": at(0)}
        for one in offences
    ]


FIRST: dict[str, Rows] = {
    "person_record": [
        {"record_id": "1", "address": "1 Oak Street", "recorded_at": at(0)},
        {"record_id": "2", "address": "2 Elm Road", "recorded_at": at(0)},
        {"record_id": "3", "address": "1, oak street", "recorded_at": at(0)},
    ],
    "order_condition": [
        {"condition_id": "1", "order_id": "1", "kind": "prohibition", "recorded_at": at(0)}
    ],
    "offence": [{"offence_id": one, "recorded_at": at(0)} for one in "12"],
    "involvement": victim_of("1", "2"),
}
# What changes and, untouched beside it, what must be seen with it.
BESIDE: dict[str, dict[str, Rows]] = {
    "a victim in two offences, of which one is taken back, stays protected": {
        "retraction": [{"table": "offence", "key": "1", "recorded_at": at(1)}]
    },
    "a victim who moves stays protected": {
        "person_record": [{"record_id": "1", "address": "3 Ash Lane", "recorded_at": at(1)}]
    },
    "a place that one of two records leaves stays as the other writes it": {
        "person_record": [{"record_id": "3", "recorded_at": at(1)}]
    },
    "a person's second record changes": {
        "person_record": [{"record_id": "2", "sex": "M", "recorded_at": at(1)}]
    },
    "an order that was never sent is taken back, and its condition with it": {
        "retraction": [{"table": "order", "key": "1", "recorded_at": at(1)}]
    },
    "an offence that comes after what names it": {
        "involvement": [
            {"offence_id": "3", "record_id": "2", "role": "suspect", "recorded_at": at(1)}
        ],
        "offence": [{"offence_id": "3", "recorded_at": at(2)}],
    },
    "a person known since another day is named after another record": {
        "person_record": [{"record_id": "2", "recorded_at": at(-1)}]
    },
}


@pytest.mark.parametrize("change", BESIDE.values(), ids=BESIDE)
def test_what_did_not_change_is_seen_with_what_did(change: dict[str, Rows], tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sent: list[dict[str, Rows]] = [FIRST, change]
    held = sent_to(archive, sent)
    joined: list[Link] = [(("north", "1"), ("north", "2"))]
    states = held[:1], held
    narrow = differences(archive, *states, (joined, joined), whole=False)
    whole = differences(archive, *states, (joined, joined), whole=True)
    assert narrow == whole
    assert any(whole.values())


def test_the_touched_rows_differ_where_the_whole_does(pytestconfig: pytest.Config) -> None:
    @settings(
        max_examples=20 * pytestconfig.getoption("longer"),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(changes())
    def holds(change: Any) -> None:
        sent, before, after, joined = change
        with tempfile.TemporaryDirectory() as folder:
            archive = Archive(Path(folder))
            held = sent_to(archive, sent)
            states = [[held[one] for one in sorted(which)] for which in (before, after)]
            narrow = differences(archive, *states, joined, whole=False)
            assert narrow == differences(archive, *states, joined, whole=True)

    holds()
