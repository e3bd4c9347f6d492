"""Measures about people, steps of cases and officers: every row as it stands in the graph."""

import datetime

from tests.ingest.extracts import ALL, rows
from tests.ingest.force import Force

UTC = datetime.UTC
DAY = datetime.date

MEASURES = {
    "CaseEvent": {
        "event_id": "G1", "offence_id": "O1", "kind": "stalking_considered", "note_code": "SC",
        "at": datetime.datetime(2026, 1, 2, 10, tzinfo=UTC), "by": "F1",
    },
    "Survey": {
        "survey_id": "Z1", "record_id": "V1", "offence_id": "O1", "on": DAY(2026, 1, 9),
        "satisfied": True,
    },
    "Disclosure": {
        "disclosure_id": "P1", "route": "right_to_know", "subject_record_id": "S1",
        "person_at_risk_record_id": "V1", "state": "received",
        "received_at": datetime.datetime(2026, 1, 8, 10, tzinfo=UTC),
    },
    "Marac": {
        "hearing_id": "M1", "record_id": "S1", "victim_record_id": "V1",
        "heard_on": DAY(2026, 1, 7),
    },
    "Mappa": {
        "mappa_id": "Q1", "record_id": "S1", "category": "2", "level": "3",
        "from_on": DAY(2026, 1, 8), "to_on": DAY(2026, 7, 8),
    },
    "SexOffenderNotification": {
        "notification_id": "X1", "record_id": "S1", "from_on": DAY(2026, 1, 8),
        "to_on": DAY(2031, 1, 7),
    },
    "Iom": {
        "iom_id": "I1", "record_id": "S1", "scheme": "fixed", "from_on": DAY(2026, 1, 8),
    },
    "Referral": {
        "referral_id": "B1", "record_id": "S1", "programme": "Drive", "state": "accepted",
        "referred_on": DAY(2026, 1, 8), "referred_by": "F1", "reason": "High risk",
    },
    "Intervention": {
        "intervention_id": "J1", "record_id": "S1", "kind": "disruption", "on": DAY(2026, 1, 8),
        "by": "F1", "result": "Spoken to",
    },
    "Intelligence": {
        "log_id": "Y1", "record_id": "S1", "source_evaluation": "2", "information_assessment": "B",
        "handling": "C", "on": DAY(2026, 1, 8), "title": "Seen at night",
    },
    "Officer": {
        "officer_id": "F1", "rank": "constable", "role": "Response", "area": "A1",
    },
}  # fmt: skip


def test_measures_and_officers_stand_in_the_graph_as_they_were_sent(force: Force) -> None:
    force.send({table: rows(text) for table, text in ALL.items()})
    found = {
        label: force.store.read(f"MATCH (n:{label}) RETURN properties(n) AS held")
        for label in MEASURES
    }
    at = datetime.datetime(2026, 1, 10, 9, tzinfo=UTC)
    assert found == {
        label: [
            {
                "held": {
                    "key": f"contract/{next(iter(held.values()))}",
                    "source": "contract",
                    "recorded_at": at,
                    **held,
                }
            }
        ]
        for label, held in MEASURES.items()
    }
    # Whoever answered a survey is protected, whether or not her case is here.
    force.send(
        {"person_record": [{"record_id": "V9"}],
         "survey": [{"survey_id": "Z9", "record_id": "V9", "on": "2026-01-09"}]}
    )  # fmt: skip
    assert force.nodes("PersonRecord", "record_id", "is_protected") == [
        ("S1", None), ("V1", True), ("V9", True), ("W1", True),
    ]  # fmt: skip
