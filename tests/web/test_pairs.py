"""Two records side by side, and what a word on them would change, in words."""

import pytest

from graph_service.web import pairs
from tests.web.invented_links import GONE, LINK, LOOK_FIRST, ONE, SAID
from tests.web.test_pages import heading, html, text


def test_fields_that_either_record_says_stand_side_by_side() -> None:
    assert pairs.side_by_side(LINK) == [
        {"said": "Forename", "one": "Martin", "other": "Marty", "is": "differs"},
        {"said": "Surname", "one": "Ardenshaw", "other": "Ardenshaw", "is": "same"},
        {"said": "Born", "one": "7 Mar 1988", "other": "3 Jul 1988", "is": "differs"},
        {"said": "Sex", "one": "M", "other": "M", "is": "same"},
        {"said": "Address", "one": "1 Elm Row", "other": "not known", "is": ""},
        {"said": "Phone", "one": "not known", "other": "07700900123", "is": ""},
    ]


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "less than 1 in 100"),
        (0.004, "less than 1 in 100"),
        (0.006, "1 in 100"),
        (0.54, "54 in 100"),
        (0.994, "99 in 100"),
        (0.996, "more than 99 in 100"),
        (1.0, "more than 99 in 100"),
    ],
)
def test_a_chance_is_never_said_to_be_certain(chance: float, said: str) -> None:
    assert pairs.in_hundred(chance) == said


def test_what_a_word_would_change() -> None:
    assert pairs.change(LINK) == (
        "Martin Ardenshaw goes from rank 4 (180.2 points, 2 victims) to rank 2 (242.8 points, 3 "
        "victims). Marty Ardenshaw, rank 90 (21 points, 1 victim), is no longer on the list."
    )
    assert pairs.if_so(LINK) == "If they are one"
    parted = {
        "if": "not_same",
        "now": LINK["forecast"]["then"],
        "then": LINK["forecast"]["now"],
    }
    other = {**LINK, "verdict": "joined", "forecast": parted}
    assert pairs.change(other) == (
        "Martin Ardenshaw goes from rank 2 (242.8 points, 3 victims) to rank 4 (180.2 points, 2 "
        "victims). Marty Ardenshaw comes to rank 90 (21 points, 1 victim)."
    )
    assert pairs.if_so(other) == "If they are two"
    nothing = {**LINK["forecast"], "then": LINK["forecast"]["now"]}
    assert pairs.change({**LINK, "forecast": nothing}) == "Nothing on the list."
    assert pairs.change(GONE) == "Not forecast: it is neither in doubt nor waiting."
    assert pairs.if_so({**LINK, "forecast": None}) == "If they are one"


def test_what_a_record_carries_in_lines() -> None:
    carried = ONE["records"][0]["carries"]
    assert pairs.offences(carried) == [
        "2 Nov 2026: suspect of Intentional strangulation, charged (O1)"
    ]
    assert pairs.addresses(carried) == [
        "1 Elm Row, NW1 1AA (home, 1 Jan 2024 to 1 Feb 2025)",
        "9 Oak Row (recorded)",
    ]


def test_the_queue_as_a_page() -> None:
    found = html("links")
    assert heading(found) == "5 pairs of records: waiting for a word"
    assert "an.orrin.tallow said: they are one person (counts with the next run)" in text(found)
    assert "67 in 100" in text(found)
    assert 'href="/links/L-0123456789abcdef"' in found
    assert heading(html("links_none")) == "No pair of records: waiting for a word"


def test_one_pair_as_a_page() -> None:
    found = html("link")
    assert heading(found) == "Are Martin Ardenshaw and Marty Ardenshaw one person?"
    said = text(found)
    assert "By what the records say: 67 in 100. Not sure enough to join" in said
    assert "How the weight of 1.0 bits comes about" in said
    assert "Jo Hallowfield: their ex partner" in said
    assert "2 older offences are not shown." in said


def test_a_pair_of_which_one_record_has_gone() -> None:
    said = text(html("link_gone"))
    assert "not there any more" in said and "The record was taken back." in said
    assert "The machine never weighed this pair: somebody named it." in said
    assert f"They are one person, said {SAID['by']}" in said


def test_what_was_typed_is_not_lost_where_it_was_refused() -> None:
    found = html("link", problem="A decision needs a reason.", reason="a < b", said_before="unsure")
    assert "Nothing was written down A decision needs a reason." in text(found)
    assert ">a &lt; b</textarea>" in found
    assert 'value="unsure" required checked' in found


def test_a_person_to_be_looked_at_first() -> None:
    said = text(html("person", entry=LOOK_FIRST))
    assert "Also recorded as victim of the counter-party, within days, due today 17:00." in said
    assert "8 days apart synthetic O9" in said and "May the entry be used?" in said
    looked = {**SAID, "decision": "cleared", "role": "sergeant"}
    said = text(html("person", entry={**LOOK_FIRST, "looked": looked}))
    assert "(sergeant) looked today 08:00: it may be used; the next run says so." in said.lower()
    hidden = {**LOOK_FIRST["look_first"], "facts": [], "due_at": None, "hidden": True}
    found = html("person", entry={"look_first": hidden, "looked": None})
    assert "more to it that is not for you to see" in text(found) and "look-reason" not in found
    found = html("person", entry=LOOK_FIRST, problem="Say why.", reason="<", said_before="cleared")
    assert "Nothing was written down Say why." in text(found) and ">&lt;</textarea>" in found
    assert 'value="cleared" required checked' in found and 'name="facts" value="F-1"' in found


def test_a_person_who_was_looked_at_can_be_held_again() -> None:
    looked = {**SAID, "decision": "cleared"}
    found = html("person", entry={"look_first": None, "looked": looked})
    assert "and the current run asks no more. Why: The same scar" in text(found)
    assert 'value="stays_held"' in found and 'value="cleared"' not in found
