"""Who may read what moved between two runs, and `pursuit diff` as it is typed."""

import json
from pathlib import Path
from typing import Any

import click.testing
import pytest

from graph_service import ids, queries, runs
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.archive import Archive
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotThere
from graph_service.runs import Run
from graph_service.settings import Home
from graph_service.store import Store
from pursuit import main
from tests.runs import force
from tests.runs.test_diff import made


@pytest.fixture
def first(home: Path, store: Store, tmp_path: Path) -> Run:
    force.take_in(home, store, force.extract(tmp_path / "extract", force.small_force()))
    return made(home, store)


def test_the_command_and_who_may_read_it(
    first: Run,
    home: Path,
    store: Store,
    store_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PURSUIT_PURPOSE", raising=False)
    second = made(home, store, "2026-12-31")
    desk = Desk(Home.open(home), lambda: store)
    event = Event(Action.COMPARE_RUNS, "test")
    pair = first.run_id, second.run_id
    analyst = Caller("kim", Role.ANALYST, purpose=Purpose.INVESTIGATION)
    with pytest.raises(NotThere, match="Nobody has compared these runs yet: `pursuit diff R-"):
        queries.diff(desk, *pair, caller=analyst, event=event)
    found = click.testing.CliRunner(env=store_environment).invoke(
        main, ["diff", *pair, "--format", "json"]
    )
    assert found.exit_code == 0, found.stderr
    told: dict[str, Any] = json.loads(found.stdout)
    assert told == queries.diff(desk, *pair, caller=analyst, event=event)
    assert told["causes"] == {"decay": 3, "others_moved": 1}
    assert [one["person_id"] for one in told["moved"]] == [
        entry["person_id"] for entry in map(json.loads, _entries(home, second))
    ]
    officer = Caller("pc", Role.VAWG_OFFICER, ("A3",), Purpose.INVESTIGATION)
    seen = queries.diff(desk, *pair, caller=officer, event=event)
    assert [one["person_id"] for one in seen["moved"]] == [ids.person_id("force", "S5")]
    assert seen["causes"] == {"decay": 1}
    with pytest.raises(NotAllowed):
        queries.diff(
            desk, *pair, caller=Caller("ref", Role.REFERRER, purpose=Purpose.REFERRAL), event=event
        )
    with pytest.raises(NotThere, match="has no such scheme"):
        queries.diff(desk, *pair, caller=analyst, event=event, scheme="none")


def _entries(home: Path, of: Run) -> list[str]:
    return [row["entry"] for row in runs.entries(Archive(home), of, "pursuit")]
