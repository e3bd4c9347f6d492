"""``pursuit profile new`` drafts a profile that runs, and writes down nobody's data."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.archive import Archive
from graph_service.errors import InputRefused
from ingest import manifest, pipeline, profiles, read
from ingest.drafting.draft import draft

AT = datetime(2026, 11, 24, 9, 30)
HARBOUR = Path(__file__).parent / "harbour" / "extract"
NOMINALS = """\
Nominal No;Surname;DOB;Gender;PNC;Shoe size;Last Changed
N1;Example;02/03/1985;Male;99/1G;9;05/01/2026 09:00
N2;Sample;14/07/1990;Female;;;05/02/2026 09:00
"""
CRIMES = """\
Crime Ref;Offence;From Date;DA Flag;Beat;Last Changed
R1;Stalking;01/02/2025;Y;North;05/01/2026 09:00
"""
LINKS = """\
Crime Ref;Nominal No;Link;Last Changed
R1;N1;SUSP;05/01/2026 09:00
R1;N2;VICT;05/01/2026 09:00
"""
RIVERSIDE = {"Nominals.csv": NOMINALS, "Crimes.csv": CRIMES, "Crime Links.csv": LINKS}


def files(folder: Path, held: Mapping[str, str | bytes]) -> Path:
    folder.mkdir()
    for name, content in held.items():
        whole = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(whole)
    return folder


def drafted(
    place: Path, held: Mapping[str, str | bytes], **meant: str
) -> tuple[dict[str, object], dict[str, str]]:
    """The report on a folder with these files, and the draft's own files."""
    folder = files(place / "extract", held)
    report = draft("riverside", folder, place / "out", at=AT, meant=meant)
    return report, {path.name: path.read_text("utf-8") for path in (place / "out").iterdir()}


def mapped(place: Path, folder: Path, out: Path) -> dict[str, list[int]]:
    """Rows read and accepted when the draft runs as it stands over its own folder."""
    profile = profiles.load(str(out))
    names = [name for name in manifest.data_files(folder) if profile.takes(name)]
    rows = {name: read.count(folder, name, profile) for name in names}
    manifest.write(folder, source="riverside", profile=profile.name, rows=rows)
    report = pipeline.check(
        Archive(place / "home"), folder, profile=profile, source="riverside", say=lambda _: None
    )
    return {table: [one["read"], one["accepted"]] for table, one in report["tables"].items()}


PERSON_RECORD = """\
-- A draft from Nominals.csv. Read each line; what is not sure stands behind --.
SELECT
    "Nominal No" AS record_id,
    "Surname" AS surname,
    coalesce(strftime(try_strptime("DOB", '%d/%m/%Y'), '%Y-%m-%d'), "DOB") AS born_on,
    CASE lower("Gender") -- M, F, X, U
        WHEN 'female' THEN 'F'
        WHEN 'male' THEN 'M'
        ELSE "Gender"
    END AS sex,
    "PNC" AS pnc_id,
    coalesce(strftime(try_strptime("Last Changed", '%d/%m/%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), \
"Last Changed") AS recorded_at
FROM "nominals"
"""
SETTINGS = """\
name = "riverside"
delimiter = ";"
encoding = "utf-8"

# A draft. What was seen, and what became of it:
#
# Crime Links.csv: the view crime_links, rows looked at: 2
#   Crime Ref: text -> involvement.offence_id
#   Nominal No: text -> involvement.record_id
#   Link: text -> involvement.role
#   Last Changed: instant (%d/%m/%Y %H:%M) -> involvement.recorded_at
#
# Crimes.csv: the view crimes, rows looked at: 1
#   Crime Ref: text -> offence.offence_id
#   Offence: text -> offence.title
#   From Date: date (%d/%m/%Y) -> offence.from_on
#   DA Flag: flag -> offence.is_domestic
#   Beat: text -> offence.area, area.area_id, area.name
#   Last Changed: instant (%d/%m/%Y %H:%M) -> offence.recorded_at, area.recorded_at
#
# Nominals.csv: the view nominals, rows looked at: 2
#   Nominal No: text -> person_record.record_id
#   Surname: text -> person_record.surname
#   DOB: date (%d/%m/%Y) -> person_record.born_on
#   Gender: text -> person_record.sex
#   PNC: PNC id -> person_record.pnc_id
#   Shoe size: whole number -> not mapped
#   Last Changed: instant (%d/%m/%Y %H:%M) -> person_record.recorded_at
"""


