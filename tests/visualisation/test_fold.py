"""Folding: records become edges between people, and the many become groups; nothing is invented."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.visualisation.graphs import neighbourhood, offence, person, star
from visualisation.fold import fold


def edges(graph: Any) -> list[tuple[Any, ...]]:
    """The edges of a folded graph: from, to, kind, count, words."""
    found = [
        (start, end, data["kind"], data["count"], data["text"])
        for start, end, data in graph.edges(data=True)
    ]
    return sorted(found, key=str)


def test_offences_orders_and_addresses_become_edges_with_a_count() -> None:
    folded = fold(neighbourhood(), "c")
    assert edges(folded) == [
        ("c", "m", "FAMILY_OF", 1, "child"),
        ("c", "m", "SAME_ADDRESS", 1, ""),
        ("c", "s", "CO_SUSPECT", 1, "1 offence, on 1 May 2024"),
        ("c", "v", "OFFENCE", 2, "2 offences, from 11 Feb 2025 to 2 Nov 2026"),
        ("c", "v", "ORDER", 1, "SPO, active"),
        ("c", "w", "OFFENCE", 1, "1 offence, on 1 May 2024"),
        ("s", "w", "OFFENCE", 1, "1 offence, on 1 May 2024"),
    ]
    assert sorted(folded) == ["c", "m", "s", "v", "w"]


def test_an_offence_without_anybody_else_is_counted_with_its_suspect() -> None:
    assert fold(neighbourhood(), "c").nodes["c"]["alone"] == 1


def test_an_order_that_shows_nobody_protected_stays_a_node() -> None:
    graph = neighbourhood()
    graph.remove_node("v")
    folded = fold(graph, "c")
    assert folded.nodes["d"]["kind"] == "order"
    assert ("c", "d", "SUBJECT_OF", 1, "") in edges(folded)


def test_an_address_of_one_person_is_left_out_and_counted() -> None:
    graph = neighbourhood()
    graph.remove_edge("m", "l")
    folded = fold(graph, "c")
    assert "l" not in folded
    assert folded.graph["left_out"] == 1


def test_an_address_that_many_share_stays_a_node() -> None:
    graph = neighbourhood()
    graph.add_edge("s", "l", kind="LIVES_AT")
    graph.add_edge("v", "l", kind="LIVES_AT")
    folded = fold(graph, "c")
    assert [edge for edge in edges(folded) if edge[1] == "l"] == [
        ("c", "l", "LIVES_AT", 1, ""),
        ("m", "l", "LIVES_AT", 1, ""),
        ("s", "l", "LIVES_AT", 1, ""),
        ("v", "l", "LIVES_AT", 1, ""),
    ]


def test_a_person_who_is_his_own_victim_is_not_joined_to_himself() -> None:
    graph: Any = nx.MultiDiGraph()
    person(graph, "c", "Martin Ardenshaw", "both")
    offence(graph, "o", "2026-01-01", "c", "c")
    assert edges(fold(graph, "c")) == []


def test_what_is_folded_is_not_folded_twice() -> None:
    once = fold(neighbourhood(), "c")
    assert edges(fold(once, "c")) == edges(once)


def test_beyond_the_limit_the_rest_is_one_group_with_its_count() -> None:
    folded = fold(star(20), "c", limit=10)
    groups = [data for _, data in folded.nodes(data=True) if data["kind"] == "group"]
    assert len(folded) == 10
    assert groups == [{"kind": "group", "label": "12 more victims", "role": "victim", "count": 12}]
    assert [edge[2:] for edge in edges(folded) if edge[1] == ("group", 0)] == [
        ("OFFENCE", 12, "12 offences")
    ]


def test_a_group_of_one_is_that_one() -> None:
    assert sorted(fold(star(9), "c", limit=10)) == sorted(["c", *(f"v{n}" for n in range(9))])
    folded = fold(star(10), "c", limit=10)
    assert [data["label"] for _, data in folded.nodes(data=True) if data["kind"] == "group"] == [
        "2 more victims"
    ]


def test_those_whom_nothing_links_to_the_centre_say_so() -> None:
    graph = star(3)
    for number in range(6):
        person(graph, f"x{number}", f"Person {number}", "other")
    folded = fold(graph, "c", limit=5)
    assert [data["label"] for _, data in folded.nodes(data=True) if data["kind"] == "group"] == [
        "6 other people, not linked to the person in the middle"
    ]


def test_a_centre_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="not in the graph"):
        fold(star(1), "nobody")


networks = st.lists(
    st.tuples(st.integers(0, 30), st.sets(st.integers(0, 30), max_size=3)), max_size=40
)


@settings(deadline=None, max_examples=60)
@given(networks, st.integers(10, 40))
def test_folding_keeps_the_limit_and_every_offence(
    offences: list[tuple[int, set[int]]], limit: int
) -> None:
    graph: Any = nx.MultiDiGraph()
    for number in range(31):
        role = ("suspect", "victim", "other")[number % 3]
        graph.add_node(str(number), kind="person", label=f"Person {number}", role=role)
    pairs = 0
    for number, (suspect, victims) in enumerate(offences):
        graph.add_node(f"o{number}", kind="offence")
        graph.add_edge(str(suspect), f"o{number}", kind="SUSPECT_IN")
        for victim in victims:
            graph.add_edge(str(victim), f"o{number}", kind="VICTIM_OF")
        pairs += len(victims - {suspect})
    whole = fold(graph, "0", limit=100)
    assert sum(data["count"] for *_, data in whole.edges(data=True)) == pairs
    small = fold(graph, "0", limit=limit)
    assert len(small) <= limit
    shown = [int(data.get("count", 1)) for _, data in small.nodes(data=True)]
    assert sum(shown) == 31
