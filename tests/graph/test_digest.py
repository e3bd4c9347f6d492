"""One digest says whether a graph is what the archive says, on whichever store."""

from pathlib import Path

import pytest

from graph_service import graph_state, health
from graph_service.archive import Archive
from graph_service.desk import Desk
from graph_service.errors import StoreUnavailable
from graph_service.graph_state import GraphState
from graph_service.settings import Home
from tests.ingest.extracts import ALL, ALL_DIGEST, rows
from tests.ingest.force import Force


@pytest.fixture
def loaded(force: Force) -> Force:
    """A force with every kind of thing in its graph."""
    force.send({table: rows(text) for table, text in ALL.items()})
    return force


def test_the_digest_is_of_the_content_and_the_same_on_every_store(loaded: Force) -> None:
    assert loaded.digest() == loaded.archive_digest() == ALL_DIGEST


CHANGES = [
    "MATCH (n:Offence {offence_id: 'O1'}) SET n.title = 'x'",
    "MATCH (n:Offence {offence_id: 'O1'}) REMOVE n.area",
    "MATCH (n:Alias) DETACH DELETE n",
    "CREATE (:Area {key: 'contract/A9', source: 'contract', area_id: 'A9'})",
    "MATCH ()-[r:VICTIM_OF]->() DELETE r",
    "MATCH ()-[r:PARTNER_OF]->() SET r.kind = 'spouse'",
    "MATCH (r:PersonRecord {record_id: 'W1'}), (o:Offence {offence_id: 'O2'}) "
    "CREATE (r)-[:SUSPECT_IN]->(o)",
    "MATCH (r:PersonRecord {record_id: 'W1'})-[j:RESOLVED_TO]->(p) DELETE j",
    "MATCH (p:Person) WHERE p.name = 'REED' SET p.sex = 'F'",
]


def test_each_change_to_the_graph_is_seen(loaded: Force) -> None:
    seen = [loaded.digest()]
    for change in CHANGES:
        loaded.store.write(change)
        seen.append(loaded.digest())
    assert len(set(seen)) == len(seen) == 10
    assert not loaded.holds_the_archive()
    loaded.anew(loaded.scratch / "empty")
    loaded.take_in(loaded.scratch / "extract-1")


def test_what_is_no_knowledge_is_no_part_of_it(loaded: Force) -> None:
    for change in (
        "MATCH (p:Person {name: 'REED'}) SET p.person_id = 'P-another'",
        "CREATE (:Run {run_id: 'R-1'})",
        "MATCH (s:GraphState) SET s.note = 'x'",
    ):
        loaded.store.write(change)
    assert loaded.digest() == ALL_DIGEST


def said(force: Force) -> dict[str, str]:
    """What the checks of a home say."""
    home = force.archive.folder.parent
    Home.open(home)
    desk = Desk(Home(home), lambda: force.store)
    return {check["check"]: check["says"] for check in health.checks(desk)}


FINE = {
    "home is closed to others": "",
    "audit trail is an unbroken chain": "",
    "graph holds the archive's batches": "",
    "graph's digest is the archive's": "",
}


def test_the_checks_say_what_does_not_hold_and_what_to_do(force: Force) -> None:
    assert said(force) == FINE
    force.send({"area": [{"area_id": "A1"}]})
    assert said(force) == FINE
    force.store.write("MATCH (n:Area) SET n.name = 'x'")
    assert said(force) == FINE | {
        "graph's digest is the archive's": "The graph is not what the archive says: make it anew "
        "with `pursuit rebuild`."
    }
    state = graph_state.read(force.store)
    graph_state.write(force.store, GraphState(loading=state.batches))
    home = force.archive.folder.parent
    home.chmod(0o755)
    found = said(force)
    assert found["graph holds the archive's batches"] == (
        "The graph does not hold the archive's batches: bring it up with `pursuit resolve`."
    )
    assert found["home is closed to others"] == ("Others can read the home folder: chmod 700 it.")
    graph_state.write(force.store, state)
    force.store.write("MATCH (n:Area) REMOVE n.name")


def test_the_graphs_state_is_read_as_it_was_written(force: Force) -> None:
    for state in (
        GraphState(("a", "b"), "links", ("a", "b", "c"), "more"),
        GraphState(is_dropped=True),
        GraphState(),
    ):
        graph_state.write(force.store, state)
        assert graph_state.read(force.store) == state
    assert [
        GraphState(("a",), "x").is_whole,
        GraphState(("a",), "x", ("b",)).is_whole,
        GraphState(is_dropped=True).is_whole,
    ] == [True, False, False]


def test_the_holder_of_the_lease_is_known_while_it_lasts(force: Force) -> None:
    assert graph_state.writer(force.store) is None
    with force.store.lease("here:1"):
        assert graph_state.writer(force.store) == "here:1"
    assert graph_state.writer(force.store) is None


def test_an_archive_of_a_damaged_batch_is_told_by_the_checks(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Home.open(home)
    batch = Archive(home).folder / "batches" / "x"
    batch.mkdir()
    with pytest.raises(StoreUnavailable, match="batch x is damaged"):
        health.archive_digest(Archive(home), GraphState())
