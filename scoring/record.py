"""A run is written into the archive, then into the graph; a half-written one is never shown."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from graph_service import cypher, graph_state, projection, runs
from graph_service.archive import Archive
from graph_service.ontology.nodes import Score
from graph_service.ontology.relationships import Scored, WrittenBy
from graph_service.runs import Run
from graph_service.store import Store
from scoring import kept_settings
from scoring.run import Made, Progress, make

_CURRENT = """
MATCH (r:Run) WHERE r.is_current OR r.run_id = $run_id SET r.is_current = (r.run_id = $run_id)
"""
_OLD = "MATCH (s:Score) WHERE s.run_id <> $run_id RETURN s.key AS key LIMIT 20000"
_PIECE = 5_000


def _node(run: Run) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "as_of": projection.stored(run.as_of),
        "known_at": projection.stored(run.known_at),
        "made_at": projection.stored(run.made_at),
        "inputs": run.inputs,
        "settings": run.settings,
        "code": run.code,
        "is_for_now": run.is_for_now,
        "is_current": False,
    }


def _pieces(entries: pa.Table) -> Iterator[list[dict[str, Any]]]:
    for batch in entries.to_batches(_PIECE):
        yield batch.to_pylist()


def _key(run: Run, row: Mapping[str, Any]) -> str:
    return f"{run.run_id}/{row['scheme']}/{row['person_id']}"


def _joined(start: str, end: str) -> dict[str, Any]:
    return {"start": start, "end": end, "properties": {}}


def into_graph(store: Store, run: Run, entries: pa.Table, *, is_current: bool) -> None:
    """Write the run's node and, for the current run, its scores; then let it answer."""
    store.write(
        "MERGE (r:Run {run_id: $run_id}) SET r = $properties",
        run_id=run.run_id,
        properties=_node(run),
    )
    if not is_current:
        return
    for rows in _pieces(entries):
        store.write_batches(
            cypher.merge_nodes(Score),
            [
                {
                    "key": _key(run, row),
                    "properties": {"key": _key(run, row), "run_id": run.run_id, **row},
                }
                for row in rows
            ],
        )
        store.write_batches(
            cypher.merge_relationships(Scored),
            [_joined(row["person_id"], _key(run, row)) for row in rows],
        )
        store.write_batches(
            cypher.merge_relationships(WrittenBy),
            [_joined(_key(run, row), run.run_id) for row in rows],
        )
    store.write(_CURRENT, run_id=run.run_id)
    while old := store.read(_OLD, run_id=run.run_id):
        store.write_batches(cypher.delete_nodes(Score), old)


def record(home: Archive, store: Store, made: Made) -> None:
    """Keep a run in the archive and bring the graph to the run that is now current."""
    kept_settings.keep(home, made.parameters)
    runs.write(home, made.run, made.tables())
    is_current = runs.current(home).run_id == made.run.run_id
    into_graph(store, made.run, made.entries, is_current=is_current)


def score(home: Archive, store: Store, *, as_of: datetime, is_for_now: bool, say: Progress) -> Made:
    """Make and record a run (see ``scoring.run.make``) as the one writer of archive and store."""
    with home.lock(), graph_state.turn(store, say):
        made = make(
            home,
            graph_state.read(store),
            as_of=as_of,
            is_for_now=is_for_now,
            say=say,
        )
        say("Recording the run")
        record(home, store, made)
    return made


def restore(home: Archive, store: Store, say: Progress) -> None:
    """Write the archive's runs into a graph that was made anew, as the one writer of the store."""
    made = runs.read_all(home)
    if not made:
        return
    now = runs.current(home)
    with graph_state.turn(store, say):
        for run in made:
            if run.run_id != now.run_id:
                into_graph(store, run, runs.ENTRIES.empty_table(), is_current=False)
        into_graph(store, now, runs.read_whole(home, now, "entries"), is_current=True)
