"""A month of daily deltas of the invented force ends where one extract of everything does."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ingest.synthetic import generate
from tests.ingest.force import Force

pytestmark = pytest.mark.store

PERSONS, SEED = 700, 50  # a month with a retraction in it
FIRST, LAST = date(2026, 10, 23), date(2026, 11, 23)
ACCEPTED = {"offence": 10, "person_record": 9, "order": 3, "outcome": 12, "retraction": 1}


def extract(out: Path, *, until: date, since: date | None = None) -> Path:
    generate(out, persons=PERSONS, seed=SEED, since=since, until=until)
    return out


def test_a_month_of_daily_deltas_ends_in_the_digest_of_one_extract(
    force: Force, tmp_path: Path
) -> None:
    daily = force.anew(tmp_path / "daily")
    daily.take_in(extract(tmp_path / "before", until=FIRST), "synthetic")
    before = daily.digest()
    accepted: dict[str, int] = {}
    for number in range((LAST - FIRST).days):
        since = FIRST + timedelta(days=number)
        until = since + timedelta(days=1)
        report = daily.take_in(
            extract(tmp_path / f"{until}", since=since, until=until), "synthetic"
        )
        for table, counts in report["tables"].items():
            assert counts["read"] == counts["accepted"] + counts["quarantined"]
            assert counts["quarantined"] == 0
            accepted[table] = accepted.get(table, 0) + counts["accepted"]
    assert daily.holds_the_archive()
    played, people = daily.digest(), daily.people()
    assert played != before
    assert {table: accepted[table] for table in ACCEPTED} == ACCEPTED

    daily.anew(tmp_path / "empty")
    force.take_in(extract(tmp_path / "everything", until=LAST), "synthetic")
    assert (force.digest(), force.people()) == (played, people)
