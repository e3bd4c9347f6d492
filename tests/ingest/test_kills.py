"""An ingest is killed again and again, at any moment, and every extract arrives whole and once.

`--kills` says how often (`make torture` takes a hundred on each store). A killed command is given
again until it says that it is done; every third kill on an embedded store hits its server instead.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graph_service import digest, embedded, graph_state, health
from graph_service.archive import Archive
from graph_service.graph_state import GraphState
from graph_service.store import Store, connect
from ingest import pipeline, profiles
from ingest.synthetic import generate
from tests.store.servers import StoreServer

PROFILE = profiles.load("synthetic")
AS_JSON = ("--profile", "synthetic", "--format", "json")
PERSONS, SEED = 60, 5
LAST_DAY = date(2026, 9, 30)


@dataclass
class Killed:
    """One home under attack: its commands, its kills and what was acknowledged."""

    home: Path
    environment: dict[str, str]
    uri: str | None
    chance: random.Random
    kills: int = 0
    server_kills: int = 0
    lines: int = 40
    acknowledged: set[str] = field(default_factory=set)

    def ingest(self, folder: Path, *, kill: bool) -> bool:
        """Give the command once; True where it said that it was done."""
        command = "from pursuit import main; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", command, "ingest", str(folder), *AS_JSON],
            env={**os.environ, **self.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        at_line = self.chance.randrange(self.lines) if kill else None
        heard: list[str] = []
        with process:
            assert process.stderr is not None and process.stdout is not None
            for line in process.stderr:
                if len(heard) == at_line:
                    time.sleep(self.chance.random() * 0.05)  # between two steps, not only at one
                    self._kill(process)
                heard.append(line)
            said = process.stdout.read()
        if process.returncode not in (0, -signal.SIGKILL):
            pytest.fail(f"the ingest ended with {process.returncode}: {''.join(heard)}")
        if process.returncode:
            return False
        self.lines = max(len(heard), 1)
        self.acknowledged.add(json.loads(said)["batch"])
        return True

    def _kill(self, process: "subprocess.Popen[str]") -> None:
        self.kills += 1
        if self.uri is None and self.kills % 3 == 0:
            self.server_kills += 1
            os.kill(embedded.ensure_running(self.home).pid, signal.SIGKILL)
        else:
            process.kill()

    def check(self) -> None:
        """Nothing acknowledged is lost, no batch is half there, a graph said to be whole is."""
        archive = Archive(self.home)
        held = archive.batches()
        assert self.acknowledged <= {batch.batch_id for batch in held}
        for batch in held:
            there = {
                path.stem: pq.read_metadata(path).num_rows
                for path in batch.folder.glob("*.parquet")
            }
            told = {table: n["accepted"] for table, n in batch.tables.items() if n["accepted"]}
            assert there == told
        with self.store() as store:
            state = graph_state.read(store)
            assert set(state.batches) | set(state.loading) <= {one.batch_id for one in held}
            if state.is_whole:
                assert digest.of_graph(store) == health.archive_digest(archive, state)

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            with connect(self.home, self.uri) as store:
                yield store


def extracts(folder: Path) -> Iterator[Path]:
    """A force as known at a day, then week by week what became known since."""
    day = LAST_DAY - timedelta(weeks=200)
    generate(folder / "first", persons=PERSONS, seed=SEED, until=day)
    yield folder / "first"
    while day < LAST_DAY:
        until = day + timedelta(weeks=1)
        place = folder / until.isoformat()
        generate(place, persons=PERSONS, seed=SEED, since=day, until=until)
        yield place
        day = until


def undisturbed(home: Path, sent: list[Path]) -> str:
    """The digest of what the graph must hold once these extracts are in."""
    archive = Archive(home)
    for folder in sent:
        pipeline.take_in(archive, folder, profile=PROFILE, source="synthetic", say=lambda _: None)
        # Each time, since the parameters of one time are those of the next.
        held = archive.batches()
        links = pipeline.derive_links(archive, held, lambda _: None)
    return health.archive_digest(
        archive, GraphState(tuple(batch.batch_id for batch in held), links)
    )


@pytest.fixture
def attacked(
    store_kind: str, store_server: StoreServer, request: pytest.FixtureRequest, home: Path
) -> Killed:
    """A home with an empty store: the embedded one of its own, or the server of the session."""
    chance = random.Random(SEED)  # noqa: S311 - it only chooses when to kill
    if store_kind == "embedded":
        return Killed(home, {"PURSUIT_HOME": str(home)}, None, chance)
    environment = request.getfixturevalue("store_environment")
    return Killed(home, environment, store_server.uri, chance)


def test_kills_at_any_moment_lose_nothing_double_nothing_and_leave_nothing_half(
    attacked: Killed, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    wanted = pytestconfig.getoption("kills")
    sent: list[Path] = []
    for folder in extracts(tmp_path / "sent"):
        sent.append(folder)
        while not attacked.ingest(folder, kill=attacked.kills < wanted):
            attacked.check()
        attacked.check()
        if attacked.kills >= wanted:
            break
    assert attacked.kills == wanted
    assert len(Archive(attacked.home).batches()) == len(sent)
    assert list((attacked.home / "archive" / "incoming").iterdir()) == []
    with attacked.store() as store:
        assert graph_state.read(store).is_whole
        assert digest.of_graph(store) == undisturbed(tmp_path / "undisturbed", sent)
