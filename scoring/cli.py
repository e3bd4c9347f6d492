"""Commands of the scoring jobs."""

import click

from graph_service import archive, runs
from graph_service.access import Action
from graph_service.command import Call, command, doing, say
from scoring import record


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


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


COMMANDS: tuple[click.Command, ...] = (score_command,)
