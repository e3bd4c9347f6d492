"""Waterfall, timeline and bars: every number is there, and any text is safe."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from tests.visualisation.graphs import HOSTILE, SVG, forbidden, parsed, texts
from visualisation import bars, timeline, waterfall


def contributions(*rows: tuple[str, float]) -> pd.DataFrame:
    """Contributions by text and points."""
    return pd.DataFrame(
        [{"name": "part", "value": value, "text": text} for text, value in rows],
        columns=["name", "value", "text"],
    )


def widths(picture: str, name: str) -> list[float]:
    """The widths of the bars of one class."""
    root = parsed(picture)
    return [float(node.get("width") or 0) for node in root.iter() if node.get("class") == name]


def test_a_waterfall_goes_from_the_largest_gain_over_the_caps_to_the_score() -> None:
    picture = waterfall.picture(contributions(("Stalking", 50), ("Cap", -30), ("Rape", 100)))
    assert texts(picture) == [
        "0", "Rape", "+100.0", "Stalking", "+50.0", "Cap", "-30.0", "Score", "120.0",
    ]  # fmt: skip
    assert [node.text for node in parsed(picture) if node.get("id")] == [
        "How the score of 120.0 points comes about",
        "Starts at 0. Rape +100.0; Stalking +50.0; Cap -30.0. Ends at 120.0.",
    ]


def test_the_bars_of_a_waterfall_are_as_long_as_their_points() -> None:
    picture = waterfall.picture(contributions(("Rape", 100), ("Stalking", 50), ("Cap", -30)))
    rape, stalking = widths(picture, "pv-up")
    (cap,) = widths(picture, "pv-down")
    (end,) = widths(picture, "pv-end")
    assert rape == pytest.approx(2 * stalking, abs=0.2)
    assert rape + stalking - cap == pytest.approx(end, abs=0.3)


def test_many_contributions_are_grouped_and_still_add_up() -> None:
    rows = [(f"Part {number}", float(100 - number)) for number in range(40)]
    picture = waterfall.picture(contributions(*rows, ("Cap", -10)))
    said = texts(picture)
    assert "27 smaller" in said
    assert said[-1] == f"{sum(value for _, value in rows) - 10:,.1f}"
    assert len(widths(picture, "pv-up")) + len(widths(picture, "pv-down")) == waterfall.MOST_BARS


def test_a_waterfall_of_nothing_says_nothing_contributes() -> None:
    assert "nothing contributes" in waterfall.picture(contributions())


def test_a_waterfall_of_hostile_text_stays_a_picture() -> None:
    picture = waterfall.picture(contributions((HOSTILE, 3.0)))
    assert forbidden(picture) == []
    assert "<img" not in picture


def events(*rows: tuple[Any, Any, str, str]) -> pd.DataFrame:
    """Events by day, end, kind and text."""
    return pd.DataFrame(list(rows), columns=["on", "until", "kind", "text"], dtype=object)


LIFE = events(
    ("2024-03-15", None, "offence", "Harassment"),
    ("2026-11-02", None, "offence", "Strangulation"),
    ("2024-07-01", None, "outcome", "Outcome 15"),
    ("2025-12-13", "2026-12-13", "order", "Stalking protection order"),
    ("2025-01-10", "2025-05-10", "custody", "Sentenced"),
    ("2026-11-02", None, "move", "Another person recorded as victim"),
    (None, None, "offence", "Undated"),
)


def test_a_timeline_has_a_lane_for_each_kind_and_a_name_for_each_year() -> None:
    assert texts(timeline.picture(LIFE)) == [
        "2025", "2026", "Offences", "Another victim", "Outcomes", "Orders", "Custody",
    ]  # fmt: skip


def test_a_timeline_says_in_words_what_it_shows_and_what_it_cannot() -> None:
    assert [node.text for node in parsed(timeline.picture(LIFE)) if node.get("id")] == [
        "Timeline",
        (
            "From 15 Mar 2024 to 13 Dec 2026: offences 2, another victim 1, outcomes 1, orders 1, "
            "custody 1. 1 more without a date are not drawn. The same events are listed beside "
            "the picture."
        ),
    ]


def test_orders_are_bars_and_custody_is_a_band_as_long_as_they_last() -> None:
    root = parsed(timeline.picture(LIFE))
    marks = {
        node.get("class"): node[1].tag.removeprefix(SVG)
        for node in root.iter(f"{SVG}g")
        if len(node) > 1
    }
    assert marks == {
        "pv-offence": "circle",
        "pv-move": "polygon",
        "pv-outcome": "polygon",
        "pv-order": "rect",
        "pv-custody": "rect",
    }


def test_events_of_one_day_do_not_hide_each_other_even_if_they_say_the_same() -> None:
    days = [("2026-11-02", None, "offence", "Harassment")] * 3
    root = parsed(timeline.picture(events(*days)))
    marks = [float(node.get("cy") or 0) for node in root.iter(f"{SVG}circle")]
    assert [low - high for high, low in pairwise(sorted(marks))] == [12.0, 12.0]


def test_a_lane_grows_with_its_rows_and_the_picture_with_it() -> None:
    day = ("2026-11-02", None, "offence", "Harassment")
    heights = [
        float(parsed(timeline.picture(events(*[day] * number))).get("height") or 0)
        for number in (1, 2, 4, 6, 9)
    ]
    assert heights == [92.0, 92.0, 116.0, 140.0, 140.0]


def test_bars_of_orders_stand_above_their_points_and_each_in_a_row_of_its_own() -> None:
    root = parsed(
        timeline.picture(
            events(
                ("2026-01-01", "2026-12-01", "order", "One"),
                ("2026-03-01", "2026-11-01", "order", "Another"),
                ("2026-05-01", None, "order", "Notified"),
            )
        )
    )
    bars_at = [float(node.get("y") or 0) for node in root.iter(f"{SVG}rect") if node.get("rx")]
    assert bars_at == [22.0, 34.0]


def test_today_is_a_line_where_it_lies_within_the_picture() -> None:
    assert "today" in texts(timeline.picture(LIFE, today="2025-06-01"))
    assert "today" not in texts(timeline.picture(LIFE, today="2030-06-01"))
    assert "today" not in texts(timeline.picture(LIFE))


def test_measures_and_steps_of_cases_have_lanes_of_their_own() -> None:
    kinds = (
        "case_event", "disclosure", "marac", "mappa", "iom", "sex_offender_notification",
        "referral", "intervention", "intelligence", "survey",
    )  # fmt: skip
    rows = [{"on": "2025-06-01", "until": None, "kind": kind, "text": kind} for kind in kinds]
    drawn = timeline.picture(pd.DataFrame(rows))
    names = [name for _, name in timeline.LANES]
    assert [said for said in texts(drawn) if said in names] == [
        "Steps of cases", "Safeguarding", "Management", "Programmes", "Intelligence", "Other",
    ]  # fmt: skip


@pytest.mark.parametrize("frame", [events(), events((None, None, "offence", "Undated"))])
def test_a_timeline_without_a_day_says_so(frame: pd.DataFrame) -> None:
    assert texts(timeline.picture(frame)) == ["No dated event is recorded."]


def test_a_timeline_of_hostile_text_stays_a_picture() -> None:
    picture = timeline.picture(events(("2026-01-01", "2026-01-02", "order", HOSTILE)))
    assert forbidden(picture) == []
    assert "<img" not in picture


def test_three_bars_show_their_share_and_never_draw_the_unknown_as_nothing() -> None:
    picture = bars.picture(
        {"harm": 10.0, "serial": 0.0, "repeat": None},
        {"harm": 20.0, "serial": 4.0, "repeat": 1.0},
        ident="axes-1",
    )
    assert texts(picture) == ["Harm", "10", "Serial", "0", "Repeat", "-"]
    assert widths(picture, "pv-harm") == [46.0]
    assert widths(picture, "pv-serial") == []
    assert widths(picture, "pv-repeat") == []
    assert [node.text for node in parsed(picture) if node.get("id")] == [
        "Three axes",
        "harm 10, serial 0, repeat not known",
    ]
