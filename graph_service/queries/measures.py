"""Measures about a person and steps of his cases: read, and redacted as they are read.

Disclosures, hearings, management, referrals, interventions, intelligence and surveys. What a caller
may not see of them is left out here, text included, so no query beside this can forget to. Whom a
measure protects is here by person id: ``sight`` says what stands for her.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph_service import access, contract
from graph_service.access import Caller
from graph_service.contract import Column, Marking
from graph_service.ontology import measures as verbs
from graph_service.ontology import row_table
from graph_service.queries.sight import Seen
from graph_service.rules import intelligence
from graph_service.store import Store

_ABOUT = (
    verbs.Considers,
    verbs.Hears,
    verbs.Manages,
    verbs.Obliges,
    verbs.Supervises,
    verbs.Refers,
    verbs.DealsWith,
    verbs.ReportsOn,
    verbs.AnsweredBy,
)
_TABLES: Mapping[str, str] = {verb.type: row_table(verb.start) or "" for verb in _ABOUT}
TABLES = tuple(_TABLES.values())
"""The contract tables of measures about a person."""

MAY_PROTECT = ("support", "prevention", "visit")
"""Kinds of intervention that are made for a victim as well as with a suspect."""

PROTECTING = ("disclosure", "marac")
"""Tables whose rows name somebody at risk."""

STAFF: Mapping[str, str] = {"referral": "referred_by", "intervention": "by", "case_event": "by"}
"""Text by which a row names staff. It is shown where it is the reference of an officer alone."""

_MEASURES = f"""
MATCH (p:Person {{person_id: $person_id}})<-[:RESOLVED_TO]-(r:PersonRecord)
      <-[about:{"|".join(_TABLES)}]-(n)
RETURN r.key AS record, type(about) AS about, properties(n) AS held,
       COLLECT {{ MATCH (n)-[:CONSIDERS_RISK_TO|HEARS_RISK_TO]->(:PersonRecord)
                        -[:RESOLVED_TO]->(v:Person)
                 RETURN DISTINCT v.person_id }} AS at_risk
"""
_STEPS = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[:STEP_OF]-(e:CaseEvent)
RETURN o.key AS offence, properties(e) AS step ORDER BY e.at, e.key
"""
_OFFICERS = """
UNWIND $keys AS key
MATCH (f:Officer {key: key}) RETURN f.key AS key, f.officer_id AS officer_id, f.rank AS rank
"""
# Who is at risk by an assessment or answered a survey is protected in the case as its victims are.
_AT_RISK = """
UNWIND $keys AS key
MATCH (o:Offence {key: key})<-[:MADE_AFTER|ASKED_ABOUT]-(n)
      -[part:ASSESSES_RISK_TO|ANSWERED_BY]->(r:PersonRecord)
OPTIONAL MATCH (r)-[:RESOLVED_TO]->(p:Person)
RETURN DISTINCT o.key AS offence, type(part) AS part, p.person_id AS person_id
"""


@dataclass(frozen=True)
class Measure:
    """A row about a person: what it holds, who did it, and the ids of those whom it protects."""

    held: dict[str, Any]
    officer: dict[str, Any] | None
    at_risk: tuple[str, ...]


@cache
def columns(table: str) -> tuple[str, ...]:
    """A table's columns that may be shown: no text, which is bare of any form, and no record."""
    return tuple(
        one.name
        for one in contract.columns(table)
        if one.kind != "text" and one.refers_to != "person_record"
    )


@cache
def text_columns(table: str) -> tuple[str, ...]:
    """A table's columns of free text."""
    return tuple(one.name for one in contract.columns(table) if _is_text(one))


def _is_text(column: Column) -> bool:
    return column.marking is Marking.FREE_TEXT


def read(store: Store, caller: Caller, seen: Seen) -> dict[str, list[Measure]]:
    """By table the measures about a person that the caller may see, in order of their days."""
    rows = [
        {**row, "table": _TABLES[row["about"]]}
        for row in store.read(_MEASURES, person_id=seen.person_id)
    ]
    rows = [row for row in rows if _may_be_seen(row, caller, seen)]
    staff = _officers(store, ((row["held"], STAFF.get(row["table"])) for row in rows))
    found: dict[str, list[Measure]] = {table: [] for table in TABLES}
    for row in rows:
        table, held = row["table"], _as_read_by(caller, row["table"], row["held"])
        found[table].append(
            Measure(held, _named(staff, row["held"], STAFF.get(table)), tuple(row["at_risk"]))
        )
    for held_of_table in found.values():
        held_of_table.sort(key=lambda one: (str(day(one.held)), one.held["key"]))
    return found


def day(held: Mapping[str, Any]) -> Any:
    """The day or instant of a measure: when it was, began or was received, else was recorded."""
    named = ("on", "heard_on", "from_on", "referred_on", "received_at", "recorded_at")
    return next((held[name] for name in named if held.get(name)), None)


def _may_be_seen(row: Mapping[str, Any], caller: Caller, seen: Seen) -> bool:
    """Whether the caller may know of a row at all."""
    held = row["held"]
    if row["table"] == "survey":
        return row["record"] in seen.records and seen.is_named
    if row["table"] == "intervention" and held["kind"] in MAY_PROTECT:
        return row["record"] in seen.plain
    if row["table"] == "intelligence" and caller.role not in access.HANDLING[held.get("handling")]:
        return False
    return row["record"] in seen.records


def _as_read_by(caller: Caller, table: str, held: Mapping[str, Any]) -> dict[str, Any]:
    """What a row holds, without text that is not for the caller."""
    hidden = () if caller.role in access.TEXT_OF_NO_CASE.get(table, ()) else text_columns(table)
    shown = {name: value for name, value in held.items() if name not in hidden}
    if table == "intelligence":
        grading = (held.get("source_evaluation"), held.get("information_assessment"))
        shown["confidence"] = intelligence.confidence(*grading)
    return shown


def steps(store: Store, offences: list[str]) -> dict[str, list[Measure]]:
    """By key of the offence the steps of its processes, in order."""
    rows = store.read(_STEPS, keys=offences)
    staff = _officers(store, ((row["step"], STAFF["case_event"]) for row in rows))
    found: dict[str, list[Measure]] = {}
    for row in rows:
        step = Measure(row["step"], _named(staff, row["step"], STAFF["case_event"]), ())
        found.setdefault(row["offence"], []).append(step)
    return found


def at_risk(store: Store, offences: list[str]) -> list[dict[str, Any]]:
    """Who is at risk by an assessment after an offence or answered a survey about it.

    Rows ``{"offence", "part", "person_id"}``; no id where it is not known yet whose record it is.
    """
    return store.read(_AT_RISK, keys=offences)


def _officers(
    store: Store, rows: Iterable[tuple[Mapping[str, Any], str | None]]
) -> dict[str, dict[str, Any]]:
    """The officers whom columns of rows name, by key."""
    keys = {_officer_key(held, column) for held, column in rows if column and held.get(column)}
    found = store.read(_OFFICERS, keys=sorted(keys)) if keys else []
    return {row["key"]: {name: row[name] for name in ("officer_id", "rank")} for row in found}


def _named(
    staff: Mapping[str, dict[str, Any]], held: Mapping[str, Any], column: str | None
) -> dict[str, Any] | None:
    """The officer whom a column of a row names; None of text that names none."""
    return staff.get(_officer_key(held, column)) if column and held.get(column) else None


def _officer_key(held: Mapping[str, Any], column: str) -> str:
    return f"{held['source']}/{held[column]}"
