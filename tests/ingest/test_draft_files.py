"""``pursuit profile new`` on files with odd names, and on Parquet files that are damaged or big."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_service.errors import StoreUnavailable
from ingest.drafting import looking
from ingest.drafting.draft import draft
from tests.ingest.test_draft import AT, NOMINALS, drafted, files, mapped


@pytest.mark.parametrize("stem", ["case", "group", "user", "end", "all", "references", "select"])
def test_a_file_may_be_called_as_a_word_of_sql(tmp_path: Path, stem: str) -> None:
    text = "Nominal No,Surname,Last Changed\nN1,Stone,2026-01-02T10:00:00\n"
    drafted(tmp_path, {f"{stem}.csv": text})
    assert mapped(tmp_path, tmp_path / "extract", tmp_path / "out") == {"person_record": [1, 1]}


def test_a_parquet_file_is_drafted_by_its_types(tmp_path: Path) -> None:
    held = pa.table(
        {
            "Nominal No": ["N1", "N2"],
            "DOB": pa.array([datetime(1985, 3, 2), None], pa.date32()),
            "Last Changed": pa.array([AT, AT], pa.timestamp("us")),
        }
    )
    folder = files(tmp_path / "extract", {})
    pq.write_table(held, folder / "nominals.parquet")
    draft("riverside", folder, tmp_path / "out", at=AT, meant={})
    assert '"DOB" AS born_on' in (tmp_path / "out" / "person_record.sql").read_text()
    assert mapped(tmp_path, folder, tmp_path / "out") == {"person_record": [2, 2]}


def test_a_parquet_file_with_a_damaged_name_is_left_out(tmp_path: Path) -> None:
    folder = files(tmp_path / "extract", {"Nominals.csv": NOMINALS})
    path = folder / "damaged.parquet"
    pq.write_table(pa.table({"Surname": ["x"]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"Surname", b"Surn\xffme"))
    report = draft("riverside", folder, tmp_path / "out", at=AT, meant={})
    assert report["left_out"] == [
        {"file": "damaged.parquet", "reason": "cannot be read as a Parquet file"}
    ]


def test_long_texts_of_a_parquet_file_are_cut_where_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = files(tmp_path / "extract", {})
    path = folder / "nominals.parquet"
    pq.write_table(pa.table({"Nominal No": ["N1"], "Surname": ["x" * 1000]}), path)
    read_at: list[list[str]] = []
    cut = looking._short  # noqa: SLF001 - what reaches Python is all that can be seen of it
    monkeypatch.setattr(looking, "_short", lambda row: read_at.append(list(row)) or cut(row))
    draft("riverside", folder, tmp_path / "out", at=AT, meant={})
    assert read_at == [["N1", "x" * 200]]


def test_want_of_memory_is_not_taken_for_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = files(tmp_path / "extract", {})
    table = pa.table({"Nominal No": ["N1"] * 20_000, "Surname": ["x" * 200] * 20_000})
    pq.write_table(table, folder / "nominals.parquet")
    monkeypatch.setitem(looking.LIMITS, "memory_limit", "1MB")
    with pytest.raises(StoreUnavailable):
        draft("riverside", folder, tmp_path / "out", at=AT, meant={})
