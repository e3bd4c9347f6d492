"""A recorded run: the facts as of an instant, every scheme's list, and what was not known."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pyarrow as pa

from graph_service import archive, decisions, ids, linked, runs
from graph_service.archive import Archive
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
# What only answers or describes: no score depends on it.
_ANSWERS = {"api", "queries", "web"}

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A run with its lists and contributions, not yet recorded."""

    run: Run
    entries: pa.Table
    contributions: pa.Table
    forecasts: pa.Table

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
            if path.suffix in {".py", ".toml", ".csv"} and not _ANSWERS.intersection(parts):
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
    parameters = parameters or load_parameters()
    say("Reading the history from the archive")
    known_at = max([batches[-1].accepted_at, *(one.at for one in looked)])
    made_of = {
        "as_of": as_of,
        "known_at": known_at,
        "inputs": ids.digest([digest, links, sorted(cleared)]),
        "settings": settings_digest(parameters),
        "code": code_version(),
    }
    with history.known(home, batches, links, as_of=as_of) as connection:
        facts = history.facts(connection)
        if facts.history.persons.empty:
            raise CheckFailed(
                f"Nothing about people was recorded by {runs.instant(as_of)}. Choose a later day."
            )
        entries, contributions, notes = lists.make(
            facts, as_of=as_of, parameters=parameters, say=say, cleared=cleared
        )
        say("Forecasting what decisions on links would change")
        forecasts = forecast.make(
            connection,
            linked.read(home, links),
            entries,
            as_of=local_day(as_of),
            parameters=parameters,
        )
    run = Run(
        run_id=runs.make_id(**made_of),  # type: ignore[arg-type]  # the five named parts
        made_at=archive.now(),
        is_for_now=is_for_now,
        batches=tuple(batch.batch_id for batch in batches),
        links=links,
        scorers={one.name: {"version": one.version, "text": one.text} for one in schemes.SCORERS},
        notes=notes,
        **made_of,  # type: ignore[arg-type]  # the five named parts
    )
    return Made(run, entries, contributions, forecasts)