def test_a_draft_is_a_profile_that_runs_as_it_is_written(tmp_path: Path) -> None:
    report, written = drafted(tmp_path, RIVERSIDE)
    assert sorted(written) == [
        "area.sql",
        "involvement.sql",
        "offence.sql",
        "person_record.sql",
        "profile.toml",
    ]
    assert written["person_record.sql"] == PERSON_RECORD
    assert written["profile.toml"] == SETTINGS
    tables = ["person_record", "offence", "involvement", "area"]
    assert [one["table"] for one in report["tables"]] == tables  # type: ignore[attr-defined,index]  # a JSON
    assert (report["gaps"], report["left_out"]) == ([], [])
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out") == {
        "person_record": [2, 2],
        "offence": [1, 1],
        "involvement": [2, 2],
        "area": [1, 1],
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_guessed_and_the_draft_reads_the_file(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = NOMINALS.replace("Example", "Ørnsby-Müller").replace(";", delimiter)
    report, _ = drafted(tmp_path, {"Nominals.csv": text.encode(encoding)})
    expected = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    assert (report["encoding"], report["delimiter"]) == (expected, delimiter)
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out") == {"person_record": [2, 2]}


def test_a_file_that_is_written_another_way_is_left_out_and_named(tmp_path: Path) -> None:
    other = "Crime Ref|Offence\nR1|Stalking\n"
    report, written = drafted(
        tmp_path, RIVERSIDE | {"Old crimes.csv": other, "Zero.csv": "", "odd.csv": b"\x81;\x8d\n"}
    )
    assert report["left_out"] == [
        {
            "file": "Old crimes.csv",
            "reason": "is utf-8 with '|', unlike the others: a profile apart",
        },
        {"file": "Zero.csv", "reason": "the file is empty, without even a header"},
        {"file": "odd.csv", "reason": "is neither UTF-8 nor cp1252 nor UTF-16 text"},
    ]
    assert 'files = ["Crime Links.csv", "Crimes.csv", "Nominals.csv"]' in written["profile.toml"]
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out")["offence"] == [1, 1]


def test_people_in_columns_become_records_with_keys_of_their_own(tmp_path: Path) -> None:
    wide = (
        "Crime No,Offence,Start date,Suspect 1 Surname,Suspect 1 DOB,Suspect2_Surname,VictimSurname"
        "\nC1,Stalking,2026-01-02,Stone,1980-05-05,,Bell\nC2,Assault,2026-01-03,Stone,,Reed,\n"
    )
    _, written = drafted(tmp_path, {"log.csv": wide})
    assert written["involvement.sql"].split("UNION BY NAME\n")[1] == (
        "SELECT DISTINCT\n"
        '    "Crime No" AS offence_id,\n'
        "    \"Crime No\" || '/suspect2' AS record_id,\n"
        "    'suspect' AS role,\n"
        "    '2026-11-24T09:30:00' AS recorded_at"
        " -- no column says when it was recorded: the day of this draft stands in\n"
        'FROM "log"\n'
        'WHERE "Suspect2_Surname" IS NOT NULL\n'
    )
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out") == {
        "person_record": [4, 4],
        "offence": [2, 2],
        "involvement": [4, 4],
    }


def test_a_row_for_each_person_of_each_offence_is_taken_apart(tmp_path: Path) -> None:
    flat = (
        "Crime No,Crime type,Nominal Ref,Role,Surname,Postcode,Date Modified\n"
        "C1,Stalking,N1,Suspect,Stone,ZE1 1AA,2026-01-02 10:00:00\n"
        "C1,Stalking,N2,Victim,Bell,ZE1 1AB,2026-01-02 10:00:00\n"
    )
    _, written = drafted(tmp_path, {"extract.csv": flat})
    assert '"Postcode" AS postcode' in written["person_record.sql"]
    assert "Postcode" not in written["offence.sql"]
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out") == {
        "person_record": [2, 2],
        "offence": [1, 1],
        "involvement": [2, 2],
    }


