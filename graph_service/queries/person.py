"""One person: what the records say, as far as the caller may see it."""

from datetime import datetime
from typing import Any

from graph_service import access, names, processes, runs
from graph_service.access import Caller, Role, Sees
from graph_service.archive import now
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.projection import stored
from graph_service.queries import facts
from graph_service.queries.facts import Naming, PersonFacts

_HIDDEN_OF_RECORDS = ("ethnicity_self", "ethnicity_officer", "aliases", "key", "founds")
_SEARCH_KEYS = ("forename_key", "surname_key", "forename_sound", "surname_sound")
_PROTECTED = (
    "address",
    "postcode",
    "phone",
    "email",
    "born_on",
    "age_years",
    "age_on",
    "area",
    "birth_place",
    "occupation",
    "aliases",
    "pnc_id",
    "cro_number",
)


def person(desk: Desk, person_id: str, *, caller: Caller, event: Event) -> dict[str, Any]:
    """The profile (design §7, ``…/people/{id}``); a referrer gets the reduced form.

    NotThere alike for an unknown id and for a person of whom the caller may see nothing.
    """
    desk.admit(caller, event)
    held = facts.read(desk, person_id)
    naming = held.naming(desk, caller)
    held.may_be_shown(caller, naming)
    desk.record(caller, event, subjects=[held.person_id])
    at = now()
    if caller.role is Role.REFERRER:
        return {
            "person_id": held.person_id,
            "names": _names(held, hidden=held.protected_records()),
            "born_on": _born_on(held, hidden=held.protected_records()),
            "victims_band": access.band(len(_victims(held))),
            "definitions": _definitions(desk, held.person_id),
            "states": states(held, at),
        }
    hidden = _hidden_records(held, caller, naming)
    return {
        "person_id": held.person_id,
        "names": _names(held, hidden=hidden),
        "born_on": _born_on(held, hidden=hidden),
        "died_on": _text(held.person.get("died_on")),
        "sex": held.person.get("sex"),
        "areas": held.person.get("areas") or [],
        "states": states(held, at),
        "records": [_record(record, record["key"] in hidden) for record in held.records],
        "offences": [_offence(row, held, naming) for row in held.shown_offences(naming)],
        "victims": _shown_victims(held, naming),
        "orders": [_order(row, naming, at) for row in held.orders],
        "custody": [_plain(event) for event in held.custody],
        "assessments": [_assessment(row) for row in held.assessments],
        "definitions": _definitions(desk, held.person_id),
    }


def _hidden_records(held: PersonFacts, caller: Caller, naming: Naming) -> set[str]:
    """What a victim-only record says stays a victim's, even of somebody who is a suspect elsewhere."""
    if caller.sees is Sees.ALL or naming.may_name(held.person_id):
        return set()
    return held.protected_records()


def _text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return None if value is None else value.isoformat()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A node's properties as JSON values."""
    return {
        name: _text(value) if hasattr(value, "isoformat") else value for name, value in row.items()
    }


def _names(held: PersonFacts, *, hidden: set[str]) -> list[str]:
    shown = []
    for record in held.records:
        if record["key"] in hidden and len(held.records) > len(hidden):
            continue
        for one in (record, *record["aliases"]):
            name = names.as_shown(one.get("forename"), one.get("surname"), one.get("full_name"))
            if name and name not in shown:
                shown.append(name)
    return shown


def _born_on(held: PersonFacts, *, hidden: set[str]) -> str | None:
    """The date of birth where the records that may be shown do not disagree."""
    born = {
        record["born_on"]
        for record in held.records
        if record.get("born_on") and record["key"] not in hidden
    }
    return _text(born.pop()) if len(born) == 1 else None


def states(held: PersonFacts, at: datetime) -> list[str]:
    """The person's states at an instant (UTC without zone), read live: custody, an order in force."""
    found = []
    custody = processes.custody_state(held.custody, stored(at))
    if custody:
        found.append(custody)
    if any(processes.in_force(row["order"], at.date()) for row in held.orders):
        found.append(processes.UNDER_ORDER)
    return found


