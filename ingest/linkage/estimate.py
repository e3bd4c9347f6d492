"""Parameters are estimated on a home's own records, and drawn towards the shipped ones.

How often levels are met between different people (u) is counted on random pairs, and how often
between records of one person (m) by expectation maximisation, both by Splink with a seed. Few
observations prove little: each share is drawn towards the shipped one, as if so many pairs had been
seen there. No level is ever taken for impossible: clerks slip in every field.

Source of the method: I. Fellegi and A. Sunter, "A Theory for Record Linkage", JASA 64 (1969); MoJ
Splink 5.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
from numpy.typing import NDArray

from ingest.linkage import together, training, weigh
from ingest.linkage.comparisons import FREQUENCIES, IDENTIFIERS
from ingest.linkage.parameters import SEEN_U, Parameters, rounded

SEED = 20_260_101
FEWEST = 500
"""Records from which a home's own parameters are estimated."""
PRECISION = 0.98
"""What the model is to expect among joined pairs. Status: local."""
LEAST = 0.85
"""The chance that each joined pair must have by itself, whatever the others have. Status: local."""
REVIEW = 0.1
"""The chance from which a pair waits for a human. Status: local."""
_GROWTH = 4
_COMMON = 3
# An identifier that many records bear is one person's; one that a crowd bears is nobody's.
_CROWD = 40
_ROUNDS = 50
_FAINT = -10.0


def estimate(
    connection: duckdb.DuckDBPyConnection,
    shipped: Parameters,
    *,
    on: date,
    precision: float = PRECISION,
    seed: int = SEED,
) -> Parameters:
    """Parameters of ``linkage.prepared`` and ``linkage.pairs``, drawn towards the shipped ones."""
    records = _count(connection)
    common, rare = _values(connection, shipped)
    draft = Parameters(
        made_on=on.isoformat(),
        source=f"estimated on {records:,} records with seed {seed}",
        status="inferred",
        records=records,
        prior=1 / records,
        upper=0.0,
        lower=0.0,
        precision=precision,
        shares=shipped.shares,
        rare=rare,
        common=common,
    )
    prior, _ = _prior(connection, draft)
    # Splink is trained on all records; to weigh pairs, those of one side alone were asked.
    weigh.count_values(connection, draft)
    shares = training.shares(connection, replace(draft, prior=prior), shipped, seed)
    taken = together.shares(connection, shipped, shares, prior)
    draft = replace(draft, shares={**shares, together.NAME: taken})
    prior, weights = _prior(connection, draft)
    upper, lower = thresholds(weights, precision)
    return replace(draft, prior=prior, upper=upper, lower=lower)


def are_few(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there are too few records to estimate anything: the shipped parameters serve."""
    return _count(connection) < FEWEST


def is_outgrown(connection: duckdb.DuckDBPyConnection, parameters: Parameters) -> bool:
    """Whether there are so many more records now that the prior says too much.

    Chance agreement grows with the square of the records, people with records alone.
    """
    return _count(connection) >= max(FEWEST, _GROWTH * parameters.records)


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    [[records]] = connection.execute("SELECT count(*) FROM linkage.prepared").fetchall()
    return int(records)


def _values(
    connection: duckdb.DuckDBPyConnection, shipped: Parameters
) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """How common the common values are, and for how common the others are taken."""
    common: dict[str, dict[str, float]] = {}
    rare: dict[str, float] = {}
    for column in FREQUENCIES:
        [[told]] = connection.execute(f"SELECT count({column}) FROM linkage.prepared").fetchall()
        if column in IDENTIFIERS:
            rare[column] = shipped.rare[column]
            common[column] = _common(connection, column, told, _CROWD)
            continue
        # A value that two records share and nobody else: but for them it was not seen at all.
        rare[column] = rounded((1 + shipped.rare[column] * SEEN_U) / (told + SEEN_U))
        common[column] = _common(connection, column, told, _COMMON)
    return common, rare


def _common(
    connection: duckdb.DuckDBPyConnection, column: str, told: int, least: int
) -> dict[str, float]:
    """Values that so many records tell, with their shares."""
    counted = connection.execute(
        f"SELECT {column}, count(*) AS n FROM linkage.prepared WHERE {column} IS NOT NULL "
        f"GROUP BY {column} HAVING n >= {least} ORDER BY {column}"
    ).fetchall()
    return {value: rounded(n / told) for value, n in counted}


def _prior(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters
) -> tuple[float, NDArray[np.float64]]:
    """The prior at which the pairs found are as many as it says, and the weights under it.

    Each round takes the expected number of pairs of one person under the last prior for the next.
    """
    weigh.weigh(connection, parameters, least=_FAINT)
    rows = connection.execute(
        "SELECT weight FROM linkage.weighed ORDER BY weight DESC"
    ).fetchnumpy()
    evidence = np.asarray(rows["weight"], dtype=np.float64) - _bits(parameters.prior)
    every = parameters.records * (parameters.records - 1) / 2
    prior = parameters.prior
    for _ in range(_ROUNDS):
        expected = float(chances(evidence + _bits(prior)).sum())
        prior = min(0.5, max(expected, 0.5) / max(every, 1.0))
    prior = rounded(prior)
    return prior, evidence + _bits(prior)


def _bits(share: float) -> float:
    return math.log2(share / (1 - share))


def chances(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance that a pair of a weight in bits is of one person, as the model has it."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(weights, -1000, 1000))))


def thresholds(weights: Iterable[float], precision: float) -> tuple[float, float]:
    """From which weight pairs are joined, and from which they wait for a human.

    The first is the lowest at which the expected share of right pairs among those joined is
    ``precision``, and never one at which a single pair's chance is below ``LEAST``.
    """
    falling = np.sort(np.asarray(list(weights), dtype=np.float64))[::-1]
    falling = falling[falling >= _bits(LEAST)]
    mean = np.cumsum(chances(falling)) / np.arange(1, len(falling) + 1)
    enough = np.nonzero(mean >= precision)[0]
    if len(enough) == len(falling):
        upper = _bits(LEAST)
    else:
        upper = float(falling[enough[-1]]) if len(enough) else _bits(precision)
    # Rounded down, so that the pair which sets it is itself joined.
    upper = math.floor(upper * 1000) / 1000
    return upper, min(upper, round(_bits(REVIEW), 3))
