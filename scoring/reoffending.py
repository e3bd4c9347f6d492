"""The challenger: a statistical model that is measured against the list, and ranks nobody.

A logistic regression over standardised numbers and one-hot categories, and boosted trees, which see
what a sum cannot; how far the trees are listened to, and how sharply the sum is to be read, is
decided on rows that neither of them was fitted on. Where rows are few or the trees add nothing, the
logistic regression stands alone. Nothing here knows of time: whoever evaluates splits by time.

Sources: A. Dawid, "Present Position and Potential Developments", JRSS A 147 (1984), on proper
scores; J. Platt, "Probabilistic Outputs for Support Vector Machines" (1999), on calibration;
scikit-learn.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from threadpoolctl import threadpool_limits

from scoring import tabular

FEWEST = 10
"""Rows of the rarer outcome below which only the share of the outcome is told."""
_FEWEST_FOR_TREES = 40
_FOLDS = 5
_REPEATS = 3
_MANY = 2000
_WAYS = tuple((strength, gaps) for gaps in (False, True) for strength in (1.0, 0.05, 0.2, 5.0))
"""Inverse strengths of the regression's penalty, and whether a gap is told as such; the first,
unless another is better."""
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How far the trees are listened to; not at all unless that is better."""
_ERRORS = 1.5
"""Standard errors by which something must be better before it is taken for it."""
_MOST_CATEGORIES = 100
_PRIOR_PAIRS = 20.0
_LEAST = 1e-6

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Challenger:
    """A fitted model: ``columns`` it wants, rows it learnt from, and how it came to be."""

    columns: tuple[tabular.Column, ...]
    rows: int
    share_of_trees: float
    """How far the boosted trees are listened to: 0 not at all, 1 alone."""
    _fitted: tuple[tuple[Pipeline, float], ...]
    _slope: float
    _level: float

    def predict(self, features: pd.DataFrame) -> pd.Series:
        """Calibrated probabilities of the outcome, 0 to 1, under the rows' own index.

        A category or a gap that was never seen says nothing. ValueError where a column is missing.
        """
        table = tabular.as_fitted(features, self.columns)
        raw = np.zeros(len(table))
        if len(table):
            for model, share in self._fitted:
                raw += share * _logits(model, table)
        told = _chance(self._slope * raw + self._level)
        return pd.Series(told, index=features.index, name="probability", dtype="float64")


def fit(features: pd.DataFrame, outcome: pd.Series, *, seed: int = 0) -> Challenger:
    """A challenger for rows of numbers and categories, with gaps, and what came of each.

    ``outcome`` is true or false (or 1 and 0) for each row, under the same index. The same rows and
    seed give the same model. With fewer than ``FEWEST`` rows of either outcome it tells the share
    of the outcome, for everybody the same. ValueError where rows and outcomes do not fit together.
    """
    # Threads that wait for each other on a busy machine take many times as long as one alone.
    with threadpool_limits(limits=1):
        return _fit(features, outcome, seed)


def _fit(features: pd.DataFrame, outcome: pd.Series, seed: int) -> Challenger:
    told = tabular.outcomes(features, outcome)
    columns = tabular.columns(features)
    rarer = int(min(told.sum(), len(told) - told.sum()))
    if rarer < FEWEST or not columns:
        # Half a row of each outcome, so that nothing is ever taken for certain.
        level = float(np.log((told.sum() + 0.5) / (len(told) - told.sum() + 0.5)))
        return Challenger(columns, len(told), 0.0, (), 1.0, level)
    table = tabular.as_fitted(features, columns)
    ways = RepeatedStratifiedKFold(
        n_splits=_FOLDS, n_repeats=_REPEATS if len(told) < _MANY else 1, random_state=seed
    )
    folds = list(ways.split(table, told))
    has_gaps = bool(table.isna().any(axis=None))
    tried = [
        _left_out(_regression(columns, strength, gaps=gaps), table, told, folds)
        for strength, gaps in _WAYS
        if has_gaps or not gaps
    ]
    plain = tried[_better([one.logits for one in tried], told)]
    models, logits = [plain.model], [plain.logits]
    share = 0.0
    if rarer >= _FEWEST_FOR_TREES:
        trees = _left_out(_trees(columns, seed), table, told, folds)
        models.append(trees.model)
        logits.append(trees.logits)
        share = _SHARES[_better([_blend(logits, one) for one in _SHARES], told)]
    slope, level = _calibrated(_blend(logits, share), told)
    # The trees were not tried where rows are few, and whoever is not listened to is not fitted.
    parts = zip(models, (1 - share, share), strict=False)
    fitted = tuple((model.fit(table, told), part) for model, part in parts if part)
    return Challenger(columns, len(told), share, fitted, slope, level)


