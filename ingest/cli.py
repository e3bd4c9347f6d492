"""Commands of the ingest jobs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from graph_service.access import Action
from graph_service.command import Call, command, do, say
from graph_service.contract.types import LONDON
from graph_service.errors import InputRefused, WrongCall
from ingest import manifest, pipeline, profiles, read
from ingest.profiles import Profile

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
        if profile_name is None:
            raise WrongCall("--write-manifest needs --profile.")
        profile = profiles.load(profile_name)
        written = _write_manifest(folder, profile, source or profile.name)
        call.answer(written)
        say(f"Next: pursuit ingest {folder} --profile {profile_name}")
        return
    profile = profiles.load(profile_name or manifest.read(folder).profile or profiles.CONTRACT)
    of = profiles.source_name(source) if source else profile.name
    with call.at_desk() as (desk, caller):
        do(
            desk,
            caller,
            Action.INGEST,
            "pursuit ingest --check" if only_check else "pursuit ingest",
        )
        if only_check:
            report = pipeline.check(desk.archive, folder, profile=profile, source=of, say=say)
        else:
            report = pipeline.ingest(
                desk.archive, desk.store, folder, profile=profile, source=of, say=say
            )
        call.answer(report, _rows(report))
    _advise(report, only_check=only_check)


def _rows(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"table": table, **counts} for table, counts in report["tables"].items()]


def _advise(report: dict[str, Any], *, only_check: bool) -> None:
    for row in report["quarantine"]:
        say(f"Quarantined: {row['table']}: {row['reason']}: {row['rows']} rows")
    for row in report["not_readable"]:
        say(f"Kept as text: {row['table']}.{row['column']}: {row['reason']}: {row['rows']} values")
    for row in report["lines_not_parsed"][:20]:
        say(f"Not read: {row['file']}, line {row['line']}: {row['reason']}")
    if only_check:
        say("Nothing was changed. Next: the same without --check")
    elif not report["is_new"]:
        say("This batch was here already; nothing was changed.")
    else:
        say("Next: pursuit score")


def _write_manifest(folder: Path, profile: Profile, source: str) -> dict[str, Any]:
    if not folder.is_dir():
        raise InputRefused(f"{folder.name}: there is no such folder.")
    names = sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in manifest.READABLE and profile.takes(path.name)
    )
    if not names:
        raise InputRefused(f"{folder.name}: holds no .csv or .parquet file that the profile reads.")
    rows = {name: read.count(folder, name, profile) for name in names}
    manifest.write(folder, source=profiles.source_name(source), profile=profile.name, rows=rows)
    return {"manifest": manifest.NAME, "files": rows}


@command("resolve", help="Derive people again from records and links, and load what is missing.")
def resolve_command(call: Call) -> None:
    """People derived again."""
    with call.at_desk() as (desk, caller):
        do(desk, caller, Action.INGEST, "pursuit resolve")
        with desk.archive.lock():
            written = pipeline.catch_up(desk.archive, desk.store, say, anew=True)
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


COMMANDS: tuple[click.Command, ...] = (ingest_command, resolve_command, synthetic_command)
