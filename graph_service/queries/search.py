"""Finding a person: by name, alias and sound; for a referrer by one exact search alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_service import names
from graph_service.access import Caller, Role, Sees
from graph_service.audit import Event
from graph_service.contract.types import read_day
from graph_service.desk import Desk
from graph_service.errors import WrongCall
from graph_service.queries import beside
from graph_service.queries.facts import Naming

_LIMIT = 50
_CANDIDATES = 2_000
_RETURN = """
RETURN r.key AS record, n.forename_key AS forename_key, n.surname_key AS surname_key,
       n.forename_sound AS forename_sound, n.surname_sound AS surname_sound, $how AS how
LIMIT $candidates
"""
_BY_NAME = {
    "surname": "MATCH (n:PersonRecord) WHERE n.surname_key STARTS WITH $key WITH n, n AS r"
    + _RETURN,
    "surname sounds alike": (
        "MATCH (n:PersonRecord {surname_sound: $sound}) WITH n, n AS r" + _RETURN
    ),
    "forename": "MATCH (n:PersonRecord) WHERE n.forename_key STARTS WITH $key WITH n, n AS r"
    + _RETURN,
    "alias": (
        "MATCH (n:Alias)<-[:ALSO_KNOWN_AS]-(r:PersonRecord) WHERE n.surname_key STARTS WITH $key"
        + _RETURN
    ),
    "alias sounds alike": (
        "MATCH (n:Alias {surname_sound: $sound})<-[:ALSO_KNOWN_AS]-(r:PersonRecord)" + _RETURN
    ),
    "alias forename": (
        "MATCH (n:Alias)<-[:ALSO_KNOWN_AS]-(r:PersonRecord) WHERE n.forename_key STARTS WITH $key"
        + _RETURN
    ),
}
_BY_REFERENCE = """
MATCH (r:PersonRecord)
WHERE r.pnc_id = $text OR r.record_id = $text OR r.founds = $text OR r.cro_number = $text
RETURN r.key AS record LIMIT $candidates
"""
_PEOPLE = """
UNWIND $keys AS key
MATCH (r:PersonRecord {key: key})-[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT p.person_id AS person_id, p.name AS name, p.areas AS areas
"""
_EXACT = """
MATCH (r:PersonRecord {surname_key: $surname_key}) WHERE r.born_on = $born_on
RETURN r.key AS record LIMIT $candidates
"""
_REFERENCE = re.compile(r"\S*\d\S*\Z")


@dataclass(frozen=True)
class _Found:
    """A person among the matches, with what may be said of the records."""

    person_id: str
    name: str | None
    areas: list[str]
    born_on: Any
    place: int
    because: str


def search(
    desk: Desk, text: str, *, caller: Caller, event: Event, limit: int = _LIMIT
) -> dict[str, Any]:
    """People whose name, alias or reference fits (design §7, ``…/search``).

    A referrer's text is ``SURNAME YYYY-MM-DD`` or a reference, and is answered only where it fits
    exactly; somebody who is not known and somebody of whom nothing may be shown read alike.
    """
    desk.admit(caller, event)
    if caller.role is Role.REFERRER:
        surname, born_on = _exact_terms(text)
        return _exact(desk, caller, event, surname=surname, born_on=born_on, reference=text.strip())
    words = names.words(text)
    if not words and not text.strip():
        raise WrongCall("Give a name, a part of one, or a reference.")
    found = _by_text(desk, text, words)
    shown = _shown(desk, caller, found)
    desk.record(caller, event, subjects=(one.person_id for one in shown[:limit]))
    return {
        "matches": [_match(one) for one in shown[:limit]],
        "more": max(0, len(shown) - limit),
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
    desk.admit(caller, event)
    return _exact(
        desk, caller, event, surname=surname, born_on=born_on, reference=(reference or "").strip()
    )


def _match(one: _Found) -> dict[str, Any]:
    return {
        "person_id": one.person_id,
        "name": one.name,
        "born_on": one.born_on.isoformat() if one.born_on else None,
        "areas": one.areas,
        "because": one.because,
    }


def _by_text(desk: Desk, text: str, words: list[str]) -> dict[str, tuple[int, str]]:
    """Records that fit, with how well (0 best) and because of what."""
    best: dict[str, tuple[int, str]] = {}

    def keep(record: str, place: int, because: str) -> None:
        best[record] = min(best.get(record, (9, "")), (place, because))

    for row in desk.store.read(_BY_REFERENCE, text=text.strip(), candidates=_CANDIDATES):
        keep(row["record"], 0, "reference")
    keys = dict.fromkeys([*words, names.fold(text)])
    for key in (key for key in keys if key):
        for how, query in _BY_NAME.items():
            rows = desk.store.read(
                query, key=key, sound=names.sound(key), how=how, candidates=_CANDIDATES
            )
            for row in rows:
                place = _fits(row, words)
                if place is not None:
                    because = "alias" if how.startswith("alias") else "name"
                    if place > 1:
                        because = "sounds alike"
                    keep(row["record"], place, because)
    return best


def _fits(row: dict[str, Any], words: list[str]) -> int | None:
    """How well a name fits every word: 0 exactly, 1 in part, 2 by sound; None not."""
    forename, surname = row["forename_key"] or "", row["surname_key"] or ""
    worst = 0
    for word in words:
        if word in (forename, surname):
            continue
        if surname.startswith(word) or forename.startswith(word) or word in surname:
            worst = max(worst, 1)
        elif names.sound(word) in (row["surname_sound"], row["forename_sound"]):
            worst = max(worst, 2)
        else:
            return None
    return worst


def _shown(desk: Desk, caller: Caller, found: dict[str, tuple[int, str]]) -> list[_Found]:
    """The people behind records, best first, as far as the caller may see them."""
    people = {row["person_id"]: row for row in desk.store.read(_PEOPLE, keys=sorted(found))}
    naming = Naming(desk, caller, people)
    records = beside.records_of(desk, people)
    shown = []
    for person_id, person in people.items():
        held = records[person_id]
        is_free = caller.sees is Sees.ALL or naming.may_name(person_id)
        # What a record says of a victim alone leads to her, and shows her, only for those who may.
        spoken = beside.open_records(held, is_free=is_free)
        fitting = [found[row["record"]] for row in spoken if row["record"] in found]
        accused = any(row["accused"] for row in held)
        if not fitting or not (is_free or accused):
            continue
        born = {row["born_on"] for row in spoken if row["born_on"]}
        place, because = min(fitting)
        shown.append(
            _Found(
                person_id,
                person["name"],
                person["areas"] or [],
                born.pop() if len(born) == 1 else None,
                place,
                because,
            )
        )
    return sorted(shown, key=lambda one: (one.place, one.name or "", one.person_id))


def _exact_terms(text: str) -> tuple[str | None, str | None]:
    """``SURNAME YYYY-MM-DD`` in either order."""
    parts = text.split()
    days = [part for part in parts if re.fullmatch(r"\d{4}-\d{2}-\d{2}", part)]
    if len(days) != 1:
        return None, None
    return " ".join(part for part in parts if part not in days) or None, days[0]


def _exact(
    desk: Desk,
    caller: Caller,
    event: Event,
    *,
    surname: str | None,
    born_on: str | None,
    reference: str,
) -> dict[str, Any]:
    records: Iterable[dict[str, Any]] = ()
    if surname and born_on:
        try:
            day = read_day(born_on)
        except ValueError as error:
            raise WrongCall(f"The date of birth is {error}.") from None
        records = desk.store.read(
            _EXACT, surname_key=names.fold(surname), born_on=day, candidates=_CANDIDATES
        )
    elif _REFERENCE.match(reference):
        records = desk.store.read(_BY_REFERENCE, text=reference, candidates=_CANDIDATES)
    else:
        raise WrongCall("Give a surname and a date of birth (YYYY-MM-DD), or a reference.")
    keys = {row["record"]: (0, "exact") for row in records}
    matches = _accused_alone(desk, caller, keys)
    desk.record(caller, event, subjects=(one["person_id"] for one in matches))
    return {"matches": matches, "more": 0}


def _accused_alone(
    desk: Desk, caller: Caller, found: dict[str, tuple[int, str]]
) -> list[dict[str, Any]]:
    """People found by a record in which they are suspect or respondent."""
    people = {row["person_id"]: row for row in desk.store.read(_PEOPLE, keys=sorted(found))}
    matches = []
    records = beside.records_of(desk, people)
    for person_id in sorted(people):
        accused = [row for row in records[person_id] if row["accused"]]
        if not any(row["record"] in found for row in accused):
            continue
        born = {row["born_on"] for row in accused if row["born_on"]}
        matches.append(
            {
                "person_id": person_id,
                "name": people[person_id]["name"],
                "born_on": born.pop().isoformat() if len(born) == 1 else None,
                "areas": [] if caller.sees is Sees.NONE else people[person_id]["areas"] or [],
            }
        )
    return matches
