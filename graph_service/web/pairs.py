"""Two records side by side, and what a word on them would change, as pages tell it.

Pure functions of the JSON of ``/links``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_service.web import words

STATES = {
    "waiting": "Waiting for a word",
    "doubted": "Joined, the weakest links",
    "joined": "Joined",
    "kept_apart": "Kept apart",
    "all": "All",
}
"""The states of the queue as pages name them."""
DECISIONS = {
    "same": "They are one person",
    "not_same": "They are two people",
    "unsure": "Nobody can say",
}
"""What may be said of a pair, as pages put it."""
_COMPARED = (
    ("full_name", "Full name"),
    ("forename", "Forename"),
    ("middle_names", "Middle names"),
    ("surname", "Surname"),
    ("born_on", "Born"),
    ("born_on_raw", "Born, as written"),
    ("age_years", "Age, as recorded"),
    ("age_on", "Age recorded on"),
    ("sex", "Sex"),
    ("pnc_id", "PNC id"),
    ("cro_number", "CRO number"),
    ("address", "Address"),
    ("postcode", "Postcode"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("birth_place", "Place of birth"),
    ("occupation", "Occupation"),
    ("area", "Area"),
)
_DAYS = {"born_on", "age_on"}

_UNFORECAST = {
    "not_asked": "Not forecast: it is neither in doubt nor waiting.",
    "tangled": "Not forecast: too many records hang together with it to say what would follow.",
    "no_run": "Not forecast: no run was made since, or too many offences hang on it.",
}

_Json = Mapping[str, Any]


def name(record: _Json) -> str:
    """What a record calls the person."""
    told = [record.get("forename"), record.get("surname")]
    return " ".join(one for one in told if one) or record.get("full_name") or "no name"


def side_by_side(link: _Json) -> list[dict[str, str]]:
    """What either record says: ``said``, ``one``, ``other``; ``is`` same, differs, or nothing."""
    one, other = link["records"]
    rows = []
    for column, said in _COMPARED:
        values = [_value(record, column) for record in (one, other)]
        if any(values):
            rows.append(
                {
                    "said": said,
                    "one": values[0] or words.NOT_KNOWN,
                    "other": values[1] or words.NOT_KNOWN,
                    "is": ""
                    if not all(values)
                    else "same"
                    if values[0] == values[1]
                    else "differs",
                }
            )
    return rows


def _value(record: _Json, column: str) -> str:
    value = record.get(column)
    if value is None:
        return ""
    return words.short_day(value) if column in _DAYS else str(value)


def chance(link: _Json) -> str:
    """The chance that the two are one person: "54 in 100", "more than 99 in 100"."""
    return "not weighed" if link["chance"] is None else in_hundred(link["chance"])


def in_hundred(chance: float) -> str:
    """A chance in words: certainty is never said."""
    whole = round(chance * 100)
    if whole >= 100:  # noqa: PLR2004 - of a hundred
        return "more than 99 in 100"
    return f"{whole} in 100" if whole >= 1 else "less than 1 in 100"


def change(link: _Json) -> str:
    """In one sentence what the other word would change; nothing where no run has forecast it."""
    told = link["forecast"]
    if told is None:
        return words.word(link["unforecast"], _UNFORECAST)
    if told["now"] == told["then"]:
        return "Nothing on the list."
    return " ".join(_moves(told))


def if_so(link: _Json) -> str:
    """The other word, as a condition."""
    return "If they are two" if link["verdict"] in {"joined", "same"} else "If they are one"


def _moves(told: _Json) -> list[str]:
    now = {place["person_id"]: place for place in told["now"]}
    then = {place["person_id"]: place for place in told["then"]}
    said = [
        f"{_person(place)} {_from(now.get(person_id))} {_place(place)}."
        for person_id, place in then.items()
    ]
    gone = [
        f"{_person(now[one])}, {_place(now[one])}, is no longer on the list."
        for one in now.keys() - then.keys()
    ]
    return said + sorted(gone)


def _person(place: _Json) -> str:
    return str(place.get("name") or place["person_id"])


def _from(place: _Json | None) -> str:
    return "comes to" if place is None else f"goes from {_place(place)} to"


def _place(place: _Json) -> str:
    victims = words.counted(place["victims"], "victim", "victims")
    return f"rank {place['rank']} ({words.points(place['score'])} points, {victims})"


def offences(carried: _Json) -> list[str]:
    """The offences that a record carries, a line each."""
    return [_offence(row) for row in carried["offences"]]


def addresses(carried: _Json) -> list[str]:
    """The addresses that a record carries, a line each."""
    return [_address(row) for row in carried["addresses"]]


def _offence(row: _Json) -> str:
    on = row["from_on"] or row["reported_on"]
    what = row["title"] or row["code"] or "offence"
    status = f", {words.word(row['status'], {})}" if row["status"] else ""
    return f"{words.short_day(on)}: {row['part']} of {what}{status} ({row['offence_id']})"


def _address(row: _Json) -> str:
    where = ", ".join(part for part in (row["address"], row["postcode"]) if part)
    days = [words.short_day(row[end]) if row[end] else "" for end in ("from_on", "to_on")]
    when = f", {days[0]} to {days[1]}" if all(days) else f", from {days[0]}" if days[0] else ""
    return f"{where} ({words.word(row['kind'], {})}{when})"


def worst_first(parts: Iterable[_Json]) -> list[_Json]:
    """The parts of a weight as a table takes them: the greatest first, for or against."""
    return sorted(parts, key=lambda part: -abs(part["weight"]))
