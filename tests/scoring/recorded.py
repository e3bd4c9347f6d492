"""Invented histories for property tests: few people, few offences, every kind of record."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
from hypothesis import strategies as st

from scoring.frames import (
    HAPPENED_ON_IS,
    PERSONS,
    RECORD_TYPES,
    RELATIONSHIPS,
    STATUSES,
    SUSPICIONS,
    VICTIMS,
    History,
    empty,
)

AS_OF = date(2026, 11, 24)
PEOPLE = tuple(f"person-{letter}" for letter in "abcdef")
CODES = (
    ("HO5", "19512"),  # stalking
    ("HO5", "00867"),  # coercive control: no ONS weight
    ("HO5", "00806"),
    ("HO5", "14900"),  # capped
    ("HO5", "01908"),
    ("HO", "8Q"),
    ("NIBRS", "13B"),
    ("town", "anything"),
    (None, None),
)
KINDS = ("sibling", "parent", "same_household", "friend", "stranger")


@dataclass(frozen=True)
class Recorded:
    """Rows of a history, before they become frames."""

    suspicions: tuple[dict[str, object], ...]
    victims: tuple[dict[str, object], ...]
    relationships: tuple[dict[str, object], ...]
    persons: tuple[dict[str, object], ...]

    def history(self) -> History:
        """The rows as a history."""
        return History(
            persons=_frame(self.persons, "persons", PERSONS),
            suspicions=_frame(self.suspicions, "suspicions", SUSPICIONS),
            victims=_frame(self.victims, "victims", VICTIMS),
            relationships=_frame(self.relationships, "relationships", RELATIONSHIPS),
            outcomes=empty("outcomes"),
        )

    def turned(self) -> "Recorded":
        """The same rows in another order."""
        return Recorded(
            self.suspicions[::-1],
            self.victims[::-1],
            self.relationships[::-1],
            self.persons[::-1],
        )

    def with_suspicions_of(self, people: set[str]) -> "Recorded":
        """The same without what anybody else is suspected of."""
        kept = tuple(row for row in self.suspicions if row["person_id"] in people)
        return replace(self, suspicions=kept)


def _frame(rows: tuple[dict[str, object], ...], name: str, columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)) if rows else empty(name)


@st.composite
def offences(draw: st.DrawFn, number: int) -> dict[str, object]:
    system, code = draw(st.sampled_from(CODES))
    alike = [other for its_system, other in CODES if its_system == system and other]
    included = draw(st.lists(st.sampled_from(alike), max_size=2)) if alike else []
    return {
        "source": draw(st.sampled_from(("north", "south"))),
        "offence_id": f"O{number}",
        "happened_on": AS_OF - timedelta(days=draw(st.integers(-10, 2400))),
        "happened_on_is": draw(st.sampled_from(HAPPENED_ON_IS)),
        "record_type": draw(st.sampled_from(RECORD_TYPES)),
        "code": code,
        "code_system": system,
        "title": "words of a record",
        "is_domestic": draw(st.sampled_from((True, False, None))),
        "is_vawg": draw(st.booleans()),
        "included_codes": included,
        "harm_weight": draw(st.sampled_from((None, -1.0, 0.0, 0.0005, 182.25, 5475.0, 1e9))),
    }


@st.composite
def recorded(draw: st.DrawFn) -> Recorded:
    """Up to ten offences, each with its suspects and victims, and ties between the people."""
    suspicions, victims = [], []
    for number in range(draw(st.integers(0, 10))):
        offence = draw(offences(number))
        key = {"source": offence["source"], "offence_id": offence["offence_id"]}
        suspects = draw(st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1, max_size=3))
        for person in suspects:
            status = draw(st.sampled_from((*STATUSES, None)))
            suspicions.append({**offence, "person_id": person, "status": status})
        harmed = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3))
        victims += [{**key, "person_id": person} for person in harmed]
    pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(KINDS))
    ties = draw(st.lists(pairs, unique=True, max_size=6))
    born = st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2012, 1, 1)))
    persons = []
    for person in PEOPLE:
        day = draw(born)
        sex = draw(st.sampled_from(("M", "F", "X", "U", None)))
        persons.append(
            {"person_id": person, "born_on_earliest": day, "born_on_latest": day, "sex": sex}
        )
    return Recorded(
        suspicions=tuple(suspicions),
        victims=tuple(victims),
        relationships=tuple(
            {"person_id": one, "other_person_id": other, "kind": kind}
            for one, other, kind in ties
            if one != other
        ),
        persons=tuple(persons),
    )


EXAMPLE = Recorded(
    suspicions=tuple(
        {
            "person_id": person,
            "source": "north",
            "offence_id": offence,
            "happened_on": day,
            "happened_on_is": "from_on",
            "record_type": "crime",
            "is_vawg": True,
            "status": status,
        }
        for person, offence, day, status in (
            (PEOPLE[0], "O1", date(2026, 11, 1), "charged"),
            (PEOPLE[1], "O2", date(2024, 11, 1), "named"),
            (PEOPLE[2], "O3", date(2024, 11, 1), "convicted"),
        )
    ),
    victims=(),
    relationships=(),
    persons=tuple(
        {"person_id": person, "born_on_earliest": day, "born_on_latest": day}
        for person, day in zip(PEOPLE, [date(1985, 1, 1)] * len(PEOPLE), strict=True)
    ),
)
