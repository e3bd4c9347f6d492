"""Commands of the scoring jobs."""

from datetime import UTC, datetime, time

import click

from graph_service import archive, graph_state, runs
from graph_service.access import Action
from graph_service.command import Call, command, do, say
from graph_service.contract.types import LONDON, read_instant
from graph_service.errors import WrongCall
from scoring import record, run


def read_as_of(text: str) -> datetime:
    """An instant (UTC without zone); a date means its last instant in Europe/London."""
    try:
        if len(text) == len("2026-01-31"):
            day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a civil day
            last = datetime.combine(day, time.max, tzinfo=LONDON)
            return last.astimezone(UTC).replace(tzinfo=None)
        return read_instant(text)
    except ValueError:
        raise WrongCall("--as-of is a date (YYYY-MM-DD) or an instant.") from None


@command("score", help="A recorded run: every scheme's scores, lists and reasons.")
@click.option("--as-of", "as_of", default=None, help="The day it looks at; without it, now.")
def score_command(call: Call, *, as_of: str | None) -> None:
    """Make and record a run."""
    with call.at_desk() as (desk, caller):
        do(desk, caller, Action.SCORE, "pursuit score")
        with desk.archive.lock(), desk.store.lease(archive.holder()):
            made = run.make(
                desk.archive,
                graph_state.read(desk.store),
                as_of=read_as_of(as_of) if as_of else archive.now(),
                is_for_now=as_of is None,
                say=say,
            )
            say("Recording the run")
            record.record(desk.archive, desk.store, made)
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
