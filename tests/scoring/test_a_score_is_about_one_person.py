"""What must hold of every score, whatever is recorded; and that each rule can be seen to break."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import schemes
from scoring.contributions import CONTRIBUTIONS, scores
from scoring.frames import History
from scoring.parameter_files import load_parameters
from scoring.repeat import repeat
from scoring.schemes import SCORERS
from tests.scoring.recorded import AS_OF, PEOPLE, Recorded, recorded

PARAMETERS = load_parameters()
SCORE_FUNCTIONS = {**{one.name: one.function for one in SCORERS}, "repeat": repeat}
Score = Callable[..., pd.DataFrame]

slowly = settings(deadline=None, max_examples=60)


def answer(score: Score, history: History) -> list[dict[str, object]]:
    found = score(history, as_of=AS_OF, parameters=PARAMETERS)
    assert tuple(found.columns) == CONTRIBUTIONS
    return found.astype(object).where(found.notna(), None).to_dict("records")


def about(person: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row for row in rows if row["person_id"] == person]


def holds_for_any_part_of_the_people(score: Score, facts: Recorded) -> bool:
    history = facts.history()
    whole = answer(score, history)
    return all(
        answer(score, history.of_people([person])) == about(person, whole) for person in PEOPLE
    )


def holds_whatever_others_do(score: Score, facts: Recorded) -> bool:
    whole = answer(score, facts.history())
    return all(
        about(person, answer(score, facts.without(other).history())) == about(person, whole)
        for person in PEOPLE[:2]
        for other in PEOPLE
        if other != person
    )


def holds_in_any_order(score: Score, facts: Recorded) -> bool:
    return answer(score, facts.history()) == answer(score, facts.turned().history())


def holds_for_any_age_and_sex(score: Score, facts: Recorded) -> bool:
    unknown = tuple({"person_id": person} for person in PEOPLE)
    return answer(score, facts.history()) == answer(
        score, replace(facts, persons=unknown).history()
    )


RULES = (
    holds_for_any_part_of_the_people,
    holds_whatever_others_do,
    holds_in_any_order,
    holds_for_any_age_and_sex,
)


@pytest.mark.parametrize("name", SCORE_FUNCTIONS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@slowly
@given(facts=recorded())
def test_the_rule_holds_for_the_score(
    rule: Callable[[Score, Recorded], bool], name: str, facts: Recorded
) -> None:
    assert rule(SCORE_FUNCTIONS[name], facts)


@pytest.mark.parametrize("name", SCORE_FUNCTIONS)
@slowly
@given(facts=recorded())
def test_the_answer_is_sorted_by_person_and_greatest_first(name: str, facts: Recorded) -> None:
    found = SCORE_FUNCTIONS[name](facts.history(), as_of=AS_OF, parameters=PARAMETERS)
    keys = [(row.person_id, -row.micro_points) for row in found.itertuples()]
    assert keys == sorted(keys)


@slowly
@given(facts=recorded(), wanted=st.sets(st.sampled_from(PEOPLE), min_size=1))
def test_what_stands_beside_a_score_is_about_one_person_too(
    facts: Recorded, wanted: set[str]
) -> None:
    history = facts.history()
    part = history.of_people(wanted)
    for show in (schemes.axes, schemes.definitions):
        whole = show(history, as_of=AS_OF, parameters=PARAMETERS)
        mine = whole[whole["person_id"].isin(wanted)].reset_index(drop=True)
        pd.testing.assert_frame_equal(show(part, as_of=AS_OF, parameters=PARAMETERS), mine)
    for one in SCORERS:
        given_scheme = {"as_of": AS_OF, "parameters": PARAMETERS, "scheme": one.name}
        whole_counts = schemes.victims(history, **given_scheme)
        counts = schemes.victims(part, **given_scheme)
        pd.testing.assert_series_equal(counts, whole_counts[whole_counts.index.isin(wanted)])


@slowly
@given(facts=recorded(), leave_out=st.integers(0, 20))
def test_without_one_record_a_plain_score_differs_by_its_contribution_alone(
    facts: Recorded, leave_out: int
) -> None:
    """`harm_source` has no cap and no distinct count, so each record stands for itself."""
    whole = answer(schemes.harm_source, facts.history())
    if not whole:
        return
    gone = whole[leave_out % len(whole)]
    rest = replace(
        facts,
        suspicions=tuple(
            row
            for row in facts.suspicions
            if (row["person_id"], row["offence_id"]) != (gone["person_id"], gone["key"])
        ),
    )
    assert answer(schemes.harm_source, rest.history()) == [row for row in whole if row != gone]


@slowly
@given(facts=recorded())
def test_the_serial_list_holds_everyone_with_another_person_as_victim(facts: Recorded) -> None:
    history = facts.history()
    counts = schemes.victims(history, as_of=AS_OF, parameters=PARAMETERS, scheme="serial")
    found = scores(schemes.serial(history, as_of=AS_OF, parameters=PARAMETERS))
    assert sorted(found[found > 0].index) == sorted(counts[counts > 0].index)


@slowly
@given(facts=recorded())
def test_no_sentence_repeats_a_records_free_text_or_a_persons_id(facts: Recorded) -> None:
    for score in SCORE_FUNCTIONS.values():
        for row in answer(score, facts.history()):
            assert "words of a record" not in str(row["text"])
            assert "person-" not in str(row["text"])


# Each rule can be seen to break: a scorer with the fault that the rule forbids is caught.


def against_the_greatest(history: History, *, as_of: dt.date, parameters: object) -> pd.DataFrame:
    """A score in per cent of the greatest in the population."""
    found = repeat(history, as_of=as_of, parameters=PARAMETERS)
    greatest = max(found["micro_points"].max(), 1) if len(found) else 1
    return found.assign(micro_points=found["micro_points"] * 100_000_000 // greatest)


def by_age(history: History, *, as_of: dt.date, parameters: object) -> pd.DataFrame:
    """A score that counts for the young alone."""
    found = repeat(history, as_of=as_of, parameters=PARAMETERS)
    born = history.persons.set_index("person_id")["born_on_latest"]
    young = found["person_id"].map(born) > pd.Timestamp("1990-01-01")
    return found.assign(micro_points=found["micro_points"].where(young, 0))


class Counting:
    """A score that remembers how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, history: History, *, as_of: dt.date, parameters: object) -> pd.DataFrame:
        self.asked += 1
        found = repeat(history, as_of=as_of, parameters=PARAMETERS)
        return found.assign(micro_points=found["micro_points"] + self.asked)


