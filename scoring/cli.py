"""Commands of the scoring jobs."""

from typing import Any

import click

from graph_service import archive, queries, runs
from graph_service.access import Action
from graph_service.audit import Event
from graph_service.cli import row_of_list
from graph_service.command import Call, command, doing, say
from graph_service.errors import WrongCall
from scoring import diff, record, replay
from scoring.run import code_version


@command("score", help="A recorded run: every scheme's scores, lists and reasons.")
@click.option("--as-of", "as_of", default=None, help="The day it looks at; without it, now.")
def score_command(call: Call, *, as_of: str | None) -> None:
    """Make and record a run."""
    with call.at_desk() as (desk, caller):
        with doing(desk, caller, Action.SCORE, "pursuit score"):
            made = record.score(
                desk.archive,
                desk.store,
                as_of=archive.now() if as_of is None else runs.read_as_of(as_of),
                is_for_now=as_of is None,
                say=say,
            )
        shown = {**made.run.shown(), "notes": made.run.notes}
        listed = made.run.notes["listed"]
        call.answer({"run": shown}, [{"scheme": k, "listed": v} for k, v in listed.items()])
        unknown = made.run.notes["unknown_harm"]
        for index, codes in unknown.items():
            if codes:
                offences = _counted(sum(code["offences"] for code in codes), "offence")
                say(
                    f"Harm not known under {index}: {offences} of {_counted(len(codes), 'code')}; "
                    "counted as unknown, not as none."
                )
        # A run for a past day never becomes the list of those who did not ask for it.
        is_current = runs.current(desk.archive).run_id == made.run.run_id
    asked = "" if is_current else f" --run {made.run.run_id}"
    say(f"Run {runs.instant(made.run.as_of)}. Next: pursuit list{asked}")


@command("replay", help="A recorded list, computed again from the archive.")
@click.argument("run", required=False)
@click.option("--made-by", default=None, help="The latest run made by this day or instant.")
@click.option("--scheme", default="pursuit", show_default=True, help="Scheme.")
@click.option("--area", default=None, help="Only entries of this area.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="Entries.")
def replay_command(
    call: Call, *, run: str | None, made_by: str | None, scheme: str, area: str | None, limit: int
) -> None:
    """A list computed again."""
    if (run is None) == (made_by is None):
        raise WrongCall("Say which run: by its id, or by --made-by.")
    with call.at_desk() as (desk, caller):
        event = Event(Action.READ_LIST, "pursuit replay")
        with doing(desk, caller, event.action, event.route):
            if made_by is None:
                found = runs.find(desk.archive, run)
            else:
                found = runs.made_by(desk.archive, runs.read_as_of(made_by))
            found.check_scheme(scheme)
            replayed = replay.replay(desk.archive, found, say)
        answer = queries.ranked_list(
            desk,
            caller=caller,
            event=event,
            scheme=scheme,
            area=area,
            limit=limit,
            run=found.run_id,
            computed=replay.by_rank(replayed.lists, scheme).to_pylist(),
        )
        call.answer(answer, [row_of_list(entry) for entry in answer["entries"]])
    if replayed.is_same:
        say(f"Computed again, {found.run_id} is what was recorded, to the byte.")
    else:
        say(
            f"{found.run_id} was made by code {found.code}; this is {code_version()}, which makes "
            "another list of the same facts."
        )


@command("diff", help="What moved on a list between two runs, and why.")
@click.argument("before")
@click.argument("after")
@click.option("--scheme", default="pursuit", show_default=True, help="Scheme.")
def diff_command(call: Call, *, before: str, after: str, scheme: str) -> None:
    """What moved, by causes."""
    with call.at_desk() as (desk, caller):
        event = Event(Action.COMPARE_RUNS, "pursuit diff")
        with doing(desk, caller, event.action, event.route):
            pair = [runs.find(desk.archive, one) for one in (before, after)]
            for run in pair:
                run.check_scheme(scheme)
            moved = diff.diff(desk.archive, pair[0], pair[1], scheme=scheme, say=say)
            diff.keep(desk.archive, pair[0], pair[1], scheme, moved)
        answer = queries.diff(desk, before, after, caller=caller, event=event, scheme=scheme)
        call.answer(answer, [_moved(one) for one in answer["moved"]])


def _moved(one: dict[str, Any]) -> dict[str, Any]:
    """Somebody who moved in a line of a table."""
    return {
        "person_id": one["person_id"],
        "rank before": one["rank"]["before"],
        "rank after": one["rank"]["after"],
        "score before": one["score"]["before"],
        "score after": one["score"]["after"],
        "why": "; ".join(
            f"{part['cause'].replace('_', ' ')}: {part['points']} points"
            + ("" if part["places"] is None else f", {part['places']:+d} places")
            for part in one["causes"]
        ),
    }


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


COMMANDS: tuple[click.Command, ...] = (
    score_command,
    replay_command,
    diff_command,
)
