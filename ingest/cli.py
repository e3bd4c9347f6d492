"""Commands of the ingest jobs."""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from graph_service.access import Action
from graph_service.command import Call, command, doing, say
from graph_service.contract.types import LONDON
from graph_service.errors import InputRefused, WrongCall
from graph_service.store_address import server_address
from ingest import manifest, pipeline, profiles, read, sample
from ingest.drafting.draft import advice, draft

_SHOWN = 20
_DAY = click.DateTime(["%Y-%m-%d"])


@command("ingest", help="Take an extract in: map, validate, archive, resolve, load.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--profile", "profile_name", default=None, help="Profile by name or folder.")
@click.option("--source", default=None, help="Name of the source; else the profile's.")
@click.option("--check", "only_check", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--write-manifest", is_flag=True, help="Write the folder's manifest and stop.")
def ingest_command(
    call: Call,
    *,
    folder: Path,
    profile_name: str | None,
    source: str | None,
    only_check: bool,
    write_manifest: bool,
) -> None:
    """Take an extract in."""
    if write_manifest:
        _write_manifest(call, folder, profile_name or profiles.CONTRACT, source)
        return
    sent = manifest.read(folder)
    profile = profiles.load(profile_name or _profile_of(sent.profile))
    of = pipeline.source_of(source, profile)
    if source is None and sent.source not in (None, of):
        say(f"The manifest names another source; these rows are of '{of}'. --source says otherwise")
    if call.store_uri:
        server_address(call.store_uri)  # a wrong one is told before anything is archived
    with call.at_desk() as (desk, caller):
        route = "pursuit ingest --check" if only_check else "pursuit ingest"
        with doing(desk, caller, Action.INGEST, route):
            if only_check:
                report = pipeline.check(desk.archive, folder, profile=profile, source=of, say=say)
            else:
                report = pipeline.ingest_and_open(
                    desk.archive, lambda: desk.store, folder, profile=profile, source=of, say=say
                )
        call.answer(report, _rows(report))
        if only_check and call.format == "table":
            _show_sample(call, report["sample"])
    _say_found(report)
    _say_next(report, only_check=only_check)


def _profile_of(named: str | None) -> str:
    """The profile that a manifest names; a sender cannot name a folder of statements to run."""
    if named is None or named in profiles.in_the_box():
        return named or profiles.CONTRACT
    raise InputRefused(
        f"{manifest.NAME} names a profile that does not come with Pursuit. Give its folder with "
        "--profile."
    )


def _rows(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"table": table, **counts} for table, counts in report["tables"].items()]


def _show_sample(call: Call, found: sample.Sample) -> None:
    """The masked rows of each table, under the counts."""
    for table, held in found.items():
        click.echo(f"\n{table}: some rows as mapped, masked")
        call.answer(held, sample.shown(held))


def _say_found(report: dict[str, Any]) -> None:
    for name in report["files_not_in_manifest"]:
        say(f"Not read: {name}: the manifest does not name it")
    for row in report["lines_not_parsed"][:_SHOWN]:
        say(f"Not read: {row['file']}, line {row['line']}: {row['reason']}. {row['what_to_do']}")
    left = len(report["lines_not_parsed"]) - _SHOWN
    if left > 0:
        say(f"Not read: {left:,} more lines; --format json lists them")
    for row in report["quarantine"]:
        say(
            f"Quarantined: {row['table']}: {row['reason']}: rows: {row['rows']:,} "
            f"({_places(row)}). {row['what_to_do']}"
        )
    for row in report["not_readable"]:
        say(
            f"Kept as text: {row['table']}.{row['column']}: {row['reason']}: "
            f"rows: {row['rows']:,}. {row['what_to_do']}"
        )
    for table, counts in report["tables"].items():
        if counts["waiting"]:
            say(
                f"Waiting: {table}: what it refers to is not there yet: rows: {counts['waiting']:,}"
            )


def _places(row: dict[str, Any]) -> str:
    """The numbers of the first rows that were quarantined for a reason."""
    named = ", ".join(f"{place['row']:,}" for place in row["places"])
    more = f" and {row['more']:,} more" if row["more"] else ""
    return f"{'row' if row['rows'] == 1 else 'rows'} {named}{more}"


def _say_next(report: dict[str, Any], *, only_check: bool) -> None:
    if report["quarantine"] and not only_check:
        say(
            f"The quarantined rows lie in HOME/quarantine/{report['batch']}, each with its reason, "
            "to be corrected and given again: docs/quarantine.md"
        )
    if only_check:
        known = "" if report["is_new"] else " The archive holds this batch already."
        say(f"Nothing was changed.{known} Next: the same without --check")
    elif report["is_new"]:
        say("Next: pursuit score")
    elif report["is_changed"]:
        say("This batch was here already; what was missing in the graph was loaded.")
    else:
        say("This batch was here already; nothing was changed.")


