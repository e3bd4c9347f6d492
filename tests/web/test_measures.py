"""The sections of a person's page on safeguarding, programmes and intelligence, literally."""

from graph_service.web import measures, presentation
from tests.web import samples
from tests.web.invented import PERSON
from tests.web.invented_measures import STEPS
from tests.web.test_pages import text


def tables(anchor: str) -> dict[str, list[dict[str, str]]]:
    """The tables of a section, each row by its columns."""
    [part] = [one for one in measures.parts(PERSON) if one["anchor"] == anchor]
    return {
        one["caption"]: [dict(zip(one["columns"], row, strict=True)) for row in one["rows"]]
        for one in part["tables"]
    }


def test_safeguarding_says_who_is_at_risk_as_far_as_the_answer_does() -> None:
    assert tables("safeguarding") == {
        "Domestic violence disclosure scheme": [
            {
                "Received": "5 Nov 2026",
                "Route": "right to know",
                "State": "risk assessed",
                "Person at risk": "a person who is not named to you",
                "Record": "synthetic D-7",
            },
            {
                "Received": "6 Nov 2026",
                "Route": "right to ask",
                "State": "received",
                "Person at risk": "not known",
                "Record": "synthetic D-8",
            },
        ],
        "MARAC hearings": [
            {
                "Heard": "12 Nov 2026",
                "Person at risk": "Jo Hallowfield",
                "Record": "synthetic H-2",
            }
        ],
        "MAPPA": [
            {
                "From": "10 May 2025",
                "Until": "no end recorded",
                "Category": "2",
                "Level": "not known",
                "Record": "synthetic M-1",
            }
        ],
        "Integrated offender management": [
            {
                "From": "10 May 2025",
                "Until": "9 May 2026",
                "Cohort": "fixed cohort",
                "Record": "synthetic I-1",
            }
        ],
    }


def test_programmes_say_who_referred_and_what_came_of_it() -> None:
    assert tables("programmes") == {
        "Referrals to programmes": [
            {
                "Referred": "10 Nov 2026",
                "Programme": "drive",
                "State": "started",
                "By": "sergeant 1182",
                "Reason": "none shown",
                "Record": "synthetic F-1",
            }
        ],
        "Interventions": [
            {
                "Day": "11 Nov 2026",
                "Kind": "disruption",
                "By": "not known",
                "Result": "Bail conditions checked",
                "Record": "synthetic N-1",
            }
        ],
        "Answers to the satisfaction survey": [
            {
                "Day": "1 Mar 2026",
                "Offence": "O8",
                "Satisfied": "no",
                "Record": "synthetic Y-1",
            }
        ],
    }


def test_every_intelligence_log_shows_its_grading_its_confidence_and_its_handling() -> None:
    assert tables("intelligence") == {
        "Intelligence logs": [
            {
                "Day": "13 Nov 2026",
                "Source": "2: untested",
                "Information": "B: known indirectly, corroborated",
                "Confidence": "2 of 3 (inferred)",
                "Handling": "P: may be shared for a policing purpose",
                "Title": "none shown",
                "Record": "synthetic L-1",
            },
            {
                "Day": "14 Nov 2026",
                "Source": "3: not reliable",
                "Information": "E: suspected to be false",
                "Confidence": "1 of 3 (inferred)",
                "Handling": "C: under conditions, ask who holds the log before it is used",
                "Title": "Seen near the school",
                "Record": "synthetic L-2",
            },
            {
                "Day": "not known",
                "Source": "not known",
                "Information": "A: known directly",
                "Confidence": "not known",
                "Handling": "not known: treat it as under conditions",
                "Title": "none shown",
                "Record": "synthetic L-3",
            },
        ]
    }


def test_a_section_without_rows_says_so() -> None:
    assert [(one["heading"], one["tables"], one["empty"]) for one in measures.parts({})] == [
        (
            "Safeguarding and management",
            [],
            "No disclosure, MARAC hearing, MAPPA, IOM or notification is recorded.",
        ),
        (
            "Programmes and interventions",
            [],
            "No referral or intervention that may be shown here.",
        ),
        ("Intelligence", [], "No intelligence log that may be shown here."),
    ]


def test_the_last_step_of_a_case_is_said_as_far_as_it_may_be() -> None:
    hidden = [{**STEPS[1], "kind": None}]
    assert [measures.step({"steps": steps}) for steps in ([], STEPS, STEPS[:1], hidden)] == [
        None,
        "stalking considered, 4 Nov 2026, sergeant 1182",
        "victim update, 3 Nov 2026",
        "a step that is not shown to you, 4 Nov 2026, sergeant 1182",
    ]
    unranked = {**STEPS[1], "officer": {"officer_id": "9", "rank": None}}
    assert measures.step({"steps": [unranked]}) == "stalking considered, 4 Nov 2026, 9"


def test_the_person_page_holds_every_section() -> None:
    template, context = samples.contexts()["person"]
    found = text(presentation.render(template, **context))
    for said in (
        "Last step: stalking considered, 4 Nov 2026, sergeant 1182",
        "A log is not a fact: read it with its grading, and keep to its handling code.",
        "Seen near the school",
        "Bail conditions checked",
    ):
        assert found.count(said) == 1
    for rows in (tables(one["anchor"]) for one in measures.parts(PERSON)):
        assert all(caption in found for caption in rows)
