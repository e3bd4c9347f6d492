"""The measures of a person's page as tables: what was done, by whom, and what it rests on.

Pure functions of the JSON of a person. Text that the answer does not hold is said to be not shown,
because to the page it is the same as text that was never written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from graph_service.web import words

_Row = Mapping[str, Any]
_NO_TEXT = "none shown"
# 3x5x2 grading (College of Policing, intelligence management).
SOURCES = {"1": "reliable", "2": "untested", "3": "not reliable"}
INFORMATION = {
    "A": "known directly",
    "B": "known indirectly, corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
HANDLING = {
    "P": "P: may be shared for a policing purpose",
    "C": "C: under conditions, ask who holds the log before it is used",
    None: "not known: treat it as under conditions",
}
SCHEMES = {"fixed": "fixed cohort", "flex": "flex cohort", "free": "free cohort"}


def _day(row: _Row, name: str) -> str:
    return words.short_day(row.get(name))


def _until(row: _Row) -> str:
    return words.short_day(row["to_on"]) if row.get("to_on") else "no end recorded"


def _reference(row: _Row, name: str) -> str:
    return f"{row.get('source') or ''} {row.get(name) or ''}".strip()


def _officer(row: _Row) -> str:
    """The officer by rank and reference; of somebody else nothing is shown."""
    officer = row.get("officer")
    if not officer:
        return words.NOT_KNOWN
    rank = officer.get("rank")
    return f"{words.word(rank, {})} {officer['officer_id']}" if rank else str(officer["officer_id"])


def _at_risk(row: _Row) -> str:
    named = [str(one.get("name") or "a person who is not named to you") for one in row["at_risk"]]
    return ", ".join(named) or words.NOT_KNOWN


def graded(row: _Row, name: str, said: Mapping[str, str]) -> str:
    """One part of a grading with its meaning: "2: untested"."""
    code = str(row.get(name))
    return f"{code}: {said[code]}" if code in said else words.NOT_KNOWN


def confidence(row: _Row) -> str:
    """How far a log may be relied on: "2 of 3 (inferred)"."""
    sure = row["confidence"]
    known = sure["level"] is not None
    return f"{sure['level']} of {sure['of']} ({sure['status']})" if known else words.NOT_KNOWN


def step(offence: _Row) -> str | None:
    """The last step of an offence's case: "stalking considered, 2 Jan 2026, sergeant 77"."""
    steps = offence.get("steps") or ()
    if not steps:
        return None
    last = steps[-1]
    said = words.word(last["kind"], {}) if last["kind"] else "a step that is not shown to you"
    by = f", {_officer(last)}" if last.get("officer") else ""
    return f"{said}, {words.short_day(last['at'])}{by}"


_Columns = Mapping[str, Callable[[_Row], str]]
# Each table of the answer: what it is called and what its columns say.
_TABLES: Mapping[str, tuple[str, _Columns]] = {
    "disclosures": (
        "Domestic violence disclosure scheme",
        {
            "Received": lambda row: _day(row, "received_at"),
            "Route": lambda row: words.word(row["route"], {}),
            "State": lambda row: words.word(row["state"], {}),
            "Person at risk": _at_risk,
            "Record": lambda row: _reference(row, "disclosure_id"),
        },
    ),
    "marac_hearings": (
        "MARAC hearings",
        {
            "Heard": lambda row: _day(row, "heard_on"),
            "Person at risk": _at_risk,
            "Record": lambda row: _reference(row, "hearing_id"),
        },
    ),
    "mappa": (
        "MAPPA",
        {
            "From": lambda row: _day(row, "from_on"),
            "Until": _until,
            "Category": lambda row: words.word(row.get("category"), {}),
            "Level": lambda row: words.word(row.get("level"), {}),
            "Record": lambda row: _reference(row, "mappa_id"),
        },
    ),
    "iom": (
        "Integrated offender management",
        {
            "From": lambda row: _day(row, "from_on"),
            "Until": _until,
            "Cohort": lambda row: words.word(row.get("scheme"), SCHEMES),
            "Record": lambda row: _reference(row, "iom_id"),
        },
    ),
    "sex_offender_notifications": (
        "Sex offender notification",
        {
            "From": lambda row: _day(row, "from_on"),
            "Until": _until,
            "Record": lambda row: _reference(row, "notification_id"),
        },
    ),
    "referrals": (
        "Referrals to programmes",
        {
            "Referred": lambda row: _day(row, "referred_on"),
            "Programme": lambda row: words.word(row["programme"], {}),
            "State": lambda row: words.word(row["state"], {}),
            "By": _officer,
            "Reason": lambda row: row.get("reason") or _NO_TEXT,
            "Record": lambda row: _reference(row, "referral_id"),
        },
    ),
    "interventions": (
        "Interventions",
        {
            "Day": lambda row: _day(row, "on"),
            "Kind": lambda row: words.word(row["kind"], {}),
            "By": _officer,
            "Result": lambda row: row.get("result") or _NO_TEXT,
            "Record": lambda row: _reference(row, "intervention_id"),
        },
    ),
    "intelligence": (
        "Intelligence logs",
        {
            "Day": lambda row: _day(row, "on"),
            "Source": lambda row: graded(row, "source_evaluation", SOURCES),
            "Information": lambda row: graded(row, "information_assessment", INFORMATION),
            "Confidence": confidence,
            "Handling": lambda row: HANDLING.get(row.get("handling"), words.NOT_KNOWN),
            "Title": lambda row: row.get("title") or _NO_TEXT,
            "Record": lambda row: _reference(row, "log_id"),
        },
    ),
    "surveys": (
        "Answers to the satisfaction survey",
        {
            "Day": lambda row: _day(row, "on"),
            "Offence": lambda row: words.word(row.get("offence_id"), {}),
            "Satisfied": lambda row: words.yes_no(row.get("satisfied")),
            "Record": lambda row: _reference(row, "survey_id"),
        },
    ),
}
# The sections of the page: anchor, heading, tables, what is said where there is none, and above.
_PARTS: tuple[tuple[str, str, tuple[str, ...], str, str], ...] = (
    (
        "safeguarding",
        "Safeguarding and management",
        ("disclosures", "marac_hearings", "mappa", "iom", "sex_offender_notifications"),
        "No disclosure, MARAC hearing, MAPPA, IOM or notification is recorded.",
        "",
    ),
    (
        "programmes",
        "Programmes and interventions",
        ("referrals", "interventions", "surveys"),
        "No referral or intervention that may be shown here.",
        "",
    ),
    (
        "intelligence",
        "Intelligence",
        ("intelligence",),
        "No intelligence log that may be shown here.",
        "A log is not a fact: read it with its grading, and keep to its handling code.",
    ),
)


def parts(person: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections: ``{"anchor", "heading", "empty", "note", "tables"}``, tables that hold rows.

    A table is ``{"caption", "columns", "rows"}`` of texts.
    """
    return [
        {
            "anchor": anchor,
            "heading": heading,
            "empty": empty,
            "note": note,
            "tables": [_table(name, rows) for name in names if (rows := person.get(name) or ())],
        }
        for anchor, heading, names, empty, note in _PARTS
    ]


def _table(name: str, rows: list[_Row]) -> dict[str, Any]:
    caption, columns = _TABLES[name]
    said = [[column(row) for column in columns.values()] for row in rows]
    return {"caption": caption, "columns": list(columns), "rows": said}
