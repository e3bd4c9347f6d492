"""The embedded server is killed in the middle of a load, and nothing is lost or doubled."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from graph_service import embedded
from graph_service.store import Store, connect
from tests.store.servers import until


def test_kills_in_the_middle_of_a_load_lose_nothing_and_double_nothing(home: Path) -> None:
    rows = [{"key": key} for key in range(12_000)]
    committed: list[int] = []
    kills = 0

    def load(store: Store) -> None:
        store.write_batches(
            "UNWIND $rows AS row MERGE (k:K {key: row.key}) MERGE (e:E {key: row.key}) "
            "MERGE (e)-[:OF]->(k)",
            rows,
            size=200,
            progress=committed.append,
        )

    def so_far(batches: int) -> bool:
        return len(committed) >= batches or loading.done()

    def another_runs(victim: int) -> bool:
        return embedded.ensure_running(home).pid != victim

    with connect(home) as store, ThreadPoolExecutor(1) as pool:
        store.schema(
            f"CREATE CONSTRAINT {label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE"
            for label in ("K", "E")
        )
        loading = pool.submit(load, store)
        for enough in (10, 35):
            until(partial(so_far, enough))
            victim = embedded.ensure_running(home).pid
            os.kill(victim, signal.SIGKILL)
            kills += 1
            until(partial(another_runs, victim))
            there = store.read("MATCH (k:K) RETURN count(k) AS n")[0]["n"]
            assert there >= sum(committed[:enough])
        loading.result()
        assert kills == 2
        assert committed == [200] * 60
        assert store.read(
            "MATCH (e:E)-[o:OF]->(k:K) RETURN count(o) AS edges, count(DISTINCT e.key) AS e, "
            "count(DISTINCT k.key) AS k"
        ) == [{"edges": 12_000, "e": 12_000, "k": 12_000}]
        for label in ("K", "E"):
            nodes = store.read(f"MATCH (n:{label}) RETURN count(n) AS nodes")
            assert nodes == [{"nodes": 12_000}]
