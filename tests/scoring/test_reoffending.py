"""The challenger takes any table, is calibrated, and is not beaten by a plain sum."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from scoring import reoffending, tabular

ROWS = 1500


def table(seed: int, rows: int = ROWS) -> tuple[pd.DataFrame, pd.Series]:
    """Rows of which the outcome hangs on a number, a category and both together; with gaps."""
    random = np.random.default_rng(seed)
    features = pd.DataFrame(
        {
            "reports": random.poisson(2, rows).astype(float),
            "years": random.normal(0, 1, rows),
            "area": random.choice(["north", "south", "east"], rows),
        },
        index=[f"row-{number}" for number in range(rows)],
    )
    logits = features.reports / 2 - 1.5 + np.where(features.area == "north", features.years, 0) * 2
    outcome = pd.Series(random.random(rows) < 1 / (1 + np.exp(-logits)), index=features.index)
    gaps = random.random(features.shape) < 0.05
    return features.mask(gaps), outcome


def loss(told: pd.Series, outcome: pd.Series) -> float:
    return float(-np.log(np.where(outcome, told, 1 - told)).mean())


def plain(
    learnt: pd.DataFrame, outcome: pd.Series, asked: pd.DataFrame, numbers: list[str]
) -> pd.Series:
    """What a logistic regression over one-hot categories and filled gaps tells."""
    both = pd.get_dummies(pd.concat([learnt, asked]), dummy_na=True, dtype=float)
    both[numbers] = both[numbers].fillna(both[numbers].mean())
    model = LogisticRegression(max_iter=2000).fit(both.loc[learnt.index], outcome)
    return pd.Series(model.predict_proba(both.loc[asked.index])[:, 1], index=asked.index)


def test_it_is_calibrated_and_sees_what_a_sum_cannot() -> None:
    features, outcome = table(seed=1, rows=3000)
    learnt, asked = features.iloc[:1500], features.iloc[1500:]
    told = reoffending.fit(learnt, outcome.iloc[:1500], seed=7).predict(asked)
    seen = outcome.iloc[1500:]
    assert list(told.index) == list(asked.index)
    logits = np.log(told / (1 - told)).to_numpy().reshape(-1, 1)
    slope = float(LogisticRegression(C=1e6).fit(logits, seen).coef_[0, 0])
    assert 0.8 < slope < 1.25
    assert abs(told.mean() - seen.mean()) < 3 * np.sqrt(0.25 / len(seen))
    alone = plain(learnt, outcome.iloc[:1500], asked, ["reports", "years"])
    assert loss(told, seen) < loss(alone, seen) - 0.02


def test_where_a_sum_is_all_there_is_it_says_what_the_sum_says() -> None:
    random = np.random.default_rng(3)
    features = pd.DataFrame({"a": random.normal(size=1200), "b": random.normal(size=1200)})
    chance = 1 / (1 + np.exp(-(features.a - features.b - 1)))
    outcome = pd.Series(random.random(1200) < chance)
    learnt, asked = features.iloc[:600], features.iloc[600:]
    model = reoffending.fit(learnt, outcome.iloc[:600])
    assert model.share_of_trees == 0.0
    told, alone = model.predict(asked), plain(learnt, outcome.iloc[:600], asked, ["a", "b"])
    assert loss(told, outcome.iloc[600:]) == pytest.approx(
        loss(alone, outcome.iloc[600:]), abs=0.01
    )


def test_the_same_rows_and_seed_give_the_same_model() -> None:
    features, outcome = table(seed=2, rows=300)
    told = [reoffending.fit(features, outcome, seed=5).predict(features) for _ in range(2)]
    assert told[0].equals(told[1])


def test_with_few_rows_it_tells_the_share_of_the_outcome() -> None:
    features = pd.DataFrame({"a": range(12)}, index=list("abcdefghijkl"))
    outcome = pd.Series([True, True, *[False] * 10], index=features.index)
    told = reoffending.fit(features, outcome).predict(features)
    assert told.round(6).to_dict() == dict.fromkeys("abcdefghijkl", round(2.5 / 13, 6))


def test_one_outcome_alone_is_never_certain() -> None:
    features = pd.DataFrame({"a": range(9)})
    told = reoffending.fit(features, pd.Series([1] * 9)).predict(features)
    assert told.tolist() == pytest.approx([9.5 / 10] * 9)


def test_columns_of_every_kind() -> None:
    features, outcome = table(seed=4, rows=120)
    features["day"] = pd.date_range("2026-01-01", periods=120, tz="Europe/London")
    features["took"] = pd.to_timedelta(range(120), unit="h")
    features["flag"] = pd.array([True, None, False] * 40, dtype="boolean")
    features["whole"] = pd.array([1, None, 3] * 40, dtype="Int64")
    features["kind"] = pd.Categorical(["x", None, "y"] * 40)
    features["mixed"] = [1, "one", None] * 40
    features["endless"] = [np.inf, 1.0, -np.inf] * 40
    features["void"] = np.nan
    features["same"] = "s"
    features[7] = range(120)
    model = reoffending.fit(features, outcome)
    assert {column.label: column.is_number for column in model.columns} == {
        "reports": True,
        "years": True,
        "area": False,
        "day": True,
        "took": True,
        "flag": True,
        "whole": True,
        "kind": False,
        "mixed": False,
        "endless": True,
        7: True,
    }
    strange = features.assign(area="elsewhere", kind=None, more=1)[::-1]
    told = model.predict(strange)
    assert told.index.equals(strange.index)
    assert told.between(0, 1, inclusive="neither").all()
    assert len(model.predict(features.iloc[:0])) == 0


def test_outcomes_in_another_order_are_those_of_their_rows() -> None:
    features, outcome = table(seed=6, rows=200)
    one = reoffending.fit(features, outcome).predict(features)
    assert reoffending.fit(features, outcome[::-1]).predict(features).equals(one)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (pd.Series([1, 0]), "there are 3 rows and 2 outcomes"),
        (pd.Series([1, 0, None]), "1 rows have no outcome: leave them out"),
        (pd.Series([1, 0, 2]), "an outcome is true or false, or 1 or 0"),
        (pd.Series(["yes", "no", "no"]), "an outcome is true or false, or 1 or 0"),
        (pd.Series([1, 0, 1], index=[5, 6, 7]), "rows and outcomes have not the same index"),
    ],
)
def test_outcomes_that_do_not_fit(outcome: pd.Series, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        reoffending.fit(pd.DataFrame({"a": [1, 2, 3]}), outcome)


def test_tables_that_do_not_fit() -> None:
    features, outcome = table(seed=8, rows=60)
    with pytest.raises(ValueError, match="there are no rows to fit"):
        reoffending.fit(features.iloc[:0], outcome.iloc[:0])
    twice = pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"])
    with pytest.raises(ValueError, match="two columns of the features are called 'a'"):
        reoffending.fit(twice, pd.Series([1, 0]))
    model = reoffending.fit(features, outcome)
    with pytest.raises(ValueError, match="the features lack the column 'area'"):
        model.predict(features.drop(columns="area"))
    with pytest.raises(ValueError, match="the column 'years' held numbers when"):
        model.predict(features.assign(years="many"))


CELLS = st.one_of(st.none(), st.integers(-3, 3), st.floats(), st.sampled_from(["x", "y"]))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_no_table_stops_it(data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, 60))
    names = data.draw(st.lists(st.text(max_size=3), unique=True, max_size=3))
    held = {name: data.draw(st.lists(CELLS, min_size=rows, max_size=rows)) for name in names}
    features = pd.DataFrame(held, index=range(rows))
    outcome = pd.Series(data.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)))
    told = reoffending.fit(features, outcome).predict(features)
    assert told.between(0, 1, inclusive="neither").all()
    assert tabular.columns(features) == tabular.columns(features.copy())
