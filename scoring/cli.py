"""Commands of the scoring jobs."""

import click

from graph_service import archive, runs
from graph_service.access import Action
from graph_service.command import Call, command, do, say
from scoring import record


@command("score", help="A recorded run: every scheme's scores, lists and reasons.")
@click.option("--as-of", "as_of", default=None, help="The day it looks at; without it, now.")
def score_command(call: Call, *, as_of: str | None) -> None:
    """Make and record a run."""
    with call.at_desk() as (desk, caller):
        do(desk, caller, Action.SCORE, "pursuit score")
        made = record.score(
            desk.archive,
            desk.store,
            as_of=runs.read_as_of(as_of) if as_of else archive.now(),
            is_for_now=as_of is None,
            say=say,
        )
        shown = {**made.run.shown(), "notes": made.run.notes}
        listed = made.run.notes["listed"]
        call.answer({"run": shown}, [{"scheme": k, "listed": v} for k, v in listed.items()])
        unknown = made.run.notes["unknown_harm"]
        for index, codes in unknown.items():
            if codes:
                offences = sum(code["offences"] for code in codes)
                say(
                    f"Harm not known under {index}: {offences} offences of {len(codes)} codes; "
                    "they count as unknown, not as none."
                )
    say(f"Run {runs.instant(made.run.as_of)}. Next: pursuit list")


COMMANDS: tuple[click.Command, ...] = (score_command,)
