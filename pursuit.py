"""The one command. It joins the packages' commands and holds the demo; nothing imports it."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import click

import graph_service.cli
import ingest.cli
import ingest.linkage.cli
import scoring.cli
from graph_service import access, archive, graph_state, runs, store
from graph_service.access import Action, Caller, Role
from graph_service.command import Call, Commands, command, doing, say
from graph_service.desk import Desk
from graph_service.errors import WrongCall
from graph_service.settings import Grant, Home, operating_system_user
from ingest import load, pipeline, profiles
from scoring import record

DEMO_HOME = "~/.pursuit-demo"
DEMO_PROFILE = "synthetic"
DEMO_SEED = 1
DEMO_UNTIL = date(2026, 11, 23)


@command("rebuild", help="Drop the graph and make it anew from the archive and its runs.")
def rebuild_command(call: Call) -> None:
    """The graph made anew."""
    with call.at_desk() as (desk, caller):
        with (
            doing(desk, caller, Action.OPERATE, "pursuit rebuild"),
            desk.archive.lock(),
            graph_state.turn(desk.store, say),
        ):
            load.clear(desk.store, say)
            written = pipeline.catch_up(desk.archive, desk.store, say)
            record.restore(desk.archive, desk.store, say)
        call.answer({"written": written}, [{"what": k, "rows": v} for k, v in written.items()])
    say("Next: pursuit doctor")


@command("demo", help="An invented force: graph, scores and pages, in a home of its own.")
@click.option("--persons", default=4_000, show_default=True, type=click.IntRange(100))
@click.option("--no-serve", is_flag=True, help="Stop before opening the pages.")
@click.option("--port", default=None, type=click.IntRange(1, 65_535), help="Port; else a free one.")
def demo_command(call: Call, *, persons: int, no_serve: bool, port: int | None) -> None:
    """Build the demo, or what is missing of it, then open it."""
    home = _demo_home(call)
    desk = Desk(home, lambda: store.connect(home.path, call.store_uri))
    try:
        caller = call.caller(desk)
        with doing(desk, caller, Action.OPERATE, "pursuit demo"):
            _complete(desk, persons)
            _grant_every_role(desk)
        if no_serve:
            call.answer({"home": str(home.path), "persons": persons})
            say(f"Next: pursuit list --home {home.path}")
            return
        _serve(desk, caller, host="127.0.0.1", port=port)
    finally:
        desk.close()


def _demo_home(call: Call) -> Home:
    """The demo's home: its own unless one is named; WrongCall for one with other data."""
    given = click.get_current_context().params["home"]
    path = call.home if given else Path(DEMO_HOME).expanduser().resolve()
    home = Home.open(path, is_invented=True)
    batches = archive.Archive(home.path).batches()
    others = [batch for batch in batches if batch.profile != DEMO_PROFILE]
    if others or not home.settings().is_invented:
        raise WrongCall("This home holds other data than the demo's. Give another with --home.")
    return home


def _complete(desk: Desk, persons: int) -> None:
    """Whatever is missing of the demo: the force, its graph, its run."""
    held = {batch.batch_id for batch in desk.archive.batches()}
    state = graph_state.read(desk.store)
    if not held.issuperset((*state.batches, *state.loading)):
        raise WrongCall("The store holds other data than the demo's. Give another with --store.")
    if not held:
        _invent(desk, persons)
        _score(desk)
        return
    say(f"The demo is there already. To build another, remove {desk.path} or give --home.")
    if not state.is_whole or set(state.batches) != held:
        with desk.archive.lock():
            pipeline.catch_up(desk.archive, desk.store, say)
            record.restore(desk.archive, desk.store, say)
    if not runs.read_all(desk.archive):
        _score(desk)


def _grant_every_role(desk: Desk) -> None:
    """Every role to the user, those of one area for the area with most people on the list."""
    user = operating_system_user()
    granted = access.granted(desk.home.settings(), user)
    listed = runs.entries(desk.archive, runs.current(desk.archive), "pursuit")
    counted = Counter(area for row in listed for area in row["areas"])
    busiest = min(counted, key=lambda area: (-counted[area], area), default=None)
    for role in Role:
        if role not in granted:
            is_of_area = access.SEES[role] is access.Sees.OWN_AREA and busiest is not None
            desk.home.grant(Grant(user, role, (busiest,) if is_of_area and busiest else ()))


def _invent(desk: Desk, persons: int) -> None:
    from ingest.synthetic import generate  # noqa: PLC0415 - no other command waits for it to load

    folder = desk.path / "demo-extract"
    truth = desk.path / "demo-extract.truth"
    for left in (folder, truth):
        shutil.rmtree(left, ignore_errors=True)
    say(f"Inventing a force of {persons:,} people")
    generate(folder, persons=persons, seed=DEMO_SEED, since=None, until=DEMO_UNTIL)
    profile = profiles.load(DEMO_PROFILE)
    pipeline.ingest(desk.archive, desk.store, folder, profile=profile, source=profile.name, say=say)


def _score(desk: Desk) -> None:
    as_of = runs.read_as_of(DEMO_UNTIL.isoformat())
    record.score(desk.archive, desk.store, as_of=as_of, is_for_now=True, say=say)


def _serve(desk: Desk, caller: Caller, *, host: str, port: int | None) -> None:
    from graph_service import serving  # noqa: PLC0415 - the web is loaded by those who serve alone

    with doing(desk, caller, Action.OPERATE, "pursuit serve"):
        serving.serve(desk, host=host, port=port, say=say)


@command("serve", help="The API and the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind to.")
@click.option("--port", default=None, type=click.IntRange(1, 65_535), help="Port; else a free one.")
def serve_command(call: Call, *, host: str, port: int | None) -> None:
    """Serve until stopped."""
    with call.at_desk() as (desk, caller):
        _serve(desk, caller, host=host, port=port)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Pursuit: perpetrator intelligence from recorded facts. A list is advice; a human decides."""


for one in (
    demo_command,
    *ingest.cli.COMMANDS,
    *ingest.linkage.cli.COMMANDS,
    *scoring.cli.COMMANDS,
    *graph_service.cli.COMMANDS,
    serve_command,
    rebuild_command,
):
    main.add_command(one)


if __name__ == "__main__":
    main()
