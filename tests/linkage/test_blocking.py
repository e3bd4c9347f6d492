"""Which pairs are compared: those that share a key few others have."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.linkage import blocking, prepare
from tests.linkage.world import Row, person, world


def pairs(*records: Row, **tables: list[Row]) -> set[tuple[str, str]]:
    with world(person_record=records, **tables) as connection:
        prepare.create(connection, "now")
        blocking.create(connection)
        return set(
            connection.execute(
                "SELECT a.record_id, b.record_id FROM linkage.pairs "
                "JOIN linkage.prepared AS a ON a.id = one "
                "JOIN linkage.prepared AS b ON b.id = other"
            ).fetchall()
        )


def test_records_that_share_nothing_are_not_compared() -> None:
    one = person("a", forename="Ann", surname="Evans", born_on="1980-05-04", postcode="TF11AA")
    other = person("b", forename="Raj", surname="Patel", born_on="1991-12-17", postcode="HR12AA")
    assert pairs(one, other) == set()


def test_each_kind_of_slip_leaves_a_key_in_common() -> None:
    ann = {"forename": "Ann", "surname": "Evans", "born_on": "1980-05-04", "postcode": "TF11AA"}
    for slip in (
        {"forename": "Nan"},
        {"surname": "Evnas"},
        {"born_on": "1980-04-05"},
        {"born_on": "1979-05-04"},
        {"forename": "Evans", "surname": "Ann"},
        {"postcode": "HR12AA"},
    ):
        assert pairs(person("a", **ann), person("b", **ann | slip)) == {("a", "b")}, slip


def test_strong_identifiers_are_enough_valid_or_not() -> None:
    for column, value in (
        ("pnc_id", "99/0000001G"),
        ("pnc_id", "99/0000001X"),
        ("cro_number", "nonsense 7"),
        ("phone", "07700 900123"),
        ("email", "a@b.org"),
    ):
        told = {column: value}
        assert pairs(person("a", **told), person("b", **told)) == {("a", "b")}, column


def test_names_and_homes_of_other_times_count() -> None:
    one = person("a", forename="Ann", surname="Patel")
    other = person("b", forename="Ann", surname="Evans")
    maiden = {"alias_id": "1", "record_id": "a", "kind": "maiden", "surname": "Evans"}
    assert pairs(one, other, alias=[maiden]) == {("a", "b")}


def test_what_everybody_shares_makes_no_pairs() -> None:
    crowd = [
        person(f"r{number:04}", surname="Smith", postcode="TF11AA")
        for number in range(blocking.LIMIT + 1)
    ]
    assert pairs(*crowd) == set()
    assert len(pairs(*crowd[:-1])) == blocking.LIMIT * (blocking.LIMIT - 1) // 2


@pytest.mark.parametrize(
    ("told", "most"),
    [
        ({"forename": "John", "surname": "Smith"}, 100),
        ({"phone": "07700 900123"}, 40),
        ({"email": "a@b.org"}, 40),
        ({"pnc_id": "99/0000001G"}, 400),
    ],
)
def test_how_many_may_share_what(told: dict[str, str], most: int) -> None:
    crowd = [person(f"r{number:04}", **told) for number in range(most + 1)]
    assert pairs(*crowd) == set()
    assert len(pairs(*crowd[:-1])) == most * (most - 1) // 2


def test_a_record_that_tells_nothing_is_alone() -> None:
    with world(person_record=[person("a"), person("b", occupation="Chef")]) as connection:
        prepare.create(connection, "now")
        blocking.create(connection)
        assert blocking.alone(connection) == 2


def test_a_record_all_of_whose_keys_are_a_crowds_is_told_of() -> None:
    crowd = [person(f"r{number:04}", surname="Smith") for number in range(41)]
    with world(person_record=[*crowd, person("one", surname="Quill")]) as connection:
        prepare.create(connection, "now")
        blocking.create(connection)
        assert (blocking.crowded(connection), blocking.alone(connection)) == (41, 0)


RECORDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "forename": st.sampled_from(["Ann", "Anne", "Raj", "Bob"]),
            "surname": st.sampled_from(["Evans", "Patel", "Evnas"]),
            "born_on": st.sampled_from(["1980-05-04", "1980-04-05", "1991-12-17"]),
            "postcode": st.sampled_from(["TF11AA", "HR12AA"]),
        },
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    told: list[dict[str, str]], dice: random.Random
) -> None:
    held = [person(f"r{number}", **one) for number, one in enumerate(told)]
    found = pairs(*held)
    dice.shuffle(held)
    assert pairs(*held) == found
