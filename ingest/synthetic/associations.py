"""Relationships as the force writes them down: links between two nominal records."""

from datetime import datetime

from ingest.synthetic.data_files import rate
from ingest.synthetic.days import later
from ingest.synthetic.dice import Dice
from ingest.synthetic.layout import Rows, day
from ingest.synthetic.nominals import Nominal
from ingest.synthetic.numbers import Numbers
from ingest.synthetic.people import PARTNERS, Tie

RELATION_WORDS = {
    "spouse": "HUSBAND/WIFE",
    "civil_partner": "CIVIL PARTNER",
    "partner": "PARTNER",
    "parent": "PARENT OF",
    "sibling": "BROTHER/SISTER",
    "other_family": "OTHER RELATIVE",
    "friend": "FRIEND",
    "acquaintance": "ACQUAINTANCE",
    "colleague": "COLLEAGUE",
    "neighbour": "NEIGHBOUR",
    "shares_parental_responsibility": "SHARED PARENTAL RESP",
}


class Associations:
    """The links of one circle. A relationship that changes becomes a version of its link."""

    def __init__(self, numbers: Numbers, rows: Rows, dice: Dice) -> None:
        self._numbers, self._rows, self._dice = numbers, rows, dice
        self._noted: dict[tuple[str, str, bool], tuple[str, str]] = {}

    def note(self, tie: Tie, one: Nominal, other: Nominal, at: datetime) -> None:
        """A relationship between two records as it stands then; a later change is a version."""
        if one.person is not tie.one:
            one, other = other, one
        ended = tie.to_on is not None and tie.to_on <= at.date()
        word = RELATION_WORDS[tie.kind]
        if ended and tie.kind in PARTNERS:
            word = f"EX {word}"
        key = (one.ref, other.ref, tie.kind in PARTNERS)
        ref, before = self._noted.get(key, ("", ""))
        if word == before:
            return
        ref = ref or self._numbers.take("assoc")
        self._noted[key] = (ref, word)
        known = self._dice.chance(rate("records.relation_dated"))
        self._rows.add(
            "NOMINAL_ASSOC",
            later(at, 0.1),
            ASSOC_REF=ref,
            NOM_REF=one.ref,
            ASSOC_NOM_REF=other.ref,
            RELATION=word,
            DATE_FROM=day(tie.from_on) if known else "",
            DATE_TO=day(tie.to_on) if ended else "",
        )