EXAMPLE = Recorded(
    suspicions=tuple(
        {
            "person_id": person,
            "source": "north",
            "offence_id": offence,
            "happened_on": day,
            "happened_on_is": "from_on",
            "record_type": "crime",
            "is_vawg": True,
            "status": status,
        }
        for person, offence, day, status in (
            (PEOPLE[0], "O1", dt.date(2026, 11, 1), "charged"),
            (PEOPLE[1], "O2", dt.date(2024, 11, 1), "named"),
            (PEOPLE[2], "O3", dt.date(2024, 11, 1), "convicted"),
        )
    ),
    victims=(),
    relationships=(),
    persons=tuple(
        {"person_id": person, "born_on_earliest": day, "born_on_latest": day}
        for person, day in zip(PEOPLE, [dt.date(1995, 1, 1)] * len(PEOPLE), strict=True)
    ),
)


@pytest.mark.parametrize(
    ("rule", "faulty"),
    [
        (holds_for_any_part_of_the_people, against_the_greatest),
        (holds_whatever_others_do, against_the_greatest),
        (holds_in_any_order, Counting()),
        (holds_for_any_age_and_sex, by_age),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_a_score_that_breaks_the_rule_is_caught(
    rule: Callable[[Score, Recorded], bool], faulty: Score
) -> None:
    assert rule(repeat, EXAMPLE)
    assert not rule(faulty, EXAMPLE)
