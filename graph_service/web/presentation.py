"""How pages are made from the answers of the service: templates, their context, view helpers.

Pure: no store, no clock, no request. `environment()` gives the Jinja environment (autoescape on
for everything); ``render(name, page=Page(…), …)`` gives a page. What each template expects, beside
``page``, is written in ``templates/README.md``; every name is a JSON shape of the service as the
API answers it, so a page handler passes on what the query returned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from graph_service.web import measures, pairs, pictures, quality, reasons, sentences, words

HERE = Path(__file__).parent
STATIC = HERE / "static"
TEMPLATES = HERE / "templates"

# The policy under which every page and picture works; the service sends it with each page.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class AsAt:
    """From when what the page shows is: the run and the newest and oldest facts behind it."""

    run_id: str | None = None
    as_of: datetime | str | None = None
    known_at: datetime | str | None = None
    oldest_source: str | None = None
    oldest_at: datetime | str | None = None
    stale: bool = False


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Page:
    """What every page shows around its answer.

    ``roles`` and ``purposes`` are the codes the reader may choose from (one role: no choice is
    offered); ``area`` an area as ``{"area_id", "name"}``; ``path`` the path of this page, to which
    a change of role or purpose returns; ``now`` is the clock of every relative day.
    """

    now: datetime
    reader: str
    role: str
    roles: tuple[str, ...] = ()
    area: Mapping[str, Any] | None = None
    as_at: AsAt = field(default_factory=AsAt)
    nav: tuple[Link, ...] = ()
    csrf_token: str = ""
    purpose: str | None = None
    purposes: tuple[str, ...] = ()
    path: str = "/"
    invented: bool = False
    marking: str = "OFFICIAL-SENSITIVE"
    searches: bool = True


# The navigation of each role: (words, path). A referrer has the check and the list without names.
_LIST, _SEARCH, _RUNS = ("List", "/lists/pursuit"), ("Search", "/search"), ("Runs", "/runs")
_QUALITY = ("Data quality", "/quality")
_LINKS = ("Links", "/links")
_NAVIGATION = {
    "analyst": (("Overview", "/"), _LIST, _SEARCH, _LINKS, _RUNS, _QUALITY),
    "high_harm_coordinator": (("Overview", "/"), _LIST, _SEARCH),
    "referrer": (("Check a person", "/"), _LIST),
    "auditor": (("Overview", "/"), _RUNS),
    "administrator": (("Overview", "/"), _QUALITY),
}
_ELSE = (("My area", "/"), _LIST, _SEARCH)


def navigation(role: str, path: str) -> tuple[Link, ...]:
    """The entries of the main navigation for a role; the one that holds ``path`` is current."""
    entries = _NAVIGATION.get(role, _ELSE)
    here = path.split("/")[1] if path.startswith("/") else ""
    return tuple(Link(text, href, current=href.split("/")[1] == here) for text, href in entries)


@cache
def environment() -> Environment:
    """The Jinja environment of all pages; autoescape is on for every template."""
    env = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        {
            "moment": words.moment,
            "day": words.day,
            "short_day": words.short_day,
            "away": words.away,
            "age": words.age,
            "yes_no": words.yes_no,
            "points": words.points,
            "word": words.word,
            "badge": words.badge,
            "area_name": words.area_name,
            "path": lambda value: quote(str(value), safe=""),
        }
    )
    env.globals.update(
        {
            "words": words,
            "measures": measures,
            "quality": quality,
            "pairs": pairs,
            "reasons": reasons,
            "sentences": sentences,
            "counted": words.counted,
            "bars": _bars,
            "most_of": pictures.most_of,
            "waterfall": pictures.waterfall_of,
            "weighing": pictures.weighing_of,
            "timeline": pictures.timeline_of,
            "network": pictures.network_of,
        }
    )
    return env


def render(template: str, *, page: Page, **context: Any) -> str:
    """One page as HTML."""
    return environment().get_template(template).render(page=page, **context)


def _bars(entry: Mapping[str, Any], most: Mapping[str, float]) -> Any:
    axes: Mapping[str, Any] = entry.get("axes") or {}
    return pictures.bars_of(entry, most, {name: words.points(axes.get(name)) for name in axes})
