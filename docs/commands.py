"""Writes docs/commands.md from the commands' own help, or says that it is not current.

`python docs/commands.py [--check]` in the root of a checkout. It lies here because no package may
import the joined command.
"""

import re
import sys
from collections.abc import Iterator, Sequence

import click

import pursuit
from graph_service import documentation, errors
from graph_service.command import command
from graph_service.documentation_markdown import code, doc, head, table

PAGE = "docs/commands.md"
_COMMAND = "python docs/commands.py"

_TOP = """\
# Commands

`pursuit` is the one command; `make install` leaves it at `.venv/bin/pursuit`. It acts as the
operating-system user in a role that the settings grant. Answers go to standard output, everything
else (progress, advice, errors) to standard error, and long work ends by naming the next command.

"""


def page() -> str:
    """The whole page."""
    every = [option.name for option in _options(command("any")(lambda: None))]
    shared = [one for one in _options(_all()[0][1]) if one.name in every]
    parts = [
        head(_COMMAND),
        _TOP,
        "Every command takes:\n\n",
        table(("option", "meaning"), [_option(one) for one in shared]),
        "\nIt ends with one of these exit codes:\n\n",
        table(("code", "meaning"), [*_exit_codes()]),
        *[_section(name, one, every) for name, one in _all()],
    ]
    return "".join(parts)


def _all() -> list[tuple[str, click.Command]]:
    return list(pursuit.main.commands.items())


def _options(one: click.Command) -> list[click.Option]:
    return [parameter for parameter in one.params if isinstance(parameter, click.Option)]


def _exit_codes() -> Iterator[tuple[str, str]]:
    yield "0", "Done."
    by_code: dict[int, type[errors.PursuitError]] = {}
    for kind in errors.PursuitError.__subclasses__():
        by_code.setdefault(kind.exit_code, kind)
    for number, kind in sorted(by_code.items()):
        yield str(number), doc(kind)


def _section(name: str, one: click.Command, every: Sequence[str | None]) -> str:
    arguments = " ".join(
        parameter.make_metavar(click.Context(one))
        for parameter in one.params
        if isinstance(parameter, click.Argument)
    )
    own = [option for option in _options(one) if option.name not in every]
    text = f"\n## {name}\n\n{one.help}\n\n```\npursuit {name}{' ' if arguments else ''}{arguments}"
    text += f"{' [OPTIONS]' if own else ''}\n```\n"
    return text + ("\n" + table(("option", "meaning"), map(_option, own)) if own else "")


def _option(one: click.Option) -> tuple[str, str]:
    """How an option is written, and what its help says, with its default."""
    shown = one.get_help_record(click.Context(click.Command("any")))
    if shown is None:
        raise ValueError(f"{one.name}: a hidden option")
    written, said = shown
    return code(written), re.sub(r"\s+", " ", said)


if __name__ == "__main__":
    sys.exit(documentation.run(sys.argv[1:], {PAGE: page}, _COMMAND))
