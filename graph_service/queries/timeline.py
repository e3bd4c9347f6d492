"""One person's recorded history in time."""

from typing import Any

from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.queries import facts
from graph_service.queries.facts import Naming, PersonFacts


def timeline(desk: Desk, person_id: str, *, caller: Caller, event: Event) -> dict[str, Any]:
    """Offences, outcomes, orders, custody and assessments by day (design §7, ``…/timeline``)."""
    desk.admit(caller, event)
    held = facts.read(desk, person_id)
    naming = held.naming(desk, caller)
    held.may_be_shown(caller, naming)
    desk.record(caller, event, subjects=[held.person_id])
    events = [
        *_offences(held, naming),
        *_outcomes(held, naming),
        *_orders(held),
        *_custody(held),
        *_assessments(held),
    ]
    events.sort(key=lambda one: (one["on"] or "", one["table"], one["key"]))
    return {"events": events}


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()[:10]


def _words(code: str) -> str:
    return code.replace("_", " ")


def _happened(offence: dict[str, Any]) -> str | None:
    found = offence.get("from_on") or offence.get("reported_on") or offence.get("recorded_at")
    return _day(found)


def _offences(held: PersonFacts, naming: Naming) -> list[dict[str, Any]]:
    events = []
    for row in held.shown_offences(naming):
        offence = row["offence"]
        is_free = naming.all_named(held.protected_in(offence["key"]))
        title = (
            offence.get("title") if is_free else None
        ) or f"code {offence.get('code') or 'none'}"
        kind = _words(offence.get("record_type") or "crime")
        status = f", {_words(row['status'])}" if row["status"] else ""
        events.append(
            {
                "on": _happened(offence),
                "until": _day(offence.get("to_on")),
                "kind": "offence",
                "text": f"Recorded {kind}: {title} ({row['part']}{status})",
                "table": "offence",
                "key": offence["offence_id"],
            }
        )
    return events


def _outcomes(held: PersonFacts, naming: Naming) -> list[dict[str, Any]]:
    shown = {row["offence"]["key"] for row in held.shown_offences(naming)}
    own = {record["key"] for record in held.records}
    return [
        {
            "on": _day(row["outcome"].get("decided_on")),
            "until": None,
            "kind": "outcome",
            "text": f"Outcome {row['outcome']['code']}",
            "table": "outcome",
            "key": row["outcome"]["outcome_id"],
        }
        for row in held.outcomes
        if row["offence"] in shown and (row["record"] is None or row["record"] in own)
    ]


def _orders(held: PersonFacts) -> list[dict[str, Any]]:
    events = []
    for row in held.orders:
        order = row["order"]
        events.append(
            {
                "on": _day(
                    order.get("from_on") or order.get("made_on") or order.get("recorded_at")
                ),
                "until": _day(order.get("to_on")),
                "kind": "order",
                "text": f"{_words(order['kind'])}, {_words(order['state'])}",
                "table": "order",
                "key": order["order_id"],
            }
        )
        events.extend(
            {
                "on": _day(step["at"]),
                "until": None,
                "kind": "order",
                "text": f"{_words(order['kind'])}: {_words(step['kind'])}",
                "table": "order_event",
                "key": step["event_id"],
            }
            for step in row["events"]
        )
    return events


def _custody(held: PersonFacts) -> list[dict[str, Any]]:
    return [
        {
            "on": _day(one["at"]),
            "until": _day(one.get("until_on")),
            "kind": "custody",
            "text": _words(one["kind"]),
            "table": "custody_event",
            "key": one["event_id"],
        }
        for one in held.custody
    ]


def _assessments(held: PersonFacts) -> list[dict[str, Any]]:
    return [
        {
            "on": _day(one["on"]),
            "until": None,
            "kind": "risk_assessment",
            "text": f"{_words(one['kind']).upper()}"
            + (f", graded {one['grade']}" if one.get("grade") else ""),
            "table": "risk_assessment",
            "key": one["assessment_id"],
        }
        for one in held.assessments
    ]
