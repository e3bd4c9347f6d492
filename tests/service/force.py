"""A small force in which every protected person has words and days of her own, which nobody shares.

A1 and A2 are areas. Whoever is protected has made-up words as names, address, telephone and so on,
so that a single one of them in an answer shows that she was told of. ``PROTECTED`` says by hand in
which areas each has a case; it is what the tests go by, not what the service works out.
"""

from dataclasses import dataclass
from datetime import date

from graph_service import ids
from graph_service.identifiers import pnc_id
from tests.runs.force import rows
from tests.service import force_tables as text

SOURCE = "force"
AS_OF = "2026-01-31"


@dataclass(frozen=True)
class Protected:
    """Somebody protected: the record that is hers alone, her words, the areas of her cases."""

    record_id: str
    areas: frozenset[str]
    stem: str  # every word of hers begins with it
    born_on: date
    person_record: str  # the record that founds her person
    is_accused: bool = False

    @property
    def words(self) -> dict[str, str]:
        """The columns of the record, each a word of hers."""
        number = self.born_on.day
        return {
            "forename": f"{self.stem}fore",
            "surname": f"{self.stem}",
            "address": f"{number} {self.stem} Row",
            "postcode": f"ZQ{number}9ZZ",
            "phone": f"07700 9000{number}",
            "email": f"{self.stem.lower()}@example.com",
            "birth_place": f"{self.stem}ton",
            "occupation": f"{self.stem} maker",
        }

    @property
    def canaries(self) -> tuple[str, ...]:
        """What of hers may be in no answer to those who may not see her named."""
        born = self.born_on
        told = (
            self.stem,
            self.stem.upper(),
            self.stem.lower(),
            self.words["postcode"],
            self.words["phone"],
            born.isoformat(),
            f"{born.day} {born:%b %Y}",
            f"Q-{self.record_id}",
        )
        return told if self.is_accused else (*told, self.person_id)

    @property
    def person_id(self) -> str:
        """Her person's id."""
        return ids.person_id(SOURCE, self.person_record)


def _protected(
    record_id: str, areas: str, stem: str, day: int, person: str | None = None
) -> Protected:
    return Protected(
        record_id=record_id,
        areas=frozenset(areas.split()),
        stem=stem,
        born_on=date(1970, 2, day),
        person_record=person or f"Q-{record_id}",
        is_accused=person is not None,
    )


# Who is protected, in cases of which areas. DV1 and EV1 are the victim-only records of two
# suspects: the person of the first is founded by it, the person of the second by the suspect's
# record.
PROTECTED = (
    _protected("V1", "A1", "Qavone", 11),
    _protected("V2", "A2", "Qavtwo", 12),
    _protected("W2", "A2", "Qawtwo", 13),
    _protected("V3", "A2", "Qavthree", 14),
    _protected("V4", "A1 A2", "Qavfour", 15),
    _protected("V8", "", "Qaveight", 16),
    _protected("A9", "", "Qarisk", 17),
    _protected("DV1", "A2", "Qadual", 18, person="Q-DV1"),
    _protected("EV1", "A2", "Qaeast", 19, person="ES"),
    # Of no case that the graph holds: at risk in a disclosure, at a hearing, of an offence and
    # protected by an order that are not here yet.
    _protected("G1", "", "Qadisclose", 20),
    _protected("G2", "", "Qamarac", 21),
    _protected("G3", "", "Qawaiting", 22),
    _protected("G4", "", "Qaunserved", 23),
    # Of a case in A2 of which a survey alone tells.
    _protected("G5", "A2", "Qasurvey", 24),
)
# Words that are in text which names no case, and in logs under conditions: no matter of areas.
OF_NO_CASE = {
    "Qareason": ("analyst", "high_harm_coordinator"),
    "Qaresult": ("analyst", "high_harm_coordinator"),
    "Qatitle": ("analyst",),
    "LQ3": ("analyst",),
    "LQ4": ("analyst",),
    # Who did something is told where he is an officer of the force, and his post of nobody.
    "Qareferrer": (),
    "Qahelper": (),
    "Qapost": (),
}
_OWN = {one.record_id: f"Q-{one.record_id}" for one in PROTECTED}


def valid_pnc(pnc: str) -> str:
    """A PNC id with its check letter."""
    return next(pnc.format(one) for one in "ABCDEFGHJKLMNPQRTUVWXYZ" if pnc_id(pnc.format(one)))


def _table(table: str) -> list[dict[str, str]]:
    """A text table; underscores are spaces in text, and the protected stand by their record ids."""
    found = []
    for row in rows(table):
        held = {name: _OWN.get(value, value) for name, value in row.items()}
        for name in ("title", "text", "address", "code", "code_system", "reason", "result"):
            if name in held:
                held[name] = held[name].replace("_", " ")
        found.append(held)
    return found