@dataclass(frozen=True)
class _LeftOut:
    """A model, and what it says of each row when that row was left out of its fitting."""

    model: Pipeline
    logits: Values


def _left_out(
    model: Pipeline,
    table: pd.DataFrame,
    told: NDArray[np.int64],
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> _LeftOut:
    found, times = np.zeros(len(told)), np.zeros(len(told))
    for learnt, asked in folds:
        model.fit(table.iloc[learnt], told[learnt])
        found[asked] += _logits(model, table.iloc[asked])
        times[asked] += 1
    return _LeftOut(model, found / times)


def _regression(columns: tuple[tabular.Column, ...], strength: float, *, gaps: bool) -> Pipeline:
    numbers = [one.name for one in columns if one.is_number]
    words = [one.name for one in columns if not one.is_number]
    return make_pipeline(
        ColumnTransformer(
            [
                (
                    "numbers",
                    make_pipeline(
                        SimpleImputer(
                            strategy="median", add_indicator=gaps, keep_empty_features=True
                        ),
                        StandardScaler(),
                    ),
                    numbers,
                ),
                ("words", OneHotEncoder(handle_unknown="ignore"), words),
            ]
        ),
        LogisticRegression(C=strength, max_iter=2000),
    )


def _trees(columns: tuple[tabular.Column, ...], seed: int) -> Pipeline:
    numbers = [one.name for one in columns if one.is_number]
    words = [one.name for one in columns if not one.is_number]
    ordinal = OrdinalEncoder(
        handle_unknown="use_encoded_value",
        unknown_value=-1,
        # Rare words go together: a tree of a few rows each would learn them by heart.
        max_categories=_MOST_CATEGORIES,
        min_frequency=5,
    )
    return make_pipeline(
        ColumnTransformer([("numbers", "passthrough", numbers), ("words", ordinal, words)]),
        HistGradientBoostingClassifier(
            learning_rate=0.05,
            max_iter=150,
            max_leaf_nodes=8,
            min_samples_leaf=20,
            l2_regularization=5.0,
            categorical_features=list(range(len(numbers), len(columns))) or None,
            early_stopping=False,
            random_state=seed,
        ),
    )


def _better(tried: list[Values], told: NDArray[np.int64]) -> int:
    """The place of the best of what was tried; the first where that is no more than chance."""
    first = _losses(tried[0], told)
    gains = [first - _losses(one, told) for one in tried]
    best = max(range(len(tried)), key=lambda place: float(gains[place].mean()))
    error = float(gains[best].std()) / np.sqrt(len(told))
    return best if gains[best].mean() > _ERRORS * error else 0


def _calibrated(logits: Values, told: NDArray[np.int64]) -> tuple[float, float]:
    """Slope and level at which the logits say what came of rows left out, drawn towards 1 and 0."""

    def loss(given: Values) -> float:
        slope, level = given
        drawn = _PRIOR_PAIRS * ((slope - 1) ** 2 + level**2) / 2
        return float(_losses(slope * logits + level, told).sum() + drawn)

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    slope, level = found.x
    return max(float(slope), 0.0), float(level)


def _blend(logits: list[Values], share: float) -> Values:
    if len(logits) == 1:
        return logits[0]
    regression, trees = logits
    return (1 - share) * regression + share * trees


def _logits(model: Pipeline, table: pd.DataFrame) -> Values:
    told = np.clip(model.predict_proba(table)[:, 1], _LEAST, 1 - _LEAST)
    return np.asarray(np.log(told / (1 - told)))


def _chance(logits: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def _losses(logits: Values, told: NDArray[np.int64]) -> Values:
    """The logarithmic loss of each row, in nats."""
    return np.asarray(np.logaddexp(0, np.where(told == 1, -logits, logits)))
