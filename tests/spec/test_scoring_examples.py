"""Every worked example of the scores holds, to the letter."""

import pytest

from scoring.parameter_files import load_parameters
from scoring.parameters import Parameters
from scoring.schemes import SCORERS, scorer
from tests.spec import scoring_harm, scoring_people, scoring_rfgv
from tests.spec.scoring_example import Example, as_table, history, table

EXAMPLES = [*scoring_harm.EXAMPLES, *scoring_people.EXAMPLES, *scoring_rfgv.EXAMPLES]


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_example_gives_this_answer_and_no_other(
    example: Example, parameters: Parameters
) -> None:
    found = scorer(example.scheme).score(
        history(example), as_of=example.as_of, parameters=parameters
    )
    assert as_table(found) == table(example.answer)


def test_every_scheme_has_an_example() -> None:
    assert {example.scheme for example in EXAMPLES} == {one.name for one in SCORERS}


def test_an_answer_that_is_off_by_a_thousandth_is_seen(parameters: Parameters) -> None:
    example = EXAMPLES[0]
    found = scorer(example.scheme).score(
        history(example), as_of=example.as_of, parameters=parameters
    )
    found.loc[0, "micro_points"] += 1
    assert as_table(found) != table(example.answer)
