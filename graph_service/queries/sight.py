"""What a caller may see of people: whether they are named, by which records, or by a token.

Protected is whoever is recorded as victim or witness of an offence, is protected by an order, is
the one at risk in a risk assessment, a disclosure or a MARAC hearing, or answered a survey; also
where the case itself is not in the graph, because it is not here yet. A case's area is its own;
whoever is protected in one case of an area is named, wherever she appears, to that area's readers.
What a record says of somebody who is protected in it, and accused in nothing, is shown to those
alone who may see her named: to everybody else it does not exist, though she be a suspect elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service import graph_state, names
from graph_service.access import Caller, Sees
from graph_service.desk import Desk
from graph_service.errors import NotThere

_RECORDS = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})<-[:RESOLVED_TO]-(r:PersonRecord)
RETURN person_id, p.name AS name, r.key AS key, r.recorded_at AS recorded_at, r.founds AS founds,
       r.forename AS forename, r.surname AS surname, r.full_name AS full_name,
       r.born_on AS born_on, r.died_on AS died_on, r.sex AS sex, r.area AS area,
       EXISTS { (r)-[:SUSPECT_IN]->(:Offence) }
         OR EXISTS { (r)-[:SUBJECT_OF]->(:Order) } AS accused,
       EXISTS { (r)-[:VICTIM_OF|WITNESS_TO]->(:Offence) }
         OR EXISTS { (r)-[:PROTECTED_BY]->(:Order) }
         OR EXISTS { (:RiskAssessment)-[:ASSESSES_RISK_TO]->(r) }
         OR coalesce(r.is_protected, false) AS protected,
       COLLECT { MATCH (r)-[:VICTIM_OF|WITNESS_TO]->(o:Offence) WHERE o.area IS NOT NULL
                 RETURN DISTINCT o.area } AS of_offences,
       COLLECT { MATCH (r)-[:PROTECTED_BY]->(o:Order) WHERE o.area IS NOT NULL
                 RETURN DISTINCT o.area } AS of_orders,
       COLLECT { MATCH (r)<-[:ASSESSES_RISK_TO]-(:RiskAssessment)-[:MADE_AFTER]->(o:Offence)
                 WHERE o.area IS NOT NULL RETURN DISTINCT o.area } AS of_assessments,
       COLLECT { MATCH (r)<-[:ANSWERED_BY]-(:Survey)-[:ASKED_ABOUT]->(o:Offence)
                 WHERE o.area IS NOT NULL RETURN DISTINCT o.area } AS of_surveys
"""
_REDIRECTS = """
UNWIND $person_ids AS asked
MATCH (r:PersonRecord {founds: asked})-[:RESOLVED_TO]->(p:Person)
RETURN asked, r.key AS record, p.person_id AS person_id
"""


@dataclass(frozen=True)
class Seen:
    """What may be said of one person to one caller."""

    person_id: str
    is_accused: bool  # suspect of an offence or respondent of an order
    is_named: bool  # in a part that protects; who is in none is named
    may_be_opened: bool  # there is something to show under the person's id
    records: frozenset[str]  # keys of the records that may be spoken of
    plain: frozenset[str]  # those of them that are of nobody protected, or of one who is named
    founds: frozenset[str]  # the ids that the accused ones of these records would found
    name: str | None
    born_on: date | None  # where these records do not disagree
    died_on: date | None
    sex: str | None
    areas: tuple[str, ...]

    @property
    def born(self) -> str | None:
        """The date of birth as answers write it."""
        return self.born_on.isoformat() if self.born_on else None


