"""States of custody and orders on a day, each rule with the days around its edge."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from graph_service import processes

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)


def event(kind: str, days_ago: float, **held: Any) -> dict[str, Any]:
    return {"kind": kind, "at": AT - timedelta(days=days_ago), **held}


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], None),
        ([event("arrested", 0)], "in_custody"),
        ([event("arrested", 3.99)], "in_custody"),
        ([event("arrested", 4)], None),
        ([event("detained", 4)], None),
        ([event("arrested", -1)], None),  # not yet
        ([event("arrested", 1), event("charged", 0.5)], "in_custody"),
        ([event("charged", 0.5)], None),
        ([event("arrested", 2), event("bailed", 1)], "on_bail"),
        ([event("arrested", 2), event("released_under_investigation", 1)],
         "released_under_investigation"),
        ([event("remanded", 400)], "in_custody"),
        ([event("remanded", 40), event("released", 4)], None),
        ([event("sentenced", 40, sentence_kind="immediate")], "in_custody"),
        ([event("sentenced", 40, sentence_kind="community")], None),
        ([event("remanded", 50), event("sentenced", 40, sentence_kind="suspended")], None),
        ([event("sentenced", 40, sentence_kind="immediate", sentence_days=41)], "in_custody"),
        ([event("sentenced", 40, sentence_kind="immediate", sentence_days=40)], None),
        ([event("sentenced", 40, sentence_kind="life")], "in_custody"),
        ([event("sentenced", 9, sentence_kind="immediate"), event("on_licence", 1)], "on_licence"),
        ([event("on_licence", 9), event("recalled", 1)], "in_custody"),
        ([event("on_licence", 9), event("licence_ended", 1)], None),
        ([event("on_licence", 9, until_on=date(2026, 1, 31))], "on_licence"),
        ([event("on_licence", 9, until_on=date(2026, 1, 30))], None),
        # Recorded as of one instant: released, and that on licence, or on bail.
        ([event("released", 1), event("on_licence", 1)], "on_licence"),
        ([event("bailed", 1), event("released", 1)], "on_bail"),
        ([event("arrested", 1), event("bailed", 1)], "on_bail"),
    ],
)  # fmt: skip
def test_the_state_that_the_last_event_left_a_person_in(
    events: list[dict[str, Any]], state: str | None
) -> None:
    assert processes.custody_state(events, AT) == state
    assert processes.custody_state(events[::-1], AT) == state


@pytest.mark.parametrize(
    ("order", "is_in_force"),
    [
        ({"state": "active", "from_on": date(2026, 1, 1), "to_on": date(2026, 2, 1)}, True),
        ({"state": "active", "from_on": date(2026, 1, 31), "to_on": date(2026, 1, 31)}, True),
        ({"state": "active", "from_on": date(2026, 2, 1)}, False),
        ({"state": "active", "made_on": date(2026, 2, 1)}, False),
        ({"state": "active", "to_on": date(2026, 1, 30)}, False),
        ({"state": "active"}, True),  # until further order
        ({"state": "made"}, True),
        ({"state": "interim"}, True),
        ({"state": "served"}, True),
        ({"state": "applied"}, False),
        ({"state": "expired"}, False),
        ({"state": "discharged"}, False),
    ],
)
def test_whether_an_order_is_in_force(order: dict[str, Any], is_in_force: bool) -> None:
    assert processes.in_force(order, date(2026, 1, 31)) is is_in_force


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 6, 30, 23, 0), date(2026, 7, 1)),
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), date(2026, 1, 31)),
    ],
)
def test_the_civil_day_of_an_instant_is_that_of_london(at: datetime, day: date) -> None:
    assert processes.local_day(at) == day
