"""Commands of the service: lists, people, networks, settings, pages, checks."""

from pathlib import Path
from typing import Any

import click

from graph_service import access, archive, drawing, health, queries
from graph_service.access import Action
from graph_service.audit import Event
from graph_service.command import Call, command, doing, say
from graph_service.decisions import Queue
from graph_service.errors import CheckFailed, WrongCall
from graph_service.settings import Grant


@command("list", help="The ranked list of a scheme.")
@click.option("--scheme", default="pursuit", show_default=True, help="Scheme.")
@click.option("--area", default=None, help="Only entries of this area.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="Entries.")
@click.option("--run", default=None, help="Run id; without it the current run.")
def list_command(call: Call, *, scheme: str, area: str | None, limit: int, run: str | None) -> None:
    """The ranked list."""
    with call.at_desk() as (desk, caller):
        event = Event(Action.READ_LIST, "pursuit list")
        answer = queries.ranked_list(
            desk, caller=caller, event=event, scheme=scheme, area=area, limit=limit, run=run
        )
        rows = [row_of_list(entry) for entry in answer["entries"]]
        call.answer(answer, rows)
        if tie := answer["tie"]:
            say(
                f"The cut falls among equals: of {tie['above'] + tie['below']} with the last score "
                f"{tie['above']} stand above it, by the order of their ids alone."
            )
        say("Next: pursuit why PERSON_ID")


def row_of_list(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of a list in a line of a table."""
    if "rank" not in entry:
        return entry
    reasons = entry["reasons"]
    return {
        "rank": entry["rank"],
        "person_id": entry["person_id"],
        "score": entry["score"],
        **entry["axes"],
        "victims": entry["victims"],
        "serial under": ", ".join(name for name, met in entry["definitions"].items() if met),
        "areas": ", ".join(entry["areas"]),
        "states": ", ".join(entry["states"]),
        "first reason": reasons[0]["text"] if reasons else "",
    }


@command("why", help="Why a person stands where he does.")
@click.argument("person_id")
@click.option("--scheme", default="pursuit", show_default=True, help="Scheme.")
@click.option("--run", default=None, help="Run id; without it the current run.")
def why_command(call: Call, *, person_id: str, scheme: str, run: str | None) -> None:
    """The contributions of a score."""
    with call.at_desk() as (desk, caller):
        event = Event(Action.READ_WHY, "pursuit why")
        answer = queries.why(desk, person_id, caller=caller, event=event, scheme=scheme, run=run)
        call.answer(answer, answer.get("contributions", answer.get("parts", [])))
        if call.format == "table" and "score" in answer:
            say(f"Sum: {answer['score']}")


@command("person", help="A person's profile, or with --search people who fit a text.")
@click.argument("person_id", required=False)
@click.option("--search", "text", default=None, help="Name, part of one, or reference.")
@click.option(
    "--limit",
    default=queries.SEARCH_LIMIT,
    show_default=True,
    type=click.IntRange(1),
    help="Most people found.",
)
def person_command(call: Call, *, person_id: str | None, text: str | None, limit: int) -> None:
    """A profile, or a search."""
    if (person_id is None) == (text is None):
        raise WrongCall("Give a person's id, or --search TEXT.")
    with call.at_desk() as (desk, caller):
        if text is not None:
            event = Event(Action.SEARCH, "pursuit person --search")
            answer = queries.search(desk, text, caller=caller, event=event, limit=limit)
            call.answer(answer, answer["matches"])
            if answer["more"]:
                say(f"{answer['more']} more. Add a forename or a reference, or a higher --limit.")
            return
        event = Event(Action.READ_PERSON, "pursuit person")
        profile = queries.person(desk, str(person_id), caller=caller, event=event)
        call.answer(profile, [{"what": name, "is": value} for name, value in profile.items()])


@command("people", help="Every person record with its person.")
def people_command(call: Call) -> None:
    """``source, record_id, person_id`` of every record."""
    with call.at_desk() as (desk, caller):
        event = Event(Action.READ_RECORDS, "pursuit people")
        found = queries.person_records(desk, caller=caller, event=event)
        call.answer(found, found)


@command("network", help="A person's network as one interactive file that asks no other host.")
@click.argument("person_id")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--hops",
    default=1,
    show_default=True,
    type=click.IntRange(1, queries.MOST_HOPS),
    help="Steps from person to person.",
)
@click.option(
    "--limit",
    default=150,
    show_default=True,
    type=click.IntRange(1, queries.MOST_NODES),
    help="Most people and things.",
)
def network_command(call: Call, *, person_id: str, out: Path, hops: int, limit: int) -> None:
    """Write the network's file."""
    with call.at_desk() as (desk, caller):
        event = Event(Action.READ_NETWORK, "pursuit network")
        answer = queries.network(
            desk, person_id, caller=caller, event=event, hops=hops, limit=limit
        )
        drawn = drawing.one_file(answer, is_invented=desk.home.settings().is_invented)
        try:
            archive.write_whole(out, drawn)
        except OSError as error:
            raise WrongCall(f"--out cannot be written ({error.strerror}).") from None
        if call.format != "table":
            call.answer(answer, answer["nodes"])
        say(f"Written: {out.name}, {len(answer['nodes'])} people and things.")


@command("config", help="Show the settings, or: config grant USER ROLE [--area A].")
@click.argument("words", nargs=-1)
@click.option("--area", "areas", multiple=True, help="Area of the grant; may be repeated.")
def config_command(call: Call, *, words: tuple[str, ...], areas: tuple[str, ...]) -> None:
    """The settings; with ``grant USER ROLE`` one more grant."""
    with call.at_desk() as (desk, caller):
        if words:
            if len(words) != 3 or words[0] != "grant":  # noqa: PLR2004 - grant USER ROLE
                raise WrongCall("Say: pursuit config grant USER ROLE [--area A].")
            role = access.role(words[2])
            with doing(desk, caller, Action.CONFIGURE, "pursuit config grant"):
                desk.home.grant(Grant(words[1], role, areas))
            if access.SEES[role] is access.Sees.OWN_AREA and not areas:
                say("This role reads lists of its own areas alone, and none was given: --area A.")
            shown = desk.home.settings().shown()
        else:
            with desk.answering(caller, Event(Action.READ_SETTINGS, "pursuit config")):
                shown = desk.home.settings().shown()
        call.answer(shown, shown["grants"])


@command("doctor", help="Checks of this home; with --digest the graph's digest alone.")
@click.option("--digest", "only_digest", is_flag=True, help="Print the digest of the graph.")
def doctor_command(call: Call, *, only_digest: bool) -> None:
    """Run the checks; exit code 1 where one does not hold."""
    with call.at_desk() as (desk, caller):
        with doing(desk, caller, Action.OPERATE, "pursuit doctor"):
            if only_digest:
                found = {"digest": health.graph_digest(desk)}
            else:
                checks = health.checks(desk)
        if only_digest:
            call.answer(found)
            return
        call.answer({"checks": checks}, checks)
        if not all(check["holds"] for check in checks):
            raise CheckFailed("A check does not hold; what to do stands beside it.")


@command("links", help="Pairs of records that may be of one person, first what matters most.")
@click.option(
    "--state",
    default="waiting",
    show_default=True,
    type=click.Choice(list(queries.LINK_STATES)),
    help="Which pairs.",
)
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1), help="Most pairs shown."
)
def links_command(call: Call, *, state: str, limit: int) -> None:
    """The queue of links."""
    with call.at_desk() as (desk, caller):
        event = Event(Action.READ_LINKS, "pursuit links")
        answer = queries.links(desk, caller=caller, event=event, state=state, limit=limit)
        call.answer(answer, [_link_row(one) for one in answer["links"]])
    if answer["more"]:
        say(f"{answer['more']} more: a higher --limit shows them.")
    if answer["links"] and state == "waiting":
        say("Next: pursuit decide links LINK_ID same|not_same|unsure --reason TEXT")


