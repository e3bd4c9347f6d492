"""Sentences that pages compute from the JSON of a person: summary, what speaks against it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph_service.web import reasons, words

_NOTHING_CAME = {
    "no_further_action": "no further action",
    "discontinued": "discontinued",
    "acquitted": "acquitted",
}
# Home Office outcomes that end a case without anything being found against a suspect; 15 and 16
# name the suspect, and say whether the victim supports action (Home Office Counting Rules, sec. H).
_OUTCOMES_AGAINST = {
    "9": "not in the public interest (CPS)",
    "10": "not in the public interest (police)",
    "14": "evidential difficulties, the victim does not support action",
    "15": "evidential difficulties, the victim supports action",
    "16": "evidential difficulties, the victim does not support action",
    "17": "time limit expired",
    "18": "no suspect identified",
    "20": "action by another body",
    "21": "further investigation not in the public interest",
}
_OUTCOMES = {
    "0": "none yet",
    "1": "charged or summonsed",
    "2": "caution (youth)",
    "3": "caution (adult)",
    "4": "taken into consideration",
    "5": "the suspect died",
    "6": "penalty notice",
    "7": "cannabis or khat warning",
    "8": "community resolution",
    "11": "suspect under age",
    "12": "suspect too ill",
    "13": "victim or key witness dead or too ill",
    "19": "passed to the fraud bureau",
    "22": "diversionary activity done, no further action in the public interest",
    **_OUTCOMES_AGAINST,
}
ORDERS = {
    "spo": "stalking protection order",
    "interim_spo": "interim stalking protection order",
    "dvpn": "domestic violence protection notice",
    "dvpo": "domestic violence protection order",
    "dapn": "domestic abuse protection notice",
    "dapo": "domestic abuse protection order",
    "nmo": "non-molestation order",
    "restraining_order": "restraining order",
    "shpo": "sexual harm prevention order",
    "interim_shpo": "interim sexual harm prevention order",
    "sro": "sexual risk order",
    "interim_sro": "interim sexual risk order",
    "fmpo": "forced marriage protection order",
    "fgmpo": "female genital mutilation protection order",
    "cbo": "criminal behaviour order",
    "asb_injunction": "anti-social behaviour injunction",
}
_IN_FORCE = {"served", "active", "interim", "made"}
_COMPARED = (
    ("forename", "Forename"),
    ("middle_names", "Middle names"),
    ("surname", "Surname"),
    ("full_name", "Full name"),
    ("born_on", "Born"),
    ("sex", "Sex"),
    ("pnc_id", "PNC id"),
    ("cro_number", "CRO number"),
    ("died_on", "Died"),
)


def outcome(code: object) -> str:
    """A Home Office outcome number in words."""
    if code in {None, ""}:
        return words.NOT_KNOWN
    number = str(code).removesuffix("A")
    said = _OUTCOMES.get(number, "unknown number")
    alternate = " (for an alternate offence)" if str(code).endswith("A") else ""
    return f"{code}: {said}{alternate}"


def order_name(order: Mapping[str, Any]) -> str:
    """What an order is called."""
    return words.word(order.get("kind"), ORDERS)


def offence_name(offence: Mapping[str, Any]) -> str:
    """What an offence is called; its code where it has no title."""
    return str(offence.get("title") or offence.get("code") or "offence without a title")


def offence_day(offence: Mapping[str, Any]) -> Any:
    """The day of an offence: when it began, else when it was reported."""
    return offence.get("from_on") or offence.get("reported_on")


def as_role(person: Mapping[str, Any], role: str) -> list[Mapping[str, Any]]:
    """The person's offences in one role, the newest first; without a stated role: suspect."""
    found = [o for o in person.get("offences") or () if (o.get("role") or "suspect") == role]
    return sorted(found, key=lambda offence: str(offence_day(offence) or ""), reverse=True)


