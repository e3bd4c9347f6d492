"""The one file: it asks nobody for anything, and no text in it becomes markup or script."""

import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser

from tests.visualisation.graphs import HOSTILE, neighbourhood, person, star
from visualisation import interactive

# What makes a browser fetch something, with an address of another host behind it.
FETCHES = re.compile(
    r"""(?:src|href|action|poster|srcset|data)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import|\bimport\s*\(|\bfrom\s*["'](?:https?:)?//"""
    r"""|<link\b|<iframe\b|<object\b|<embed\b|<base\b""",
    re.IGNORECASE,
)


def drawn(graph: Any, **more: Any) -> str:
    return interactive.one_file(graph, title="Network", marking="OFFICIAL-SENSITIVE", **more)


def data_of(page: str) -> str:
    found = re.search(r'<script type="application/json" id="network">(.*?)</script>', page)
    assert found is not None
    return found.group(1)


def test_nothing_in_the_file_fetches_anything() -> None:
    assert FETCHES.findall(drawn(neighbourhood(), centre="c")) == []


@pytest.mark.parametrize(
    "bad",
    [
        '<script src="https://example.org/a.js">',
        "<link rel=stylesheet href=//example.org>",
        "background:url(http://example.org/a.png)",
        "@import 'a.css'",
    ],
)
def test_something_that_fetches_would_be_found(bad: str) -> None:
    assert FETCHES.search(bad)


def test_the_policy_allows_the_two_scripts_by_their_hash_and_no_address() -> None:
    page = drawn(neighbourhood(), centre="c")
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found is not None
    policy = re.sub(r"sha256-[A-Za-z0-9+/=]{44}", "HASH", found.group(1).replace("&#x27;", "'"))
    assert policy == (
        "default-src 'none'; script-src 'HASH' 'HASH'; style-src 'HASH'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_licence_of_the_library_is_in_the_file() -> None:
    page = drawn(neighbourhood(), centre="c")
    assert "vis.js is dual licensed under both" in page


def test_hostile_text_never_becomes_markup() -> None:
    graph = neighbourhood()
    person(graph, "v", HOSTILE, "victim")
    page = interactive.one_file(
        graph, title=HOSTILE, marking=HOSTILE, centre="c", invented=True, note=HOSTILE
    )
    assert "<img" not in page.replace(interactive._library(), "")  # noqa: SLF001 - its own strings
    assert "<script>alert" not in page
    assert not {"<", ">", "&"} & set(data_of(page))


def test_ids_of_people_are_not_in_the_picture() -> None:
    graph: Any = nx.relabel_nodes(neighbourhood(), {"c": "person-7f3a", "v": "person-9b1c"})
    assert "person-" not in drawn(graph, centre="person-7f3a")


def test_the_marking_stands_above_and_below_and_invented_data_say_so() -> None:
    page = drawn(neighbourhood(), centre="c", invented=True)
    assert page.count('<p class="marking">OFFICIAL-SENSITIVE</p>') == 2
    assert "INVENTED" in page
    assert "INVENTED" not in drawn(neighbourhood(), centre="c")


def test_the_same_facts_give_the_same_file() -> None:
    assert drawn(neighbourhood(), centre="c") == drawn(neighbourhood(backwards=True), centre="c")


def test_without_a_centre_the_records_are_drawn_as_they_come() -> None:
    page = drawn(star(2))
    assert data_of(page).count('"shape": "triangle"') == 2
    assert data_of(drawn(star(2), centre="c")).count('"shape": "triangle"') == 0


def test_an_empty_graph_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody in the graph"):
        drawn(nx.Graph())


@pytest.mark.browser
def test_a_real_browser_draws_it_asks_for_nothing_and_runs_no_foreign_script(
    tmp_path: Path, browser: Browser
) -> None:
    graph = neighbourhood()
    person(graph, "v", HOSTILE, "victim")
    page_file = tmp_path / "network.html"
    page_file.write_text(
        interactive.one_file(
            graph, title=HOSTILE, marking="OFFICIAL-SENSITIVE", centre="c", note=HOSTILE
        ),
        encoding="utf-8",
    )
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append("a dialog opened"), dialog.dismiss()))
    page.goto(page_file.as_uri())
    page.wait_for_selector("#picture[data-drawn=yes]")
    drawing = page.locator("#picture canvas")
    box = drawing.bounding_box()
    assert box is not None
    assert page.locator("table tbody tr").count() == 8
    assert asked == [page_file.as_uri()]
    assert said == []