def _link_row(one: dict[str, Any]) -> dict[str, Any]:
    """A pair in a line of a table: both records, and how likely they are of one person."""
    told = [
        " ".join(
            str(record[name])
            for name in ("record_id", "forename", "surname", "full_name", "born_on")
            if record.get(name)
        )
        for record in one["records"]
    ]
    return {
        "link_id": one["link_id"],
        "one": told[0],
        "other": told[1],
        "chance": "" if one["chance"] is None else f"{one['chance']:.0%}",
        "would change": "" if one["forecast"] is None else f"{one['forecast']['change']} points",
        "why it stands here": one["meaning"],
    }


@command("decide", help="A recorded human decision: decide links LINK_ID same --reason TEXT.")
@click.argument("queue", type=click.Choice([str(queue) for queue in Queue]))
@click.argument("item")
@click.argument("decision")
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
def decide_command(call: Call, *, queue: str, item: str, decision: str, reason: str) -> None:
    """Write a decision down."""
    of = Queue(queue)
    with call.at_desk() as (desk, caller):
        event = Event(queries.DECIDES[of], f"pursuit decide {queue}")
        made = queries.decide(desk, of, item, decision, reason=reason, caller=caller, event=event)
        call.answer(made, [made])
    say(f"It counts with the next run: {_NEXT[of]}")


_NEXT = {Queue.LINKS: "pursuit resolve, then pursuit score", Queue.LOOK_FIRST: "pursuit score"}


COMMANDS: tuple[click.Command, ...] = (
    list_command,
    why_command,
    person_command,
    people_command,
    network_command,
    links_command,
    decide_command,
    config_command,
    doctor_command,
)
