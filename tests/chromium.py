"""A real browser for tests: Debian's Chromium, without a window and without a life of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from docs.screenshots import FLAGS


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed at the end."""
    path = shutil.which("chromium")
    if path is None:
        raise FileNotFoundError("The browser tests need the command chromium: make browser.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
