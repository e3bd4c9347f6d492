"""One demo and one browser for all tests of pages in use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import demo
from tests.browser.reading import Reader, reading


@pytest.fixture(scope="session")
def demo_home() -> Iterator[Path]:
    """The home of a demo that is built once."""
    with demo.home() as path:
        yield path


@pytest.fixture(scope="session")
def address(demo_home: Path) -> Iterator[str]:
    """The address of the running demo."""
    with demo.running(demo_home) as found:
        yield found


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """Somebody who reads the demo. That a page did what none should do fails the test."""
    with reading(browser, address) as found:
        yield found
        assert found.complaints == []
