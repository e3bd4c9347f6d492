"""Pictures of the demo's pages as each role sees them, to be looked at."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.reading import Reader, reading

WIDTH, HEIGHT = 1280, 900


def take(browser: Browser, address: str, folder: Path, *, width: int = WIDTH) -> list[Path]:
    """Write one PNG for each page of each kind of role into ``folder``; the files, in order."""
    taken = []
    with reading(browser, address, viewport={"width": width, "height": HEIGHT}) as reader:
        reader.reads_as("analyst", "investigation")
        person = _first(reader)
        for role, purpose, paths in (
            ("analyst", "investigation", _of_reader(person)),
            ("vawg_officer", "safeguarding", _of_reader(_first(reader, "vawg_officer"))),
            ("referrer", "referral", {"home": "/", "check": person, "nobody": "/people/P-nobody"}),
            ("auditor", None, {"home": "/", "runs": "/runs"}),
        ):
            reader.reads_as(role, purpose)
            for name, path in paths.items():
                reader.open(path)
                file = folder / f"{role}-{name}.png"
                reader.tab.screenshot(path=file, full_page=True)
                taken.append(file)
    return taken


def _first(reader: Reader, role: str = "analyst") -> str:
    reader.reads_as(role)
    reader.open("/lists/pursuit")
    found = reader.tab.locator("[data-row]").first.get_attribute("href")
    assert found is not None
    return found


def _of_reader(person: str) -> dict[str, str]:
    return {
        "home": "/",
        "list": "/lists/pursuit",
        "person": person,
        "why": f"{person}/why",
        "network": f"{person}/network?hops=2",
        "search": "/search",
    }
