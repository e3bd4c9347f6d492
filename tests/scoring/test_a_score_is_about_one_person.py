"""What must hold of every score, whatever is recorded; and that each rule can be seen to break."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring import schemes
from scoring.contributions import CONTRIBUTIONS, scores
from scoring.frames import History
from scoring.parameter_files import load_parameters
from scoring.parameters import Parameters
from scoring.repeat import repeat
from scoring.schemes import SCORERS
from tests.scoring.recorded import AS_OF, EXAMPLE, PEOPLE, Recorded, recorded

PARAMETERS = load_parameters()
SCORE_FUNCTIONS = {**{one.name: one.function for one in SCORERS}, "repeat": repeat}
Score = Callable[..., pd.DataFrame]
Rows = list[dict[str, object]]

# Every example asks every scorer five times, so few examples go a long way.
slowly = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])


def answer(score: Score, history: History) -> Rows:
    found = score(history, as_of=AS_OF, parameters=PARAMETERS)
    assert tuple(found.columns) == CONTRIBUTIONS
    return found.astype(object).where(found.notna(), None).to_dict("records")


def about(people: set[str], rows: Rows) -> Rows:
    return [row for row in rows if row["person_id"] in people]


def a_part_of_the_people(facts: Recorded, people: set[str]) -> History:
    return facts.history().of_people(people)


def nothing_of_others(facts: Recorded, people: set[str]) -> History:
    return facts.with_suspicions_of(people).history()


def rows_in_another_order(facts: Recorded, _: set[str]) -> History:
    return facts.turned().history()


def nobodys_age_and_sex(facts: Recorded, _: set[str]) -> History:
    return replace(facts, persons=tuple({"person_id": person} for person in PEOPLE)).history()


# What must not change what is said of `people`.
CHANGES = (a_part_of_the_people, nothing_of_others, rows_in_another_order, nobodys_age_and_sex)
SOME = st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=4)


@slowly
@given(facts=recorded(), people=SOME)
def test_no_score_is_moved_by_what_is_not_the_persons_own(
    facts: Recorded, people: set[str]
) -> None:
    before = facts.history()
    after = {change.__name__: change(facts, people) for change in CHANGES}
    moved = [
        (name, change)
        for name, score in SCORE_FUNCTIONS.items()
        for whole in [about(people, answer(score, before))]
        for change, history in after.items()
        if about(people, answer(score, history)) != whole
    ]
    assert moved == []


@slowly
@given(facts=recorded())
def test_an_answer_is_sorted_and_repeats_no_free_text_and_no_persons_id(facts: Recorded) -> None:
    history = facts.history()
    for score in SCORE_FUNCTIONS.values():
        rows = answer(score, history)
        keys = [(row["person_id"], -int(str(row["micro_points"]))) for row in rows]
        assert keys == sorted(keys)
        said = " ".join(str(row["text"]) for row in rows)
        assert "words of a record" not in said
        assert "person-" not in said


@slowly
@given(facts=recorded(), wanted=SOME)
def test_what_stands_beside_a_score_is_about_one_person_too(
    facts: Recorded, wanted: set[str]
) -> None:
    history = facts.history()
    part = history.of_people(wanted)
    for show in (schemes.axes, schemes.definitions):
        whole = show(history, as_of=AS_OF, parameters=PARAMETERS)
        mine = whole[whole["person_id"].isin(wanted)].reset_index(drop=True)
        pd.testing.assert_frame_equal(show(part, as_of=AS_OF, parameters=PARAMETERS), mine)
    for scheme in ("serial", "v100"):
        counts = [
            schemes.victims(each, as_of=AS_OF, parameters=PARAMETERS, scheme=scheme)
            for each in (part, history)
        ]
        pd.testing.assert_series_equal(counts[0], counts[1][counts[1].index.isin(wanted)])


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


# Each change can be seen to move a score: one with the fault that is forbidden is caught.


def against_the_greatest(
    history: History, *, as_of: dt.date, parameters: Parameters
) -> pd.DataFrame:
    """A score in per cent of the greatest in the population."""
    found = repeat(history, as_of=as_of, parameters=parameters)
    greatest = max(found["micro_points"].max(), 1) if len(found) else 1
    return found.assign(micro_points=found["micro_points"] * 100_000_000 // greatest)


def by_age(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """A score that counts for the old alone."""
    found = repeat(history, as_of=as_of, parameters=parameters)
    born = history.persons.set_index("person_id")["born_on_latest"]
    old = found["person_id"].map(born) < pd.Timestamp("1990-01-01")
    return found.assign(micro_points=found["micro_points"].where(old, 0))


class Counting:
    """A score that remembers how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
        """The repeat axis and the number of times this was asked."""
        self.asked += 1
        found = repeat(history, as_of=as_of, parameters=parameters)
        return found.assign(micro_points=found["micro_points"] + self.asked)


@pytest.mark.parametrize(
    ("change", "faulty"),
    [
        (a_part_of_the_people, against_the_greatest),
        (nothing_of_others, against_the_greatest),
        (rows_in_another_order, Counting()),
        (nobodys_age_and_sex, by_age),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_a_faulty_score_is_moved_by(
    change: Callable[[Recorded, set[str]], History], faulty: Score
) -> None:
    people = {PEOPLE[1]}
    before, after = EXAMPLE.history(), change(EXAMPLE, people)
    assert about(people, answer(repeat, before)) == about(people, answer(repeat, after))
    assert about(people, answer(faulty, before)) != about(people, answer(faulty, after))
