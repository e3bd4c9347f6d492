"""Clocks, numbers, names and rates of the invented world."""

import tomllib
from datetime import date, datetime
from importlib import resources
from typing import Any

import pytest

from ingest.synthetic.clerks import misspell, plain, write_birthday
from ingest.synthetic.days import age, court_deadline, moment, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.numbers import Numbers, pnc_id
from tests.synthetic.mapped import Tables

THROWS: list[int] = [3, 3, 1, 3, 3, 3, 3, 6]
PICKED = "f"
SLIPS: list[str] = ["Cdwallader", "Cawallader", "Cadallader"]
RATES = 272


def data(name: str) -> dict[str, Any]:
    """One of the generator's data files."""
    text = resources.files("ingest.synthetic").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@pytest.mark.parametrize(
    ("served", "due"),
    [
        ("2026-06-06T22:00", "2026-06-09T22:00"),
        ("2026-06-07T10:00", "2026-06-10T00:00"),
        ("2026-12-24T10:00", "2026-12-30T10:00"),
        ("2026-06-08T09:30", "2026-06-10T09:30"),
    ],
)
def test_a_hearing_is_due_48_hours_after_service_without_sundays_and_holidays(
    served: str, due: str
) -> None:
    assert court_deadline(datetime.fromisoformat(served), 48) == datetime.fromisoformat(due)


def test_a_moment_never_falls_into_the_hour_that_the_clocks_skip() -> None:
    assert moment(date(2026, 3, 29), 5400) == datetime(2026, 3, 29, 3, 30)
    assert moment(date(2026, 3, 22), 5400) == datetime(2026, 3, 22, 1, 30)


def test_ages_and_years_count_leap_days() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert years(date(2024, 2, 29), 1) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("year", "serial", "found"),
    [
        (1999, "0000001", "99/0000001G"),
        (1999, "0000023", "99/0000023F"),
        (2000, "7654321", "00/7654321N"),
        (2024, "9999999", "24/9999999D"),
    ],
)
def test_a_pnc_id_ends_with_its_check_letter(year: int, serial: str, found: str) -> None:
    assert pnc_id(year, serial) == found


def test_numbers_never_come_twice_and_run_out_with_a_clear_sentence() -> None:
    numbers = Numbers()
    found = [numbers.take("tiny", 2) for _ in range(100)]

    assert sorted(found) == [f"{n:02d}" for n in range(100)]
    with pytest.raises(ValueError, match="needs more than 100 numbers of kind tiny"):
        numbers.take("tiny", 2)


def test_draws_are_the_same_everywhere() -> None:
    dice = Dice(1, "test")

    assert [dice.between(1, 6) for _ in range(8)] == THROWS
    assert dice.pick("abcdef") == PICKED


def test_clerks_lose_diacritics_and_letters() -> None:
    dice = Dice(1, "clerk")

    assert [plain(name) for name in ("Łukasz", "Siân", "Ștefan", "O'Neill")] == [
        "Lukasz",
        "Sian",
        "Stefan",
        "O'Neill",
    ]
    assert [misspell("Cadwallader", dice) for _ in range(3)] == SLIPS
    assert misspell("Wei", dice) == "Wei"
    assert {write_birthday(date(1990, 5, 7), dice, careless=False) for _ in range(400)} == {
        ("07/05/1990", "N"),
        ("01/01/1990", "Y"),
        ("", ""),
    }


def test_every_rate_has_a_value_a_source_and_a_status() -> None:
    def entries(name: str, here: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        if "value" in here:
            return [(name, here)]
        return [found for key, below in here.items() for found in entries(f"{name}.{key}", below)]

    found = entries("", data("rates"))
    assert len(found) == RATES
    assert [name for name, entry in found if set(entry) != {"value", "source", "status"}] == []
    assert {entry["status"] for _, entry in found} == {"published", "inferred", "local"}


def test_no_name_of_a_well_known_person_is_used(tables: Tables) -> None:
    barred = {name.upper() for name in data("names")["barred"]}
    used = tables.ask("SELECT DISTINCT upper(forename || ' ' || surname) FROM person_record")

    assert {row[0] for row in used} & barred == set()


def test_homes_and_numbers_can_be_nobodys(tables: Tables) -> None:
    assert (
        tables.count(
            """person_record WHERE NOT regexp_full_match(postcode, 'VM[0-9]{1,2} [1-9][A-Z]{2}')
            OR NOT regexp_full_match(phone, '07700 900[0-9]{3}')
            OR NOT regexp_full_match(email, '.+@example[.](com|org|net)')"""
        )
        == 0
    )
