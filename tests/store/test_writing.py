"""Writing: many at once, in batches, through lost answers, and what a store refuses."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import neo4j
import pytest

from graph_service.store import QueryRefused, Store, connect
from tests.store.cutting_proxy import CuttingProxy
from tests.store.servers import StoreServer

SCHEMA = [
    "CREATE CONSTRAINT counted_key IF NOT EXISTS FOR (c:Counted) REQUIRE c.key IS UNIQUE",
    "CREATE CONSTRAINT mark_key IF NOT EXISTS FOR (m:Mark) REQUIRE m.key IS UNIQUE",
]


def test_eight_threads_that_merge_the_same_keys_double_none_and_lose_none(store: Store) -> None:
    store.schema(SCHEMA)
    threads, transactions, rows = 8, 20, 15

    def write(thread: int) -> None:
        for transaction in range(transactions):
            store.write(
                "UNWIND $rows AS row MERGE (c:Counted {key: row.key}) "
                "MERGE (m:Mark {key: row.mark}) MERGE (m)-[:OF]->(c)",
                rows=[
                    {
                        "key": (thread * 7 + transaction * rows + row) % 100,
                        "mark": f"{thread}/{transaction}/{row}",
                    }
                    for row in range(rows)
                ],
            )

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, range(threads)))
    counted = store.read(
        "MATCH (c:Counted) RETURN count(c) AS nodes, count(DISTINCT c.key) AS keys"
    )
    marks = store.read("MATCH (m:Mark) RETURN count(m) AS nodes, count(DISTINCT m.key) AS keys")
    edges = store.read("MATCH (m:Mark)-[o:OF]->(:Counted) RETURN count(o) AS edges")
    written = threads * transactions * rows
    assert counted == [{"nodes": 100, "keys": 100}]
    assert marks == [{"nodes": written, "keys": written}]
    assert edges == [{"edges": written}]


def test_a_commit_whose_answer_was_lost_is_done_again(
    store: Store, store_server: StoreServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.schema(SCHEMA)
    for name, value in store_server.environment.items():
        monkeypatch.setenv(name, value)
    with CuttingProxy(store_server.environment["PURSUIT_STORE"]) as proxy:
        with connect(store_server.home, proxy.uri) as through:
            proxy.cut_next_commit()
            through.write("MERGE (c:Counted {key: $key}) SET c.seen = true", key=1)
        assert proxy.cuts == 1
    assert store.read("MATCH (c:Counted) RETURN c") == [{"c": {"key": 1, "seen": True}}]


def test_the_driver_alone_would_give_up_when_the_answer_to_a_commit_is_lost(
    store: Store, store_server: StoreServer
) -> None:
    given = store_server.environment
    with CuttingProxy(given["PURSUIT_STORE"]) as proxy:
        auth = None
        if "PURSUIT_STORE_PASSWORD_FILE" in given:
            auth = (given["PURSUIT_STORE_USER"], (store_server.home / "password").read_text())
        with neo4j.GraphDatabase.driver(proxy.uri, auth=auth) as driver:
            driver.verify_connectivity()
            proxy.cut_next_commit()
            with (
                driver.session(database=given.get("PURSUIT_STORE_DATABASE")) as session,
                pytest.raises(neo4j.exceptions.IncompleteCommit),
            ):
                session.execute_write(lambda tx: tx.run("MERGE (c:Counted {key: 1})").consume())
    assert store.read("MATCH (c:Counted) RETURN c") == [{"c": {"key": 1}}]


def test_batches_are_committed_one_by_one_and_told(store: Store) -> None:
    store.schema(SCHEMA)
    told: list[int] = []
    seen: list[int] = []

    def progress(rows: int) -> None:
        told.append(rows)
        seen.append(store.read("MATCH (c:Counted) RETURN count(c) AS n")[0]["n"])

    rows = [{"key": key} for key in range(25)]
    query = "UNWIND $rows AS row MERGE (c:Counted {key: row.key})"
    assert store.write_batches(query, rows, size=10, progress=progress) == 25
    assert told == [10, 10, 5]
    assert seen == [10, 20, 25]
    assert store.write_batches(query, []) == 0


def test_edges_of_a_hub_are_written_from_the_end_with_few_and_only_once(store: Store) -> None:
    store.schema(SCHEMA)
    store.write("MERGE (:Counted {key: 'hub'})")
    rows = [{"mark": f"offence {number}"} for number in range(5000)]
    store.write_batches("UNWIND $rows AS row MERGE (:Mark {key: row.mark})", rows)
    edges = (
        "UNWIND $rows AS row MATCH (c:Counted {key: 'hub'}), (m:Mark {key: row.mark}) "
        "MERGE (m)<-[:SUSPECT_IN]-(c)"
    )
    store.write_batches(edges, rows)
    store.write_batches(edges, rows)
    found = store.read(
        "MATCH (c:Counted)-[s:SUSPECT_IN]->(m) RETURN count(s) AS edges, count(DISTINCT m) AS ends"
    )
    assert found == [{"edges": 5000, "ends": 5000}]


def test_a_key_that_is_taken_is_refused_without_naming_it(store: Store) -> None:
    store.schema(SCHEMA)
    store.write("MERGE (:Counted {key: 'Ada Lovelace'})")
    with pytest.raises(QueryRefused) as refused:
        store.write("CREATE (:Counted {key: $key})", key="Ada Lovelace")
    assert str(refused.value) == (
        "The store refused a statement (Neo.ClientError.Schema.ConstraintValidationFailed)"
    )
    assert refused.value.__suppress_context__


def test_a_fault_in_a_statement_is_refused(store: Store) -> None:
    with pytest.raises(
        QueryRefused,
        match=r"The store refused a statement \(Neo\.ClientError\.Statement\.SyntaxError\)",
    ):
        store.read("MATCH (n RETURN n")


def test_no_store_reads_a_file_for_a_query(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text("read\n")
    with pytest.raises(QueryRefused):
        store.read(f"LOAD CSV FROM '{file.as_uri()}' AS line RETURN line")


def test_a_schema_may_be_declared_again_and_at_the_same_time(store: Store) -> None:
    statements = [
        f"CREATE CONSTRAINT twice_{n} IF NOT EXISTS FOR (t:Twice) REQUIRE t.key{n} IS UNIQUE"
        for n in range(3)
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(store.schema, [statements] * 4))
    store.write("CREATE (:Twice {key2: 1})")
    with pytest.raises(QueryRefused):
        store.write("CREATE (:Twice {key2: 1})")