def in_force(person: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The orders that are recorded as standing."""
    return [
        order
        for order in person.get("orders") or ()
        if order.get("is_in_force", order.get("state") in _IN_FORCE)
    ]


def summary(person: Mapping[str, Any]) -> list[str]:
    """One paragraph of sentences about the record, each counted from the answer itself."""
    offences = as_role(person, "suspect")
    if not offences:
        return ["Not recorded as suspect in any offence that may be shown here."]
    said = [f"Recorded as suspect in {words.counted(len(offences), 'offence', 'offences')}"]
    days = sorted(str(offence_day(offence)) for offence in offences if offence_day(offence))
    if days:
        first, last = words.short_day(days[0]), words.short_day(days[-1])
        said[0] += f" on {first}" if first == last else f" between {first} and {last}"
    victims = person.get("victims") or ()
    if victims:
        said[0] += f", with {words.counted(len(victims), 'person', 'people')} recorded as victim"
    said[0] += "."
    said.append(
        f"Most recent: {offence_name(offences[0])}, {words.short_day(offence_day(offences[0]))}."
    )
    orders = in_force(person)
    if orders:
        kinds = Counter(order_name(order) for order in orders)
        names = ", ".join(name if n == 1 else f"{n} times {name}" for name, n in kinds.items())
        said.append(f"Standing orders: {names}.")
    else:
        said.append("No standing order is recorded.")
    return said


def undermining(person: Mapping[str, Any]) -> list[str]:
    """What on record speaks against it: shown beside the reasons, never below them."""
    said = reasons.why(person.get("undermining"), most=100)
    for offence in as_role(person, "suspect"):
        ended = [
            f"outcome {code}, {_OUTCOMES_AGAINST[code.removesuffix('A')]}"
            for code in _codes(offence)
            if code.removesuffix("A") in _OUTCOMES_AGAINST
        ]
        status_said = _NOTHING_CAME.get(str(offence.get("status")))
        if status_said and not (ended and status_said == "no further action"):
            ended.insert(0, status_said)
        if ended:
            on = words.short_day(offence_day(offence))
            said.append(f"{offence_name(offence)}, {on}: {'; '.join(ended)}.")
    as_victim = as_role(person, "victim")
    if as_victim:
        count = words.counted(len(as_victim), "offence", "offences")
        said.append(f"Also recorded as victim in {count}.")
    return said + _perhaps_one(person)


def _perhaps_one(person: Mapping[str, Any]) -> list[str]:
    """Victims of one name: records that have too little in common are not joined."""
    names = Counter(
        str(victim["name"]) for victim in person.get("victims") or () if victim.get("name")
    )
    return [
        f"{count} of the people recorded as victim bear the same name. Their records have too "
        "little in common to be joined, so they are counted apart and may be one person."
        for _, count in names.items()
        if count > 1
    ]


def moves(person: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Events for the days on which a person not recorded as his victim before is recorded first.

    Read off ``victims``, which says for each the offences by id; the first victim is no move. The
    sentence names nobody.
    """
    days = {
        str(offence.get("offence_id")): str(offence_day(offence))[:10]
        for offence in as_role(person, "suspect")
        if offence_day(offence)
    }
    firsts: list[str] = []
    for victim in person.get("victims") or ():
        offences = victim.get("offences")
        known = [days[str(key)] for key in offences if str(key) in days] if isinstance(
            offences, list | tuple) else []  # fmt: skip
        if known:
            firsts.append(min(known))
    return [
        {"on": on, "until": None, "kind": "move", "text": "Another person recorded as victim",
         "table": "offence", "key": ""}
        for on in sorted(firsts)[1:]
    ]  # fmt: skip


def _codes(offence: Mapping[str, Any]) -> list[str]:
    found = [outcome.get("code") for outcome in offence.get("outcomes") or ()]
    return [str(code) for code in found if code not in {None, ""}]


def records(person: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The records behind a person, field by field: ``{"name", "values", "differ"}``."""
    behind = person.get("records") or ()
    rows = []
    for field, name in _COMPARED:
        values = [record.get(field) for record in behind]
        known = {str(value) for value in values if value not in {None, ""}}
        if known:
            rows.append({"name": name, "values": values, "differ": len(known) > 1})
    return rows


def ids(person: Mapping[str, Any], now: datetime) -> list[tuple[str, str, list[str]]]:
    """What became of ids of this person: when, what, and the ids to follow."""
    found = []
    for one in person.get("ids") or ():
        others = [other for other in one["became"] if other != person["person_id"]]
        at = words.moment(one["at"], now)
        if one["person_id"] != person["person_id"]:
            found.append((at, f"records that stood under {one['person_id']} came here", others))
        elif others:
            found.append((at, "records that stood here went to", others))
    return found


def addresses(person: Mapping[str, Any]) -> list[list[str]]:
    """Addresses that the records give: where, what it is, from, until, record; the newest first."""
    rows = [
        (record, one)
        for record in person.get("records") or ()
        for one in record.get("addresses") or ()
    ]
    rows.sort(key=lambda row: row[1]["from_on"] or "", reverse=True)
    return [
        [
            ", ".join(part for part in (one["address"], one["postcode"]) if part),
            words.word(one["kind"], {}),
            words.short_day(one["from_on"]),
            words.short_day(one["to_on"]) if one["to_on"] else "no end recorded",
            f"{record['source']} {record['record_id']}",
        ]
        for record, one in rows
    ]


def sources(person: Mapping[str, Any]) -> str:
    """How many records of which sources a person rests on."""
    counts: dict[str, int] = defaultdict(int)
    for record in person.get("records") or ():
        counts[str(record.get("source") or "one source")] += 1
    said = [
        f"{words.counted(count, 'record', 'records')} of {name}" for name, count in counts.items()
    ]
    return ", ".join(said) or "no record"
