"""Keys, digests, ids and folded names: pure, stable, and never mixing two things up."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service import ids, names

PARTS = st.lists(st.text('ab;"/', max_size=4), min_size=2, max_size=3)


@given(PARTS, PARTS)
def test_different_rows_have_different_keys(one: list[str], other: list[str]) -> None:
    if len(one) == len(other):
        assert (ids.row_key(one) == ids.row_key(other)) is (one == other)


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (["a;b"], "a;b"),
        (["a", "b", "suspect"], "a;b;suspect"),
        (["a;b", "c"], '"a;b";c'),
        (['"a', "c"], '"""a";c'),
        (["a\\b", "c/d"], "a\\b;c/d"),
    ],
)
def test_a_key_is_joined_as_the_contract_says(parts: list[str], key: str) -> None:
    assert ids.row_key(parts) == key


def test_one_value_has_one_canonical_text() -> None:
    value = {
        "b": [date(2026, 1, 2), 1.5, None],
        "a": datetime(2026, 1, 2, 3, tzinfo=UTC),
        "ä": "岡",
    }
    expected = '{"a":"2026-01-02T03:00:00.000000+00:00","b":["2026-01-02",1.5,null],"ä":"岡"}'
    assert ids.canonical(value) == expected
    with pytest.raises(TypeError, match="no canonical form for set"):
        ids.canonical({1})


@given(st.lists(st.text(max_size=3)), st.randoms())
def test_the_digest_of_many_does_not_depend_on_their_order(held: list[str], random: object) -> None:
    turned = list(held)
    random.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis's own Random
    assert ids.digest_of_all(turned) == ids.digest_of_all(held)


def test_a_person_id_is_made_of_the_founding_record_alone() -> None:
    assert ids.person_id("north", "R1") == "P-xaogwqrcrz3oh45g"
    assert len({ids.person_id(s, r) for s in "ab" for r in ("", "a", "b")}) == 6


@pytest.mark.parametrize(
    ("name", "folded", "sound"),
    [
        ("O'Brien-Łuk", "obrienluk", "OBRNLK"),
        ("  van der Berg", "vanderberg", "FNTRBRK"),
        ("Straße", "strasse", "STRS"),
        ("Zoë", "zoe", "S"),
        ("Þór Ðæ", "thordae", "0RT"),
        ("İsmail", "ismail", "ISML"),
        ("\N{LATIN SMALL LETTER DOTLESS I}lk", "ilk", "ILK"),
        ("ℌans", "hans", "HNS"),
        ("राम", "राम", "राम"),
        ("مُحَمَّد", "محمد", "محمد"),
        ("岡田", "岡田", "岡田"),
        ("😀", "", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_names_are_folded_for_comparison(name: str | None, folded: str, sound: str) -> None:
    assert (names.fold(name), names.sound(name)) == (folded, sound)


@given(st.text(max_size=120))
def test_folding_is_stable_short_and_blind_to_how_letters_are_composed(name: str) -> None:
    folded = names.fold(name)
    assert names.fold(folded) == folded
    assert names.fold(unicodedata.normalize("NFD", name)) == folded
    assert names.fold(unicodedata.normalize("NFC", name)) == folded
    assert len(folded) <= names.LONGEST
    assert len(names.sound(name)) <= 2 * names.LONGEST


@pytest.mark.parametrize(
    ("recorded", "keys"),
    [
        (("Anna", "Bell", None), ("anna", "bell")),
        ((None, None, "Anna Maria Bell"), ("anna", "bell")),
        ((None, None, "BELL, Anna Maria"), ("anna", "bell")),
        ((None, None, "VAN DER BERG, Jan"), ("jan", "vanderberg")),
        ((None, None, "Bell"), (None, "bell")),
        ((None, None, "Bell,"), (None, "bell")),
        ((None, "Bell", "Anna Bellamy"), ("anna", "bell")),
        ((None, None, None), (None, None)),
    ],
)
def test_a_record_is_found_under_forename_and_surname(
    recorded: tuple[str | None, ...], keys: tuple[str | None, ...]
) -> None:
    found = names.search_keys(*recorded)
    assert (found.get("forename_key"), found.get("surname_key")) == keys


def test_a_name_is_shown_surname_first() -> None:
    shown = [
        names.as_shown(*recorded)
        for recorded in (
            ("Anna", "Bell", "x"),
            (None, "Bell", "x"),
            ("Anna", None, "x"),
            (None, None, "Anna Bell"),
            (None, None, None),
        )
    ]
    assert shown == ["BELL, Anna", "BELL", "Anna", "Anna Bell", None]
