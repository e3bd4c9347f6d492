"""One person: what the records say, as far as the caller may see it."""

from datetime import datetime
from typing import Any

from graph_service import access, contract, id_log, names, processes
from graph_service.access import PERMISSIONS, Action, Caller, Role, Sees
from graph_service.archive import now
from graph_service.audit import Event
from graph_service.contract import Marking
from graph_service.desk import Desk
from graph_service.projection import stored
from graph_service.queries import facts, link_pairs, measures, standing, timeline
from graph_service.queries.facts import PersonFacts, text
from graph_service.queries.measures import Measure


def _shown_columns(table: str) -> tuple[str, ...]:
    """A table's columns that a person's page may show; free text has a rule of its own."""
    hidden = (Marking.SPECIAL_CATEGORY, Marking.FREE_TEXT)
    return tuple(one.name for one in contract.columns(table) if one.marking not in hidden)


_RECORD = _shown_columns("person_record")
_ORDER = _shown_columns("order")
_CUSTODY = _shown_columns("custody_event")
_ASSESSMENT = ("assessment_id", "kind", "on", "grade", "ticks")
_OFFENCE = (
    "offence_id",
    "record_type",
    "from_on",
    "to_on",
    "reported_on",
    "recorded_at",
    "area",
    "is_domestic",
    "is_vawg",
)
# The contract tables of measures about a person, as answers call them.
_MEASURES = {
    "disclosures": "disclosure",
    "marac_hearings": "marac",
    "mappa": "mappa",
    "iom": "iom",
    "sex_offender_notifications": "sex_offender_notification",
    "referrals": "referral",
    "interventions": "intervention",
    "intelligence": "intelligence",
    "surveys": "survey",
}


def person(desk: Desk, person_id: str, *, caller: Caller, event: Event) -> dict[str, Any]:
    """The profile (design §7, ``…/people/{id}``); a referrer gets the reduced form.

    Of very many offences the newest are there; ``unread`` is how many others may be shown.

    NotThere alike for an unknown id and for a person of whom the caller may see nothing.
    """
    with desk.answering(caller, event) as subjects:
        held = facts.read(desk, caller, person_id, subjects)
        return _told(desk, caller, held, subjects)


