"""The profile ``roxanne-burglary`` over the whole file of links."""

from collections import Counter

from tests.profiles.mapped import Mapped


def test_links_crimes_and_offenders_are_all_there(burglary: Mapped) -> None:
    assert {table: len(rows) for table, rows in burglary.tables.items()} == {
        "involvement": 32_979,
        "offence": 23_385,
        "person_record": 17_792,
    }


def test_1193_offenders_have_five_or_more_crimes(burglary: Mapped) -> None:
    crimes = Counter(row["record_id"] for row in burglary.tables["involvement"])
    assert sum(count >= 5 for count in crimes.values()) == 1_193


def test_a_link_says_who_is_suspect_in_what_and_nothing_more(burglary: Mapped) -> None:
    assert [row for row in burglary.tables["involvement"] if row["offence_id"] == "crime-2"] == [
        {
            "offence_id": "crime-2",
            "record_id": record_id,
            "role": "suspect",
            "status": "named",
            "recorded_at": "2022-01-01T00:00:00",
        }
        for record_id in ("offender-2", "offender-3")
    ]
    assert burglary.row("offence", offence_id="crime-2") == {
        "offence_id": "crime-2",
        "record_type": "crime",
        "code": "burglary",
        "code_system": "roxanne-burglary",
        "title": "Burglary",
        "recorded_at": "2022-01-01T00:00:00",
    }


def test_the_dated_file_with_ids_of_its_own_is_not_read(burglary: Mapped) -> None:
    assert burglary.reads("roxan_burglary_dataset_v2_offenders_per_crime.csv")
    assert not burglary.reads("offender_crime_dated_2020H1.csv")
    assert burglary.ask(
        "SELECT table_name FROM duckdb_tables() WHERE table_name NOT LIKE 'mapped%'"
    ) == [("roxan_burglary_dataset_v2_offenders_per_crime",)]
