"""One person's recorded history in time."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.contract import key_columns
from graph_service.desk import Desk
from graph_service.queries import facts, measures
from graph_service.queries.facts import PersonFacts


def timeline(desk: Desk, person_id: str, *, caller: Caller, event: Event) -> dict[str, Any]:
    """What is recorded of a person and of his cases, by day (design §7, ``…/timeline``).

    Of very many offences the newest are there; ``unread`` is how many others may be shown.
    """
    with desk.answering(caller, event) as subjects:
        return told(facts.read(desk, caller, person_id, subjects))


def told(held: PersonFacts) -> dict[str, Any]:
    """The timeline, of somebody whom the caller may open."""
    events = [
        *_offences(held),
        *_outcomes(held),
        *_orders(held),
        *_custody(held),
        *_assessments(held),
        *_steps(held),
        *_measures(held),
    ]
    events.sort(key=lambda one: (one["on"] or "", one["table"], one["key"]))
    return {"events": events, "unread": held.unread}


def _event(
    on: date | datetime | None,
    kind: str,
    text: str,
    *,
    table: str,
    key: str,
    until: date | None = None,
) -> dict[str, Any]:
    return {
        "on": facts.day(on),
        "until": facts.day(until),
        "kind": kind,
        "text": text,
        "table": table,
        "key": key,
    }


def _words(code: str) -> str:
    return code.replace("_", " ")


def _offences(held: PersonFacts) -> list[dict[str, Any]]:
    events = []
    for row in held.offences:
        offence = row["offence"]
        kind = _words(offence.get("record_type") or "crime")
        status = f", {_words(row['status'])}" if row["status"] else ""
        name = facts.offence_name(offence, is_free=held.is_free(offence["key"]))
        events.append(
            _event(
                offence.get("from_on") or offence.get("reported_on") or offence.get("recorded_at"),
                "offence",
                f"Recorded {kind}: {name} ({row['part']}{status})",
                table="offence",
                key=offence["offence_id"],
                until=offence.get("to_on"),
            )
        )
    return events


def _outcomes(held: PersonFacts) -> list[dict[str, Any]]:
    found = {one["key"]: one for row in held.offences for one in held.outcomes_of(row)}
    return [
        _event(
            one.get("decided_on"),
            "outcome",
            f"Outcome {one['code']}",
            table="outcome",
            key=one["outcome_id"],
        )
        for one in found.values()
    ]


def _orders(held: PersonFacts) -> list[dict[str, Any]]:
    events = []
    for row in held.orders:
        order = row["order"]
        events.append(
            _event(
                order.get("from_on") or order.get("made_on") or order.get("recorded_at"),
                "order",
                f"{_words(order['kind'])}, now {_words(order['state'])}",
                table="order",
                key=order["order_id"],
                until=order.get("to_on"),
            )
        )
        events.extend(
            _event(
                step["at"],
                "order",
                f"{_words(order['kind'])}: {_words(step['kind'])}",
                table="order_event",
                key=step["event_id"],
            )
            for step in row["events"]
        )
    return events


def _custody(held: PersonFacts) -> list[dict[str, Any]]:
    return [
        _event(
            one["at"],
            "custody",
            _words(one["kind"]),
            table="custody_event",
            key=one["event_id"],
            until=one.get("until_on"),
        )
        for one in held.custody
    ]


def _assessments(held: PersonFacts) -> list[dict[str, Any]]:
    return [
        _event(
            one["on"],
            "risk_assessment",
            f"{_words(one['kind']).upper()}"
            + (f", graded {one['grade']}" if one.get("grade") else ""),
            table="risk_assessment",
            key=one["assessment_id"],
        )
        for one in held.assessments
    ]


def _steps(held: PersonFacts) -> list[dict[str, Any]]:
    events = {}
    for key in dict.fromkeys(row["offence"]["key"] for row in held.offences):
        for one in held.steps_of(key):
            kind = facts.step_kind(one.held, is_free=held.is_free(key))
            events[one.held["key"]] = _event(
                one.held["at"],
                "case_event",
                "Step of a case" + (f": {_words(kind)}" if kind else ""),
                table="case_event",
                key=one.held["event_id"],
            )
    return list(events.values())


def _measures(held: PersonFacts) -> list[dict[str, Any]]:
    return [
        _event(
            measures.day(one.held),
            table,
            _SAID[table](one.held),
            table=table,
            key=one.held[key_columns(table)[0]],
            until=one.held.get("to_on"),
        )
        for table, rows in held.measures.items()
        for one in rows
    ]


def _with(said: str, more: str | None) -> str:
    return f"{said}, {_words(more)}" if more else said


def _mappa(held: Mapping[str, Any]) -> str:
    category, level = held.get("category"), held.get("level")
    said = _with("MAPPA", category and f"category {category}")
    return _with(said, level and f"level {level}")


def _grading(held: Mapping[str, Any]) -> str:
    """A log's grading in full: 3x5x2 with a question mark for what is not known, and confidence."""
    codes = (held.get(name) or "?" for name in ("source_evaluation", "information_assessment"))
    sure = held["confidence"]
    level = f"{sure['level']} of {sure['of']}, {sure['status']}" if sure["level"] else "not known"
    handling = held.get("handling") or "not known"
    return f"Intelligence graded {''.join(codes)} (confidence {level}), handling {handling}"


_SATISFIED = {True: "satisfied", False: "not satisfied", None: None}
_SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "disclosure": lambda held: (
        f"Disclosure scheme, {_words(held['route'])}: {_words(held['state'])}"
    ),
    "marac": lambda _: "MARAC hearing",
    "mappa": _mappa,
    "sex_offender_notification": lambda _: "Sex offender notification",
    "iom": lambda held: _with("Integrated offender management", held.get("scheme")),
    "referral": lambda held: f"Referred to {held['programme']}: {_words(held['state'])}",
    "intervention": lambda held: (
        f"Intervention: {held['kind']}" + (f": {held['result']}" if held.get("result") else "")
    ),
    "intelligence": lambda held: (
        _grading(held) + (f": {held['title']}" if held.get("title") else "")
    ),
    "survey": lambda held: _with("Victim survey", _SATISFIED[held.get("satisfied")]),
}
