"""The network picture: the same tomorrow, readable without colour, safe with any text."""

import pytest

from tests.visualisation.graphs import (
    HOSTILE,
    SVG,
    forbidden,
    neighbourhood,
    parsed,
    person,
    star,
    texts,
)
from visualisation import network


def test_the_same_facts_in_another_order_give_the_same_picture() -> None:
    assert network.picture(neighbourhood(), centre="c") == network.picture(
        neighbourhood(backwards=True), centre="c"
    )


def test_another_seed_places_people_elsewhere() -> None:
    one = network.picture(neighbourhood(), centre="c", seed=1)
    other = network.picture(neighbourhood(), centre="c", seed=2)
    assert sorted(texts(one)) == sorted(texts(other))
    assert one != other


def test_everybody_is_named_and_the_offences_counted() -> None:
    assert sorted(texts(network.picture(neighbourhood(), centre="c"))) == [
        "+ 1 offence,",
        "2",
        "3",
        "Ann Ardenshaw",
        "Dean Ottershaw",
        "Jo Hallowfield",
        "Martin Ardenshaw",
        "Victim, not",
        "name not shown",
        "named",
        "nobody else shown",
        "offence",
        "offences, if more than one",
        "order between them",
        "other link",
        "other person",
        "suspect",
        "victim",
    ]


def test_people_differ_by_shape_as_well_as_by_colour() -> None:
    graph = neighbourhood()
    graph.nodes["s"]["role"] = "both"
    root = parsed(network.picture(graph, centre="c"))
    roles = {"pv-suspect", "pv-victim", "pv-both", "pv-other"}
    shapes = {
        (node.tag.removeprefix(SVG), node.get("class"))
        for node in root.iter()
        if node.get("class", "").split(" ")[0] in roles
    }
    assert shapes == {
        ("rect", "pv-suspect"),
        ("circle", "pv-victim"),
        ("circle", "pv-victim pv-redacted"),
        ("polygon", "pv-both"),
        ("polygon", "pv-other"),
    }


def test_an_order_is_a_fence_between_two_people() -> None:
    root = parsed(network.picture(neighbourhood(), centre="c"))
    fences = [node for node in root.iter() if node.get("class") == "pv-fence"]
    assert len(fences) == 2  # one on its line, one in the legend


def test_people_are_links_unless_their_name_is_not_shown() -> None:
    root = parsed(network.picture(neighbourhood(), centre="c"))
    assert sorted(node.get("href") or "" for node in root.iter(f"{SVG}a")) == [
        "/people/c",
        "/people/m",
        "/people/s",
        "/people/v",
    ]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "https://example.org/", "//example.org/", "/\\example.org", "x"]
)
def test_an_address_that_is_not_on_this_service_is_no_link(href: str) -> None:
    graph = neighbourhood()
    graph.nodes["v"]["href"] = href
    root = parsed(network.picture(graph, centre="c"))
    assert len(list(root.iter(f"{SVG}a"))) == 3


def test_a_picture_without_links_is_one_image_and_one_with_links_a_group() -> None:
    assert parsed(network.picture(star(3), centre="c")).get("role") == "group"
    graph = star(3)
    graph.nodes["c"]["href"] = None
    root = parsed(network.picture(graph, centre="c"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "network-title network-desc"
    assert [node.text for node in root if node.get("id")] == [
        "Network of Martin Ardenshaw",
        "Around Martin Ardenshaw: 3 victims.",
    ]


def test_hostile_text_stays_text() -> None:
    graph = neighbourhood()
    person(graph, "v", HOSTILE, "victim")
    graph.nodes["d"]["text"] = HOSTILE
    picture = network.picture(graph, centre="c")
    assert forbidden(picture) == []
    assert "<img" not in picture
    assert "<script" not in picture


def test_no_picture_carries_a_style() -> None:
    assert forbidden(network.picture(neighbourhood(), centre="c")) == []


def test_a_node_that_carries_a_style_would_be_found() -> None:
    assert forbidden('<svg xmlns="http://www.w3.org/2000/svg"><g style="x"/></svg>') == [
        "attribute style"
    ]


def test_no_two_people_hide_each_other() -> None:
    folded = network.fold(star(149), "c")
    places = list(network.layout.rings(folded, "c", 0).values())
    close = [
        (one, other)
        for number, one in enumerate(places)
        for other in places[:number]
        if abs(one[0] - other[0]) < 100 and abs(one[1] - other[1]) < 70
    ]
    assert len(places) == 150
    assert close == []


def test_more_people_than_the_limit_are_drawn_as_a_group() -> None:
    picture = network.picture(star(400), centre="c")
    root = parsed(picture)
    assert len([node for node in root.iter() if node.get("class") == "pv-node"]) == 150
    assert "252 more victims" in texts(picture)


def test_the_table_says_the_same_as_the_picture() -> None:
    found = network.table(network.fold(neighbourhood(), "c"))
    assert list(found.columns) == ["from", "what", "to", "how many/when"]
    both = "2 offences, from 11 Feb 2025 to 2 Nov 2026"
    assert found.to_numpy().tolist() == [
        ["Dean Ottershaw", "is a suspect in offences against", "Victim, not named",
         "1 offence, on 1 May 2024"],
        ["Martin Ardenshaw", "is a suspect in offences against", "Jo Hallowfield", both],
        ["Martin Ardenshaw", "is a suspect in offences against", "Victim, not named",
         "1 offence, on 1 May 2024"],
        ["Martin Ardenshaw", "is a suspect in offences with", "nobody else shown", "1 offence"],
        ["Martin Ardenshaw", "is a suspect together with", "Dean Ottershaw",
         "1 offence, on 1 May 2024"],
        ["Martin Ardenshaw", "is family of", "Ann Ardenshaw", "child"],
        ["Martin Ardenshaw", "is kept away by an order from", "Jo Hallowfield", "SPO, active"],
        ["Martin Ardenshaw", "shares an address with", "Ann Ardenshaw", ""],
    ]  # fmt: skip


def test_two_people_with_one_name_are_two_rows() -> None:
    graph = star(2)
    graph.nodes["v0"]["label"] = graph.nodes["v1"]["label"] = "Victim, not named"
    assert len(network.table(network.fold(graph, "c"))) == 2


def test_the_table_of_unfolded_facts_reads_from_the_person() -> None:
    graph = neighbourhood()
    rows = network.table(graph).to_numpy().tolist()
    assert ["Jo Hallowfield", "is protected by", "stalking protection order", ""] in rows
    assert ["Martin Ardenshaw", "is a suspect in", "o1", ""] in rows