def _record(record: dict[str, Any], is_hidden: bool) -> dict[str, Any]:  # noqa: FBT001 - one of a pair
    left_out = {*_HIDDEN_OF_RECORDS, *_SEARCH_KEYS} | (set(_PROTECTED) if is_hidden else set())
    shown = _plain({name: value for name, value in record.items() if name not in left_out})
    if is_hidden:
        return {"source": record["source"], "record_id": record["record_id"], "is_hidden": True}
    aliases = [
        name
        for alias in record["aliases"]
        if (
            name := names.as_shown(
                alias.get("forename"), alias.get("surname"), alias.get("full_name")
            )
        )
    ]
    return {**shown, "aliases": aliases}


def _offence(row: dict[str, Any], held: PersonFacts, naming: Naming) -> dict[str, Any]:
    offence = row["offence"]
    people = held.protected_in(offence["key"])
    if row["part"] in facts.PROTECTED_PARTS:
        people = [*people, {"person_id": held.person_id}]
    is_free = naming.all_named(people)
    outcomes = [
        {
            "code": found["outcome"]["code"],
            "decided_on": _text(found["outcome"].get("decided_on")),
        }
        for found in held.outcomes
        if found["offence"] == offence["key"] and found["record"] in (None, row["record"])
    ]
    return {
        "source": offence["source"],
        "offence_id": offence["offence_id"],
        "role": row["part"],
        "status": row["status"],
        "status_on": _text(row["status_on"]),
        "record_type": offence.get("record_type"),
        "code": offence.get("code"),
        "code_system": offence.get("code_system"),
        "title": offence.get("title") if is_free else None,
        "from_on": _text(offence.get("from_on")),
        "to_on": _text(offence.get("to_on")),
        "reported_on": _text(offence.get("reported_on")),
        "recorded_at": _text(offence.get("recorded_at")),
        "area": offence.get("area"),
        "is_domestic": offence.get("is_domestic"),
        "is_vawg": offence.get("is_vawg"),
        "included_codes": offence.get("included_codes") or [],
        "outcomes": outcomes,
    }


def _victims(held: PersonFacts) -> dict[str, dict[str, Any]]:
    """The distinct other people recorded as victim where the person is suspect, with their offences."""
    found: dict[str, dict[str, Any]] = {}
    for row in held.suspected():
        key = row["offence"]["key"]
        for one in held.others.get(key, []):
            if one["part"] == "victim":
                victim = found.setdefault(
                    one["person_id"], {"name": one["name"], "offences": set()}
                )
                victim["offences"].add(row["offence"]["offence_id"])
    return found


def _shown_victims(held: PersonFacts, naming: Naming) -> list[dict[str, Any]]:
    shown = [
        {
            **naming.shown(person_id, victim["name"]),
            "offences": sorted(victim["offences"]),
        }
        for person_id, victim in _victims(held).items()
    ]
    return sorted(shown, key=lambda one: (one["offences"], one.get("person_id", one.get("token"))))


def _order(row: dict[str, Any], naming: Naming, at: datetime) -> dict[str, Any]:
    order = row["order"]
    is_free = naming.all_named(row["protects"])
    return {
        **_plain({name: value for name, value in order.items() if name != "key"}),
        "is_in_force": processes.in_force(order, at.date()),
        "protects": [naming.shown(one["person_id"], one["name"]) for one in row["protects"]],
        "events": [
            {"kind": event["kind"], "at": _text(event["at"])}
            for event in sorted(row["events"], key=lambda event: (event["at"], event["key"]))
        ],
        "conditions": [
            {"kind": one["kind"], "text": one.get("text") if is_free else None}
            for one in sorted(row["conditions"], key=lambda one: one["key"])
        ],
    }


def _assessment(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": row["source"],
        "assessment_id": row["assessment_id"],
        "kind": row["kind"],
        "on": _text(row["on"]),
        "grade": row.get("grade"),
        "ticks": row.get("ticks"),
    }


def _definitions(desk: Desk, person_id: str) -> dict[str, bool | None]:
    """Which definitions the current run found the person to meet; None where it did not say."""
    nothing: dict[str, bool | None] = {"matac": None, "acpo_2009": None, "drive": None}
    found = runs.entry_of(desk.archive, person_id)
    return found["definitions"] if found else nothing
