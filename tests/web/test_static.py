"""The style sheet and script as they are kept: what the list says, and nothing from elsewhere."""

import hashlib
import re

from graph_service.web.presentation import STATIC


def test_every_kept_file_is_as_the_list_says() -> None:
    listed = dict(
        reversed(line.split("  ./", 1))
        for line in (STATIC / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    kept = {
        str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in STATIC.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert kept == listed


def test_the_style_sheet_fetches_nothing_from_elsewhere_and_ships_no_font() -> None:
    css = (STATIC / "pursuit.css").read_text(encoding="utf-8")
    assert re.findall(r"url\((.*?)\)", css) == ["/static/images/icon-document.svg"]
    assert re.findall(r"@font-face|@import|GDS Transport|crown", css) == []


def test_the_script_names_no_address_but_that_of_the_svg_language() -> None:
    script = (STATIC / "pursuit.js").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"'`\s]+", script)) == {"http://www.w3.org/2000/svg"}
    assert re.findall(r"\beval\(|new Function|innerHTML\s*=\s*location", script) == []


def test_the_licences_of_what_is_built_in_are_kept() -> None:
    assert sorted(path.name for path in (STATIC / "licences").iterdir()) == [
        "govuk-frontend.txt",
        "moj-frontend.txt",
    ]


def test_what_is_kept_stays_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 400_000
