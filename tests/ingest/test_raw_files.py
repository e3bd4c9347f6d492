"""Raw files that are odd but whole are read as they were meant."""

import datetime
import decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_service import ids
from graph_service.archive import Archive
from graph_service.errors import InputRefused
from ingest import profiles, read
from ingest.csv_file import RawFile
from ingest.manifest import ManifestFile
from ingest.profiles import Profile

LATIN = Profile("north", (), ";", "cp1252", {"area": "SELECT 1"})
WIDE = Profile("north", (), ",", "utf-16", {"area": "SELECT 1"})
CONTRACT = profiles.load("contract")


def loaded(
    folder: Path, name: str, rows: int, profile: Profile = CONTRACT
) -> tuple[RawFile, list[tuple[object, ...]]]:
    """What was read of a file, and its rows."""
    given = ManifestFile(name=name, rows=rows, sha256=ids.file_digest(folder / name))
    with Archive(folder / "home").incoming() as place, read.workbench(place) as connection:
        raw = read.load(connection, folder, given, profile)
        return raw, connection.execute(f'SELECT * FROM raw."{raw.view}"').fetchall()


def csv_rows(
    folder: Path, content: bytes, rows: int, profile: Profile = CONTRACT
) -> list[tuple[object, ...]]:
    (folder / "raw.csv").write_bytes(content)
    return loaded(folder, "raw.csv", rows, profile)[1]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_lines_may_end_in_each_of_the_three_ways(tmp_path: Path, end: bytes) -> None:
    content = end.join([b"a,b", b'1,"two', b'lines"', b"", b"2,x", b""])
    expected = [("1", "two" + end.decode() + "lines"), ("2", "x")]
    assert csv_rows(tmp_path, content, 2) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "cp65001", "utf-8-sig", "utf-16-le"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path, encoding: str) -> None:
    marked = "\N{ZERO WIDTH NO-BREAK SPACE}a,b\n1,2\n".encode(encoding.removesuffix("-sig"))
    (tmp_path / "raw.csv").write_bytes(marked)
    profile = Profile("north", (), ",", encoding, {"area": "SELECT 1"})
    raw, rows = loaded(tmp_path, "raw.csv", 1, profile)
    assert (raw.columns, rows) == (["a", "b"], [("1", "2")])


def test_a_profile_names_delimiter_and_encoding(tmp_path: Path) -> None:
    content = "a;b\nZoë;1,5\n".encode("cp1252")
    assert csv_rows(tmp_path, content, 1, LATIN) == [("Zoë", "1,5")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_profile_may_name_utf_16(tmp_path: Path, encoding: str) -> None:
    content = "a,b\nŁódź,岡\n".encode(encoding)
    profile = Profile("north", (), ",", encoding, {"area": "SELECT 1"})
    assert csv_rows(tmp_path, content, 1, profile) == [("Łódź", "岡")]


def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"^raw\.csv, after line 0: not utf-16\. Say"):
        csv_rows(tmp_path, b"a,b\n1,2\n", 1, WIDE)


def test_an_empty_field_is_null_and_spaces_around_a_value_go(tmp_path: Path) -> None:
    content = "a,b,c\n 1 ,,\u00a0\u3000\n".encode()
    assert csv_rows(tmp_path, content, 1) == [("1", None, None)]


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert csv_rows(tmp_path, b"a,b\n", 0) == []


def test_a_field_of_200_kb_is_read(tmp_path: Path) -> None:
    content = b"a,b\n1," + b"x" * 200_000 + b"\n"
    assert csv_rows(tmp_path, content, 1) == [("1", "x" * 200_000)]


def test_lines_that_do_not_parse_are_left_out_and_told(tmp_path: Path) -> None:
    lines = [
        b"a,b",
        b"1,2",
        b"1,2,3",
        b'"x"y,2',
        b"only one",
        b"5," + b"x" * 262_145,
        b'"6\n7",8',
        b"9",
        b"10,11",
    ]
    (tmp_path / "raw.csv").write_bytes(b"\n".join(lines))
    raw, rows = loaded(tmp_path, "raw.csv", 8)
    assert rows == [("1", "2"), ("6\n7", "8"), ("10", "11")]
    assert raw.unreadable == [
        (3, "has another number of fields than the header: 3 instead of 2"),
        (4, "does not parse as CSV"),
        (5, "has another number of fields than the header: 1 instead of 2"),
        (6, "holds a field longer than 262,144 characters"),
        (9, "has another number of fields than the header: 1 instead of 2"),
    ]


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("Crime Links.csv", "crime_links"),
        ("order.csv", "order"),
        ("made.csv", "made"),
        ("a part.csv", "a_part"),
        ("[x]*?.csv", "_x___"),
        ("2024-Données.CSV", "2024_donn_es"),
    ],
)
def test_a_view_is_named_after_its_file(tmp_path: Path, name: str, view: str) -> None:
    (tmp_path / name).write_bytes(b"a\n1\n")
    raw, rows = loaded(tmp_path, name, 1)
    assert (raw.view, rows) == (view, [("1",)])


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    header = ['"x""; DROP TABLE y; --"', "rowid", "select", "名前", '"a, b"']
    (tmp_path / "raw.csv").write_bytes((",".join(header) + "\n1,2,3,4,5\n").encode())
    raw, rows = loaded(tmp_path, "raw.csv", 1)
    assert raw.columns == ['x"; DROP TABLE y; --', "rowid", "select", "名前", "a, b"]
    assert rows == [("1", "2", "3", "4", "5")]


