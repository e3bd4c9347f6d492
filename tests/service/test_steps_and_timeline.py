"""Steps of cases and measures in time: what each role is told, and that each guard is needed."""

from typing import Any

import pytest

from graph_service import access
from graph_service.access import Role
from graph_service.queries import facts, measures
from tests.service import asking
from tests.service.asking import leaks
from tests.service.force import OF_NO_CASE, PERSONS
from tests.service.served import Service
from tests.service.test_measures import PC_77, told
from tests.service.test_sees import profiles_and_timelines

STEP = {
    "event_id": "CE1",
    "kind": "told_Qavone",
    "at": "2025-11-02T10:00:00Z",
    "note_code": "SC1",
    "officer": PC_77,
}
TOLD_V2 = {
    "event_id": "CE2",
    "kind": "told_Qavtwo",
    "at": "2025-11-03T10:00:00Z",
    "note_code": "by_Qavtwo",
    "officer": None,
}
TOLD_V4 = {**STEP, "event_id": "CE3", "kind": "told_Qavfour", "at": "2025-11-06T10:00:00Z"}


def test_a_step_of_a_case_is_told_in_words_to_those_who_may_read_the_case_s_title(
    service: Service,
) -> None:
    found = {}
    for role in (Role.ANALYST, Role.VAWG_OFFICER):
        with service.reader(role) as reader:
            offences = told(reader, "S1")["offences"]
        found[role] = {one["offence_id"]: (one["title"], one["steps"]) for one in offences}
        found[role] = {key: held for key, held in found[role].items() if held[1]}
    assert found == {
        Role.ANALYST: {
            "O1": ("Assault on Qavone", [STEP]),
            "O2": ("Assault on Qavtwo witness Qawtwo", [TOLD_V2]),
            "O5": ("Assault on Qavfour said Qasurvey", [TOLD_V4]),
        },
        Role.VAWG_OFFICER: {
            "O1": ("Assault on Qavone", [STEP]),
            "O2": (None, [{**TOLD_V2, "kind": None, "note_code": None}]),
            # V4 may be named to her; who answered the survey about it may not.
            "O5": (None, [{**TOLD_V4, "kind": None}]),
        },
    }


def timeline(service: Service, role: Role) -> list[tuple[str, str, str, str | None]]:
    with service.reader(role) as reader:
        events = reader.get(f"/api/people/{PERSONS['S1']}/timeline").json()["events"]
    tables = (*measures.TABLES, "case_event")
    return [
        (one["on"], one["key"], one["text"], one["until"])
        for one in events
        if one["table"] in tables and one["kind"] == one["table"]
    ]


def test_the_timeline_tells_of_them_by_day(service: Service) -> None:
    assert timeline(service, Role.ANALYST) == [
        ("2025-11-02", "CE1", "Step of a case: told Qavone", None),
        ("2025-11-03", "CE2", "Step of a case: told Qavtwo", None),
        ("2025-11-06", "CE3", "Step of a case: told Qavfour", None),
        ("2025-12-01", "D1", "Disclosure scheme, right to know: received", None),
        ("2025-12-01", "M1", "MARAC hearing", None),
        ("2025-12-02", "D2", "Disclosure scheme, right to ask: disclosed", None),
        ("2025-12-02", "MA1", "MAPPA, category 2, level 3", "2026-12-02"),
        ("2025-12-03", "IO1", "Integrated offender management, fixed", None),
        ("2025-12-04", "SN1", "Sex offender notification", None),
        ("2025-12-05", "RE1", "Referred to Drive: accepted", None),
        ("2025-12-06", "IN1", "Intervention: disruption: Qaresult of it", None),
        (
            "2025-12-10",
            "LO1",
            "Intelligence graded 2B (confidence 2 of 3, inferred), handling P: Qatitle of it",
            None,
        ),
        (
            "2025-12-11",
            "LO2",
            "Intelligence graded 1E (confidence not known), handling P",
            None,
        ),
        (
            "2025-12-12",
            "LQ3",
            "Intelligence graded 1A (confidence 3 of 3, inferred), handling C: Qatitle of it",
            None,
        ),
        (
            "2025-12-13",
            "LQ4",
            "Intelligence graded 3? (confidence not known), handling not known: Qatitle of it",
            None,
        ),
    ]
    of_officer = {key: said for _, key, said, _ in timeline(service, Role.VAWG_OFFICER)}
    assert {key: of_officer.get(key) for key in ("CE1", "CE2", "IN1", "LO1", "LQ3")} == {
        "CE1": "Step of a case: told Qavone",
        "CE2": "Step of a case",
        "IN1": "Intervention: disruption",
        "LO1": "Intelligence graded 2B (confidence 2 of 3, inferred), handling P",
        "LQ3": None,
    }


@pytest.mark.parametrize(
    ("owner", "guard", "broken", "word"),
    [
        (access, "TEXT_OF_NO_CASE", dict.fromkeys(measures.TABLES, tuple(Role)), "Qatitle"),
        (access, "TEXT_OF_NO_CASE", dict.fromkeys(measures.TABLES, tuple(Role)), "Qareason"),
        (access, "HANDLING", dict.fromkeys(("P", "C", None), tuple(Role)), "LQ3"),
        (facts, "step_kind", lambda step, **_: step["kind"], "Qavtwo"),
        (facts, "note_code", lambda step, **_: step.get("note_code"), "Qavtwo"),
        (measures, "at_risk", lambda *_: [], "Qasurvey"),
        (measures, "_named", lambda _, held, column: held.get(column or ""), "Qahelper"),
    ],
)
def test_without_one_of_the_guards_a_hidden_word_comes_out_and_is_found(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    *,
    owner: Any,
    guard: str,
    broken: Any,
    word: str,
) -> None:
    role = Role.SERGEANT if word == "Qahelper" else Role.VAWG_OFFICER
    assert word in asking.hidden_from(role)
    monkeypatch.setattr(owner, guard, broken)
    with service.reader(role) as reader:
        asked = asking.api if word == "Qahelper" else profiles_and_timelines
        assert any(found.endswith(word) for found in leaks(reader, asked))


def test_everybody_s_text_has_its_readers() -> None:
    assert {word for word in OF_NO_CASE if OF_NO_CASE[word]} == {
        "Qareason", "Qaresult", "Qatitle", "LQ3", "LQ4",
    }  # fmt: skip
    with_text = {table for table in measures.TABLES if measures.text_columns(table)}
    assert with_text == set(access.TEXT_OF_NO_CASE)
