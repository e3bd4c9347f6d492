"""Measures about a person: what each role is told of them, literally."""

from typing import Any

import pytest

from graph_service.access import Role
from graph_service.rules import intelligence
from tests.service.force import PERSONS
from tests.service.served import Reader, Service

NAMES = (
    "disclosures",
    "marac_hearings",
    "mappa",
    "iom",
    "sex_offender_notifications",
    "referrals",
    "interventions",
    "intelligence",
    "surveys",
)
PC_77 = {"officer_id": "77", "rank": "constable"}


def told(reader: Reader, person: str) -> dict[str, Any]:
    answer: dict[str, Any] = reader.get(f"/api/people/{PERSONS[person]}").json()
    return answer


def measures_of(service: Service, role: Role, person: str = "S1") -> dict[str, list[Any]]:
    """The measures of a profile, without what every row has."""
    with service.reader(role) as reader:
        answer = told(reader, person)
    return {
        name: [
            {key: value for key, value in one.items() if key not in ("source", "recorded_at")}
            for one in answer[name]
        ]
        for name in NAMES
    }


def log(log_id: str, grading: str, on: str, level: int | None, **more: Any) -> dict[str, Any]:
    source, information = grading[0], grading[1:] or None
    return {
        "log_id": log_id,
        "source_evaluation": source,
        "information_assessment": information,
        "handling": "P",
        "on": on,
        "title": None,
        "confidence": {"level": level, "of": 3, "status": "inferred"},
        **more,
    }


def test_an_analyst_is_told_everything_of_them(service: Service) -> None:
    text = "Qatitle of it"
    assert measures_of(service, Role.ANALYST) == {
        "disclosures": [
            {
                "disclosure_id": "D1",
                "route": "right_to_know",
                "received_at": "2025-12-01T10:00:00Z",
                "state": "received",
                "state_at": None,
                "at_risk": [{"person_id": PERSONS["G1"], "name": "QADISCLOSE, Qadisclosefore"}],
            },
            {
                "disclosure_id": "D2",
                "route": "right_to_ask",
                "received_at": "2025-12-02T10:00:00Z",
                "state": "disclosed",
                "state_at": None,
                "at_risk": [{"person_id": PERSONS["V1"], "name": "QAVONE, Qavonefore"}],
            },
        ],
        "marac_hearings": [
            {
                "hearing_id": "M1",
                "heard_on": "2025-12-01",
                "at_risk": [{"person_id": PERSONS["G2"], "name": "QAMARAC, Qamaracfore"}],
            }
        ],
        "mappa": [
            {
                "mappa_id": "MA1",
                "category": "2",
                "level": "3",
                "from_on": "2025-12-02",
                "to_on": "2026-12-02",
            }
        ],
        "iom": [{"iom_id": "IO1", "scheme": "fixed", "from_on": "2025-12-03", "to_on": None}],
        "sex_offender_notifications": [
            {"notification_id": "SN1", "from_on": "2025-12-04", "to_on": None}
        ],
        "referrals": [
            {
                "referral_id": "RE1",
                "programme": "Drive",
                "referred_on": "2025-12-05",
                "state": "accepted",
                "state_on": None,
                "reason": "Qareason of it",
                "officer": PC_77,
            }
        ],
        "interventions": [
            {
                "intervention_id": "IN1",
                "kind": "disruption",
                "on": "2025-12-06",
                "result": "Qaresult of it",
                "officer": PC_77,
            }
        ],
        "intelligence": [
            log("LO1", "2B", "2025-12-10", 2, title=text),
            log("LO2", "1E", "2025-12-11", None),
            log("LQ3", "1A", "2025-12-12", 3, title=text, handling="C"),
            log("LQ4", "3", "2025-12-13", None, title=text, handling=None),
        ],
        "surveys": [],
    }


def test_a_co_ordinator_reads_reasons_and_results_but_no_title_and_no_log_under_conditions(
    service: Service,
) -> None:
    of_analyst = measures_of(service, Role.ANALYST)
    assert measures_of(service, Role.HIGH_HARM_COORDINATOR) == of_analyst | {
        "intelligence": [
            log("LO1", "2B", "2025-12-10", 2),
            log("LO2", "1E", "2025-12-11", None),
        ]
    }


def test_an_officer_reads_no_text_and_is_told_of_her_own_area_s_victims(service: Service) -> None:
    of_analyst = measures_of(service, Role.ANALYST)
    found = measures_of(service, Role.VAWG_OFFICER)
    asked, heard = found.pop("disclosures"), found.pop("marac_hearings")
    assert found == {
        name: [
            {key: None if key in ("reason", "result", "title") else one[key] for key in one}
            for one in of_analyst[name]
            if one.get("log_id") not in ("LQ3", "LQ4")
        ]
        for name in found
    }
    at_risk = [one["at_risk"][0] for one in (*asked, *heard)]
    assert [set(one) for one in at_risk] == [{"token"}, {"person_id", "name"}, {"token"}]
    assert at_risk[1] == {"person_id": PERSONS["V1"], "name": "QAVONE, Qavonefore"}
    # To readers of no area nobody is named.
    found = measures_of(service, Role.DETECTIVE_INSPECTOR)
    assert [set(one["at_risk"][0]) for one in found["disclosures"]] == [{"token"}] * 2


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.VAWG_OFFICER, ["approach"]),
        (Role.SERGEANT, ["support", "approach"]),
        (Role.ANALYST, ["support", "approach"]),
    ],
)
def test_support_of_a_suspect_who_is_a_victim_elsewhere_is_told_where_she_may_be_named(
    service: Service, role: Role, kinds: list[str]
) -> None:
    found = measures_of(service, role, "F")
    assert [one["kind"] for one in found["interventions"]] == kinds
    assert [one["officer"] for one in found["interventions"]] == [None] * len(kinds)
    surveys = ["SU3"] if role is not Role.VAWG_OFFICER else []
    assert [one["survey_id"] for one in found["surveys"]] == surveys


def test_a_survey_is_told_of_her_who_answered_it(service: Service) -> None:
    survey = {"survey_id": "SU1", "offence_id": "O1", "on": "2025-12-15", "satisfied": True}
    assert measures_of(service, Role.VAWG_OFFICER, "V1")["surveys"] == [survey]
    with service.reader(Role.SERGEANT) as reader:
        assert reader.get(f"/api/people/{PERSONS['V1']}").status_code == 404


def test_confidence_is_known_for_the_gradings_that_were_seen() -> None:
    levels = {
        f"{source}{information}": intelligence.confidence(source, information)["level"]
        for source in "123"
        for information in "ABCDE"
    }
    assert levels == {
        "1A": 3, "1B": 3, "1C": 2, "1D": None, "1E": None,
        "2A": None, "2B": 2, "2C": None, "2D": 1, "2E": 1,
        "3A": None, "3B": None, "3C": None, "3D": 1, "3E": 1,
    }  # fmt: skip
    assert intelligence.confidence(None, "A") == {"level": None, "of": 3, "status": "inferred"}
