"""Links in the documents lead somewhere, and decisions are recorded in one form."""

import re
from pathlib import PurePosixPath

SECTIONS = ["Context", "Decision", "Consequences"]
STATUS = r"(accepted|proposed|replaced by \d{4})"


def dead_links(files: dict[str, str], there: set[str]) -> list[str]:
    """Say `page: link` for each relative link in Markdown that leads to no kept file or folder."""
    folders = {str(parent) for path in there for parent in PurePosixPath(path).parents}
    dead = []
    for page, text in files.items():
        if not page.endswith(".md"):
            continue
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if "://" in link or link.startswith(("#", "mailto:")):
                continue
            target = _resolved(PurePosixPath(page).parent / link.split("#")[0])
            if target not in there and target not in folders:
                dead.append(f"{page}: {link}")
    return dead


def _resolved(path: PurePosixPath) -> str:
    """The path without its `..` parts."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return str(PurePosixPath(*parts))


def decisions(files: dict[str, str]) -> dict[str, str]:
    """The records of decisions in `docs/adr/`, without the template, by number."""
    return {
        PurePosixPath(path).name[:4]: text
        for path, text in sorted(files.items())
        if path.startswith("docs/adr/") and not path.endswith("0000-template.md")
    }


def malformed(records: dict[str, str]) -> list[str]:
    """The numbers of records without their numbered title, date, status or one of the sections."""
    return [
        number
        for number, text in records.items()
        if not re.match(
            rf"# {number} .+\n\nDate: \d{{4}}-\d\d-\d\d\n\nStatus: {STATUS}\n",
            text,
        )
        or re.findall(r"^## (.+)$", text, re.MULTILINE) != SECTIONS
    ]


def test_every_link_leads_somewhere(own: dict[str, str], kept: dict[str, bytes]) -> None:
    assert dead_links(own, set(kept)) == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = (
        "[a](../README.md) [b](gone.md) [c](adr/) [d](https://example.org/x.md)"
        " ![e](tour/list.png#top) [f](#here)"
    )
    there = {"README.md", "docs/adr/0001-x.md", "docs/a.md"}
    assert dead_links({"docs/a.md": text}, there) == [
        "docs/a.md: gone.md",
        "docs/a.md: tour/list.png#top",
    ]


def test_decisions_are_numbered_without_gaps_and_have_one_form(own: dict[str, str]) -> None:
    records = decisions(own)
    assert list(records) == [f"{number:04d}" for number in range(1, len(records) + 1)]
    assert malformed(records) == []


def test_a_record_of_another_form_is_found() -> None:
    good = (
        "# 0001 A\n\nDate: 2026-11-24\n\nStatus: accepted\n\n"
        "## Context\n\n## Decision\n\n## Consequences\n"
    )
    assert malformed(
        {"0001": good, "0002": good, "0003": good.replace("0001", "0003").replace("Context", "Why")}
    ) == [
        "0002",
        "0003",
    ]
