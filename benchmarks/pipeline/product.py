"""The steps of Pursuit that are measured, each run in a process of its own by `child.py`."""

import time
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.pipeline.recording import Recorder
from benchmarks.pipeline.stores import Place
from graph_service import graph_state
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.archive import Archive
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.queries.lists import ranked_list
from graph_service.queries.network import network
from graph_service.queries.person import person
from graph_service.settings import Home
from graph_service.store import Store, connect
from ingest import pipeline, profiles
from scoring import record, run

AS_OF = datetime(2026, 11, 24)  # noqa: DTZ001 - UTC without zone, as runs take it
_SOURCE = "synthetic"
_CALLER = Caller("benchmark", Role.ANALYST, purpose=Purpose.INVESTIGATION)
_WARM = 30
_PERSON = "MATCH (:PersonRecord {key: $key})-[:RESOLVED_TO]->(p:Person) RETURN p.person_id AS id"

_ARCHIVING, _OPENING = "Archiving", "opening the store"
_LINKS, _LOAD, _RECORD = "Deriving people from records", "Loading the graph", "Recording the run"


class _Clock:
    """When each step was said to begin, in seconds; what is said again counts the first time."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self.at: dict[str, float] = {}

    def say(self, text: str) -> None:
        self.at.setdefault(text, self.now())

    def now(self) -> float:
        return time.perf_counter() - self._began


def _silent(text: str) -> None:
    del text


def ingest(place: Place, extract: Path) -> dict[str, Any]:
    """Take an extract in; how long each step took. The store runs and answers already."""
    profile = profiles.load("synthetic")
    archive = Archive(Home.open(place.home, is_invented=True).path)
    opened: list[Store] = []
    clock = _Clock()

    def open_store() -> Store:
        clock.say(_OPENING)
        opened.append(connect(place.home, place.uri))
        return opened[0]

    try:
        pipeline.ingest_and_open(
            archive, open_store, extract, profile=profile, source=_SOURCE, say=clock.say
        )
        whole = clock.now()
    finally:
        for store in opened:
            store.close()
    marks = [0.0, *(clock.at[name] for name in (_ARCHIVING, _OPENING, _LOAD)), whole]
    read, archived, links, load = (end - begin for begin, end in pairwise(marks))
    return {"seconds": whole, "read": read, "archive": archived, "links": links, "load": load}


def score(place: Place) -> dict[str, Any]:
    """Make and record a run: how long each took."""
    with connect(place.home, place.uri) as store:
        clock = _Clock()
        record.score(Archive(place.home), store, as_of=AS_OF, is_for_now=True, say=clock.say)
        whole, recording = clock.now(), clock.at[_RECORD]
    return {"seconds": whole, "make": recording, "record": whole - recording}


def first_page(place: Place) -> dict[str, Any]:
    """Open the list: the very first time, and the median of those after it."""
    clock = _Clock()
    desk = _desk(place)
    try:
        _list(desk)
        first = clock.now()
        return {"seconds": first, "warm": median(_timed(_list, desk) for _ in range(_WARM))}
    finally:
        desk.close()


def pages(place: Place, groups: dict[str, list[str]]) -> dict[str, Any]:
    """Page, network and list in milliseconds (p50, p95), for groups of nominals' references."""
    desk = _desk(place)
    try:
        _list(desk)  # connects
        return {
            name: {
                "person": _spread([_timed(_page, desk, one) for one in people]),
                "network": _spread([_timed(_network, desk, one) for one in people]),
                "list": _spread([_timed(_list, desk) for _ in people]),
            }
            for name, references in groups.items()
            if (people := _people(desk, references))
        }
    finally:
        desk.close()


def record_load(place: Place, out: Path) -> dict[str, Any]:
    """Keep the statements that bring an empty graph to the state of the archive."""
    archive = Archive(place.home)
    with out.open("wb") as file, archive.lock():
        pipeline.catch_up(archive, Recorder(file), _silent)
    return {}


def record_score(place: Place, out: Path) -> dict[str, Any]:
    """Keep the statements that bring a run's scores into the graph."""
    archive = Archive(place.home)
    with out.open("wb") as file, connect(place.home, place.uri) as store:
        state = graph_state.read(store)
        made = run.make(archive, state, as_of=AS_OF, is_for_now=True, say=_silent)
        record.into_graph(Recorder(file), made.run, made.entries, is_current=True)
    return {}


def record_list(place: Place, out: Path) -> dict[str, Any]:
    """Keep the questions that the first page of the list asks."""
    with out.open("wb") as file, connect(place.home, place.uri) as store:
        _list(Desk(Home.open(place.home), lambda: Recorder(file, store)))
    return {}


def _desk(place: Place) -> Desk:
    return Desk(Home.open(place.home), lambda: connect(place.home, place.uri))


def _people(desk: Desk, references: list[str]) -> list[str]:
    found = [desk.store.read(_PERSON, key=f"{_SOURCE}/{one}") for one in references]
    return [str(rows[0]["id"]) for rows in found if rows]


def _timed(asked: Callable[..., None], *of: Any) -> float:
    clock = _Clock()
    asked(*of)
    return clock.now()


def _list(desk: Desk) -> None:
    ranked_list(desk, caller=_CALLER, event=Event(Action.READ_LIST, "benchmark"))


def _page(desk: Desk, person_id: str) -> None:
    person(desk, person_id, caller=_CALLER, event=Event(Action.READ_PERSON, "benchmark"))


def _network(desk: Desk, person_id: str) -> None:
    network(desk, person_id, caller=_CALLER, event=Event(Action.READ_NETWORK, "benchmark"))


def _spread(seconds: list[float]) -> dict[str, float]:
    # The smallest and the largest of few stand for their quantiles.
    held = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds
    return {"p50": median(seconds) * 1000, "p95": held[-1] * 1000}
