"""Somebody who reads the pages in a real browser, by mouse or by keyboard alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

_AXE = Path(__file__).with_name("vendor") / "axe.min.js"
_VIOLATIONS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map((one) => one.id + ": " + one.nodes.map((n) => n.target).join(", "));
}"""
_WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI));"""
_MOST_TABS = 150


class Reader:
    """A browser tab on the service. ``complaints`` holds what a page should never do."""

    def __init__(self, tab: Page, address: str) -> None:
        self.tab, self.address = tab, address
        self.complaints: list[str] = []
        tab.on("console", lambda message: self.complaints.append(message.text))
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("request", lambda one: self._asked(one.url))
        tab.add_init_script(_WATCH)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complaints.append(f"asked elsewhere: {url}")

    def open(self, path: str) -> int:
        """Open a page; its status."""
        answer = self.tab.goto(self.address + path)
        assert answer is not None
        return answer.status

    def reads_as(self, role: str, purpose: str | None = None) -> None:
        """Take a role at the top of the first page, and say a purpose."""
        self.open("/")
        if role != self.tab.locator("#role").input_value():
            self.tab.select_option("#role", role)
            self.tab.click(".p-reader__button")
        if purpose is not None:
            self.tab.select_option("#purpose", purpose)
            self.tab.click(".p-reader__button")

    @property
    def heading(self) -> str:
        """The answer of the page."""
        assert self.tab.locator("h1").count() == 1
        return self.tab.locator("h1").inner_text()

    @property
    def path(self) -> str:
        """Where the reader is."""
        return self.tab.url.removeprefix(self.address)

    def violations(self) -> list[str]:
        """What axe finds (WCAG 2.2 AA and best practices)."""
        session = self.tab.context.new_cdp_session(self.tab)
        # By the debugger, which the page's policy does not bind.
        session.send("Runtime.evaluate", {"expression": _AXE.read_text("utf-8") + "\n;0"})
        found: list[str] = self.tab.evaluate(_VIOLATIONS)
        return found

    def tab_to(self, words: str) -> None:
        """Press Tab until what holds the focus is called so."""
        for _ in range(_MOST_TABS):
            self.tab.keyboard.press("Tab")
            said = self.tab.evaluate(
                "() => { const one = document.activeElement; "
                "return one.innerText || one.textContent || one.getAttribute('aria-label') || ''; }"
            )
            if re.search(words, said.strip()):
                return
        raise AssertionError(f"no key leads to {words}")


@contextmanager
def reading(browser: Browser, address: str, **options: Any) -> Iterator[Reader]:
    """A reader in a browser context of his own."""
    context = browser.new_context(**options)
    try:
        yield Reader(context.new_page(), address)
    finally:
        context.close()
