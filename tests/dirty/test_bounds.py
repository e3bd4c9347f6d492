"""What is read of a file that is far too big, or far bigger than its sender says, has an end."""

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_service import ids
from graph_service.errors import InputRefused
from ingest import manifest, profiles, read, validate
from ingest.extract import prepare
from ingest.manifest import ManifestFile
from tests.dirty.specimens import lay_out
from tests.dirty.specimens import manifest as agreeing

CONTRACT = profiles.load("contract")


def bomb() -> bytes:
    """A million times the same row in a few kilobytes."""
    sink = io.BytesIO()
    texts = pa.array(["A1"] * 1_000_000)
    pq.write_table(pa.table({"area_id": texts, "recorded_at": texts}), sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("rows", "sha256", "why"),
    [
        (3, None, "the manifest says 3 rows, the file has 1000000."),
        (1_000_000, "0" * 64, "its SHA-256 is not the manifest's"),
    ],
)
def test_a_parquet_file_that_is_not_as_sent_is_refused_before_it_is_unpacked(
    tmp_path: Path, rows: int, sha256: str | None, why: str
) -> None:
    folder = lay_out({"area.parquet": bomb()}, tmp_path / "x")
    file = ManifestFile(
        name="area.parquet", rows=rows, sha256=sha256 or ids.file_digest(folder / "area.parquet")
    )
    (tmp_path / "bench").mkdir()
    with read.workbench(tmp_path / "bench") as connection:
        with pytest.raises(InputRefused) as refused:
            read.load(connection, folder, file, CONTRACT)
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == []
    assert refused.value.message.startswith(f"area.parquet: {why}")


def test_a_manifest_that_does_not_end_is_refused_unread(tmp_path: Path) -> None:
    held = agreeing({"area.csv": b"area_id\n"}, {"area.csv": 0})
    folder = lay_out({"manifest.json": held}, tmp_path / "x")
    with (folder / "manifest.json").open("ab") as file:
        file.truncate(1 << 40)  # a sparse terabyte of NUL characters
    with pytest.raises(InputRefused) as refused:
        manifest.read(folder)
    assert refused.value.message == (
        "manifest.json is longer than 16,000,000 bytes, so it is no manifest. Ask the sender for "
        "another."
    )


def test_a_long_manifest_is_read(tmp_path: Path) -> None:
    said = json.loads(agreeing({"area.csv": b"area_id\n"}, {"area.csv": 0}))
    said["note"] = "x" * 15_000_000
    folder = lay_out({"manifest.json": json.dumps(said).encode()}, tmp_path / "x")
    assert [file.name for file in manifest.read(folder).files] == ["area.csv"]


def test_a_table_of_very_long_texts_is_passed_on_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = b"record_id,surname,recorded_at\n" + b"".join(
        b"R%d,%s,2026-01-01T00:00:00\n" % (number, b"y" * 200_000) for number in range(400)
    )
    said = agreeing({"person_record.csv": held}, {"person_record.csv": 400})
    folder = lay_out({"person_record.csv": held, "manifest.json": said}, tmp_path / "x")
    sizes: list[int] = []
    insert = validate._insert  # noqa: SLF001 - what is gathered shows where it is passed on

    def watched(connection: Any, name: str, rows: list[dict[str, Any]], schema: Any) -> None:
        sizes.append(sum(len(row["surname"]) for row in rows if "surname" in row))
        insert(connection, name, rows, schema)

    monkeypatch.setattr(validate, "_insert", watched)
    (tmp_path / "bench").mkdir()
    with read.workbench(tmp_path / "bench") as connection:
        extract = prepare(connection, folder, profile=CONTRACT, source="x", say=lambda _: None)
    assert [(one.table, one.accepted) for one in extract.tables] == [("person_record", 400)]
    assert sum(sizes) == 400 * 200_000
    assert max(sizes) <= read.CHARACTERS + read.FEW * 200_000


@pytest.mark.parametrize("is_arrows", [True, False])
def test_a_parquet_file_with_a_name_that_is_no_text_is_refused(
    tmp_path: Path, is_arrows: bool
) -> None:
    sink = io.BytesIO()
    texts = pa.array(["A1"])
    table = pa.table({"area_id": texts, "recorded_at": texts})
    pq.write_table(table, sink, store_schema=is_arrows)
    held = sink.getvalue()
    damaged = held.replace(b"area_id", b"are\xef_id")
    assert damaged != held
    folder = lay_out({"area.parquet": damaged}, tmp_path / "x")
    file = ManifestFile(
        name="area.parquet", rows=1, sha256=ids.file_digest(folder / "area.parquet")
    )
    (tmp_path / "bench").mkdir()
    with read.workbench(tmp_path / "bench") as connection, pytest.raises(InputRefused) as refused:
        read.load(connection, folder, file, CONTRACT)
    assert refused.value.message == "area.parquet: is not a whole Parquet file; ask for it again."
