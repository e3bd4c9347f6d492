"""Figures stand in a page between two marks, which are put there once and stay."""

from pathlib import Path


def write_between(page: Path, begin: str, end: str, text: str) -> None:
    """Put a text between two marks of a page; ValueError where it does not have each once."""
    before, rest = page.read_text("utf-8").split(begin)
    _, after = rest.split(end)
    page.write_text(f"{before}{begin}\n{text}{end}{after}", "utf-8")
