"""The pictures of the pages: each is shown, small enough for a page, and taken by the script."""

import re
import struct
from pathlib import Path

from benchmarks.likeness.page import PICTURE
from benchmarks.linkage.__main__ import CURVE
from docs import screenshots


def shown(pages: dict[str, str]) -> set[str]:
    """The names of the pictures in docs/images that pages show."""
    link = re.compile(r"\]\((?:docs/)?images/([^)]+)\)")
    return {name for page in pages.values() for name in link.findall(page)}


def taken(script: str) -> set[str]:
    """The names of the pictures that the script takes."""
    return {f"{name}.png" for name in re.findall(r'camera\.take\("([\w-]+)"', script)}


def width_of(picture: bytes) -> int:
    """The width of a PNG in pixels (its header: PNG specification, 11.2.2)."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return int(struct.unpack(">I", picture[16:20])[0])


def test_every_picture_is_shown_and_taken_or_drawn(pages: dict[str, str], root: Path) -> None:
    there = {path.name for path in (root / "docs/images").iterdir()}
    script = (root / "docs/screenshots.py").read_text("utf-8")
    assert (there, there) == (shown(pages), taken(script) | {PICTURE.name, CURVE.name})


def test_pictures_have_the_width_of_a_page_and_are_small(root: Path) -> None:
    odd = {
        path.name: (width_of(content), len(content))
        for path in (root / "docs/images").glob("*.png")
        if width_of(content := path.read_bytes()) != screenshots.WIDTH
        or len(content) > screenshots.LARGEST
    }
    assert odd == {}


def test_a_picture_that_nobody_shows_is_told_from_one_that_is_shown() -> None:
    pages = {"README.md": "![A](docs/images/a.png)", "docs/t.md": "![B](images/b.png) b.png"}
    assert shown(pages) == {"a.png", "b.png"}