class Sight:
    """What a caller may see of some people."""

    def __init__(self, desk: Desk, caller: Caller, person_ids: Iterable[str]) -> None:
        self._desk, self._caller = desk, caller
        rows: dict[str, list[dict[str, Any]]] = {}
        wanted = sorted(set(person_ids))
        # Asked of nobody as of somebody: how long it takes must not say that there is somebody.
        for row in desk.store.read(_RECORDS, person_ids=wanted):
            rows.setdefault(row["person_id"], []).append(row)
        self._seen = {person: _seen(caller, person, held) for person, held in rows.items()}
        # While a load is under way a case may stand without its victims, so no text is free.
        self._is_settled = caller.sees is Sees.ALL or graph_state.read(desk.store).is_whole

    def get(self, person_id: str) -> Seen | None:
        """What may be said of a person; None of somebody who was not looked up or is not there."""
        return self._seen.get(person_id)

    def may_name(self, person_id: str) -> bool:
        """Whether the person may be named in a part that protects. Of nobody looked up: no."""
        seen = self._seen.get(person_id)
        return seen is not None and seen.is_named

    def speaks_of(self, person_id: str, record: str) -> bool:
        """Whether the person may be shown by what this record says."""
        seen = self._seen.get(person_id)
        return seen is not None and seen.may_be_opened and record in seen.records

    def all_named(self, person_ids: Iterable[str | None]) -> bool:
        """Whether everybody protected in a case may be named; free text hangs on it.

        None stands for a record of which it is not known yet whose it is: it is somebody's.
        """
        named = (person is not None and self.may_name(person) for person in person_ids)
        return self._is_settled and all(named)

    def shown(self, person_id: str) -> dict[str, Any]:
        """A person in a part that protects, by id and name, or by a token."""
        seen = self._seen.get(person_id)
        if seen is not None and seen.is_named:
            return {"person_id": person_id, "name": seen.name}
        return {"token": self._desk.token(self._caller, person_id)}


def _seen(caller: Caller, person_id: str, held: list[dict[str, Any]]) -> Seen:
    held.sort(key=lambda row: (row["recorded_at"], row["key"]))
    is_accused = any(row["accused"] for row in held)
    protected = [row for row in held if row["protected"]]
    areas = {
        area
        for row in protected
        for cases in ("of_offences", "of_orders", "of_assessments", "of_surveys")
        for area in row[cases]
    }
    is_named = not protected or caller.may_name(areas)
    spoken = [row for row in held if is_named or row["accused"] or not row["protected"]]
    born = {row["born_on"] for row in spoken if row["born_on"]}
    sexes = {row["sex"] for row in spoken if row["sex"] and row["sex"] != "U"}
    return Seen(
        person_id=person_id,
        is_accused=is_accused,
        is_named=is_named,
        may_be_opened=is_accused or (is_named and caller.sees is not Sees.NONE),
        records=frozenset(row["key"] for row in spoken),
        plain=frozenset(row["key"] for row in spoken if is_named or not row["protected"]),
        founds=frozenset(row["founds"] for row in spoken if row["accused"]),
        name=_name(spoken),
        born_on=born.pop() if len(born) == 1 else None,
        died_on=min((row["died_on"] for row in spoken if row["died_on"]), default=None),
        sex=sexes.pop() if len(sexes) == 1 else None,
        areas=tuple(sorted({row["area"] for row in spoken if row["area"]})),
    )


def _name(spoken: list[dict[str, Any]]) -> str | None:
    """The person's name, where one of these records gives it; else the first name they give."""
    given = [
        name
        for row in spoken
        if (name := names.as_shown(row["forename"], row["surname"], row["full_name"]))
    ]
    own = spoken[0]["name"] if spoken else None
    return own if own in given else next(iter(given), None)


def nobody() -> NotThere:
    """The one answer for somebody who is not known and somebody of whom nothing may be shown."""
    return NotThere("There is nothing to show under this id.")


def now_ids(desk: Desk, caller: Caller, old_ids: Iterable[str]) -> dict[str, str]:
    """Today's id of the person whom each old id leads to; ids that lead to nobody are left out.

    An old id leads on through the record that founds it, and only where the caller may see that
    one.
    """
    wanted = sorted(set(old_ids))
    rows = desk.store.read(_REDIRECTS, person_ids=wanted) if wanted else []
    sight = Sight(desk, caller, (row["person_id"] for row in rows))
    found = {}
    for row in rows:
        seen = sight.get(row["person_id"])
        if seen is not None and row["record"] in seen.records:
            found[str(row["asked"])] = str(row["person_id"])
    return found


def opened(desk: Desk, caller: Caller, person_id: str, subjects: set[str]) -> Seen:
    """The person of an id, old or new, whom the caller may open; NotThere alike for all others.

    The person is added to the subjects either way: the trail keeps who asked about whom in vain.
    """
    seen = Sight(desk, caller, [person_id]).get(person_id)
    if seen is None or not seen.may_be_opened:
        # Looked up for somebody hidden too: neither words nor time tell him from an unknown one.
        today = now_ids(desk, caller, [person_id]).get(person_id)
        if seen is None and today is not None:
            seen = Sight(desk, caller, [today]).get(today)
    if seen is not None:
        subjects.add(seen.person_id)
    if seen is None or not seen.may_be_opened:
        raise nobody()
    return seen