def test_parquet_columns_of_every_type_become_the_contracts_text(tmp_path: Path) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    held: dict[str, pa.Array[Any]] = {
        "date": pa.array([datetime.date(2024, 1, 2), None]),
        "instant": pa.array([datetime.datetime(2024, 1, 2, 3, 4, 5), None], pa.timestamp("ns")),
        "zoned": pa.array(
            [datetime.datetime(2024, 6, 2, 3, 4, 5, tzinfo=zone), None],
            pa.timestamp("us", tz="Europe/London"),
        ),
        "flag": pa.array([True, None]),
        "whole": pa.array([5, None], pa.int32()),
        "float": pa.array([34.0, None]),
        "decimal": pa.array([decimal.Decimal("12.50"), None]),
        "list": pa.array([["a", "b"], []]),
        "category": pa.array(["x", None]).dictionary_encode(),
        "text": pa.array([" x ", " "]),
        "nothing": pa.array([None, None]),
    }
    pq.write_table(pa.table(held), tmp_path / "raw.parquet")
    raw, rows = loaded(tmp_path, "raw.parquet", 2)
    assert raw.columns == list(held)
    assert rows == [
        (
            "2024-01-02",
            "2024-01-02 03:04:05",
            "2024-06-02T01:04:05.000000Z",
            "true",
            "5",
            "34.0",
            "12.50",
            "a;b",
            "x",
            "x",
            None,
        ),
        (None,) * 11,
    ]


def test_a_parquet_file_whose_name_looks_like_a_pattern_is_read_alone(tmp_path: Path) -> None:
    folder = tmp_path / "source=south"
    folder.mkdir()
    for number, name in enumerate(("a*.parquet", "ab.parquet", "a[b].parquet")):
        pq.write_table(pa.table({"a": [str(number)]}), folder / name)
    assert [loaded(folder, name, 1)[1] for name in ("a*.parquet", "a[b].parquet")] == [
        [("0",)],
        [("2",)],
    ]


@pytest.mark.parametrize("left", [0, 4, 100, -1])
def test_a_truncated_parquet_file_is_refused(tmp_path: Path, left: int) -> None:
    pq.write_table(pa.table({"a": ["x"] * 100}), tmp_path / "raw.parquet")
    whole = (tmp_path / "raw.parquet").read_bytes()
    (tmp_path / "raw.parquet").write_bytes(whole[:left])
    with pytest.raises(
        InputRefused, match=r"^raw\.parquet: is not a whole Parquet file; ask for it again\.$"
    ):
        loaded(tmp_path, "raw.parquet", 100)


def test_a_parquet_file_that_is_damaged_within_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [f"x{n}" for n in range(1000)]}), tmp_path / "raw.parquet")
    content = bytearray((tmp_path / "raw.parquet").read_bytes())
    content[20:200] = b"\xff" * 180
    (tmp_path / "raw.parquet").write_bytes(content)
    with pytest.raises(InputRefused, match=r"^raw\.parquet: "):
        loaded(tmp_path, "raw.parquet", 1000)


def test_parquet_columns_that_differ_in_case_alone_are_refused(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["a", "A"])
    pq.write_table(table, tmp_path / "raw.parquet")
    with pytest.raises(InputRefused, match=r"^raw\.parquet: columns 1 and 2 have the same name\.$"):
        loaded(tmp_path, "raw.parquet", 1)


def test_the_rows_of_a_folder_are_counted_as_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_bytes(b'a,b\n1,2\n\n1,2,3\n"x\ny",2\n')
    pq.write_table(pa.table({"a": ["x"] * 7}), tmp_path / "raw.parquet")
    counts = [read.count(tmp_path, name, CONTRACT) for name in ("raw.csv", "raw.parquet")]
    assert counts == [3, 7]


def test_no_variable_of_the_program_is_a_table_on_the_workbench(tmp_path: Path) -> None:
    frame = pa.table({"a": ["1"]})
    assert frame.num_rows == 1
    with (
        Archive(tmp_path / "home").incoming() as place,
        read.workbench(place) as connection,
        pytest.raises(duckdb.CatalogException, match="Table with name frame does not exist"),
    ):
        connection.execute("SELECT * FROM frame")


def test_the_workbench_is_closed_to_others_and_gone_afterwards(tmp_path: Path) -> None:
    home = Archive(tmp_path / "home")
    with home.incoming() as place, read.workbench(place):
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (place, *place.iterdir())}
    assert modes[place.name] == "0o700"
    assert modes["extract.duckdb"] == "0o600"
    assert list((tmp_path / "home" / "archive" / "incoming").iterdir()) == []
