"""What the sentences beside the values say."""

import pandas as pd

from scoring import schemes
from scoring.parameter_files import load_parameters
from tests.spec.scoring_example import AS_OF, Example, history

FACTS = Example(
    title="",
    scheme="",
    text="",
    answer="",
    suspicions="""
    person_id | offence_id | happened_on | status    | code  | included_codes
    adam      | O1         | 2026-10-01  | convicted | 10501 | 19512;04600
    beth      | O2         | 2026-10-01  | convicted | 19512 | 10501
    carl      | O3         | 2026-10-01  | convicted | 04600 |
    dora      | O4         | 2026-10-01  | convicted |       |
    """,
)


def said(scheme: str, name: str) -> list[str]:
    found: pd.DataFrame = schemes.scorer(scheme).score(
        history(FACTS), as_of=AS_OF, parameters=load_parameters()
    )
    return found.loc[found["name"] == name, "text"].tolist()


def test_a_course_of_conduct_among_the_included_codes_is_not_said_of_the_principal_one() -> None:
    assert said("pursuit", "repeat.course_of_conduct") == [
        "Recorded: Common assault and battery on 1 October 2026, suspect convicted; an offence "
        "included in it is by its definition a course of conduct, or a breach of an order that "
        "protects a person: 15 points.",
        "Recorded: Stalking on 1 October 2026, suspect convicted; by its definition a course of "
        "conduct, or a breach of an order that protects a person: 15 points.",
    ]


def test_one_day_and_one_point_are_singular_and_a_missing_code_stays_missing() -> None:
    assert said("pursuit", "harm")[2] == (
        "Recorded: Shoplifting on 1 October 2026, suspect convicted; harm 1 day (Cambridge Crime "
        "Harm Index 2026, median of Shoplifting; inferred), worth 1 point."
    )
    assert said("pursuit", "harm.not_known") == [
        "Recorded: an offence without a code on 1 October 2026, suspect convicted; its harm is not "
        "known, because its code has no weight in the Cambridge index here; it adds nothing."
    ]
