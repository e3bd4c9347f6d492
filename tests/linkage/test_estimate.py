"""What parameters are estimated on."""

from datetime import date
from typing import Any

import pytest

from ingest.linkage import blocking, estimate, prepare, training, weigh
from ingest.linkage.parameters import shipped
from tests.linkage.world import person, world


def test_random_pairs_are_drawn_of_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_of = []

    def looked(connection: Any, *_: Any) -> Any:
        drawn_of.append(connection.execute("SELECT count(*) FROM linkage.input").fetchall())
        return shipped().shares

    monkeypatch.setattr(training, "shares", looked)
    alike = [person(name, email="a@b.org") for name in "ab"]
    others = [person(name, email=f"{name}@b.org") for name in "cdef"]
    with world(person_record=[*alike, *others]) as connection:
        prepare.create(connection, "now")
        blocking.create(connection)
        weigh.compare(connection)
        estimate.estimate(connection, shipped(), on=date(2026, 1, 1))
    assert drawn_of == [[(6,)]]
