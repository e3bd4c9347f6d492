"""What every command shares: its options, who calls, how answers and errors come out.

JSON, CSV and tables go to standard output, everything else to standard error. Exit codes: 0 done, 1
a check does not hold, 2 wrong call, 3 refused input, 4 store or network unavailable, 5 not allowed.
"""

import csv
import functools
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pandas as pd

from graph_service import access, faults, store
from graph_service.access import Action, Caller, Purpose
from graph_service.audit import BEGUN, DONE, FAILED, Event
from graph_service.desk import Desk
from graph_service.errors import AuditUnavailable, NotAllowed, PursuitError
from graph_service.settings import Home, home_path, operating_system_user

FORMATS = ("table", "json", "csv")
# Cells that a spreadsheet would take for a formula, full-width forms included; a number is none.
_FORMULA = re.compile(
    "[=+\\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def say(text: str) -> None:
    """Progress and advice, to standard error."""
    click.echo(text, err=True)


@dataclass(frozen=True)
class Call:
    """One call of a command: where, as whom, for what, and how the answer is wanted."""

    home: Path
    store_uri: str | None
    role: str | None
    purpose: str
    format: str

    def desk(self) -> Desk:
        """The home's desk; the home is made where there is none."""
        home = Home.open(self.home)
        return Desk(home, lambda: store.connect(home.path, self.store_uri))

    @contextmanager
    def at_desk(self) -> Iterator[tuple[Desk, Caller]]:
        """The desk and the caller, closed afterwards."""
        desk = self.desk()
        try:
            yield desk, self.caller(desk)
        finally:
            desk.close()

    def caller(self, desk: Desk) -> Caller:
        """The operating-system user in a role that the settings grant; NotAllowed otherwise."""
        user = operating_system_user()
        purpose = access.purpose(self.purpose)
        granted = access.granted(desk.home.settings(), user)
        role = access.role(self.role) if self.role else next(iter(granted), None)
        if role is None or role not in granted:
            desk.audit.turned_away(user, Event(Action.TAKE_ROLE, "command line"))
            raise NotAllowed(
                "The settings of this home do not grant you that role. Whoever runs it can: "
                "`pursuit config grant USER ROLE [--area A]`."
            )
        return Caller(user, role, granted[role], purpose)

    def answer(self, held: Any, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        """Print an answer: the whole of it as JSON, or its rows as table or CSV."""
        if self.format == "json":
            click.echo(json.dumps(held, indent=1, ensure_ascii=False))
            return
        flat = [_flat(row) for row in (rows if rows is not None else [held])]
        if self.format == "csv":
            click.echo(_csv(flat), nl=False)
        elif flat:
            shown = pd.DataFrame(flat, dtype=object).map(_printable)
            click.echo(shown.to_string(index=False, max_colwidth=100))
        else:
            say("Nothing to show.")


def _printable(value: Any) -> Any:
    """A cell of a table: nothing for nothing, and no character that steers a terminal."""
    if value is None or value != value:  # noqa: PLR0124 - nan
        return ""
    if not isinstance(value, str):
        return value
    return "".join(one if one.isprintable() else " " for one in value)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        for name, value in row.items()
    }


def _cell(value: Any) -> Any:
    """A cell of a CSV file that no spreadsheet takes for a formula."""
    if not isinstance(value, str) or not _FORMULA.match(value) or _NUMBER.match(value):
        return value
    return f"'{value}"


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    if rows:
        names = dict.fromkeys(name for row in rows for name in row)
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


_OPTIONS = (
    click.option(
        "--format", "form", type=click.Choice(FORMATS), default="table", help="Form of the answer."
    ),
    click.option("--home", default=None, help="Home folder. [PURSUIT_HOME, ~/.pursuit]"),
    click.option("--store", "uri", default=None, help="Store, if not embedded. [PURSUIT_STORE]"),
    click.option("--role", default=None, help="Role to act in, as the settings grant."),
    click.option("--purpose", default=None, help="What it is for. [PURSUIT_PURPOSE, data_quality]"),
)


def command(name: str, **settings: Any) -> Callable[[Callable[..., None]], click.Command]:
    """A command with the options that all share; its function gets a ``Call`` first."""

    def made(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def called(
            *,
            form: str,
            home: str | None,
            uri: str | None,
            role: str | None,
            purpose: str | None,
            **given: Any,
        ) -> None:
            call = Call(
                home=home_path(home),
                store_uri=uri or os.environ.get("PURSUIT_STORE") or None,
                role=role,
                purpose=purpose or os.environ.get("PURSUIT_PURPOSE") or Purpose.DATA_QUALITY,
                format=form,
            )
            function(call, **given)

        with_options: Callable[..., None] = called
        for option in reversed(_OPTIONS):
            with_options = option(with_options)
        return click.command(name, cls=click.Command, **settings)(with_options)

    return made


@contextmanager
def doing(desk: Desk, caller: Caller, action: Action, route: str) -> Iterator[None]:
    """Ask leave for a job, record that it begins, and at the end that it is done or failed.

    Nothing is begun without a record of it.
    """
    event = Event(action, route)
    desk.admit(caller, event)
    desk.audit.record(caller, event, outcome=BEGUN)
    try:
        yield
    except BaseException:
        with suppress(AuditUnavailable):  # what went wrong is told before that it cannot be kept
            desk.audit.record(caller, event, outcome=FAILED)
        raise
    desk.audit.record(caller, event, outcome=DONE)


def _is_no_text(given: str) -> bool:
    try:
        given.encode()
    except UnicodeEncodeError:
        return True
    return False


class Commands(click.Group):
    """The group of all commands; turns what went wrong into one sentence and an exit code."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse bytes that are no text, unless they are the name of a file that is there."""
        for one in args:
            if _is_no_text(one) and not os.path.lexists(one):
                raise click.UsageError("an argument is not text in UTF-8")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; PursuitErrors end with their own exit code."""
        try:
            return super().invoke(ctx)
        except PursuitError as error:
            say(f"{error.message}")
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # Whoever read has had enough. What is still to be flushed at the end goes nowhere.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            ctx.exit(0)
        except Exception as error:
            if os.environ.get("PURSUIT_TRACEBACK"):
                raise
            say(faults.told(error))
            ctx.exit(1)
