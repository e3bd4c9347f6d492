"""Judged pairs in the archive: kept once, found by what they were made after."""

import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from graph_service import ids, linked
from graph_service.archive import Archive
from graph_service.errors import StoreUnavailable

PAIR = {
    "link_id": "L-ab",
    "source": "north",
    "record_id": "A",
    "other_source": "north",
    "other_record_id": "B",
    "verdict": "joined",
    "weight": 9.5,
    "proposed": "joined",
    "parts": [
        {
            "comparison": "pnc",
            "label": "PNC id",
            "level": "same",
            "text": "the same valid PNC id",
            "weight": 9.5,
        }
    ],
    "would_be": None,
}
WAITS = PAIR | {
    "link_id": "L-ac",
    "other_record_id": "C",
    "verdict": "waits",
    "proposed": "waits",
    "weight": 1.5,
    "would_be": [[{"source": "north", "record_id": "A"}, {"source": "north", "record_id": "C"}]],
}
DAY = datetime(2026, 1, 1)


def table(*pairs: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(pairs), schema=linked.SCHEMA)


def test_links_are_kept_once_and_found_by_what_they_were_made_after(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    one = linked.write(kept, table(PAIR, WAITS), parameters="p", after="first", at=DAY)
    again = linked.write(kept, table(PAIR, WAITS), parameters="p", after="second", at=DAY)
    none = linked.write(kept, table(), parameters="q", after="first", at=DAY)
    assert one == again != none
    assert [linked.after(kept, state) for state in ("first", "second", "third")] == [
        none,
        one,
        None,
    ]
    assert linked.read(kept, one).to_pylist() == [PAIR, WAITS]
    log = (tmp_path / "archive" / "links.jsonl").read_text()
    assert [json.loads(line) for line in log.splitlines()] == [
        {
            "after": after,
            "at": "2026-01-01T00:00:00",
            "links": links,
            "parameters": parameters,
            "file": ids.file_digest(tmp_path / "archive" / "links" / f"{links}.parquet"),
        }
        for after, links, parameters in (
            ("first", one, "p"),
            ("second", one, "p"),
            ("first", none, "q"),
        )
    ]


def test_only_what_is_judged_one_makes_people(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    digest = linked.write(kept, table(PAIR, WAITS), parameters="p", after="x", at=DAY)
    assert linked.joined(kept, digest) == [(("north", "A"), ("north", "B"))]
    assert linked.joined(kept, None) == []


def test_damaged_links_count_as_not_made(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    digest = linked.write(kept, table(PAIR), parameters="p", after="x", at=DAY)
    (tmp_path / "archive" / "links" / f"{digest}.parquet").write_bytes(b"PAR1")
    assert linked.after(kept, "x") is None
    with pytest.raises(StoreUnavailable, match="derives them again"):
        linked.joined(kept, digest)
    linked.write(kept, table(PAIR), parameters="p", after="x", at=DAY)
    assert linked.after(kept, "x") == digest


def test_the_parameters_used_last_are_found(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    assert linked.last_parameters(kept) is None
    for name in ("p", "q"):
        linked.keep_parameters(kept, name, f"text of {name}")
        linked.write(kept, table(), parameters=name, after=name, at=DAY)
    assert linked.last_parameters(kept) == "text of q"
    assert (tmp_path / "archive" / "linkage").stat().st_mode & 0o777 == 0o700
