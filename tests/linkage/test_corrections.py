"""What several people share, and what names say alone, joins nobody."""

from typing import Any

import pytest

from ingest.linkage import prepare, weigh
from ingest.linkage.corrections import CORRECTIONS
from ingest.linkage.parameters import shipped
from tests.linkage.world import person, prepared, world

HOME = {
    "surname": "Prosser",
    "born_on": "1988-04-13",
    "sex": "M",
    "address": "4 Elm Row",
    "postcode": "TF11AA",
    "phone": "07700 900123",
}


def weighed(one: dict[str, Any], other: dict[str, Any]) -> tuple[float, dict[str, float]]:
    """The weight of two records, and what each correction takes back of it."""
    with world(person_record=[person("a", **one), person("b", **other)]) as connection:
        prepare.create(connection, "now")
        connection.execute(
            "CREATE TABLE linkage.pairs AS SELECT 1::BIGINT AS one, 2::BIGINT AS other"
        )
        weigh.compare(connection)
        weigh.weigh(connection, shipped(), least=-1e9)
        [row] = connection.sql("FROM linkage.weighed").to_arrow_table().to_pylist()
    taken = {one.name: row[f"weight_{one.name}"] for one in CORRECTIONS}
    return row["weight"], {name: weight for name, weight in taken.items() if weight < 0}


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        ({"forename": "Jack"}, {"forename": "James"}, ["household", "twins"]),
        (
            {"forename": "Mohammed", "middle_names": "Adam"},
            {"forename": "Mohammed", "middle_names": "Zain"},
            ["twins"],
        ),
        ({"forename": "Daniel"}, {"forename": "Danielle", "sex": "F"}, ["twins"]),
    ],
)
def test_twins_are_not_joined(one: dict[str, str], other: dict[str, str], taken: list[str]) -> None:
    weight, found = weighed(HOME | one, HOME | other)
    assert weight < shipped().upper
    assert set(found) <= set(taken) and "twins" in found


@pytest.mark.parametrize(
    "own", [{"pnc_id": "99/0000001G"}, {"cro_number": "1/99W"}, {"email": "jj@example.org"}]
)
def test_what_is_a_twins_own_tells(own: dict[str, str]) -> None:
    weight, found = weighed(HOME | own | {"forename": "Jon"}, HOME | own | {"forename": "Johann"})
    assert "twins" not in found and weight > shipped().upper


def test_one_man_under_two_spellings_is_joined() -> None:
    weight, found = weighed(HOME | {"forename": "Robert"}, HOME | {"forename": "Robret"})
    assert found == {} and weight > shipped().upper


def test_names_alone_are_no_more_than_an_even_chance() -> None:
    rare = {"forename": "Gwilym", "surname": "Ormerod", "sex": "M"}
    weight, found = weighed(rare, rare)
    assert weight == 0.0 and list(found) == ["names_alone"]
    born = rare | {"born_on": "1988-04-13"}
    weight, found = weighed(born, born)
    assert found == {} and weight > shipped().upper


def test_what_is_written_where_nothing_is_known_is_no_home() -> None:
    told = {
        "address": "No Fixed Abode",
        "email": "unknown@example.org",
        "phone": "01234567890",
        "occupation": "N/A",
    }
    [row] = prepared("address", "email", "phone", "occupation", person_record=[person("a", **told)])
    assert row == (None, None, None, None)
    kept = {"address": "Unknown Lane", "email": "none.such@example.org", "phone": "01234 567891"}
    [row] = prepared("address", "email", "phone", person_record=[person("a", **kept)])
    assert row == ("UNKNOWN LANE", "none.such@example.org", "01234567891")
