"""A recorded run: the facts as of an instant, every scheme's list, and what was not known."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graph_service import archive, decisions, ids, linked, runs
from graph_service.archive import Archive, Batch
from graph_service.decisions import Queue
from graph_service.errors import CheckFailed
from graph_service.graph_state import GraphState
from graph_service.processes import local_day
from graph_service.runs import Run
from scoring import forecast, history, lists, schemes
from scoring.parameter_files import load_parameters
from scoring.parameters import Parameters, settings_digest

VERSION = "0.1.0"
_ROOT = Path(__file__).resolve().parents[1]
# What only answers or describes: no score depends on it. Settings have a digest of their own.
_ANSWERS = {"api", "queries", "web"}
_SETTINGS = ("scoring", "data")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Given:
    """All that the lists of a run follow from; ``as_of`` UTC without zone."""

    batches: list[Batch]
    links: str
    cleared: frozenset[str]
    parameters: Parameters
    as_of: datetime


@dataclass(frozen=True)
class Lists:
    """Every scheme's list with all contributions, and what was not known."""

    entries: pa.Table
    contributions: pa.Table
    notes: dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A run with its lists and contributions, not yet recorded."""

    run: Run
    entries: pa.Table
    contributions: pa.Table
    forecasts: pa.Table
    parameters: Parameters

    def tables(self) -> dict[str, pa.Table]:
        """What is kept of the run, by the name of its file."""
        return {
            "entries": self.entries,
            "contributions": self.contributions,
            "forecasts": self.forecasts,
        }


@cache
def code_version() -> str:
    """The version and a digest of the code and data that a score can depend on.

    Read once: it is the code that runs, whatever happens to the files meanwhile.
    """
    whole = hashlib.sha256()
    for package in ("graph_service", "scoring"):
        for path in sorted((_ROOT / package).rglob("*")):
            parts = path.relative_to(_ROOT).parts
            if _ANSWERS.intersection(parts) or parts[:2] == _SETTINGS:
                continue
            if path.suffix in {".py", ".toml", ".csv"}:
                whole.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
                whole.update(path.read_bytes() + b"\0")
    return f"{VERSION}+{whole.hexdigest()[:16]}"


def make(
    home: Archive,
    state: GraphState,
    *,
    as_of: datetime,
    is_for_now: bool,
    say: Progress,
    parameters: Parameters | None = None,
) -> Made:
    """Make a run from the archive, ``as_of`` UTC without zone.

    CheckFailed where nothing was recorded by then, or the graph holds other batches.
    """
    batches = home.batches()
    digest = archive.batches_digest(batches)
    # Decisions on links that were made since count with the next resolve.
    links = state.links
    looked = [one for one in decisions.read(home) if one.queue == Queue.LOOK_FIRST]
    cleared = decisions.cleared(looked)
    if not batches:
        raise CheckFailed("Nothing was ingested yet. Begin with `pursuit ingest`.")
    held = {batch.batch_id for batch in batches}
    if links is None or not state.is_whole or set(state.batches) != held:
        raise CheckFailed(
            "The graph does not hold the same batches as the archive, so a run would not be about "
            "what people see. Bring it up with `pursuit resolve`, then score again."
        )
    given = Given(batches, links, cleared, parameters or load_parameters(), as_of)
    known_at = max([batches[-1].accepted_at, *(one.at for one in looked)])
    made_of = {
        "as_of": as_of,
        "known_at": known_at,
        "inputs": ids.digest([digest, links, sorted(cleared)]),
        "settings": settings_digest(given.parameters),
        "code": code_version(),
    }
    with _known(home, given, say) as (connection, made):
        say("Forecasting what decisions on links would change")
        forecasts = forecast.make(
            connection,
            linked.read(home, links),
            made.entries,
            as_of=local_day(as_of),
            parameters=given.parameters,
        )
    run = Run(
        run_id=runs.make_id(**made_of),  # type: ignore[arg-type]  # the five named parts
        made_at=archive.now(),
        is_for_now=is_for_now,
        batches=tuple(batch.batch_id for batch in batches),
        links=links,
        cleared=tuple(sorted(cleared)),
        scorers={one.name: {"version": one.version, "text": one.text} for one in schemes.SCORERS},
        notes=made.notes,
        **made_of,  # type: ignore[arg-type]  # the five named parts
    )
    return Made(run, made.entries, made.contributions, forecasts, given.parameters)


def computed(home: Archive, given: Given, say: Progress) -> Lists:
    """The lists that follow from what is given.

    CheckFailed where nothing was recorded by then.
    """
    with _known(home, given, say) as (_, made):
        return made


@contextmanager
def _known(
    home: Archive, given: Given, say: Progress
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Lists]]:
    """The lists, while the facts they were made of are at hand."""
    say("Reading the history from the archive")
    with history.known(home, given.batches, given.links, as_of=given.as_of) as connection:
        facts = history.facts(connection)
        if facts.history.persons.empty:
            raise CheckFailed(
                f"Nothing about people was recorded by {runs.instant(given.as_of)}. Choose a later "
                "day."
            )
        yield (
            connection,
            Lists(
                *lists.make(
                    facts,
                    as_of=given.as_of,
                    parameters=given.parameters,
                    say=say,
                    cleared=given.cleared,
                )
            ),
        )
