"""Records that fit a text, before anything is said of whose they are."""

import re
from datetime import date
from typing import Any, NamedTuple

from graph_service import ids, names
from graph_service.desk import Desk

_MOST = 2_000
_RETURN = """
RETURN r.key AS record, coalesce(n.forename_key, r.forename_key) AS forename_key,
       coalesce(n.surname_key, r.surname_key) AS surname_key,
       coalesce(n.forename_sound, r.forename_sound) AS forename_sound,
       coalesce(n.surname_sound, r.surname_sound) AS surname_sound
ORDER BY surname_key, forename_key, record LIMIT $most
"""
_OF_RECORD = "MATCH (n:PersonRecord) WHERE {fits} WITH n, n AS r" + _RETURN
_OF_ALIAS = "MATCH (n:Alias)<-[:ALSO_KNOWN_AS]-(r:PersonRecord) WHERE {fits}" + _RETURN
_FITS = (
    "n.surname_key STARTS WITH $key",
    "n.surname_sound = $sound",
    "n.forename_key STARTS WITH $key",
)
_BY_NAME = tuple(
    (because, query.format(fits=fits))
    for because, query in (("name", _OF_RECORD), ("alias", _OF_ALIAS))
    for fits in _FITS
)
_BY_TWO_NAMES = (
    "MATCH (n:PersonRecord) WHERE n.surname_key STARTS WITH $key "
    "AND n.forename_key STARTS WITH $other WITH n, n AS r" + _RETURN
)
_BY_REFERENCE = (
    "MATCH (r:PersonRecord {pnc_id: $upper}) RETURN r.key AS record LIMIT $most",
    "MATCH (r:PersonRecord {cro_number: $upper}) RETURN r.key AS record LIMIT $most",
    "MATCH (r:PersonRecord {founds: $person_id}) RETURN r.key AS record LIMIT $most",
    "UNWIND $keys AS key MATCH (r:PersonRecord {key: key}) RETURN r.key AS record",
)
_BY_BIRTH = """
MATCH (r:PersonRecord {surname_key: $surname_key}) WHERE r.born_on = $born_on
RETURN r.key AS record ORDER BY record LIMIT $most
"""
_EXACTLY, _IN_PART, _BY_SOUND = range(3)


class Fit(NamedTuple):
    """How well a record fits (0 exactly, 1 in part, 2 by sound) and because of what."""

    place: int
    because: str


def by_text(desk: Desk, text: str) -> dict[str, Fit]:
    """Records whose name, alias or reference fits every word of a text."""
    store = desk.store
    best = by_reference(desk, text.strip()) if re.search(r"\d", text) else {}
    words = names.words(text)
    rows = [
        (because, row)
        for key in dict.fromkeys([*words, names.fold(text)])
        if key
        for because, query in _BY_NAME
        for row in store.read(query, key=key, sound=names.sound(key), most=_MOST)
    ]
    # Of two common names together there can be more than of each is read.
    for key, other in zip(words[1:], words, strict=False):
        for one, two in ((key, other), (other, key)):
            found = store.read(_BY_TWO_NAMES, key=one, other=two, most=_MOST)
            rows += [("name", row) for row in found]
    for because, row in rows:
        place = _place(row, words)
        if place is not None:
            fit = Fit(place, "sounds alike" if place == _BY_SOUND else because)
            best[row["record"]] = min(best.get(row["record"], fit), fit)
    return best


def by_reference(desk: Desk, text: str) -> dict[str, Fit]:
    """Records with this PNC id, CRO number, record id of a source, or person id."""
    sources = sorted({batch.source for batch in desk.archive.batches()})
    asked = {
        "upper": text.upper(),
        "person_id": text[:1].upper() + text[1:].lower(),
        "keys": [ids.graph_key(source, text) for source in sources],
        "most": _MOST,
    }
    return {
        row["record"]: Fit(_EXACTLY, "reference")
        for query in _BY_REFERENCE
        for row in desk.store.read(query, **asked)
    }


def by_surname_and_birth(desk: Desk, surname: str, born_on: date) -> dict[str, Fit]:
    """Records with exactly this surname (folded) and date of birth."""
    asked = {"surname_key": names.fold(surname), "born_on": born_on, "most": _MOST}
    rows = desk.store.read(_BY_BIRTH, **asked) if asked["surname_key"] else []
    return {row["record"]: Fit(_EXACTLY, "exact") for row in rows}


def _place(row: dict[str, Any], words: list[str]) -> int | None:
    """How well a name fits every word; None where one of them does not."""
    forename, surname = row["forename_key"] or "", row["surname_key"] or ""
    worst = _EXACTLY
    for word in words:
        if word in (forename, surname):
            continue
        if surname.startswith(word) or forename.startswith(word) or word in surname:
            worst = max(worst, _IN_PART)
        elif names.sound(word) in (row["surname_sound"], row["forename_sound"]):
            worst = max(worst, _BY_SOUND)
        else:
            return None
    return worst
