"""Where pairs are joined and where they wait."""

import math

import pytest

from ingest.linkage.estimate import chances, thresholds


def bits(share: float) -> float:
    return math.log2(share / (1 - share))


def test_the_chance_of_a_weight() -> None:
    assert chances([0.0, bits(0.9), -1e6, 1e6]).tolist() == pytest.approx([0.5, 0.9, 0.0, 1.0])


def test_with_nothing_doubtful_the_least_chance_decides() -> None:
    assert thresholds([20.0] * 100, 0.98) == (2.502, -3.17)


def test_doubtful_pairs_push_the_threshold_up() -> None:
    weights = [20.0] * 10 + [bits(0.95)] * 10 + [bits(0.91)] * 10
    # 20 pairs of which half a pair is expected to be wrong: 0.975; all but four of them: 0.983.
    upper, lower = thresholds(weights, 0.98)
    assert (upper, lower) == (math.floor(bits(0.95) * 1000) / 1000, -3.17)
    assert thresholds(weights, 0.9)[0] == 2.502
    assert thresholds(weights, 0.999)[0] == 20.0


def test_without_pairs_the_precision_itself_is_asked_of_each() -> None:
    assert thresholds([], 0.98) == (math.floor(bits(0.85) * 1000) / 1000, -3.17)
