"""Commands, options, targets, variables, files and headings that the pages name are there."""

import re
from pathlib import Path, PurePosixPath

import click
import pytest

import pursuit

# The names of a page are looked for in what it shows as code.
CODE = re.compile(r"^```[a-z]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?<![\w./-])pursuit ([a-z][a-z-]*)([^\n|;&>`]*)")
TARGET = re.compile(r"(?<![\w-])make ([a-z][a-z0-9-]*)\b")
VARIABLE = re.compile(r"\bPURSUIT_[A-Z_]+\b")
PACKAGES = ("graph_service", "ingest", "scoring", "visualisation")
FILE = re.compile(rf"^(?:{'|'.join(PACKAGES)}|docs|tests|assets)/[\w./-]+$")

Options = dict[str, set[str]]


def code(page: str) -> list[str]:
    """The pieces of a page that are shown as code."""
    return [block or span for block, span in CODE.findall(page)]


def unknown_calls(page: str, known: Options) -> list[str]:
    """The commands that are not there, and the options that are not the command's."""
    found = []
    for piece in code(page):
        for name, rest in CALL.findall(piece):
            if name not in known:
                found.append(f"pursuit {name}")
                continue
            named = re.findall(r"(?<!\S)\[?(--[a-z-]+)", rest.split("#")[0])
            found += [f"pursuit {name} {option}" for option in named if option not in known[name]]
    return found


def unknown_targets(page: str, makefile: str) -> list[str]:
    """The targets of `make` that are not there."""
    there = set(re.findall(r"^([a-z][a-z0-9-]*):(?!=)", makefile, re.MULTILINE))
    return [name for piece in code(page) for name in TARGET.findall(piece) if name not in there]


def slugs(page: str) -> set[str]:
    """The anchors of a page's headings, as the common renderers make them."""
    bare = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", bare, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def dead_anchors(pages: dict[str, str]) -> list[str]:
    """Say `page: link` for each link to a heading that is not there."""
    dead = []
    for path, text in pages.items():
        for target, anchor in re.findall(r"\]\(([^)\s#]*)#([^)\s]+)\)", text):
            if "://" in target:
                continue
            folder = PurePosixPath(path).parent
            page = pages.get(_resolved(folder / target) if target else path)
            if page is not None and anchor not in slugs(page):
                dead.append(f"{path}: {target}#{anchor}")
    return dead


def _resolved(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def missing_files(page: str, root: Path) -> list[str]:
    """The files and folders of the repository that a page names as code and that are not there."""
    named = [span for _, span in CODE.findall(page) if FILE.match(span)]
    return [name for name in named if not (root / name).exists()]


def _params(command: click.Command) -> list[click.Parameter]:
    """A command's parameters, of a group those of its commands too."""
    within = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(found for one in within for found in one.params)]


@pytest.fixture(scope="module")
def known() -> Options:
    """The options of every command."""
    return {
        name: {
            option
            for parameter in (*_params(one), *pursuit.main.params)
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
        | {"--help"}
        for name, one in pursuit.main.commands.items()
    }


def test_every_command_and_option_that_a_page_names_is_there(
    pages: dict[str, str], known: Options
) -> None:
    unknown = {path: calls for path, page in pages.items() if (calls := unknown_calls(page, known))}
    assert unknown == {}


def test_every_command_is_named_in_the_pages_about_it(pages: dict[str, str]) -> None:
    named = {name for piece in code(pages["docs/commands.md"]) for name, _ in CALL.findall(piece)}
    assert named == set(pursuit.main.commands)


def test_every_target_that_a_page_names_is_there(pages: dict[str, str], root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    unknown = {
        path: names for path, page in pages.items() if (names := unknown_targets(page, makefile))
    }
    assert unknown == {}


def test_every_link_to_a_heading_finds_it(pages: dict[str, str]) -> None:
    assert dead_anchors(pages) == []


def test_every_file_that_a_page_names_is_there(pages: dict[str, str], root: Path) -> None:
    # A recorded decision is not edited when a file moves.
    read = {path: page for path, page in pages.items() if not path.startswith("docs/adr/")}
    missing = {path: names for path, page in read.items() if (names := missing_files(page, root))}
    assert missing == {}


def test_every_variable_that_a_page_names_is_read_somewhere(
    pages: dict[str, str], root: Path
) -> None:
    files = [
        root / "pursuit.py",
        *(path for one in PACKAGES for path in (root / one).rglob("*.py")),
    ]
    read = {name for path in files for name in VARIABLE.findall(path.read_text("utf-8"))}
    named = {name for page in pages.values() for name in VARIABLE.findall(page)}
    assert sorted(named - read) == []


def test_an_unknown_command_and_a_foreign_option_are_found(known: Options) -> None:
    page = (
        "Use `pursuit lists` or `pursuit list --area A [--limit N]`; `pursuit` is a scheme.\n"
        "```sh\n.venv/bin/pursuit x\npursuit score --as-off D | cut -d, -f1 --x\n```\n"
        "We pursuit nothing in prose.\n"
    )
    assert unknown_calls(page, known) == ["pursuit lists", "pursuit score --as-off"]


def test_an_unknown_target_is_found() -> None:
    page = "Run `make demo` or `make deom`; we make haste.\n```sh\nmake tset  # all\n```\n"
    assert unknown_targets(page, "demo: ## opens\ntest: ## tests\n") == ["deom", "tset"]


def test_a_link_to_a_heading_that_is_not_there_is_found() -> None:
    pages = {
        "a.md": "# One\n[b](docs/b.md#two-words) [c](docs/b.md#three) [d](#one) [e](#on)\n",
        "docs/b.md": "## Two words\n```sh\n# three\n```\n[a](../a.md#one)\n",
    }
    assert dead_anchors(pages) == ["a.md: docs/b.md#three", "a.md: #on"]


def test_a_file_that_is_not_there_is_found(root: Path) -> None:
    page = "See `graph_service/access.py`, `graph_service/acces.py` and `docs/adr`."
    assert missing_files(page, root) == ["graph_service/acces.py"]
