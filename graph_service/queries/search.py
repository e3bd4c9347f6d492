"""Finding a person: by name, alias and sound; for a referrer by one exact search alone."""

import re
from typing import Any

from graph_service.access import Caller, Role, Sees
from graph_service.audit import Event
from graph_service.contract.types import read_day
from graph_service.desk import Desk
from graph_service.errors import WrongCall
from graph_service.queries import candidates
from graph_service.queries.candidates import Fit
from graph_service.queries.sight import Seen, Sight

LIMIT = 100
_LONGEST = 200  # characters; each word of a text costs the store several questions
_PEOPLE = """
UNWIND $keys AS key
MATCH (r:PersonRecord {key: key})-[:RESOLVED_TO]->(p:Person)
RETURN key, p.person_id AS person_id
"""
_REFERENCE = re.compile(r"\S*\d\S*\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def search(
    desk: Desk, text: str, *, caller: Caller, event: Event, limit: int = LIMIT
) -> dict[str, Any]:
    """People whose name, alias or reference fits (design §7, ``…/search``).

    A person is found by the records that the caller may see, and by no others. A referrer's text is
    ``SURNAME YYYY-MM-DD`` or a reference, and is answered only where it fits exactly; somebody who
    is not known and somebody of whom nothing may be shown read alike.
    """
    if limit < 1:
        raise WrongCall("The limit is a whole number from 1.")
    with desk.answering(caller, event) as subjects:
        _check_length(text)
        if caller.role is Role.REFERRER:
            surname, born_on = _exact_terms(text)
            return _exact(
                desk, caller, subjects, surname=surname, born_on=born_on, reference=text.strip()
            )
        if not text.strip():
            raise WrongCall("Give a name, a part of one, or a reference.")
        found = _people(desk, caller, candidates.by_text(desk, text))
        shown = found[:limit]
        subjects |= {seen.person_id for _, seen in shown}
        return {
            "matches": [_match(seen, caller) | {"because": fit.because} for fit, seen in shown],
            "more": len(found) - len(shown),
        }


def check(
    desk: Desk,
    *,
    caller: Caller,
    event: Event,
    surname: str | None = None,
    born_on: str | None = None,
    reference: str | None = None,
) -> dict[str, Any]:
    """The referrer's exact search: surname and date of birth (``YYYY-MM-DD``), or a reference."""
    with desk.answering(caller, event) as subjects:
        _check_length(surname, reference)
        return _exact(
            desk,
            caller,
            subjects,
            surname=surname,
            born_on=born_on,
            reference=(reference or "").strip(),
        )


def _check_length(*texts: str | None) -> None:
    if any(len(text or "") > _LONGEST for text in texts):
        raise WrongCall(f"A search is of at most {_LONGEST} characters.")


def _match(seen: Seen, caller: Caller) -> dict[str, Any]:
    return {
        "person_id": seen.person_id,
        "name": seen.name,
        "born_on": seen.born,
        "areas": [] if caller.sees is Sees.NONE else list(seen.areas),
    }


def _people(desk: Desk, caller: Caller, found: dict[str, Fit]) -> list[tuple[Fit, Seen]]:
    """The people behind records that fit, best first, as far as the caller may see both."""
    keys: dict[str, list[str]] = {}
    # Asked for no record too: a search for somebody hidden takes no longer than for nobody.
    for row in desk.store.read(_PEOPLE, keys=sorted(found)):
        keys.setdefault(row["person_id"], []).append(row["key"])
    sight = Sight(desk, caller, keys)
    shown = []
    for person_id, held in keys.items():
        seen = sight.get(person_id)
        if seen is None or not seen.may_be_opened:
            continue
        fits = [found[key] for key in held if key in seen.records]
        if fits:
            shown.append((min(fits), seen))
    return sorted(shown, key=lambda one: (one[0], one[1].name or "", one[1].person_id))


def _exact_terms(text: str) -> tuple[str | None, str | None]:
    """``SURNAME YYYY-MM-DD`` in either order; nothing where no day is among the words."""
    parts = text.split()
    days = [part for part in parts if _DAY.match(part)]
    if len(days) != 1:
        return None, None
    return " ".join(part for part in parts if part not in days) or None, days[0]


def _exact(
    desk: Desk,
    caller: Caller,
    subjects: set[str],
    *,
    surname: str | None,
    born_on: str | None,
    reference: str,
) -> dict[str, Any]:
    if surname and born_on:
        try:
            day = read_day(born_on)
        except ValueError as error:
            raise WrongCall(f"The date of birth is {error}.") from None
        found = candidates.by_surname_and_birth(desk, surname, day)
    elif reference and _REFERENCE.match(reference):
        found = candidates.by_reference(desk, reference)
    else:
        raise WrongCall("Give a surname and a date of birth (YYYY-MM-DD), or a reference.")
    matches = [_match(seen, caller) for _, seen in _people(desk, caller, found)]
    subjects |= {one["person_id"] for one in matches}
    return {"matches": matches, "more": 0}
