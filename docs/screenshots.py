"""Takes the pictures of docs/images anew, from the pages of the demo.

`python docs/screenshots.py` in a checkout (`make screenshots`): builds the demo in a home of its
own, serves it on a free port of loopback, drives Chromium through the roles and writes one PNG for
each picture. Nothing is touched up but the reader's name at the top, which is that of the
operating-system user who takes them.
"""

import contextlib
import getpass
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import FloatRect, Page, ViewportSize, sync_playwright

from graph_service import embedded

IMAGES = Path(__file__).with_name("images")
LARGEST = 250_000  # bytes of one picture
WIDTH, HEIGHT = 1200, 900
MARGIN = 20
NAME = "reader"
LOOKED_AT = 20  # people among whom a telling one is looked for

Answer = dict[str, Any]

_PURSUIT = str(Path(sys.executable).with_name("pursuit"))
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pursuit(home: Path, *words: str) -> str:
    """What a command answers on standard output."""
    return subprocess.run(  # noqa: S603 - the project's own command
        [_PURSUIT, *words, "--home", str(home)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


@contextlib.contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of the pages of a home, as long as the block runs."""
    process = subprocess.Popen(  # noqa: S603 - the project's own command
        [_PURSUIT, "serve", "--home", str(home)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None  # noqa: S101 - asked for above
        told = re.search(r"http://\S+?(?=/? )", process.stderr.readline())
        if told is None:
            raise RuntimeError("The service did not say its address.")
        yield told[0]
    finally:
        process.terminate()
        process.wait()


class Camera:
    """One browser page, and pictures of what it shows."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def reads_as(self, role: str, purpose: str | None) -> None:
        """Take a role, and say a purpose."""
        self.go("/")
        self.page.select_option("#role", role)
        self.page.click(".p-reader__button")
        if purpose is not None:
            self.page.select_option("#purpose", purpose)
            self.page.click(".p-reader__button")

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.address + path)

    def take(self, name: str, part: str | None = None, height: int = HEIGHT) -> None:
        """Take a picture of the top of the page, or of one part of it."""
        self.page.evaluate(
            "([real, shown]) => document.querySelectorAll('.p-reader__who').forEach("
            "(one) => { one.textContent = one.textContent.replace(real, shown); })",
            [getpass.getuser(), NAME],
        )
        whole = float(self.page.evaluate("document.documentElement.scrollHeight"))
        box = FloatRect(x=0, y=0, width=WIDTH, height=min(height, whole))
        if part is not None:
            found = self.page.locator(part).bounding_box()
            if found is None:
                raise RuntimeError(f"{name}: the page has no {part}.")
            box["y"] = max(0, found["y"] - MARGIN)
            box["height"] = min(height, found["height"] + 2 * MARGIN)
        path = IMAGES / f"{name}.png"
        self.page.screenshot(path=path, clip=box, full_page=True)
        size = path.stat().st_size
        print(f"{name}.png: {box['width']:.0f} x {box['height']:.0f}, {size // 1000} kB")
        if size > LARGEST:
            raise RuntimeError(f"{name}.png is over {LARGEST:,} bytes: take less of the page.")


def analyst(camera: Camera, person: Answer) -> None:
    """The pictures of the tour for analysts."""
    here = f"/people/{person['person_id']}"
    camera.reads_as("analyst", "investigation")
    camera.go("/")
    camera.take("analyst-home")
    camera.go("/lists/serial")
    camera.take("analyst-list")
    camera.go(f"{here}/why")
    camera.take("analyst-why")
    camera.take("analyst-contributions", "[aria-label='Table of the contributions']", 540)
    camera.go(f"{here}/network")
    camera.take("analyst-network", height=1000)
    camera.go(here)
    camera.take("analyst-records", "section[aria-labelledby=records]")
    camera.go("/links")
    camera.take("analyst-links", height=760)
    camera.page.click("main table a")
    camera.take("analyst-link", height=1300)
    camera.go("/runs")
    camera.take("analyst-runs", height=480)


def officer(camera: Camera, person: Answer) -> None:
    """The pictures of the tour for officers."""
    here = f"/people/{person['person_id']}"
    camera.reads_as("vawg_officer", None)
    camera.take("officer-home")
    camera.go("/lists/pursuit?limit=100")
    camera.take("officer-look-first", "section[aria-labelledby=look-first]", 500)
    camera.go(here)
    camera.take("officer-purpose", height=640)
    camera.reads_as("vawg_officer", "safeguarding")
    camera.go(here)
    camera.take("officer-person")
    camera.take("officer-timeline", "section[aria-labelledby=timeline]", 600)
    camera.take("officer-victims", "section[aria-labelledby=victims]", 600)
    camera.take("officer-orders", "section[aria-labelledby=orders]", 600)


def referrer(camera: Camera, people: list[Answer]) -> None:
    """The pictures of the tour for referrers, of the first person whose check has an answer."""
    camera.reads_as("referrer", "referral")
    camera.take("referrer-home")
    check(camera, "Nobody", "1 1 1980")
    camera.take("referrer-nothing", height=600)
    nothing = camera.page.inner_text("h1")
    for person in people:
        check(camera, person["names"][0].split(",")[0], person["born_on"])
        if camera.page.inner_text("h1") != nothing:
            camera.take("referrer-answer")
            return
    raise RuntimeError("No check of a listed person has an answer.")


def check(camera: Camera, surname: str, born_on: str) -> None:
    """Fill in the referrer's form and send it."""
    camera.go("/")
    camera.page.fill("#surname", surname)
    camera.page.fill("#born_on", born_on)
    camera.page.click("main button[type=submit]")


def listed(home: Path, role: str) -> list[Answer]:
    """The first on a role's list, as the role sees them."""
    entries = json.loads(pursuit(home, "list", "--role", role, "--format", "json"))["entries"]
    return [
        json.loads(pursuit(home, "person", one["person_id"], "--role", role, "--format", "json"))
        for one in entries[:LOOKED_AT]
    ]


def shows_disagreement(person: Answer) -> bool:
    """Records that write a name or a date of birth in different ways."""
    written = [
        {record.get(column) for record in person["records"] if record.get(column)}
        for column in ("forename", "surname", "born_on")
    ]
    return any(len(values) > 1 for values in written)


def shows_tokens(person: Answer) -> bool:
    """Some victims named and others not, and an order."""
    named = [bool(victim.get("name")) for victim in person["victims"]]
    return any(named) and not all(named) and bool(person["orders"])


def first(people: list[Answer], is_telling: Callable[[Answer], bool]) -> Answer:
    """The first person who shows what a picture is to show; else the first."""
    return next(filter(is_telling, people), people[0])


def main() -> None:
    """Take every picture."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The pictures need the command chromium: make browser.")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        try:
            pursuit(home, "demo", "--no-serve")
            everywhere, in_area = listed(home, "analyst"), listed(home, "vawg_officer")
            with served(home) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)

                def camera() -> Camera:
                    """A reader who has chosen nothing yet."""
                    size = ViewportSize(width=WIDTH, height=HEIGHT)
                    return Camera(browser.new_context(viewport=size).new_page(), address)

                analyst(camera(), first(everywhere, shows_disagreement))
                officer(camera(), first(in_area, shows_tokens))
                referrer(camera(), everywhere)
                browser.close()
        finally:
            embedded.stop(home)


if __name__ == "__main__":
    main()
