"""Why a person is on a list, in words: parts of a score, reasons of an entry, ties at the cut."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph_service.web import words

# What the parts of a score are called, by the name of the contribution.
PARTS = {
    "harm": "Harm",
    "harm.not_known": "Harm not known",
    "harm.incident": "Incident, not a crime",
    "serial.first_victim": "First victim",
    "serial.further_victim": "Further unconnected victim",
    "repeat.first_record": "First record as suspect",
    "repeat.further_record": "Further record as suspect",
    "repeat.same_victim": "Same victim again",
    "repeat.course_of_conduct": "Course of conduct, or breach of an order",
    "repeat.escalation_in_harm": "Graver than before",
    "repeat.more_often": "More often than before",
    "cap.harm": "Cap on harm",
    "cap.repeat": "Cap on repetition",
}
# How the arithmetic begins inside a sentence: ": 20 points …", ", worth 10 points …".
_ARITHMETIC = re.compile(r"(?:: |, )(?:worth )?-?[\d.,]+ points?\b.*| \N{MULTIPLICATION SIGN} .*")
_BRACKETS = re.compile(r" \([^()]*\)")


def part(name: object) -> str:
    """What a part of a score is called."""
    said = str(name or "part without a name")
    return PARTS.get(said) or said.replace(".", ": ").replace("_", " ").capitalize()


def step(contribution: Mapping[str, Any]) -> str:
    """A contribution in few words, for a picture: "Further unconnected victim, 11 Feb 2026"."""
    on = contribution.get("on")
    return part(contribution.get("name")) + (f", {words.short_day(on)}" if on else "")


def status(contribution: Mapping[str, Any]) -> str | None:
    """Whether a weight is local or inferred, as the contribution or its sentence says."""
    said = str(contribution.get("status") or "")
    found = said if said in {"local", "inferred"} else None
    for word in ("inferred", "local"):
        # Inside brackets, between separators: "(Cambridge index, median; inferred)".
        if re.search(rf"[(;,] ?{word}[;,)]", str(contribution.get("text") or "")):
            found = word
    return found


def why(reasons: Iterable[object] | None, most: int = 2) -> list[str]:
    """The first reasons in words without their arithmetic; several of one record in one sentence.

    A reason is a sentence, or has one as ``text``. "Recorded: WHAT; WHY: 20 points …" is read as
    what is recorded and why it counts.
    """
    by_record: dict[str, list[str]] = {}
    for reason in reasons or ():
        text = reason.get("text") or reason.get("name") if isinstance(reason, Mapping) else reason
        if not text:
            continue
        recorded = str(text).startswith("Recorded: ")
        whole = str(text).removeprefix("Recorded: ")
        what, _, because = whole.partition("; ") if recorded else (whole, "", "")
        because = _BRACKETS.sub("", _ARITHMETIC.sub("", because)).rstrip(".")
        found = by_record.setdefault(what, [])
        if because and because not in found:
            found.append(because)
    return [
        f"{what[:1].upper()}{what[1:]}" + (f": {'; '.join(said)}." if said else "")
        for what, said in list(by_record.items())[:most]
    ]


def by_size(contributions: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Contributions in the order of the waterfall: gains from the largest, then caps."""
    rows = list(contributions)
    values = {id(row): float(row.get("value") or 0) for row in rows}
    return sorted(rows, key=lambda row: (values[id(row)] < 0, -abs(values[id(row)])))
