"""Records and links become persons, whatever the order, and ids stay where they can."""

from datetime import datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from graph_service import ids, people

KEYS = st.tuples(st.sampled_from("ab"), st.sampled_from("123"))
FIRST = st.dictionaries(KEYS, st.integers(1, 3).map(lambda day: datetime(2026, 1, day)))
LINKS = st.lists(st.tuples(KEYS, KEYS), max_size=6)


def test_a_person_is_founded_by_the_record_that_was_recorded_first() -> None:
    first = {
        ("b", "1"): datetime(2026, 1, 1),
        ("a", "2"): datetime(2026, 1, 2),
        ("a", "1"): datetime(2026, 1, 2),
        ("a", "3"): datetime(2026, 1, 1),
    }
    found = people.derive(first, [(("a", "2"), ("b", "1")), (("a", "1"), ("a", "2"))])
    joined, alone = ids.person_id("b", "1"), ids.person_id("a", "3")
    assert found.records == {
        joined: (("b", "1"), ("a", "1"), ("a", "2")),
        alone: (("a", "3"),),
    }
    assert found.of_record == {
        ("b", "1"): joined,
        ("a", "1"): joined,
        ("a", "2"): joined,
        ("a", "3"): alone,
    }


def test_a_link_to_a_record_that_is_not_known_joins_nothing() -> None:
    first = {("a", "1"): datetime(2026, 1, 1)}
    found = people.derive(first, [(("a", "1"), ("a", "9"))])
    assert found.records == {ids.person_id("a", "1"): (("a", "1"),)}


@given(FIRST, LINKS, st.randoms())
def test_persons_do_not_depend_on_the_order_of_records_or_links(
    first: dict[people.RecordKey, datetime],
    links: list[tuple[people.RecordKey, people.RecordKey]],
    random: Random,
) -> None:
    records = list(first.items())
    turned = [
        (other, one) if random.choice((True, False)) else (one, other) for one, other in links
    ]
    random.shuffle(records)
    random.shuffle(turned)
    assert people.derive(dict(records), turned) == people.derive(first, links)


@given(FIRST, LINKS)
def test_each_record_has_one_person_and_links_are_kept(
    first: dict[people.RecordKey, datetime],
    links: list[tuple[people.RecordKey, people.RecordKey]],
) -> None:
    found = people.derive(first, links)
    held = sorted(record for members in found.records.values() for record in members)
    assert held == sorted(first) == sorted(found.of_record)
    for one, other in links:
        if one in first and other in first:
            assert found.of_record[one] == found.of_record[other]
    for person, members in found.records.items():
        assert person == ids.person_id(*members[0])
        assert list(members) == sorted(members, key=lambda record: (first[record], record))