def person_with_timeline(
    desk: Desk, person_id: str, *, caller: Caller, route: str
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The profile and the timeline of one reading, each an answer with its record.

    No timeline for a referrer, or under an old id: the profile has today's.
    """
    with desk.answering(caller, Event(Action.READ_PERSON, route)) as subjects:
        held = facts.read(desk, caller, person_id, subjects)
        profile = _told(desk, caller, held, subjects)
    if caller.role is Role.REFERRER or held.person_id != person_id:
        return profile, None
    with desk.answering(caller, Event(Action.READ_TIMELINE, route)) as subjects:
        subjects.add(held.person_id)
        return profile, timeline.told(held)


def _told(desk: Desk, caller: Caller, held: PersonFacts, subjects: set[str]) -> dict[str, Any]:
    """The profile, of somebody whom the caller may open."""
    definitions = standing.definitions(desk, held.seen)
    common = {
        "person_id": held.person_id,
        "names": _names(held),
        "born_on": held.seen.born,
    }
    if caller.role is Role.REFERRER:
        return {
            **common,
            "victims_band": access.band(len(held.victims())),
            "definitions": definitions,
            "states": states(held, now()),
        }
    victims = _victims(held)
    orders = [_order(row, held, now()) for row in held.orders]
    found = {
        name: [_measure(table, one, held) for one in held.measures[table]]
        for name, table in _MEASURES.items()
    }
    shown = [*victims, *(one for order in orders for one in order["protects"])]
    shown += [who for rows in found.values() for one in rows for who in one.get("at_risk", ())]
    subjects |= {one["person_id"] for one in shown if "person_id" in one}
    changes = _ids(desk, caller, held.person_id)
    subjects |= {one for change in changes for one in (change["person_id"], *change["became"])}
    return {
        **common,
        "died_on": text(held.seen.died_on),
        "sex": held.seen.sex,
        "areas": list(held.seen.areas),
        "states": states(held, now()),
        "records": [_record(record) for record in held.records],
        "ids": changes,
        "weakest_link": _weakest_link(desk, caller, held),
        "offences": [_offence(row, held) for row in held.offences],
        "unread": held.unread,
        "victims": victims,
        "orders": orders,
        "custody": [_picked(one, _CUSTODY) for one in held.custody],
        "assessments": [_picked(one, _ASSESSMENT) for one in held.assessments],
        "definitions": definitions,
        **found,
    }


def _weakest_link(desk: Desk, caller: Caller, held: PersonFacts) -> dict[str, Any] | None:
    if caller.role not in PERMISSIONS[Action.READ_LINKS]:
        return None
    return link_pairs.weakest(desk, ((one["source"], one["record_id"]) for one in held.records))


def _ids(desk: Desk, caller: Caller, person_id: str) -> list[dict[str, Any]]:
    """What became of ids, from this one and to it; for those who may see everybody."""
    if caller.sees is not Sees.ALL:
        return []
    return [
        {"at": text(stored(one.at)), "person_id": one.person_id, "became": list(one.became)}
        for one in id_log.of(desk.archive, person_id)
    ]


def _measure(table: str, one: Measure, held: PersonFacts) -> dict[str, Any]:
    """A measure as answers tell it: columns, text if it is there, who did it, whom it protects."""
    told = _picked(one.held, (*measures.columns(table), *measures.text_columns(table)))
    if table in measures.STAFF:
        told["officer"] = one.officer
    if table in measures.PROTECTING:
        told["at_risk"] = _by_what_is_shown([held.sight.shown(who) for who in one.at_risk])
    if table == "intelligence":
        told["confidence"] = one.held["confidence"]
    return told


def _picked(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """The source and some columns of a node, as JSON values."""
    shown = {"source": row["source"]}
    for name in columns:
        value = row.get(name)
        shown[name] = text(value) if hasattr(value, "isoformat") else value
    return shown


def _names(held: PersonFacts) -> list[str]:
    """The person's name, then the others that the records and their aliases give."""
    given = [
        names.as_shown(one.get("forename"), one.get("surname"), one.get("full_name"))
        for record in held.records
        for one in (record, *record["aliases"])
    ]
    return list(dict.fromkeys(name for name in (held.seen.name, *given) if name))


def states(held: PersonFacts, at: datetime) -> list[str]:
    """The person's states at an instant (UTC without zone): custody, an order in force."""
    return processes.states(held.custody, (row["order"] for row in held.orders), stored(at))


def _record(record: dict[str, Any]) -> dict[str, Any]:
    aliases = (
        names.as_shown(one.get("forename"), one.get("surname"), one.get("full_name"))
        for one in record["aliases"]
    )
    # What could not be read as a date or a code is shown as it was written: it is this record's
    # own.
    as_written = tuple(sorted(name for name in record if name.endswith("_raw")))
    return {
        **_picked(record, (*_RECORD, *as_written)),
        "aliases": [name for name in aliases if name],
        "addresses": sorted(
            (_address(one) for one in record["addresses"]),
            key=lambda one: (one["from_on"] or "", one["address"], one["kind"] or ""),
        ),
    }


def _address(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: text(row[name]) for name in ("from_on", "to_on")}
    return {**{name: row[name] for name in ("kind", "address", "postcode", "area")}, **days}


def _offence(row: dict[str, Any], held: PersonFacts) -> dict[str, Any]:
    offence = row["offence"]
    is_free = held.is_free(offence["key"])
    return {
        **_picked(offence, _OFFENCE),
        "code": facts.offence_code(offence, is_free=is_free),
        "code_system": facts.code_system(offence, is_free=is_free),
        "role": row["part"],
        "status": row["status"],
        "status_on": text(row["status_on"]),
        "title": offence.get("title") if is_free else None,
        "included_codes": [
            code
            for one in offence.get("included_codes") or []
            if (code := facts.offence_code({"code": one}, is_free=is_free))
        ],
        "outcomes": [
            {"code": one["code"], "decided_on": text(one.get("decided_on"))}
            for one in held.outcomes_of(row)
        ],
        "steps": [
            {
                "event_id": one.held["event_id"],
                "kind": facts.step_kind(one.held, is_free=is_free),
                "at": text(one.held["at"]),
                "note_code": facts.note_code(one.held, is_free=is_free),
                "officer": one.officer,
            }
            for one in held.steps_of(offence["key"])
        ],
    }


def _victims(held: PersonFacts) -> list[dict[str, Any]]:
    return _by_what_is_shown(
        [
            {**held.sight.shown(person), "offences": sorted(offences)}
            for person, offences in held.victims().items()
        ]
    )


def _by_what_is_shown(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """People in an order that says nothing beyond what is shown of them."""
    return sorted(
        people, key=lambda one: (one.get("offences", []), one.get("person_id") or one["token"])
    )


def _order(row: dict[str, Any], held: PersonFacts, at: datetime) -> dict[str, Any]:
    is_free = held.sight.all_named([*row["protects"], *[None] * row["nobodys"]])
    return {
        **_picked(row["order"], _ORDER),
        "is_in_force": processes.in_force(row["order"], processes.local_day(at)),
        "protects": _by_what_is_shown([held.sight.shown(one) for one in row["protects"]]),
        "events": [
            {"kind": event["kind"], "at": text(event["at"])}
            for event in sorted(row["events"], key=lambda event: (event["at"], event["key"]))
        ],
        "conditions": [
            {"kind": one["kind"], "text": one.get("text") if is_free else None}
            for one in sorted(row["conditions"], key=lambda one: one["key"])
        ],
    }
