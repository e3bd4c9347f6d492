"""Readers who ask for data quality at the same time wait for one measurement."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import duckdb
import pytest

from graph_service import quality, queries
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.archive import Archive
from graph_service.audit import Event
from graph_service.desk import Desk
from tests.graph import archives
from tests.service import served


def test_what_waits_is_measured_once_for_all_who_ask_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = served.open_home(tmp_path / "home")
    offence = {"offence_id": "O1", "area": "A1", "recorded_at": "2026-01-10T09:00:00"}
    archives.accept(Archive(home.path), {"offence": [offence]}, sent_at=datetime(2026, 1, 11))
    desk = Desk(home, lambda: pytest.fail("no store is asked"))
    real, measured, both = quality.missing, [], Barrier(2)

    def missing(connection: duckdb.DuckDBPyConnection, schema: str) -> Any:
        measured.append(schema)
        with suppress(BrokenBarrierError):  # the second one must not come
            both.wait(timeout=1)
        return real(connection, schema)

    def waiting(_: int) -> Any:
        caller = Caller("x", Role.ANALYST, (), Purpose.DATA_QUALITY)
        answer = queries.quality(desk, caller=caller, event=Event(Action.READ_QUALITY, "test"))
        return [source["waiting"] for source in answer["sources"]]

    monkeypatch.setattr(quality, "missing", missing)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(waiting, range(2)))
    one = {"table": "offence", "column": "area", "refers_to": "area", "rows": 1}
    assert answers == [[[one]], [[one]]]
    assert measured == ["now"]
