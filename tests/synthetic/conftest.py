"""One small world, written once and cut on one day, for the tests that only read it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.synthetic import generate
from tests.synthetic.mapped import Tables
from tests.synthetic.sense import add_ties


@pytest.fixture(scope="session")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extract of 4,000 persons, seed 1, as recorded by the end of 24 November 2026."""
    out = tmp_path_factory.mktemp("synthetic") / "extract"
    generate(out, persons=4000, seed=1, until=date(2026, 11, 24))
    return out


@pytest.fixture(scope="session")
def tables(extract: Path) -> Iterator[Tables]:
    """The contract tables of that extract, and its truth as tables `true_<file>`."""
    found = Tables(extract)
    for file in sorted((extract.parent / f"{extract.name}.truth").glob("*.csv")):
        found.add(f"true_{file.stem}", file)
    yield found
    found.close()


@pytest.fixture(scope="session")
def force(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the extract, with the ties of its people and the last versions of records."""
    add_ties(tables, 1, 4000, tmp_path_factory.mktemp("ties") / "ties.csv")
    for name, key in (
        ("order", "order_id"),
        ("offence", "offence_id"),
        ("referral", "referral_id"),
    ):
        tables.ask(
            f"""CREATE VIEW last_{name} AS FROM "{name}"
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY recorded_at DESC) = 1"""
        )
    return tables
