"""Every page in a real browser, under the strict policy: axe, width, keyboard, no line out."""

import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from graph_service.web import presentation
from tests.web import samples

pytestmark = pytest.mark.browser

CONTEXTS = samples.contexts()
AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"
_VIOLATIONS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map((one) => one.id + ": " + one.nodes.map((n) => n.target).join(", "));
}"""


class _Pages(BaseHTTPRequestHandler):
    """The samples under /p/NAME and the static files, each with the policy of the service."""

    def do_GET(self) -> None:
        """Answer with a page or a file."""
        path = self.path.split("?")[0]
        if path.startswith("/p/"):
            template, context = CONTEXTS[path.removeprefix("/p/")]
            body, kind = presentation.render(template, **context).encode(), "text/html"
        else:
            file = presentation.STATIC / path.removeprefix("/static/")
            body, kind = file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", presentation.CONTENT_SECURITY_POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as its parent has it
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the pages are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def opened(browser: Browser, url: str, said: list[str], **options: Any) -> Tab:
    """A page in a context of its own; what it complains of and asks elsewhere for goes to said."""
    tab = browser.new_context(**options).new_page()
    host = url.split("/p/", maxsplit=1)[0]
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda one: None if one.url.startswith(host) else said.append(one.url))
    tab.goto(url)
    return tab


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_axe_finds_nothing_and_the_policy_holds(browser: Browser, address: str, name: str) -> None:
    said: list[str] = []
    tab = opened(browser, f"{address}/p/{name}", said)
    session = tab.context.new_cdp_session(tab)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8") + "\n;0"})
    assert tab.evaluate(_VIOLATIONS) == []
    assert said == []
    tab.context.close()


def test_axe_would_find_something(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}/p/list", [])
    tab.evaluate("document.querySelector('#area').removeAttribute('id')")
    session = tab.context.new_cdp_session(tab)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8") + "\n;0"})
    assert tab.evaluate(_VIOLATIONS) == ['select-name: select[name="area"]']
    tab.context.close()


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_a_page_needs_no_sideways_scrolling_at_four_hundred_per_cent(
    browser: Browser, address: str, name: str
) -> None:
    # 1,280 pixels at 400 % are 320 (WCAG 2.2, 1.4.10).
    tab = opened(browser, f"{address}/p/{name}", [], viewport={"width": 320, "height": 256})
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    tab.context.close()


def test_rows_are_walked_with_j_and_k_and_the_search_found_with_a_slash(
    browser: Browser, address: str
) -> None:
    tab = opened(browser, f"{address}/p/list", [])
    walked = []
    for key in ("j", "j", "k", "k", "k"):
        tab.keyboard.press(key)
        walked.append(tab.evaluate("document.activeElement.textContent"))
    assert walked == ["Martin Ardenshaw", "Dean Ottershaw", *["Martin Ardenshaw"] * 3]
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "find"
    tab.keyboard.type("jk")
    assert tab.locator("#find").input_value() == "jk"
    tab.context.close()


def test_without_script_everything_is_there_and_keys_are_not_promised(
    browser: Browser, address: str
) -> None:
    tab = opened(browser, f"{address}/p/list", [], java_script_enabled=False)
    assert tab.locator("[data-row]").count() == 7
    assert tab.locator(".p-keys").is_hidden()
    tab.goto(f"{address}/p/person")
    tab.get_by_text("The same events as a list").click()
    assert tab.get_by_role("cell", name="Outcome 16").is_visible()
    tab.context.close()


def test_offences_can_be_sorted_where_there_is_script(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}/p/person", [])
    days = tab.locator('[data-module="moj-sortable-table"] tbody tr td:first-child')
    assert days.first.inner_text() == "2 Nov 2026"
    tab.get_by_role("button", name="Day").click()
    assert days.first.inner_text() == "1 May 2023"
    tab.context.close()


def test_every_part_of_a_network_can_be_reached_by_key(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}/p/network", [])
    reached = []
    tab.locator("#draw").focus()
    for _ in range(10):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.getAttribute('href')"))
    assert [one for one in reached if one] == [
        "/people/X1", "/people/V1", "/people/V3", "/people/P04", "/people/P02", "/people/X2",
        "/people/P01",
    ]  # fmt: skip
    tab.context.close()


def test_on_paper_the_marking_the_role_and_the_answer_stay(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}/p/person", [])
    tab.emulate_media(media="print")
    assert tab.locator(".p-marking").first.is_visible()
    assert tab.get_by_text("VAWG officer, for safeguarding").is_visible()
    assert tab.locator("#role").is_hidden()
    assert tab.locator(".moj-primary-navigation").is_hidden()
    tab.context.close()
