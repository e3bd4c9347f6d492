"""Commands about linkage."""

from pathlib import Path
from typing import Any

import click

from graph_service import drawing
from graph_service.access import Action
from graph_service.command import Call, command, doing, say
from graph_service.errors import InputRefused
from ingest.linkage.assess import assess


@click.group("evaluate", help="How well it works, measured against what is known.")
def evaluate_group() -> None:
    """Evaluations."""


@command("linkage", help="Linkage against a known truth: a CSV of record_id and cluster.")
@click.option("--truth", required=True, type=click.Path(path_type=Path), help="The truth file.")
@click.option("--by", multiple=True, help="A further column of the file: each group of it apart.")
@click.option("--picture", type=click.Path(path_type=Path), help="Write the threshold curve here.")
def evaluate_linkage_command(
    call: Call, *, truth: Path, by: tuple[str, ...], picture: Path | None
) -> None:
    """Linkage against a truth file."""
    with call.at_desk() as (desk, caller):
        with doing(desk, caller, Action.EVALUATE, "pursuit evaluate linkage"):
            found = assess(desk.archive, truth, by)
            if picture:
                _draw(picture, found["curve"])
        call.answer(
            found,
            [
                {"of": name, **{key: found[name][key] for key in ("precision", "recall", "f1")}}
                for name in ("pairs", "groups")
            ],
        )
    if found["unknown"]:
        say(f"{found['unknown']:,} records of the truth file are not in the archive; left out.")


def _draw(picture: Path, curve: list[dict[str, Any]]) -> None:
    try:
        picture.write_text(drawing.threshold_curve(curve), "utf-8")
    except OSError as error:
        raise InputRefused(
            f"The picture cannot be written to {picture}: {error.strerror}. Give --picture a file "
            "in a folder that is there."
        ) from None


evaluate_group.add_command(evaluate_linkage_command)

COMMANDS: tuple[click.Command, ...] = (evaluate_group,)
