"""Days, counts and codes in plain words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph_service import access
from graph_service.web import words

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-11-24T07:40:00Z", "today 07:40"),
        ("2026-11-23T22:00:00Z", "yesterday 22:00"),
        ("2026-07-01T22:30:00Z", "Wed 1 Jul 2026, 23:30"),
        (datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "Sun 22 Nov 2026, 09:05"),
        ("2026-11-20", "Fri 20 Nov 2026"),
        (None, "not known"),
        ("soon", "not known"),
    ],
)
def test_instants_are_said_in_london_time_as_seen_from_now(value: object, said: str) -> None:
    assert words.moment(value, NOW) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-11-26", "in 2 days (Thu 26 Nov 2026)"),
        ("2026-11-25", "in 1 day (Wed 25 Nov 2026)"),
        (date(2026, 11, 24), "today"),
        ("2026-11-05", "19 days ago (Thu 5 Nov 2026)"),
        ("2027-11-05", "Fri 5 Nov 2027"),
        (None, "not known"),
    ],
)
def test_days_are_said_as_seen_from_now(value: object, said: str) -> None:
    assert words.away(value, NOW) == said


@pytest.mark.parametrize(
    ("born_on", "said"),
    [("1988-11-24", "38"), ("1988-11-25", "37"), (None, "age not known"), ("x", "age not known")],
)
def test_age_is_in_whole_years_or_not_known(born_on: object, said: str) -> None:
    assert words.age(born_on, NOW) == said


def test_the_dead_do_not_grow_older() -> None:
    assert words.age("1988-11-24", NOW, "2020-11-23") == "31"


@pytest.mark.parametrize(
    ("value", "said"), [(True, "yes"), (False, "no"), (None, "not known"), (1, "not known")]
)
def test_a_definition_is_met_not_met_or_not_known(value: object, said: str) -> None:
    assert words.yes_no(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [("1834.500000", "1,834.5"), ("40", "40"), ("-95.5", "-95.5"), ("0", "0"),
     (None, "\N{EN DASH}"), ("x", "\N{EN DASH}"), ("NaN", "\N{EN DASH}")],
)  # fmt: skip
def test_points_are_short(value: object, said: str) -> None:
    assert words.points(value) == said


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("in_custody", {"text": "in custody", "look": "blue"}),
        ("released_under_investigation",
         {"text": "released under investigation", "look": "grey"}),
        ({"state": "under_order", "until_on": "2026-12-13"},
         {"text": "under an order, ends in 19 days (Sun 13 Dec 2026)", "look": "blue"}),
    ],
)  # fmt: skip
def test_a_state_is_a_badge(state: object, shown: dict[str, str]) -> None:
    assert words.badge(state, NOW) == shown


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27 3 1988", date(1988, 3, 27)),
        (" 27/03/1988 ", date(1988, 3, 27)),
        ("27.3.1988", date(1988, 3, 27)),
        ("1988-03-27", date(1988, 3, 27)),
        ("31 2 1988", None),
        ("1988", None),
        ("27 March 1988", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: date | None) -> None:
    assert words.read_day(text) == day


@pytest.mark.parametrize(
    ("area", "name"), [("A1", "Northwold"), ("A9", "A9"), (None, "not known"), ("", "not known")]
)
def test_an_area_has_its_name_or_its_id(area: Any, name: str) -> None:
    assert words.area_name(area, [{"area_id": "A1", "name": "Northwold"}]) == name


def test_every_role_and_purpose_has_words() -> None:
    assert set(words.ROLES) == set(access.Role)
    assert set(words.PURPOSES) == set(access.Purpose)
