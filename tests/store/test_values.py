"""Values come out of a store as they went in, and it orders them as Python does."""

import enum
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.store import Store
from graph_service.store_values import outgoing

LONDON = ZoneInfo("Europe/London")

instants = st.datetimes(timezones=st.timezones()).filter(
    lambda at: date.min + timedelta(days=1) < at.date() < date.max - timedelta(days=1)
)  # so that each is an instant of UTC too
scalars = (
    st.booleans()
    | st.integers(min_value=-(2**63), max_value=2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | instants
)
lists = (
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
    | st.lists(st.integers(min_value=-(2**63), max_value=2**63 - 1))
    | st.lists(st.dates())
    | st.lists(instants)
)
on_one_store = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def in_utc(value: Any) -> Any:
    """The same value with its instants in UTC.

    Python calls an hour that a clock change skips or repeats unequal to itself in another zone.
    """
    if isinstance(value, list):
        return [in_utc(item) for item in value]
    return value.astimezone(UTC) if isinstance(value, datetime) else value


class Colour(enum.StrEnum):
    """A coded value, as the contract has them."""

    RED = "red"


@on_one_store
@given(value=scalars | lists)
def test_every_value_comes_back_equal_and_of_its_type(store: Store, value: Any) -> None:
    store.write("MERGE (v:Value {key: 'v'}) SET v += $properties", properties={"it": value})
    [row] = store.read("MATCH (v:Value {key: 'v'}) RETURN v.it AS it, v.it = $it AS same", it=value)
    assert row == {"it": in_utc(value), "same": True}
    assert type(row["it"]) is type(value)


@on_one_store
@given(values=st.lists(instants, min_size=2, max_size=8) | st.lists(st.dates(), min_size=2))
def test_a_store_orders_dates_and_instants_as_time_does(store: Store, values: list[Any]) -> None:
    store.write("MATCH (v:Value) DELETE v")
    store.write_batches(
        "UNWIND $rows AS row MERGE (v:Value {key: row.key}) SET v.it = row.it",
        [{"key": str(key), "it": value} for key, value in enumerate(values)],
    )
    ordered = store.read("MATCH (v:Value) RETURN v.it AS it ORDER BY v.it")
    earlier = store.read("MATCH (v:Value) WHERE v.it < $it RETURN count(v) AS n", it=values[0])
    expected = in_utc(values)
    assert [row["it"] for row in ordered] == sorted(expected)
    assert earlier == [{"n": sum(value < expected[0] for value in expected)}]


def test_an_instant_comes_out_in_utc_whatever_zone_it_was_written_in(store: Store) -> None:
    summer = datetime(2024, 7, 1, 12, 30, 15, 123456, tzinfo=LONDON)
    abroad = summer.astimezone(timezone(timedelta(hours=-5)))
    [row] = store.read("RETURN $summer AS summer, $abroad AS abroad", summer=summer, abroad=abroad)
    noon_utc = datetime(2024, 7, 1, 11, 30, 15, 123456, tzinfo=UTC)
    assert row == {"summer": noon_utc, "abroad": noon_utc}
    assert {value.tzinfo for value in row.values()} == {UTC}


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"An instant without a time zone cannot be stored\."):
        outgoing({"rows": [{"at": datetime(2024, 7, 1)}]})


@pytest.mark.parametrize(
    "at",
    [
        datetime(1677, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(1678, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2261, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2262, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    ],
)
def test_instants_are_exact_where_their_form_on_the_wire_changes(
    store: Store, at: datetime
) -> None:
    store.write("MERGE (v:Value {key: 'v'}) SET v.at = $at", at=at)
    assert store.read("MATCH (v:Value) RETURN v.at AS at") == [{"at": at}]


def test_missing_numbers_and_times_are_null_and_times_of_pandas_are_instants() -> None:
    row = {
        "number": float("nan"),
        "at": pd.NaT,
        "known_at": pd.Timestamp("2024-07-01 12:30", tz="Europe/London"),
        "on": date(2024, 7, 1),
        "count": 0,
    }
    assert outgoing([row]) == [
        {
            "number": None,
            "at": None,
            "known_at": np.datetime64("2024-07-01T11:30:00.000000"),
            "on": date(2024, 7, 1),
            "count": 0,
        }
    ]


def test_a_coded_value_is_its_text(store: Store) -> None:
    store.write("MERGE (v:Value {key: $colour})", colour=Colour.RED)
    assert store.read("MATCH (v:Value) RETURN v.key AS key") == [{"key": "red"}]


def test_nodes_lists_and_maps_come_out_as_plain_python(store: Store) -> None:
    at = datetime(2024, 7, 1, tzinfo=UTC)
    store.write("MERGE (v:Value {key: 'v'}) SET v.at = $at, v.on = $on", at=at, on=date(2024, 7, 1))
    rows = store.read(
        "MATCH (v:Value) RETURN v AS node, [v.at, [v.on]] AS nested, {a: {b: v.at}} AS map"
    )
    assert rows == [
        {
            "node": {"key": "v", "at": at, "on": date(2024, 7, 1)},
            "nested": [at, [date(2024, 7, 1)]],
            "map": {"a": {"b": at}},
        }
    ]


def test_a_query_may_have_parameters_of_any_name(store: Store) -> None:
    assert store.read("RETURN $query AS q, $self AS s", query=1, self=2) == [{"q": 1, "s": 2}]
