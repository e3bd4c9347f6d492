"""A small force in which every protected person has words and days of her own, which nobody shares.

A1 and A2 are areas. Whoever is protected has made-up words as names, address, telephone and so on,
so that a single one of them in an answer shows that she was told of. ``PROTECTED`` says by hand in
which areas each has a case; it is what the tests go by, not what the service works out.
"""

from dataclasses import dataclass
from datetime import date

from graph_service import ids
from ingest.standardise import pnc_id
from tests.runs.force import rows

SOURCE = "force"
AS_OF = "2026-01-31"

SUSPECTS = """
record_id forename surname born_on    sex area pnc_id      address            recorded_at
S1        Adam     Arden   1985-03-01 M   A1   .           1_Open_Road        2025-06-01T09:00:00
S2        Ben      Birch   1986-04-02 M   A2   .           2_Open_Road        2025-06-01T09:00:00
S3        Carl     Cole    1987-05-03 M   A2   .           3_Open_Road        2025-06-01T09:00:00
U1        Una      Underwood 2010-01-01 F A1   .           4_Open_Road        2025-06-01T09:00:00
DS        Dean     Dorset  .          M   A1   20/1000001{} 5_Open_Road       2025-07-01T09:00:00
ES        Earl     Essex   .          M   A1   20/1000002{} 6_Open_Road       2025-06-01T09:00:00
FB        Frank    Fulham  1971-01-09 M   A1   .           7_Open_Road        2025-06-01T09:00:00
K1        Kim      Kent    2015-01-01 F   A1   .           8_Open_Road        2025-06-01T09:00:00
"""

OFFENCES = """
offence_id code  code_system from_on    area is_domestic title
O1         10501 HO5         2025-11-01 A1   true        Assault_on_Qavone
O2         00504 HO5         2025-11-02 A2   true        Assault_on_Qavtwo_witness_Qawtwo
O4         10501 HO5         2025-11-04 A1   true        Assault_on_Qavfour
O5         10501 HO5         2025-11-05 A2   true        Assault_on_Qavfour
O6         10501 HO5         2025-11-06 A1   true        Assault_on_Qavone
O7         10501 HO5         2025-11-07 A2   true        Assault_on_Qadual_of_Qadual_Row
O8         10501 HO5         2025-11-08 .    true        Assault_on_Qaveight
O9         10501 HO5         2025-11-09 A1   true        Assault_on_Qavone
O10        Qaeast's_case LOCAL 2025-11-10 A2 true        Assault_on_Qaeast
O11        10501 HO5         2025-11-11 A1   true        Assault_on_Qavone
O12        10501 HO5         2025-11-12 A2   true        Assault_in_A2
O13        10501 HO5         2026-01-12 A1   true        Assault_on_Qavone_last_week
"""

INVOLVED = """
offence_id record_id role    status
O1         S1        suspect charged
O1         V1        victim  .
O2         S1        suspect named
O2         S3        suspect named
O2         V2        victim  .
O2         W2        witness .
O4         S2        suspect named
O4         V4        victim  .
O5         S1        suspect convicted
O5         V4        victim  .
O6         DS        suspect charged
O6         V1        victim  .
O7         S1        suspect named
O7         DV1        victim  .
O8         S1        suspect named
O8         V8        victim  .
O9         ES        suspect charged
O9         V1        victim  .
O10        S2        suspect named
O10        EV1        victim  .
O11        FB        suspect charged
O11        V1        victim  .
O12        S2        suspect named
O12        FB        victim  .
O13        S1        suspect named
O13        U1        suspect named
O13        V1        victim  .
"""

RELATIONSHIPS = """
relationship_id record_id kind        other_record_id
T1              S1        ex_partner  V2
T2              S1        parent      K1
T3              S1        friend      DS
T4              ES        neighbour   K1
T5              S2        partner     EV1
T6              FB        colleague   S2
"""

ORDERS = """
order_id kind state  respondent_record_id area made_on    from_on    to_on
C1       nmo  active S1                   A2   2025-10-01 2025-10-01 2027-10-01
C2       spo  active ES                   A1   2025-10-02 2025-10-02 2027-10-02
"""

PROTECTED_BY = """
order_id record_id
C1       V3
C2       V1
"""

CONDITIONS = """
condition_id order_id kind        text
N1           C1       prohibition Not_to_go_near_Qavthree
N2           C2       prohibition Not_to_go_near_Qavone
"""

ORDER_EVENTS = """
event_id order_id kind at
E1       C1       made 2025-10-01T10:00:00
"""

ASSESSMENTS = """
assessment_id kind about_record_id victim_record_id offence_id on         grade
R1            dash S1              V2               O2         2025-11-02 high
R2            dash S1              A9               .          2025-11-03 high
"""

CUSTODY = """
event_id record_id kind     at                  offence_id
CU1      S1        remanded 2026-01-13T10:00:00 O13
CU2      DV1        arrested 2025-11-20T10:00:00 .
"""

OUTCOMES = """
outcome_id offence_id record_id code decided_on
OU1        O1         S1        1    2025-12-01
OU2        O2         .         16   2025-12-02
"""

AREAS = """
area_id name
A1      Northwold
A2      Eastmere
"""


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
)
_OWN = {one.record_id: f"Q-{one.record_id}" for one in PROTECTED}


def valid_pnc(pnc: str) -> str:
    """A PNC id with its check letter."""
    return next(pnc.format(one) for one in "ABCDEFGHJKLMNPQRTUVWXYZ" if pnc_id(pnc.format(one)))


def _table(text: str) -> list[dict[str, str]]:
    """A text table; underscores are spaces in text, and the protected stand by their record ids."""
    found = []
    for row in rows(text):
        held = {name: _OWN.get(value, value) for name, value in row.items()}
        for name in ("title", "text", "address", "code"):
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
        {**row, "pnc_id": valid_pnc(row["pnc_id"]) if row["pnc_id"] else ""}
        for row in _table(SUSPECTS)
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
    day = {row["offence_id"]: row["from_on"] for row in _table(OFFENCES)}
    return {
        "person_record": _people(),
        "alias": _aliases(),
        "offence": _recorded(_table(OFFENCES), day),
        "involvement": _recorded(_table(INVOLVED), day),
        "relationship": _table(RELATIONSHIPS),
        "order": [{**row, "recorded_at": f"{row['made_on']}T20:00:00"} for row in _table(ORDERS)],
        "order_protected": _table(PROTECTED_BY),
        "order_condition": _table(CONDITIONS),
        "order_event": _table(ORDER_EVENTS),
        "risk_assessment": _table(ASSESSMENTS),
        "custody_event": [{**row, "recorded_at": row["at"]} for row in _table(CUSTODY)],
        "outcome": _table(OUTCOMES),
        "area": _table(AREAS),
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