def _write_manifest(call: Call, folder: Path, profile_name: str, source: str | None) -> None:
    profile = profiles.load(profile_name)
    of = pipeline.source_of(source, profile)
    if not folder.is_dir():
        raise InputRefused(f"{folder}: is not a folder. Give the folder of an extract.")
    names = [name for name in manifest.data_files(folder) if profile.takes(name)]
    if not names:
        raise InputRefused(f"{folder}: holds no .csv or .parquet file that the profile reads.")
    if (folder / manifest.NAME).exists():
        say(f"There was a {manifest.NAME} already; it is replaced.")
    rows = {name: read.count(folder, name, profile) for name in names}
    try:
        manifest.write(folder, source=of, profile=profile.name, rows=rows)
    except OSError as error:
        raise InputRefused(f"{folder}: cannot be written to ({error.strerror}).") from None
    call.answer({"manifest": manifest.NAME, "files": rows})
    named = f" --source {shlex.quote(source)}" if source else ""
    say(f"Next: pursuit ingest {folder} --profile {profile_name}{named}")


@command("profile", help="Draft a profile for a source from a folder of its files.")
@click.argument("what", metavar="new", type=click.Choice(["new"]))
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Folder to write, else NAME here."
)
@click.option("--column", "read_as", multiple=True, help="COLUMN=NAME: read a column as another.")
def profile_command(
    call: Call, *, what: str, name: str, folder: Path, out: Path | None, read_as: tuple[str, ...]
) -> None:
    """Draft a profile."""
    del what  # there is one thing to do yet
    place = out or Path(name)
    meant = {column: to for column, _, to in (one.rpartition("=") for one in read_as)}
    if not all(column and to for column, to in meant.items()):
        raise WrongCall("Say --column COLUMN=NAME, such as --column Occurrence=offence_id.")
    at = datetime.now(UTC).astimezone(LONDON)
    drafted = draft(name, folder, place, at=at, meant=meant)
    call.answer(drafted, [{**one, **_joined(one)} for one in drafted["tables"]])
    for line in advice(drafted):
        say(line)
    if drafted["tables"]:
        say(f"Next: read {place}, then pursuit ingest {folder} --profile {place} --write-manifest")


def _joined(one: dict[str, Any]) -> dict[str, str]:
    return {name: ", ".join(held) for name, held in one.items() if isinstance(held, list)}


@command("resolve", help="Derive people again from records and decisions, load what is missing.")
@click.option("--estimate", is_flag=True, help="With linkage parameters estimated anew.")
def resolve_command(call: Call, *, estimate: bool) -> None:
    """People derived again."""
    with call.at_desk() as (desk, caller):
        with doing(desk, caller, Action.INGEST, "pursuit resolve"), desk.archive.lock():
            written = pipeline.catch_up(
                desk.archive, desk.store, say, anew=True, estimated=estimate
            )
        call.answer({"written": written}, [{"what": k, "rows": v} for k, v in written.items()])
    say("Next: pursuit score")


@command("synthetic", help="The extract of an invented force, with its manifest and its truth.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--persons", required=True, type=click.IntRange(1), help="People in the world.")
@click.option("--seed", required=True, type=click.IntRange(0), help="Seed.")
@click.option("--since", type=_DAY, default=None, help="Only what was recorded after this day.")
@click.option("--until", type=_DAY, default=None, help="Nothing recorded after this day.")
def synthetic_command(
    call: Call,
    *,
    out: Path,
    persons: int,
    seed: int,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Write an invented extract."""
    if out.exists() and any(out.iterdir()):
        raise WrongCall(f"{out.name}: the folder is not empty. Give another.")
    from ingest.synthetic import generate  # noqa: PLC0415 - no other command waits for it to load

    end = until.date() if until else datetime.now(UTC).astimezone(LONDON).date()
    start = since.date() if since else None
    try:
        generate(out, persons=persons, seed=seed, since=start, until=end)
    except ValueError as error:
        raise WrongCall(str(error)) from None  # days outside the invented world
    call.answer({"out": str(out), "persons": persons, "seed": seed})
    say(f"Next: pursuit ingest {out} --profile synthetic")


COMMANDS: tuple[click.Command, ...] = (
    ingest_command,
    profile_command,
    resolve_command,
    synthetic_command,
)
