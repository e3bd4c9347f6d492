"""A recorded list computed again, from the archive alone."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graph_service import linked, runs
from graph_service.archive import Archive, Batch
from graph_service.errors import CheckFailed
from graph_service.runs import Run
from scoring import kept_settings, schemes
from scoring.run import Given, Lists, Progress, code_version, computed


@dataclass(frozen=True)
class Replayed:
    """A run's lists as they come out now, and whether they are those that were recorded."""

    lists: Lists
    is_same: bool


def replay(home: Archive, run: Run, say: Progress) -> Replayed:
    """Compute the lists of a run again, from its batches, links, decisions and settings.

    What was ingested, decided and set since has no say. CheckFailed where the archive lacks what
    the run was made of, or where the same code comes to another list than was recorded: then
    something was changed that must not be.
    """
    lists = computed(home, given(home, run), say)
    # A scheme that came since was no part of it.
    is_same = all(
        _of(made, run).equals(_of(runs.read_whole(home, run, name), run))
        for name, made in (("entries", lists.entries), ("contributions", lists.contributions))
    )
    if not is_same and run.code == code_version():
        raise CheckFailed(
            f"The run {run.run_id} does not come out as it was recorded, though the same code made "
            "it: its files in the archive, or what they were made of, were changed. Put "
            f"archive/runs/{run.run_id} back from a copy and compare."
        )
    return Replayed(lists, is_same)


def given(home: Archive, run: Run) -> Given:
    """What a run was made of, read from the archive; CheckFailed where some of it is gone."""
    if run.links is None or not linked.holds(home, run.links):
        raise CheckFailed(
            f"The archive does not hold the links that the run {run.run_id} was made with, so who "
            "was one person then is not known. Restore archive/links from a back-up."
        )
    return Given(
        batches=_batches(home.batches(), run.batches),
        links=run.links,
        cleared=frozenset(run.cleared),
        parameters=kept_settings.read(home, run.settings),
        as_of=run.as_of,
    )


def _batches(held: Iterable[Batch], wanted: tuple[str, ...]) -> list[Batch]:
    found = [batch for batch in held if batch.batch_id in wanted]
    if len(found) < len(wanted):
        raise CheckFailed(
            f"{len(wanted) - len(found)} of the run's {len(wanted)} batches are not in the "
            "archive. Restore archive/batches from a back-up."
        )
    return found


def _of(table: pa.Table, run: Run) -> pa.Table:
    """The rows of the schemes that the run has and that are still computed."""
    wanted = sorted(run.scorers.keys() & {one.name for one in schemes.SCORERS})
    return table.filter(pc.field("scheme").isin(wanted)).combine_chunks()


def by_rank(lists: Lists, scheme: str) -> pa.Table:
    """One scheme's list, by rank; NotThere where it is not computed any more."""
    schemes.scorer(scheme)
    return lists.entries.filter(pc.field("scheme") == scheme).sort_by("rank")
