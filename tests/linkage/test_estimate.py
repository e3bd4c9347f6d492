"""What parameters are estimated on."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from ingest.linkage import blocking, estimate, prepare, training, weigh
from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.parameters import shipped
from tests.linkage.world import person, world


def test_training_is_of_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    trained_on = []

    def looked(connection: Any, *_: Any) -> Any:
        trained_on.append(connection.execute("SELECT count(*) FROM linkage.input").fetchall())
        return shipped().shares

    monkeypatch.setattr(training, "shares", looked)
    alike = [person(name, email="a@b.org") for name in "ab"]
    others = [person(name, email=f"{name}@b.org") for name in "cdef"]
    with world(person_record=[*alike, *others]) as connection:
        prepare.create(connection, "now")
        blocking.create(connection)
        weigh.compare(connection)
        estimate.estimate(connection, shipped(), on=date(2026, 1, 1))
    assert trained_on == [[(6,)]]


def test_every_record_is_in_as_many_random_pairs_as_every_other() -> None:
    people = [person(f"r{number:03}", surname="Smith") for number in range(50)]
    with world(person_record=people) as connection:
        prepare.create(connection, "now")
        training.by_chance(connection, shipped(), seed=1)
        rows = connection.execute("FROM linkage.random").fetchall()
    assert len(set(rows)) == len(rows) == 50 * 24
    assert all(one < other for one, other in rows)
    met = Counter(record for pair in rows for record in pair)
    assert met == dict.fromkeys(range(1, 51), 48)


def test_a_rare_shape_is_counted_over_all_records() -> None:
    """One initial in a thousand is met in its pairs, and not for all or for none of them."""
    people = [person(f"r{number:04}", forename="Robert") for number in range(1000)]
    people[500]["forename"] = "R"
    with world(person_record=people) as connection:
        prepare.create(connection, "now")
        found = training.by_chance(connection, shipped(), seed=1)["forename"]
    assert found.met["initial"] == pytest.approx(0.002, rel=0.05)


def test_a_letter_says_no_more_than_a_letter() -> None:
    [initial] = [level for level in COMPARISONS[0].levels if level.name == "initial"]
    assert training.held(0.024, 0.000008, initial.most) == (0.024, 0.003)
    assert training.held(0.024, 0.01, initial.most) == (0.024, 0.01)
    assert training.held(0.024, 0.000008, None) == (0.024, 0.000008)
