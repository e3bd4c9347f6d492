"""What a list shows beside its score: definitions, axes, victims, unknown harm."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from graph_service.errors import NotThere
from scoring import schemes
from scoring.contributions import scores
from scoring.parameter_files import load_parameters
from tests.spec.scoring_example import AS_OF, Example, history

PARAMETERS = load_parameters()

FACTS = Example(
    title="",
    scheme="",
    text="",
    answer="",
    suspicions="""
    person_id | offence_id | happened_on | status    | record_type | code  | is_domestic | is_vawg
    adam      | O1         | 2023-11-25  | acquitted | incident    | 10501 | true        | true
    adam      | O2         | 2026-11-01  | named     | crime       | 10501 | true        | true
    beth      | O3         | 2023-11-24  | named     | crime       | 10501 | true        | true
    beth      | O4         | 2026-11-01  | named     | crime       | 10501 | true        | true
    carl      | O5         | 2026-10-01  | named     | crime       | 10501 | true        | true
    carl      | O6         | 2026-11-01  | named     | crime       | 00871 |             | true
    dora      | O7         | 2026-11-01  | named     | crime       | 00871 | true        | true
    evan      | O8         | 2026-11-01  | named     | crime       | 10501 | true        | true
    finn      | O9         | 2016-10-01  | named     | crime       | 10501 | true        | true
    finn      | O10        | 2026-11-01  | named     | crime       | 13B   | true        | true
    gwen      | O11        | 2026-11-01  | named     | crime       | 10501 | true        | false
    hugh      | O12        | 2025-10-01  | named     | crime       | 10501 | true        | true
    hugh      | O13        | 2026-11-01  | named     | crime       | 10501 | true        | true
    iris      | O14        | 2025-10-01  | named     | crime       | 10501 | true        | true
    iris      | O15        | 2026-11-01  | named     | crime       | 10501 | true        | true
    """,
    victims="""
    offence_id | person_id
    O1         | nora
    O2         | olga
    O3         | nora
    O4         | olga
    O5         | nora
    O6         | olga
    O8         | pia
    O8         | quin
    O9         | nora
    O10        | nora
    O11        | nora
    O12        | nora
    O13        | olga
    O14        | nora
    O15        | olga
    O15        | iris
    """,
    relationships="""
    person_id | other_person_id | kind
    quin      | pia             | child
    nora      | olga            | neighbour
    """,
    persons="""
    person_id | born_on_earliest | born_on_latest
    hugh      | 2009-10-01       | 2010-09-30
    iris      |                  |
    """,
)


def test_named_definitions_are_met_or_not_or_cannot_be_known() -> None:
    # Adam: both within three years. Beth: one a day too old. Carl: one not known to be domestic.
    # Dora: no victim recorded. Evan: mother and child in one incident. Finn: one victim. Gwen: out
    # of scope. Hugh: perhaps 15 at the first. Iris: age not known, and herself among the victims.
    found = schemes.definitions(history(FACTS), as_of=AS_OF, parameters=PARAMETERS)
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["adam", True, True, True],
        ["beth", False, True, True],
        ["carl", None, True, True],
        ["dora", None, None, None],
        ["evan", False, False, True],
        ["finn", False, False, False],
        ["gwen", None, None, None],
        ["hugh", None, True, True],
        ["iris", None, True, True],
    ]


def test_matac_looks_back_three_years_on_a_leap_day_too() -> None:
    facts = replace(
        FACTS,
        suspicions="""
        person_id | offence_id | happened_on | code
        adam      | O1         | 2025-03-01  | 10501
        adam      | O2         | 2027-11-01  | 10501
        beth      | O3         | 2025-02-28  | 10501
        beth      | O4         | 2027-11-01  | 10501
        """,
    )
    found = schemes.definitions(history(facts), as_of=date(2028, 2, 29), parameters=PARAMETERS)
    assert found[["person_id", "matac"]].to_numpy().tolist() == [["adam", True], ["beth", False]]


def test_definitions_of_a_person_of_whom_nothing_is_recorded_leave_the_age_open() -> None:
    known = history(FACTS)
    nobody = replace(known, persons=known.persons.iloc[:0])
    found = schemes.definitions(nobody, as_of=AS_OF, parameters=PARAMETERS)
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist()[:2] == [
        ["adam", None, True, True],
        ["beth", False, True, True],
    ]


@pytest.mark.parametrize(
    ("scheme", "counts"),
    [
        (
            "serial",
            {"adam": 2, "beth": 2, "carl": 2, "dora": 0, "evan": 2, "finn": 1, "gwen": 0}
            | {"hugh": 2, "iris": 2},
        ),
        (
            "v100",
            {"adam": 1, "beth": 1, "carl": 2, "dora": 0, "evan": 2, "finn": 1, "gwen": 0}
            | {"hugh": 1, "iris": 1},
        ),
    ],
)
def test_victims_are_distinct_other_people_within_the_look_back(
    scheme: str, counts: dict[str, int]
) -> None:
    found = schemes.victims(history(FACTS), as_of=AS_OF, parameters=PARAMETERS, scheme=scheme)
    assert found.to_dict() == counts


def test_an_unknown_scheme_is_named_with_those_that_exist() -> None:
    with pytest.raises(NotThere) as wrong:
        schemes.scorer("rank")
    assert wrong.value.message == (
        "There is no scheme of this name. The schemes are pursuit, serial, v100, rfgv, "
        "harm_ons, harm_cchi, harm_source."
    )


@pytest.mark.parametrize(
    ("index", "rows"),
    [
        ("cchi", [["HO5", "00871", 2, 2], ["HO5", "13B", 1, 1]]),
        ("ons", [["HO5", "00871", 2, 2], ["HO5", "13B", 1, 1]]),
        ("source", [["HO5", "10501", 10, 7], ["HO5", "00871", 2, 2], ["HO5", "13B", 1, 1]]),
    ],
)
def test_unknown_harm_is_counted_by_code(index: str, rows: list[list[object]]) -> None:
    found = schemes.unknown_harm(history(FACTS), index, parameters=PARAMETERS)
    assert list(found.columns) == ["code_system", "code", "offences", "people"]
    assert found.to_numpy().tolist() == rows


def test_an_offence_of_two_suspects_is_one_offence_of_unknown_harm() -> None:
    facts = replace(
        FACTS,
        suspicions="""
        person_id | offence_id | happened_on | code_system | code
        adam      | O1         | 2026-11-01  | NIBRS       | 13B
        beth      | O1         | 2026-11-01  | NIBRS       | 13B
        """,
    )
    found = schemes.unknown_harm(history(facts), "cchi", parameters=PARAMETERS)
    assert found.to_numpy().tolist() == [["NIBRS", "13B", 1, 2]]


@pytest.mark.parametrize("index", ["cchi", "ons", "source"])
def test_the_axes_are_the_sums_of_their_scorers_for_every_suspect(index: str) -> None:
    facts = history(FACTS)
    found = schemes.axes(facts, as_of=AS_OF, parameters=PARAMETERS, index=index).set_index(
        "person_id"
    )
    assert list(found.index) == sorted(facts.suspicions["person_id"].unique())
    scorers = {"harm": f"harm_{index}", "serial": "serial"}
    for axis, name in scorers.items():
        one = schemes.scorer(name).score(facts, as_of=AS_OF, parameters=PARAMETERS)
        expected = scores(one).reindex(found.index, fill_value=0)
        pd.testing.assert_series_equal(found[axis], expected, check_names=False)
    assert found["repeat"].to_dict()["adam"] == 600_000  # the acquitted record takes no step
