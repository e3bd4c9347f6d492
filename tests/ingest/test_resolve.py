"""Which records are one person: strong identifiers alone, and nothing that speaks against it."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve import Identifiers, links
from ingest.standardise import pnc_id
from tests.ingest.extracts import rows
from tests.ingest.force import Force

ONE, OTHER = "99/0000001G", "99/0000023F"
BORN, BORN_LATER = date(1980, 5, 5), date(1981, 5, 5)


def record(
    name: str,
    pnc: str | None = ONE,
    born: date | None = None,
    sex: str | None = None,
    *,
    is_ended: bool = False,
) -> Identifiers:
    return Identifiers("north", name, pnc, born, sex, is_ended)


def joined(*records: Identifiers) -> list[tuple[str, str]]:
    return [(pair["record_id"], pair["other_record_id"]) for pair in links(records)]


def test_a_link_names_both_records_and_its_rule() -> None:
    assert links([record("B"), record("A")]) == [
        {
            "source": "north",
            "record_id": "A",
            "other_source": "north",
            "other_record_id": "B",
            "rule": "pnc_id",
        }
    ]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([record("A"), record("B"), record("C")], [("A", "B"), ("A", "C")]),
        ([record("A"), record("B", OTHER)], []),
        ([record("A", "1999/1G"), record("B", "990000001g")], [("A", "B")]),
        ([record("A", None), record("B", None)], []),
        ([record("A", "99/1A"), record("B", "99/1A")], []),  # another check letter
        ([record("A", born=BORN), record("B")], [("A", "B")]),
        ([record("A", born=BORN), record("B", born=BORN_LATER)], []),
        ([record("A", sex="M"), record("B", sex="F")], []),
        ([record("A", sex="M"), record("B", sex="U")], [("A", "B")]),
        ([record("A", sex="M"), record("B", sex="X")], [("A", "B")]),
        # Where something speaks against it, only those are joined that agree on what is told.
        (
            [record("A", born=BORN), record("B", born=BORN), record("C", born=BORN_LATER)],
            [("A", "B")],
        ),
        ([record("A", born=BORN), record("B", born=BORN_LATER), record("C")], []),
        (
            [
                record("A", born=BORN, sex="M"),
                record("B", born=BORN, sex="F"),
                record("C", born=BORN, sex="M"),
            ],
            [("A", "C")],
        ),
        # Of one date of birth, not knowing the sex speaks against nothing.
        (
            [
                record("A", born=BORN, sex="M"),
                record("B", born=BORN),
                record("C", born=BORN_LATER, sex="M"),
            ],
            [("A", "B")],
        ),
        (
            [
                record("A", born=BORN, sex="M"),
                record("B", born=BORN),
                record("C", born=BORN, sex="F"),
            ],
            [],
        ),
        # A record that was taken back keeps nobody apart and stays where it fits.
        (
            [record("A", born=BORN_LATER, is_ended=True), record("B", born=BORN), record("C")],
            [("B", "C")],
        ),
        ([record("A", is_ended=True), record("B"), record("C")], [("A", "B"), ("A", "C")]),
        (
            [
                record("A", is_ended=True),
                record("B", born=BORN),
                record("C", born=BORN_LATER),
            ],
            [],
        ),
        ([record("A", is_ended=True), record("B", is_ended=True)], [("A", "B")]),
    ],
)
def test_records_are_joined_where_nothing_speaks_against_it(
    records: list[Identifiers], expected: list[tuple[str, str]]
) -> None:
    assert joined(*records) == expected


RECORDS = st.lists(
    st.builds(
        Identifiers,
        st.sampled_from(("north", "south")),
        st.sampled_from("ABCDE"),
        st.sampled_from((ONE, "1999/1G", OTHER, "99/1A", None)),
        st.sampled_from((BORN, BORN_LATER, None)),
        st.sampled_from(("M", "F", "X", "U", None)),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: (one.source, one.record_id),
)


@given(RECORDS, st.randoms())
def test_links_do_not_depend_on_the_order_of_records(
    records: list[Identifiers], random: Random
) -> None:
    turned = list(records)
    random.shuffle(turned)
    assert links(turned) == links(records)


@given(RECORDS)
def test_nobody_is_joined_across_a_conflict_of_what_is_current(records: list[Identifiers]) -> None:
    held = {(one.source, one.record_id): one for one in records}
    groups: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for pair in links(records):
        first = (pair["source"], pair["record_id"])
        groups.setdefault(first, {first}).add((pair["other_source"], pair["other_record_id"]))
    for group in groups.values():
        current = [held[key] for key in group]
        assert len({one.born_on for one in current if one.born_on}) < 2
        assert len({one.sex for one in current if one.sex in ("M", "F")}) < 2
        assert len({pnc_id(one.pnc_id) for one in current}) == 1


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


def test_people_keep_their_ids_as_records_come_merge_and_go(force: Force) -> None:
    def ids() -> dict[str, str]:
        return dict(force.joins("RESOLVED_TO"))

    day = "2026-01-1{}T00:00:00".format
    force.send({"person_record": rows(f"record_id recorded_at\nA {day(1)}\nB {day(2)}")})
    alone = ids()
    assert len(set(alone.values())) == 2
    # B turns out to be A: the person keeps the id that the first record founded.
    known = f"record_id pnc_id recorded_at\nA 99/1G {day(3)}\nB 1999/1G {day(3)}"
    force.send({"person_record": rows(known)})
    assert ids() == dict.fromkeys(("contract/A", "contract/B"), alone["contract/A"])
    # The id that B once had leads on.
    assert force.store.read(
        "MATCH (:PersonRecord {founds: $old})-[:RESOLVED_TO]->(p) RETURN p.person_id AS id",
        old=alone["contract/B"],
    ) == [{"id": alone["contract/A"]}]
    # The founding record is taken back: the person stays who he was.
    force.send({"retraction": rows(f"table key recorded_at\nperson_record A {day(4)}")})
    assert ids() == {"contract/B": alone["contract/A"]}
    # It comes back as somebody with another date of birth: now they are two again.
    back = f"record_id pnc_id born_on recorded_at\nA 99/1G 1980-01-01 {day(5)}\n"
    back += f"B 99/1G 1981-01-01 {day(5)}"
    force.send({"person_record": rows(back)})
    assert ids() == alone


def test_a_person_tells_birth_and_sex_where_the_records_agree(force: Force) -> None:
    text = """
        record_id pnc_id  born_on    sex died_on    area surname
        A         99/1G   1980-05-05 U   .          A1   .
        B         1999/1G .          M   2025-02-01 A2   Stone
        C         99/23F  1990-01-01 M   .          .    Reed
        D         99/23F  1991-01-01 F   2025-01-01 .    Reed"""
    force.send({"person_record": rows(text)})
    assert force.nodes("Person", "name", "born_on", "sex", "died_on", "areas") == [
        ("REED", date(1990, 1, 1), "M", None, None),
        ("REED", date(1991, 1, 1), "F", date(2025, 1, 1), None),
        ("STONE", date(1980, 5, 5), "M", date(2025, 2, 1), ["A1", "A2"]),
    ]
