"""Identifiers in one form: what is valid, by its check letter, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.identifiers import cro_number, pnc_id

ONE = "99/0000001G"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99/0000001G", ONE),
        ("99/1G", ONE),
        ("1999/1g", ONE),
        (" 99 / 1 G ", ONE),
        ("99-1G", None),
        ("990000001G", ONE),
        ("19990000001G", ONE),
        ("00/7654321N", "00/7654321N"),
        ("24/9999999D", "24/9999999D"),
        ("24/9999999E", None),
        ("991G", None),
        ("٩٩/1G", None),
        ("", None),
        (None, None),
    ],
)
def test_a_pnc_id_has_one_form(text: str | None, expected: str | None) -> None:
    assert pnc_id(text) == expected


@given(st.integers(0, 99), st.integers(0, 9_999_999))
def test_of_23_letters_one_is_right_and_the_form_is_stable(year: int, serial: int) -> None:
    letters = [
        letter
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        if pnc_id(f"{year:02}/{serial}{letter}") is not None
    ]
    assert len(letters) == 1
    whole = pnc_id(f"{year:02}/{serial}{letters[0]}")
    assert whole == f"{year:02}/{serial:07}{letters[0]}" == pnc_id(whole)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/99W", "1/99W"),
        ("000001/99w", "1/99W"),
        (" 1 / 99 W", "1/99W"),
        ("1/99X", None),
        ("SF83/39N", "SF83/39N"),
        ("sf83/39n", "SF83/39N"),
        ("SF83/39P", None),
        ("1234567/99A", None),
        ("\u0661/99W", None),
        ("", None),
        (None, None),
    ],
)
def test_a_cro_number_has_one_form(text: str | None, expected: str | None) -> None:
    assert cro_number(text) == expected


@given(st.integers(0, 99), st.integers(0, 999_999))
def test_of_a_cro_numbers_letters_one_is_right(year: int, serial: int) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    whole = [held for one in letters if (held := cro_number(f"{serial:06}/{year:02}{one}"))]
    assert len(whole) == 1
    assert cro_number(whole[0]) == whole[0]
