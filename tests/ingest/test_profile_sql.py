"""A profile's SQL maps what it should, reaches nothing else, and says what is wrong with it."""

from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import InputRefused
from ingest import mapping, read
from ingest.csv_file import RawFile
from ingest.profiles import Profile, view_name

CRIMES = "Ref;Beat;Seen\nC1;North;2026-01-10T09:00:00\nC2;South;2026-01-10T10:00:00\n"
LINKS = "Ref;Who\nC1;SECRETVALUE\n"
AREA = "SELECT Beat AS area_id, Seen AS recorded_at FROM crimes"


def mapped(folder: Path, sql: str, table: str = "area") -> list[dict[str, object]]:
    """What one statement makes of two raw files."""
    profile = Profile("north", (), ";", "utf-8", {table: sql})
    with Archive(folder / "home").incoming() as place, read.workbench(place) as connection:
        files = []
        for name, text in (("Crimes.csv", CRIMES), ("Crime links.csv", LINKS)):
            (folder / name).write_text(text)
            raw = RawFile(name, view_name(name))
            read._load_csv(connection, folder / name, raw, profile)  # noqa: SLF001 - no manifest
            files.append(raw)
        mapping.shut(connection)
        [made] = mapping.run(connection, profile, files)
        return [row for chunk in mapping.rows(connection, made) for row in chunk]


def refused(folder: Path, sql: str, table: str = "area") -> str:
    """The sentence with which a statement is refused; it never holds a recorded value."""
    with pytest.raises(InputRefused) as caught:
        mapped(folder, sql, table)
    assert "SECRETVALUE" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    "sql",
    [
        AREA,
        f"-- a comment\n{AREA};\n",
        f"/* another */ WITH found AS ({AREA}) FROM found ;",
        'SELECT "Beat" AS AREA_ID, seen AS Recorded_At FROM Crimes',
        f"{AREA}\n-- and one at the end",
        f"{AREA}; -- and one after it; é\n/* ; */ ;\n",
        f'/* é; */ WITH "é;" AS ({AREA}), "$" AS (SELECT $$a;$$) FROM "é;"; --',
    ],
)
def test_one_select_over_the_views_is_taken(tmp_path: Path, sql: str) -> None:
    assert mapped(tmp_path, sql) == [
        {"place": 1, "area_id": "North", "recorded_at": "2026-01-10T09:00:00"},
        {"place": 2, "area_id": "South", "recorded_at": "2026-01-10T10:00:00"},
    ]


def test_typed_results_become_the_contracts_text(tmp_path: Path) -> None:
    sql = """
        SELECT Ref AS offence_id, DATE '2026-01-02' AS from_on, true AS is_domestic,
               ['8Q', '8L'] AS included_codes, 12.5 AS harm_weight, ' ' AS title,
               TIMESTAMPTZ '2026-01-10 09:00:00+02' AS recorded_at
        FROM crimes LIMIT 1"""
    assert mapped(tmp_path, sql, "offence") == [
        {
            "place": 1,
            "offence_id": "C1",
            "from_on": "2026-01-02",
            "is_domestic": "true",
            "included_codes": "8Q;8L",
            "harm_weight": "12.5",
            "title": None,
            "recorded_at": "2026-01-10T07:00:00.000000Z",
        }
    ]


@pytest.mark.parametrize(
    "sql",
    [
        f"{AREA}; {AREA}",
        "",
        "-- nothing",
        "INSERT INTO crimes VALUES ('x', 'y', 'z')",
        "COPY crimes TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "CREATE TABLE x AS SELECT 1",
        f"EXPLAIN {AREA}",
    ],
)
def test_anything_but_one_select_is_refused(tmp_path: Path, sql: str) -> None:
    expected = "area.sql: is not one SELECT statement and nothing else."
    assert refused(tmp_path, sql) == expected


