"""``--check`` shows mapped rows so that their form can be judged and no value read."""

import json
from pathlib import Path

import pytest

from graph_service import contract
from ingest import sample
from tests.ingest import extracts
from tests.ingest.conftest import Run

COLUMNS = {
    (table, column.name): column for table in contract.TABLES for column in contract.columns(table)
}


@pytest.mark.parametrize(
    ("table", "column", "text", "shown"),
    [
        ("person_record", "surname", "O'Neil-Ñandú", "X'Xxxx-Xxxxx"),
        ("person_record", "surname", "Ngu\u0302 김 ßǅ", "Xxxx x xX"),
        ("person_record", "phone", "+44 (0)20 ٣", "+99 (9)99 9"),
        ("person_record", "full_name", "a\tb\x00c😀", "xxxxxx"),
        ("person_record", "sex", "M", "M"),
        ("person_record", "sex", "Male", "Xxxx"),
        ("person_record", "born_on", "1980-02-03", "9999-99-99"),
        ("person_record", "born_on", "Stone", "Xxxxx"),
        ("person_record", "born_on", None, None),
        ("person_record", "recorded_at", "2026-01-10T09:00:00.5Z", "9999-99-99T99:99:99.9Z"),
        ("offence", "is_domestic", "true", "true"),
        ("offence", "is_domestic", "Yes", "Xxx"),
        ("offence", "title", "x" * 61, "x" * 59 + "…"),
        ("involvement", "role", "suspect", "suspect"),
    ],
)
def test_a_mask_keeps_the_form_alone(
    table: str, column: str, text: str | None, shown: str | None
) -> None:
    assert sample.masked(COLUMNS[table, column], text) == shown


def test_ten_rows_spread_over_the_table_are_shown_as_json_and_as_text(
    run: Run, tmp_path: Path
) -> None:
    people = [
        {"record_id": f"R{n}", "surname": "S" * n, "sex": "F" if n % 2 else "Q", "phone": ""}
        for n in range(1, 26)
    ]
    folder = extracts.write(tmp_path / "x", {"person_record": people}, source="contract")
    held = json.loads(run("ingest", folder, "--check", "--format", "json").stdout)["sample"]
    assert [row["surname"] for row in held["person_record"]] == ["X" * n for n in range(1, 26, 3)]
    assert held["person_record"][:2] == [
        {
            "record_id": "X9",
            "surname": "X",
            "phone": None,
            "sex": "F",
            "recorded_at": "9999-99-99T99:99:99",
        },
        {
            "record_id": "X9",
            "surname": "XXXX",
            "phone": None,
            "sex": "X",
            "recorded_at": "9999-99-99T99:99:99",
        },
    ]
    text = run("ingest", folder, "--check").stdout.splitlines()
    assert text[2:6] == [
        "",
        "person_record: some rows as mapped, masked",
        "record_id                   surname sex         recorded_at",
        "       X9                         X   F 9999-99-99T99:99:99",
    ]
    assert len(text) == 14
    counts = run("ingest", folder, "--check", "--format", "csv").stdout
    assert counts == (
        "table,read,accepted,quarantined,loaded,in_graph,waiting\nperson_record,25,25,0,0,0,0\n"
    )
