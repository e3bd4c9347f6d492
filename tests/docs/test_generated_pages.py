"""The generated pages are what their generators write, and a page that is not is named."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from docs import commands
from graph_service import documentation, documentation_ontology
from graph_service.access import Role
from graph_service.contract import TABLES, columns
from graph_service.ontology import NODES, RELATIONSHIPS, properties

EVERY: Mapping[str, Callable[[], str]] = {**documentation.PAGES, commands.PAGE: commands.page}
BOTH = (["-m", "graph_service.documentation"], ["docs/commands.py"])


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A folder with the pages and generators of the checkout."""
    shutil.copytree(root / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("images"))
    return tmp_path


def checked(folder: Path, generator: list[str]) -> tuple[int, str]:
    """Exit code and standard error of a generator that checks a folder."""
    answer = subprocess.run(
        [sys.executable, *generator, "--check"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    return answer.returncode, answer.stderr


def test_every_generated_page_is_current(root: Path) -> None:
    assert documentation.not_current(root, EVERY) == []


def test_every_page_begins_by_saying_that_it_is_generated(root: Path) -> None:
    unmarked = [
        name
        for name in EVERY
        if not (root / name).read_text("utf-8").startswith("<!-- Generated. Do not edit. ")
    ]
    assert unmarked == []


@pytest.mark.parametrize("generator", BOTH, ids=["packages", "commands"])
def test_a_check_of_current_pages_says_nothing(checkout: Path, generator: list[str]) -> None:
    assert checked(checkout, generator) == (0, "")


def test_a_page_that_was_changed_or_lost_is_named(checkout: Path) -> None:
    with (checkout / "docs/contract.md").open("a") as page:
        page.write("One line more.\n")
    (checkout / "docs/permissions.md").unlink()
    command = "python -m graph_service.documentation"
    assert checked(checkout, BOTH[0]) == (
        1,
        "".join(
            f"docs/{name}.md is not current. Write it anew: {command}\n"
            for name in ("contract", "permissions")
        ),
    )


def test_a_page_of_commands_that_was_changed_is_named(checkout: Path) -> None:
    with (checkout / "docs/commands.md").open("a") as page:
        page.write("One line more.\n")
    assert checked(checkout, BOTH[1]) == (
        1,
        "docs/commands.md is not current. Write it anew: python docs/commands.py\n",
    )


def test_an_unknown_argument_is_a_wrong_call(checkout: Path) -> None:
    answer = subprocess.run(
        [sys.executable, *BOTH[0], "--chek"], cwd=checkout, check=False, capture_output=True
    )
    assert answer.returncode == 2


def test_writing_restores_a_changed_page(checkout: Path) -> None:
    (checkout / "docs/ontology.md").write_text("Something else.\n")
    subprocess.run([sys.executable, *BOTH[0]], cwd=checkout, check=True)
    assert documentation.not_current(checkout, documentation.PAGES) == []


def sections(page: str) -> dict[str, str]:
    """The second-level sections of a page by their heading."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def names(section: str) -> list[str]:
    """What stands in the first column of a section's tables, as code."""
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_the_contract_page_has_every_column_of_every_table() -> None:
    found = sections(documentation.PAGES["docs/contract.md"]())
    assert {table: names(found[table]) for table in TABLES} == {
        table: [column.name for column in columns(table) if column.name != "recorded_at"]
        for table in TABLES
    }


def test_the_ontology_page_has_every_property_of_every_node() -> None:
    found = sections(documentation.PAGES["docs/ontology.md"]())
    assert {kind.label: sorted(names(found[kind.label])) for kind in NODES} == {
        kind.label: sorted(properties(kind)) for kind in NODES
    }


def test_every_relationship_stands_in_one_diagram() -> None:
    drawn = re.findall(
        r"-->\|\"(.+?)\"\|", "".join(_diagrams(documentation.PAGES["docs/ontology.md"]()))
    )
    types = [one for label in drawn for one in label.split("<br/>")]
    assert sorted(types) == sorted(kind.type for kind in RELATIONSHIPS)


def _diagrams(page: str) -> list[str]:
    return re.findall(r"^```mermaid\n(.+?)^```", page, re.MULTILINE | re.DOTALL)


def test_a_relationship_without_a_diagram_stops_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documentation_ontology, "_DIAGRAMS", documentation_ontology._DIAGRAMS[:-1])  # noqa: SLF001 - the last diagram is taken away
    with pytest.raises(ValueError, match=r"holds both ends of Scored, WrittenBy\.$"):
        documentation_ontology.page()


def test_the_page_of_permissions_has_a_row_for_every_role() -> None:
    found = sections(documentation.PAGES["docs/permissions.md"]())
    rows = found["What each role sees of victims"]
    assert re.findall(r"\| `(\w+)` \|", rows) == [str(role) for role in Role]
