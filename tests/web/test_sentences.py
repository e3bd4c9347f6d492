"""What pages say of a person and of a list entry, computed from the JSON alone."""

from typing import Any

import pytest

from graph_service.web import reasons, sentences
from graph_service.web.rows import cut_sentence
from tests.web.invented import LISTING, PERSON


def test_several_reasons_of_one_record_are_one_sentence_without_arithmetic() -> None:
    assert reasons.why(LISTING["entries"][0]["reasons"]) == [
        (
            "Stalking involving fear of violence on 11 February 2026, suspect charged: a further "
            "person recorded as victim, with no recorded family or household tie to the others; "
            "harm 10 days."
        ),
        "Intentional strangulation on 2 November 2026, suspect named: harm 180 days.",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["A sentence."], ["A sentence."]),
        ([{"text": "Cap: stalking adds at most 60."}], ["Cap: stalking adds at most 60."]),
        ([{"name": "harm", "text": ""}], ["Harm"]),
        (["one", "two", "three"], ["One", "Two"]),
        ([], []),
        (None, []),
    ],
)
def test_a_reason_may_be_any_sentence(given: Any, said: list[str]) -> None:
    assert reasons.why(given) == said


def test_a_cut_among_equals_says_which_tie() -> None:
    tie = "Cut at 4: positions 3\N{EN DASH}5 tie, so who is above the cut among them says nothing."
    assert cut_sentence({"next": "4", "tie": {"above": 2, "below": 1}}, 4) == tie
    assert cut_sentence({"next": "5", "tie": None}, 5) == "Cut at 5."
    assert cut_sentence({"next": None, "tie": None}, 6) is None


def test_parts_of_a_score_have_names_and_unknown_ones_their_own() -> None:
    assert reasons.part("serial.further_victim") == "Further unconnected victim"
    assert reasons.part("new.kind_of_part") == "New: kind of part"
    assert reasons.step({"name": "harm", "on": "2026-11-02"}) == "Harm, 2 Nov 2026"
    assert reasons.step({"name": "cap.harm", "on": None}) == "Cap on harm"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("harm 10 days (Cambridge Crime Harm Index 2026, median; inferred), worth 10", "inferred"),
        ("harm 10 days (Cambridge index; inferred; the included assault weighs most)", "inferred"),
        ("20 points (points_per_victim.toml, local)", "local"),
        ("harm 180 days (Cambridge Crime Harm Index 2026), worth 80", None),
        ("Inferred from local knowledge", None),
    ],
)
def test_the_status_of_a_weight_is_read_off_its_sentence(text: str, status: str | None) -> None:
    assert reasons.status({"text": text}) == status


def test_contributions_are_ordered_as_in_the_waterfall() -> None:
    given = [{"value": value} for value in ("-5", "3", "0", "10", "-20")]
    assert [row["value"] for row in reasons.by_size(given)] == ["10", "3", "0", "-20", "-5"]


def test_the_summary_counts_what_the_answer_holds() -> None:
    assert sentences.summary(PERSON) == [
        (
            "Recorded as suspect in 7 offences between 1 May 2023 and 2 Nov 2026, with 4 people "
            "recorded as victim."
        ),
        "Most recent: Intentional strangulation, 2 Nov 2026.",
        "Standing orders: stalking protection order.",
    ]


def test_the_summary_of_nobody_says_that_there_is_nothing_to_show() -> None:
    assert sentences.summary({"offences": [], "orders": []}) == [
        "Not recorded as suspect in any offence that may be shown here."
    ]


def test_what_speaks_against_it_is_found() -> None:
    assert sentences.undermining(PERSON) == [
        (
            "Controlling or coercive behaviour, 20 Jun 2025: outcome 16, evidential difficulties, "
            "the victim does not support action."
        ),
        (
            "Harassment, 15 Mar 2024: outcome 15, evidential difficulties, the victim supports "
            "action."
        ),
        "Common assault, 1 May 2023: acquitted.",
        "Also recorded as victim in 1 offence.",
    ]


def test_each_further_person_recorded_as_victim_is_a_move() -> None:
    assert [event["on"] for event in sentences.moves(PERSON)] == [
        "2024-03-15",
        "2024-12-05",
        "2026-02-11",
    ]
    assert {event["text"] for event in sentences.moves(PERSON)} == {
        "Another person recorded as victim"
    }


def test_records_that_disagree_are_shown_as_disagreeing() -> None:
    assert sentences.records(PERSON) == [
        {"name": "Forename", "values": ["Martin", "Marty", "Martin"], "differ": True},
        {"name": "Surname", "values": ["Ardenshaw", "Arden", "Ardenshaw"], "differ": True},
        {"name": "Born", "values": ["1988-03-27", "1988-03-27", "1988-03-28"], "differ": True},
        {"name": "Sex", "values": ["M", "M", "M"], "differ": False},
        {"name": "PNC id", "values": ["2006/0194772K", "2006/0194772K", None], "differ": False},
    ]
    assert sentences.sources(PERSON) == "2 records of synthetic, 1 record of custody"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("16", "16: evidential difficulties, the victim does not support action"),
        ("1A", "1A: charged or summonsed (for an alternate offence)"),
        ("99", "99: unknown number"),
        (None, "not known"),
    ],
)
def test_an_outcome_is_its_number_and_its_words(code: object, said: str) -> None:
    assert sentences.outcome(code) == said


def test_victims_of_one_name_may_be_one_person_and_the_page_says_so() -> None:
    person = {
        "victims": [
            {"person_id": "P-1", "name": "FERN, Fay", "offences": ["O1"]},
            {"person_id": "P-2", "name": "FERN, Fay", "offences": ["O2"]},
            {"person_id": "P-3", "name": "GORSE, Gail", "offences": ["O3"]},
            {"token": "T-4", "offences": ["O4"]},
        ]
    }
    assert sentences.undermining(person) == [
        (
            "2 of the people recorded as victim bear the same name. Their records have too "
            "little in common to be joined, so they are counted apart and may be one person."
        )
    ]