@pytest.mark.parametrize(
    "source",
    [
        "read_text('secret.txt')",
        "read_blob('secret.txt')",
        "read_csv('secret.txt')",
        "read_parquet('secret.parquet')",
        "read_json('secret.json')",
        "glob('*')",
        "sniff_csv('secret.txt')",
        "read_csv('https://example.org/x.csv')",
    ],
)
def test_no_file_and_no_address_can_be_read(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.txt").write_text("a\nb\n")
    columns = "'x' AS area_id, '2026-01-10T09:00:00' AS recorded_at"
    sentence = refused(tmp_path, f"SELECT {columns} FROM {source}")
    assert sentence == (
        "area.sql: PermissionException while it ran. Use TRY_CAST or TRY_STRPTIME on doubtful "
        "values, and read the views of the extract alone."
    )


VIEWS = "Views of this extract: crime_links, crimes."


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "SELECT * FROM 'secret.txt'",
            f"Catalog Error: Table with name secret.txt does not exist! (line 1) {VIEWS}",
        ),
        (
            'SELECT * FROM made."mapped_area"',
            f"Catalog Error: Table with name mapped_area does not exist! (line 1) {VIEWS}",
        ),
        (
            "SELECT getenv('HOME') AS area_id",
            f"Catalog Error: Scalar Function with name getenv does not exist! (line 1) {VIEWS}",
        ),
        (
            "SELECT Beat AS area_id\nFROM crime",
            f"Catalog Error: Table with name crime does not exist! (line 2) {VIEWS}",
        ),
        (
            "SELECT Beat AS area_id,\n  Sene AS recorded_at FROM crimes",
            "line 2: there is no column Sene. Columns, nearest first: crimes.Seen, crimes.Ref, "
            "crimes.Beat.",
        ),
        (
            "SELECT c.Ref AS area_id, l.Whoo AS name\nFROM crimes AS c\nJOIN crime_links AS l USING"
            " (Ref)",
            "line 1: there is no column Whoo. Columns, nearest first: crime_links.Who, "
            "crimes.Ref, crime_links.Ref, crimes.Beat, crimes.Seen.",
        ),
        (
            "SELECT Beat AS area_id\nFROM crimes\nJOIN crime_links\nUSING (Reff)",
            "line 4: there is no column Reff. Columns, nearest first: crimes.Ref, crime_links.Ref, "
            "crimes.Beat, crimes.Seen, crime_links.Who.",
        ),
        (
            "WITH one AS (SELECT Beat AS beat_name FROM crimes)\nSELECT beatname AS x FROM one",
            "line 2: there is no column beatname. Columns, nearest first: beat_name, crimes.Beat, "
            "crimes.Seen, crimes.Ref.",
        ),
        (
            "SELECT * EXCLUDE (Beet) FROM crimes\nWHERE Seen > ''",
            "line 1: there is no column Beet. Columns, nearest first: crimes.Beat, crimes.Seen, "
            "crimes.Ref.",
        ),
        (
            "SELECT x.Beat AS area_id FROM crimes",
            f'Binder Error: Referenced table "x" not found! (line 1) {VIEWS}',
        ),
        ("SELEC 1", 'Parser Error: syntax error at or near "SELEC" (line 1)'),
        (
            "SELECT Who::INTEGER AS area_id, '2026-01-10T09:00:00' AS recorded_at FROM crime_links",
            "ConversionException while it ran. Use TRY_CAST or TRY_STRPTIME on doubtful values, "
            "and read the views of the extract alone.",
        ),
        (
            "SELECT error(Who) AS area_id, '2026-01-10T09:00:00' AS recorded_at FROM crime_links",
            "InvalidInputException while it ran. Use TRY_CAST or TRY_STRPTIME on doubtful values, "
            "and read the views of the extract alone.",
        ),
    ],
)
def test_a_fault_in_the_sql_is_told_without_a_value(
    tmp_path: Path, sql: str, sentence: str
) -> None:
    assert refused(tmp_path, sql) == f"area.sql: {sentence}"


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "SELECT Beat AS area_id, Beat AS colour, Seen AS recorded_at FROM crimes",
            "area: the column colour is not in the contract. Columns, nearest first: recorded_at, "
            "force_code, force, area_id, name.",
        ),
        (
            "SELECT *, Seen AS recorded_at FROM crimes",
            "area: a column that the statement does not name, but takes by * or makes by an "
            "expression, is not in the contract. Write each column out, with AS.",
        ),
        (
            "SELECT Beat AS area_id, Ref AS Area_id, Seen AS recorded_at FROM crimes",
            "area: the column area_id is given twice.",
        ),
        (
            "SELECT Beat AS name, Seen AS recorded_at FROM crimes",
            "area: the required column area_id is missing.",
        ),
        (
            "SELECT Beat AS area_id FROM crimes",
            "area: the required column recorded_at is missing.",
        ),
    ],
)
def test_columns_are_the_contracts(tmp_path: Path, sql: str, sentence: str) -> None:
    assert refused(tmp_path, sql) == sentence


def test_what_was_made_of_another_table_cannot_be_read(tmp_path: Path) -> None:
    offence = "SELECT Ref AS offence_id, Seen AS recorded_at FROM crimes"
    area = 'SELECT offence_id AS area_id, recorded_at FROM made."mapped_offence"'
    profile = Profile("north", (), ";", "utf-8", {"offence": offence, "area": area})
    (tmp_path / "crimes.csv").write_text(CRIMES)
    raw = RawFile("crimes.csv", "crimes")
    with Archive(tmp_path / "home").incoming() as place, read.workbench(place) as connection:
        read._load_csv(connection, tmp_path / "crimes.csv", raw, profile)  # noqa: SLF001 - as above
        with pytest.raises(InputRefused) as caught:
            mapping.run(connection, profile, [raw])
    assert caught.value.message == (
        "area.sql: reads mapped_offence, which is no view. Views of this extract: crimes."
    )
