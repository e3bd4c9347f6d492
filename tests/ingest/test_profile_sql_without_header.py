"""A file that begins with its first row: no fault in the SQL tells what stands in that row."""

from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import InputRefused
from ingest import mapping, read
from ingest.csv_file import RawFile
from ingest.profiles import Profile

HEADLESS = "SECRETONE,SECRETTWO\nSECRETONE,Bell\n"
NOT_A_HEADER = (
    "The first line of people does not read like a header, so its columns are not named: is the "
    "file's header missing, or the delimiter in profile.toml another?"
)
IN_OTHER_WORDS = (
    "what DuckDB says of it names what the statement does not. Write each column out, without * "
    "and COLUMNS, and read columns, not whole rows."
)


def headless(folder: Path, sql: str, text: str = HEADLESS, table: str = "person_record") -> str:
    """The sentence on a file that begins with its first row."""
    profile = Profile("north", (), ",", "utf-8", {table: sql})
    (folder / "people.csv").write_text(text)
    raw = RawFile("people.csv", "people")
    with Archive(folder / "home").incoming() as place, read.workbench(place) as connection:
        read._load_csv(connection, folder / "people.csv", raw, profile)  # noqa: SLF001 - no manifest
        with pytest.raises(InputRefused) as caught:
            mapping.run(connection, profile, [raw])
    return caught.value.message


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "SELECT Surname AS surname, 'SECRETONE' AS record_id -- SECRETTWO\nFROM people",
            "person_record.sql: line 1: there is no column Surname. " + NOT_A_HEADER,
        ),
        (
            "SELECT *, '2026-01-10T09:00:00' AS recorded_at FROM people",
            "person_record: a column that the statement does not name, but takes by * or makes by "
            "an expression, is not in the contract. Write each column out, with AS.",
        ),
    ],
)
def test_the_first_row_of_a_file_without_a_header_is_never_told(
    tmp_path: Path, sql: str, sentence: str
) -> None:
    assert headless(tmp_path, sql) == sentence


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "SELECT record_id, surname FROM people AS suspect",
            f"line 1: there is no column record_id. {NOT_A_HEADER}",
        ),
        ("SELECT *,\n count(*) AS n FROM people", f"BinderException: {IN_OTHER_WORDS}"),
        ("SELECT (COLUMNS(*)).foo FROM people", f"BinderException: {IN_OTHER_WORDS}"),
        (
            "SELECT upper(people) AS surname FROM people",
            f"BinderException (line 1): {IN_OTHER_WORDS}",
        ),
        (
            "SELECT p.foo AS surname FROM people AS p",
            f"line 1: there is no column foo. {NOT_A_HEADER}",
        ),
    ],
)
def test_a_first_row_with_a_word_of_the_statement_is_not_told_either(
    tmp_path: Path, sql: str, sentence: str
) -> None:
    text = "S1,Oakenshield,Thorina,suspect\nS2,Bell,Anna,victim\n"
    assert headless(tmp_path, sql, text) == f"person_record.sql: {sentence}"


def test_the_word_of_a_header_in_what_duckdb_says_hides_nothing(tmp_path: Path) -> None:
    sql = "SELECT Ref AS record_id FROM gone"
    assert headless(tmp_path, sql, "Ref,Name\nS1,Anna\n") == (
        "person_record.sql: Catalog Error: Table with name gone does not exist! (line 1) Views of "
        "this extract: people."
    )
