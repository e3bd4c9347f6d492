"""`python -m benchmarks.challenger PACKAGES [--write]`: the figures of docs/evaluation.md."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks.challenger import sets
from benchmarks.marks import write_between
from scoring import reoffending

PAGE = Path(__file__).parents[2] / "docs" / "evaluation.md"
_BEGIN, _END = "<!-- challenger: begin -->", "<!-- challenger: end -->"
_SPLITS, _HELD_OUT = 6, 0.3
_LEAST = 1e-4
_COLUMNS = (
    "set",
    "rows",
    "outcome",
    "log loss: plain",
    "challenger",
    "Brier: plain",
    "challenger",
    "AUC: plain",
    "challenger",
    "slope: plain",
    "challenger",
)
Values = NDArray[np.float64]


def _plain(learnt: pd.DataFrame, outcome: pd.Series, asked: pd.DataFrame) -> Values:
    """What a logistic regression over one-hot categories and filled gaps tells."""
    numbers = [name for name in learnt if pd.api.types.is_numeric_dtype(learnt[name])]
    words = [name for name in learnt if name not in numbers]
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
            (OneHotEncoder(handle_unknown="ignore"), words),
        ),
        LogisticRegression(max_iter=5000),
    ).fit(learnt, outcome)
    return np.asarray(model.predict_proba(asked)[:, 1])


def _slope(told: Values, seen: pd.Series) -> float:
    """By how much the logits must be stretched to fit what was seen: 1 is calibrated."""
    logits = np.log(told / (1 - told)).reshape(-1, 1)
    return float(LogisticRegression(C=1e6).fit(logits, seen).coef_[0, 0])


def _scores(told: Values, seen: pd.Series) -> list[float]:
    told = np.clip(told, _LEAST, 1 - _LEAST)
    return [
        float(log_loss(seen, told)),
        float(brier_score_loss(seen, told)),
        float(roc_auc_score(seen, told)),
        _slope(told, seen),
    ]


def line(name: str, features: pd.DataFrame, outcome: pd.Series) -> str:
    """A line of the table: the means over the splits."""
    plain, ours = [], []
    for seed in range(_SPLITS):
        learnt, asked, known, seen = train_test_split(
            features, outcome, test_size=_HELD_OUT, random_state=seed, stratify=outcome
        )
        plain.append(_scores(_plain(learnt, known, asked), seen))
        told = reoffending.fit(learnt, known, seed=seed).predict(asked)
        ours.append(_scores(told.to_numpy(), seen))
    means = zip((4, 4, 3, 2), np.mean(plain, axis=0), np.mean(ours, axis=0), strict=True)
    held = [f"{value:.{digits}f}" for digits, *pair in means for value in pair]
    cells = [name, f"{len(features):,}", f"{outcome.mean():.0%}", *held]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.challenger")
    parser.add_argument("packages", type=Path, help="folder of the downloaded packages")
    parser.add_argument("--write", action="store_true", help="write docs/evaluation.md anew")
    asked = parser.parse_args()
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---|---:|---:" + "|---:" * 8 + "|"]
    for one in sets.read(asked.packages):
        lines.append(line(*one))
        print(lines[-1], flush=True)
    if asked.write:
        command = "python -m benchmarks.challenger PACKAGES --write"
        told = "\n".join([f"{datetime.now(UTC).date()}: `{command}`.", "", *lines])
        write_between(PAGE, _BEGIN, _END, f"{told}\n")


if __name__ == "__main__":
    main()
