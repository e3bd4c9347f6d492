"""Asking a service everything that it can be asked, and looking for what should not come back."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, NamedTuple

from graph_service import access
from graph_service.access import Role, Sees
from graph_service.app import create_app
from tests.service.force import OF_NO_CASE, PERSONS, PROTECTED
from tests.service.served import AREAS, Reader

SCHEMES = ("pursuit", "serial")
# A suspect, suspects who are victims too, and victims of the one, the other and no area.
ABOUT = [PERSONS[name] for name in ("S1", "S2", "D", "E", "F", "V1", "V2", "V8", "A9")]
# What somebody might type to find out whether a person is known.
TEXTS = tuple(
    dict.fromkeys(
        text
        for one in PROTECTED
        for text in (
            f"{one.words['forename']} {one.stem}",
            f"{one.stem}née",
            f"{one.stem} {one.born_on.isoformat()}",
            f"Q-{one.record_id}",
            one.person_id,
        )
    )
)


class Answer(NamedTuple):
    """Where it was asked, the words of the asking itself, and all that came back, headers too."""

    path: str
    said: str
    text: str


Asking = Callable[[Reader], Iterator[Answer]]


def hidden_from(role: Role) -> list[str]:
    """The words that no answer to this role may hold, by the tables of the force alone."""
    own = set(AREAS.get(role, ()))
    sees = access.SEES[role]
    hidden = [word for word, readers in OF_NO_CASE.items() if role not in readers]
    return hidden + [
        word
        for one in PROTECTED
        if sees is not Sees.ALL and (sees is Sees.NONE or own.isdisjoint(one.areas))
        for word in one.canaries
    ]


def api(reader: Reader) -> Iterator[Answer]:
    """Every path of the API, about everybody."""
    paths = list(create_app(reader.service.desk).openapi()["paths"])
    assert "/api/people/{person_id}/network" in paths
    for path in paths:
        for asked, said in _askings(path):
            yield Answer(path, said, all_of(reader.get(asked)))


def _askings(path: str) -> Iterator[tuple[str, str]]:
    """A path filled in in every way that matters, with what was filled in."""
    more = {
        "/api/lists/{scheme}": ("", "?area=A1", "?area=A2"),
        "/api/people/{person_id}/network": ("", "?hops=3&limit=1000", "?hops=2&limit=2"),
        "/api/people/{person_id}/why": tuple(f"?scheme={scheme}" for scheme in SCHEMES),
        "/api/search": tuple(f"?text={text}" for text in TEXTS),
    }
    whole = {"person_id": PERSONS.values(), "scheme": SCHEMES}
    name = next((name for name in whole if f"{{{name}}}" in path), None)
    for value in whole[name] if name else ("",):
        for rest in more.get(path, ("",)):
            filled = path.replace(f"{{{name}}}", value) + rest
            yield filled, rest.removeprefix("?text=") if path == "/api/search" else value


def pages(reader: Reader) -> Iterator[Answer]:
    """Every page, about each kind of person; every form, with words that lead nowhere."""
    common = ("/", "/search", "/runs", "/quality", "/nothing")
    for path in (*common, *(f"/lists/{one}" for one in SCHEMES)):
        yield Answer(path, "", all_of(reader.get(path)))
    for person in ABOUT:
        for rest in ("", "/why", "/network?hops=3"):
            yield Answer(f"/people/…{rest}", person, all_of(reader.get(f"/people/{person}{rest}")))
    for one in PROTECTED:
        text = f"{one.words['forename']} {one.stem}"
        yield Answer("/search", text, all_of(reader.send_form("/search", text=text)))
    for one in PROTECTED:
        born = one.born_on.isoformat()
        for said, fields in (
            (f"{one.stem} {born}", {"surname": one.stem, "born_on": born}),
            (f"Q-{one.record_id}", {"reference": f"Q-{one.record_id}"}),
        ):
            yield Answer(
                "/check", said, all_of(reader.send_form("/check", purpose="referral", **fields))
            )


def all_of(answer: Any) -> str:
    """Headers and body, as a reader would see it."""
    held = [f"{name}: {value}" for name, value in answer.headers.items()]
    return unescape("\n".join([*held, answer.text]))


def leaks(reader: Reader, asking: Asking) -> Iterator[str]:
    """Where an answer holds a hidden word. What the reader typed comes back in a form's fields."""
    hidden = hidden_from(reader.role)
    for path, said, text in asking(reader):
        told = re.sub(rf'value="[^"]*{re.escape(said)}[^"]*"', "", text) if said else text
        yield from (f"{path}: {word}" for word in hidden if word in told)