_PNC = {"DV1": "20/1000001{}", "EV1": "20/1000002{}"}
_COLUMNS = [
    "record_id",
    "forename",
    "surname",
    "born_on",
    "sex",
    "area",
    "pnc_id",
    "cro_number",
    "address",
    "postcode",
    "phone",
    "email",
    "birth_place",
    "occupation",
    "recorded_at",
]


def _people() -> list[dict[str, str]]:
    suspects = [
        {
            **row,
            "pnc_id": valid_pnc(row["pnc_id"]) if row["pnc_id"] else "",
            "cro_number": "SF123456/99A" if row["record_id"] == "S1" else "",
        }
        for row in _table(text.SUSPECTS)
    ]
    protected = [
        {
            "record_id": f"Q-{one.record_id}",
            **one.words,
            "born_on": one.born_on.isoformat(),
            "pnc_id": valid_pnc(_PNC[one.record_id]) if one.record_id in _PNC else "",
            "area": "A2",
            # The suspect's record of D comes later, that of E sooner.
            "recorded_at": "2025-06-15T09:00:00",
        }
        for one in PROTECTED
    ]
    return [{name: row.get(name, "") for name in _COLUMNS} for row in (*suspects, *protected)]


def _aliases() -> list[dict[str, str]]:
    own = [
        {"alias_id": f"AL-{one.record_id}", "record_id": f"Q-{one.record_id}", "kind": "maiden",
         "forename": "", "surname": f"{one.stem}née"}
        for one in PROTECTED
    ]  # fmt: skip
    open_ones = [
        {
            "alias_id": "AL-S1",
            "record_id": "S1",
            "kind": "nickname",
            "forename": "Ads",
            "surname": "",
        },
        {
            "alias_id": "AL-DS",
            "record_id": "DS",
            "kind": "alias",
            "forename": "",
            "surname": "Devon",
        },
    ]
    return [*own, *open_ones]


def tables() -> dict[str, list[dict[str, str]]]:
    """The whole force as contract tables."""
    day = {row["offence_id"]: row["from_on"] for row in _table(text.OFFENCES)}
    return {
        "person_record": _people(),
        "alias": _aliases(),
        "offence": _recorded(_table(text.OFFENCES), day),
        "involvement": [*_recorded(_table(text.INVOLVED), day), *_table(text.INVOLVED_LATER)],
        "relationship": _table(text.RELATIONSHIPS),
        "order": [
            {**row, "recorded_at": f"{row['made_on']}T20:00:00"} for row in _table(text.ORDERS)
        ],
        "order_protected": _table(text.PROTECTED_BY),
        "order_condition": _table(text.CONDITIONS),
        "order_event": _table(text.ORDER_EVENTS),
        "risk_assessment": _table(text.ASSESSMENTS),
        "disclosure": _table(text.DISCLOSURES),
        "marac": _table(text.HEARINGS),
        "case_event": [{**row, "recorded_at": row["at"]} for row in _table(text.CASE_EVENTS)],
        "mappa": _table(text.MAPPA),
        "iom": _table(text.IOM),
        "sex_offender_notification": _table(text.NOTIFICATIONS),
        "referral": _table(text.REFERRALS),
        "intervention": _table(text.INTERVENTIONS),
        "intelligence": _table(text.INTELLIGENCE),
        "survey": _table(text.SURVEYS),
        "officer": _table(text.OFFICERS),
        "custody_event": [{**row, "recorded_at": row["at"]} for row in _table(text.CUSTODY)],
        "outcome": _table(text.OUTCOMES),
        "area": _table(text.AREAS),
    }


def _recorded(held: list[dict[str, str]], day: dict[str, str]) -> list[dict[str, str]]:
    """The rows, each recorded on the day of its offence."""
    return [{**row, "recorded_at": f"{day[row['offence_id']]}T20:00:00"} for row in held]


def without_a_suspect_s_other_side() -> dict[str, list[dict[str, str]]]:
    """The same force, in which E was never anybody's victim: what to a reader of A1 is no other."""
    held = tables()
    gone = {"Q-EV1"}
    held["person_record"] = [one for one in held["person_record"] if one["record_id"] not in gone]
    held["alias"] = [one for one in held["alias"] if one["record_id"] not in gone]
    held["offence"] = [one for one in held["offence"] if one["offence_id"] != "O10"]
    held["involvement"] = [one for one in held["involvement"] if one["offence_id"] != "O10"]
    held["relationship"] = [
        one for one in held["relationship"] if one["other_record_id"] not in gone
    ]
    return held


PERSONS = {
    name: ids.person_id(SOURCE, record)
    for name, record in {
        "S1": "S1", "S2": "S2", "S3": "S3", "U1": "U1", "K1": "K1",
        "D": "Q-DV1", "E": "ES", "F": "FB",
        **{one.record_id: f"Q-{one.record_id}" for one in PROTECTED if not one.is_accused},
    }.items()
}  # fmt: skip
