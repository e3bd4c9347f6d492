"""What two records agree on, level by level: worked examples."""

import csv
from datetime import date
from importlib import resources

import duckdb
import pytest

from ingest.linkage.levels import alike
from tests.linkage.world import levels, person


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Robert", "ROBERT", "same"),
        ("Łukasz", "Lukasz", "same"),
        ("Robert", "Bob", "form"),
        ("Muhammad", "Mohammed", "form"),
        ("Gosia", "Małgorzata", "form"),
        ("Dai", "Dafydd", "form"),
        ("R", "Robert", "initial"),
        ("Robert", "Roberta", "slip"),
        ("Alexandra", "Aleksandra", "slip"),
        ("Robert", "Robret", "slip"),
        ("Stephen", "Steffen", "alike"),
        ("Robert", "Susan", "differ"),
        ("Robert Alan", "Robert", "same"),
    ],
)
def test_forenames(one: str, other: str, expected: str) -> None:
    assert levels(person("a", forename=one), person("b", forename=other))["forename"] == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("O'Brien", "OBRIEN", "same"),
        ("Smith-Jones", "Jones", "other"),
        ("Kowalski", "Kowalsky", "slip"),
        ("Philips", "Fillips", "alike"),
        ("Evans", "Patel", "differ"),
    ],
)
def test_surnames(one: str, other: str, expected: str) -> None:
    assert levels(person("a", surname=one), person("b", surname=other))["surname"] == expected


def test_an_alias_gives_a_record_another_name() -> None:
    maiden = {"alias_id": "1", "record_id": "a", "kind": "maiden", "surname": "Evans"}
    found = levels(
        person("a", forename="Ann", surname="Patel"),
        person("b", forename="Ann", surname="Evans"),
        alias=[maiden],
    )
    assert found == {"forename": "same", "surname": "other"}


def test_an_exchanged_name_is_weighed_once() -> None:
    found = levels(
        person("a", forename="Ann", surname="Evans"), person("b", forename="Evans", surname="Ann")
    )
    assert found == {"surname": "swapped"}
    half = levels(person("a", forename="Ann", surname="Evans"), person("b", forename="Evans"))
    assert half == {"surname": "half"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1980-05-04", "1980-05-04", "same"),
        ("1980-05-04", "1980-04-05", "slip"),
        ("1980-05-04", "1980-05-14", "slip"),
        ("1980-01-01", "1980-05-14", "year"),
        ("1980-01-01", "1980-01-01", "year"),
        ("1981-01-01", "1980-05-14", "near"),
        ("1979-05-04", "1990-05-04", "near"),
        ("1980-05-04", "1991-12-17", "differ"),
        ("0980-05-04", "1980-05-04", "slip"),
        ("1908-05-04", "1980-05-04", "slip"),
        ("1908-05-04", "1980-05-14", "near"),
    ],
)
def test_dates_of_birth(one: str, other: str, expected: str) -> None:
    assert levels(person("a", born_on=one), person("b", born_on=other))["born"] == expected


def test_an_estimated_date_says_no_more_than_its_year() -> None:
    one = person("a", born_on="1980-07-15", born_on_estimated=True)
    assert levels(one, person("b", born_on="1980-05-04")) == {"born": "year"}


def test_an_age_stands_for_a_year() -> None:
    one = person("a", age_years=30, age_on=date(2020, 6, 1))
    assert levels(one, person("b", born_on="1990-02-02")) == {"born": "year"}
    assert levels(one, person("b", born_on="1988-02-02")) == {"born": "near"}
    assert levels(one, person("b", born_on="1975-02-02")) == {"born": "differ"}


def test_what_could_not_be_read_is_compared_as_text() -> None:
    one = person("a", born_on_raw="4th May 80")
    assert levels(one, person("b", born_on_raw="4TH MAY 80.")) == {"born": "same"}
    assert levels(one, person("b", born_on_raw="5th May 80")) == {"born": "near"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"pnc_id": "99/0000001G"}, {"pnc_id": "1999/1G"}, {"pnc": "same"}),
        ({"pnc_id": "99/0000001X"}, {"pnc_id": "99/0000001x"}, {"pnc": "text"}),
        ({"pnc_id": "99/0000001G"}, {"pnc_id": "99/0000007G"}, {"pnc": "slip"}),
        ({"pnc_id": "99/0000001G"}, {"pnc_id": "99/0000023F"}, {"pnc": "differ"}),
        ({"cro_number": "1/99W"}, {"cro_number": "000001/99w"}, {"cro": "same"}),
        ({"cro_number": "nonsense"}, {"cro_number": "NON-SENSE"}, {"cro": "text"}),
        ({"phone": "07700 900123"}, {"phone": "+44 7700 900123"}, {"phone": "same"}),
        ({"phone": "07700 900123"}, {"phone": "07700 900124"}, {"phone": "slip"}),
        ({"email": "A.B@x.org"}, {"email": "a.b@x.org"}, {"email": "same"}),
        ({"email": "a.b@x.org"}, {"email": "a.b@y.net"}, {"email": "alike"}),
        ({"sex": "M"}, {"sex": "F"}, {"sex": "differ"}),
        ({"sex": "M"}, {"sex": "U"}, {}),
        ({"birth_place": "Telford"}, {"birth_place": "TELFORD"}, {"birth_place": "same"}),
        ({"occupation": "Chef"}, {"occupation": "Driver"}, {"occupation": "differ"}),
        ({"middle_names": "J"}, {"middle_names": "John"}, {"middle": "initial"}),
        ({"forename": "unknown"}, {"forename": "Unknown"}, {}),
    ],
)
def test_other_columns(
    one: dict[str, str], other: dict[str, str], expected: dict[str, str]
) -> None:
    assert levels(person("a", **one), person("b", **other)) == expected


def test_homes() -> None:
    one = person("a", address="1 High Street, Telford", postcode="TF11AA")
    same = person("b", address="1 HIGH STREET TELFORD", postcode="TF11AA")
    assert levels(one, same) == {"home": "address"}
    assert levels(one, person("b", postcode="TF11AA")) == {"home": "postcode"}
    assert levels(one, person("b", postcode="TF11ZZ")) == {"home": "near"}
    assert levels(one, person("b", postcode="HR12AA")) == {"home": "differ"}
    lived = {"address_id": "1", "record_id": "b", "postcode": "TF11AA"}
    assert levels(one, person("b", postcode="HR12AA"), address=[lived]) == {"home": "former"}


@pytest.mark.parametrize("least", [0.8, 0.85, 0.9, 0.92])
def test_to_stop_counting_early_changes_no_level(least: float) -> None:
    """At exactly what is enough, DuckDB tells nothing where it was told to stop there."""
    file = resources.files("ingest.linkage") / "data" / "nicknames.csv"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    forms = sorted({row["form"] for row in csv.DictReader(lines)})
    names = [*forms[:600], "mohammed", "mo"]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE names AS SELECT unnest(?) AS name", [names])
        [[wrong, met]] = connection.execute(
            f"""
            WITH pairs AS (SELECT a.name AS name_l, b.name AS name_r FROM names a, names b)
            SELECT count(*) FILTER (({alike("name", least)})
                       <> (jaro_winkler_similarity(name_l, name_r) >= {least})),
                   count(*) FILTER (jaro_winkler_similarity(name_l, name_r) = {least})
            FROM pairs"""
        ).fetchall()
    assert wrong == 0
    assert met or least != 0.8
