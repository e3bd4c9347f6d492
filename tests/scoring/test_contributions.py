"""Whole numbers: products are exact, rounded once, half to even."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.combined import points_for_days
from scoring.contributions import half_even, micro, points_said
from scoring.parameter_files import load_parameters
from scoring.reports import decimal

THOUSANDTHS = st.integers(0, 1000)


@given(st.integers(0, 9 * 10**18), st.sampled_from([1, 2, 10, 1000, 10**6]))
def test_division_rounds_half_to_even(numerator: int, denominator: int) -> None:
    found = half_even(np.array([numerator]), denominator)
    assert found.dtype == np.int64
    assert found.tolist() == [round(Fraction(numerator, denominator))]


@given(st.integers(0, 10**8), THOUSANDTHS, THOUSANDTHS)
def test_a_product_is_rounded_once(weight: int, recency: int, evidence: int) -> None:
    found = micro(np.array([weight]), np.array([recency]), np.array([evidence]))
    exact = Fraction(weight, 1000) * Fraction(recency, 1000) * Fraction(evidence, 1000)
    assert found.tolist() == [round(exact * 10**6)]


def test_half_a_millionth_goes_to_the_even_neighbour() -> None:
    half = np.array([1, 3])  # 0.001 and 0.003 points
    one = np.array([1000, 1000])
    assert micro(half, np.array([1, 1]), one).tolist() == [1, 3]
    assert half_even(np.array([1, 3, 5]), 2).tolist() == [0, 2, 2]


def test_days_become_points_band_by_band() -> None:
    table = load_parameters().points_per_harm
    days = np.array([0, 1, 10, 11, 365, 2555, 5475, 182.25]) * 1000
    found = points_for_days(days.astype(np.int64), table)
    assert found.tolist() == [
        0,
        1_000_000,
        10_000_000,
        10_050_000,
        27_750_000,
        71_550_000,
        129_950_000,
        18_612_500,
    ]


def test_numbers_are_written_without_needless_zeros() -> None:
    assert [decimal(0), decimal(900), decimal(1000), decimal(5_475_000), decimal(182_250)] == [
        "0",
        "0.9",
        "1",
        "5,475",
        "182.25",
    ]
    assert [points_said(1000), points_said(2500)] == ["1 point", "2.5 points"]