def test_what_is_missing_is_said_and_a_column_can_be_read_under_another_name(
    tmp_path: Path,
) -> None:
    odd = "Vorgang,Offence,From Date,Last Changed\nV1,Stalking,2026-01-02,2026-01-03T10:00:00\n"
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with pytest.raises(InputRefused) as caught:
        drafted(tmp_path / "a", {"x.csv": odd, "y.csv": ""})
    assert caught.value.message.splitlines() == [
        f"{tmp_path / 'a' / 'extract'}: no table can be drafted, so nothing was written.",
        "Left out: y.csv: the file is empty, without even a header",
        "Not mapped: x.csv: Vorgang, Offence, From Date, Last Changed",
        "Not drafted: offence from x.csv: missing: offence_id",
        "Not drafted, and a list needs it: person_record, offence, involvement",
        "Where a column is there under another name, make the draft again with --column "
        "COLUMN=NAME.",
    ]
    assert not (tmp_path / "a" / "out").exists()
    _, written = drafted(tmp_path / "b", {"x.csv": odd}, Vorgang="offence id")
    assert '"Vorgang" AS offence_id' in written["offence.sql"]


def test_dates_that_fit_two_forms_are_read_as_the_others_of_the_folder_are(tmp_path: Path) -> None:
    text = "Nominal No,DOB,Last Changed\nN1,03/04/1985,01/31/2026\nN2,05/06/1990,01/30/2026\n"
    _, written = drafted(tmp_path, {"people.csv": text})
    assert "try_strptime(\"DOB\", '%m/%d/%Y'), '%Y-%m-%d')" in written["person_record.sql"]
    assert "month-first as other dates here" in written["person_record.sql"]


def test_what_is_not_sure_stands_behind_a_comment(tmp_path: Path) -> None:
    text = (
        "Nominal No,Surname,DOB,Sex,Reach,Last Changed\n"
        "N1,Stone,12.03.55,7,a@example.org,2026-01-02T10:00:00\n"
        "N2,Bell,31.03.60,8,b@example.org,2026-01-02T10:00:00\n"
    )
    _, written = drafted(tmp_path, {"people.csv": text})
    assert [line.strip() for line in written["person_record.sql"].splitlines()[2:-1]] == [
        '"Nominal No" AS record_id,',
        '"Surname" AS surname,',
        "-- coalesce(strftime(try_strptime(\"DOB\", '%d.%m.%y'), '%Y-%m-%d'), \"DOB\") AS born_on,"
        " -- two-digit years: 69 to 99 are read as 19.., 00 to 68 as 20..",
        '-- "Sex" AS sex, -- none of its values is known',
        '"Last Changed" AS recorded_at',
        '-- "Reach" AS email, -- by its values',
    ]
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out") == {"person_record": [2, 2]}


def test_a_column_whose_name_runs_over_lines_is_not_drafted(tmp_path: Path) -> None:
    text = 'Nominal No,"D\nOB","Re\nach"\nN1,31.03.55,a@example.org\n'
    with pytest.raises(InputRefused) as refused:
        drafted(tmp_path, {"people.csv": text})
    assert refused.value.message.endswith(
        "people.csv: the name of column 2 runs over more than one line, as after a quote that is "
        "never closed. Mend the header, or ask for the file again."
    )


HEADERS = st.sampled_from(
    'Crime No|Nominal No|Surname|Suspect 1 DOB|Victim Surname|Role|A "quoted" ref|end date|'
    "-- name; DROP|Date|Status|Sex|Order No|Order type|Alias ID|SELECT|Last Changed|Beat|ne le|"
    "Ünïcode name".split("|")
)
VALUES = st.sampled_from(
    ["", "01/02/2025", "2025-01-02", "13.01.99 10:00", "Y", "SUSP", "Male", "8Q", "40000", "x'; --"]
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    header=st.lists(HEADERS, min_size=2, max_size=8, unique_by=str.lower),
    rows=st.lists(st.lists(VALUES, min_size=8, max_size=8), max_size=6),
    stem=st.sampled_from(["crimes", "order", "2024 links", "aliases", "suspects", "x"]),
)
def test_whatever_the_header_the_draft_runs(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], rows: list[list[str]], stem: str
) -> None:
    place = tmp_path_factory.mktemp("draft")
    lines = [header, *(row[: len(header)] for row in rows)]
    cells = ([",".join('"' + cell.replace('"', '""') + '"' for cell in line)] for line in lines)
    try:
        report, _ = drafted(place, {f"{stem}.csv": "\n".join(line for [line] in cells) + "\n"})
    except InputRefused:
        assert not (place / "out").exists()
        return
    tables = mapped(place, place / "extract", place / "out")
    assert sorted(tables) == sorted(one["table"] for one in report["tables"])  # type: ignore[attr-defined,index]  # a JSON
