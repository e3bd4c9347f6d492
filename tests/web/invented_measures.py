"""Measures about the invented person, as the JSON of the service has them."""

from typing import Any

_SERGEANT = {"officer_id": "1182", "rank": "sergeant"}

STEPS: list[dict[str, Any]] = [
    {"event_id": "E1", "kind": "victim_update", "at": "2026-11-03T09:00:00Z", "note_code": None,
     "officer": None},
    {"event_id": "E2", "kind": "stalking_considered", "at": "2026-11-04T09:00:00Z",
     "note_code": "ST", "officer": _SERGEANT},
]  # fmt: skip
MEASURES: dict[str, list[dict[str, Any]]] = {
    "disclosures": [
        {"source": "synthetic", "disclosure_id": "D-7", "route": "right_to_know",
         "received_at": "2026-11-05T10:00:00Z", "state": "risk_assessed", "state_at": None,
         "at_risk": [{"token": "T-7kq2mm4dzqpl5zvhx3s2nbae4u"}]},
        {"source": "synthetic", "disclosure_id": "D-8", "route": "right_to_ask",
         "received_at": "2026-11-06T10:00:00Z", "state": "received", "state_at": None,
         "at_risk": []},
    ],
    "marac_hearings": [
        {"source": "synthetic", "hearing_id": "H-2", "heard_on": "2026-11-12",
         "at_risk": [{"person_id": "V1", "name": "Jo Hallowfield"}]},
    ],
    "mappa": [
        {"source": "synthetic", "mappa_id": "M-1", "category": "2", "level": None,
         "from_on": "2025-05-10", "to_on": None},
    ],
    "iom": [
        {"source": "synthetic", "iom_id": "I-1", "scheme": "fixed", "from_on": "2025-05-10",
         "to_on": "2026-05-09"},
    ],
    "sex_offender_notifications": [],
    "referrals": [
        {"source": "synthetic", "referral_id": "F-1", "programme": "drive",
         "referred_on": "2026-11-10", "state": "started", "state_on": None, "reason": None,
         "officer": _SERGEANT},
    ],
    "interventions": [
        {"source": "synthetic", "intervention_id": "N-1", "kind": "disruption",
         "on": "2026-11-11", "result": "Bail conditions checked", "officer": None},
    ],
    "intelligence": [
        {"source": "synthetic", "log_id": "L-1", "source_evaluation": "2",
         "information_assessment": "B", "handling": "P", "on": "2026-11-13", "title": None,
         "confidence": {"level": 2, "of": 3, "status": "inferred"}},
        {"source": "synthetic", "log_id": "L-2", "source_evaluation": "3",
         "information_assessment": "E", "handling": "C", "on": "2026-11-14",
         "title": "Seen near the school",
         "confidence": {"level": 1, "of": 3, "status": "inferred"}},
        {"source": "synthetic", "log_id": "L-3", "source_evaluation": None,
         "information_assessment": "A", "handling": None, "on": None, "title": None,
         "confidence": {"level": None, "of": 3, "status": "inferred"}},
    ],
    "surveys": [
        {"source": "synthetic", "survey_id": "Y-1", "offence_id": "O8", "on": "2026-03-01",
         "satisfied": False},
    ],
}  # fmt: skip
