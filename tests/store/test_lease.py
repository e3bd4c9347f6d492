"""One writer for each store: the lease is exclusive, ends with its holder, and is looked at."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from graph_service import graph_state
from graph_service.archive import holder
from graph_service.errors import StoreUnavailable
from graph_service.store import Store, connect
from tests.store.servers import StoreServer

LEASE = "MATCH (l:Lease) RETURN l.holder AS holder"

# Holds a lease of one second, tells so, and writes when it is told to.
HOLDER = """
import os, sys
from pathlib import Path
from graph_service import graph_state
from graph_service.archive import holder
from graph_service.errors import StoreUnavailable
from graph_service.store import connect
with connect(Path(os.environ["PURSUIT_HOME"]), os.environ["PURSUIT_STORE"]) as store:
    with store.lease("ingest that is suspended", seconds=1):
        store.write("MERGE (:Written {key: 1})")
        print("held", flush=True)
        sys.stdin.readline()
        try:
            store.write("MERGE (:Written {key: 2})")
        except StoreUnavailable as error:
            print(error, flush=True)
"""


@pytest.fixture
def another(store: Store, store_server: StoreServer) -> Iterator[Store]:
    """A second store on the same server, as a second command would have."""
    del store
    with connect(store_server.home, store_server.uri) as opened:
        yield opened


def test_a_second_writer_is_told_who_writes_and_may_write_afterwards(
    store: Store, another: Store
) -> None:
    with store.lease("ingest of batch 7"):
        with (
            pytest.raises(
                StoreUnavailable,
                match=r"^Another command is writing \(ingest of batch 7, until \d\d:\d\d:\d\d UTC "
                r"unless it goes on\)\. Try again when it has ended\.$",
            ),
            another.lease("ingest of batch 8", wait=0.3),
        ):
            pass
        assert store.read(LEASE) == [{"holder": "ingest of batch 7"}]
    with another.lease("ingest of batch 8", wait=0):
        assert store.read(LEASE) == [{"holder": "ingest of batch 8"}]
    assert store.read(LEASE) == [{"holder": None}]


def test_the_lease_is_given_back_when_its_block_fails(store: Store, another: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.lease("first"):
        raise ZeroDivisionError
    with another.lease("second", wait=0):
        assert store.read(LEASE) == [{"holder": "second"}]


def test_of_many_that_ask_at_once_one_holds_the_lease_at_a_time(
    store: Store, store_server: StoreServer
) -> None:
    inside: list[str] = []
    most = [0]
    turns: list[str] = []

    def take(name: str) -> None:
        with connect(store_server.home, store_server.uri) as own:
            for _ in range(3):
                with own.lease(name, wait=60):
                    inside.append(name)
                    most[0] = max(most[0], len(inside))
                    own.write("MERGE (:Written {key: $name})", name=name)
                    turns.append(name)
                    inside.remove(name)

    names = [f"ingest {number}" for number in range(6)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(take, names))
    assert most == [1]
    assert sorted(turns) == sorted(names * 3)
    assert store.read("MATCH (l:Lease) RETURN count(l) AS leases") == [{"leases": 1}]


def test_of_many_that_do_not_wait_exactly_one_gets_the_lease(
    store: Store, store_server: StoreServer
) -> None:
    del store
    many = 6
    together = threading.Barrier(many)

    def take(number: int) -> bool:
        with connect(store_server.home, store_server.uri) as own, ExitStack() as held:
            together.wait()
            try:
                held.enter_context(own.lease(f"ingest {number}", wait=0))
            except StoreUnavailable:
                got = False
            else:
                got = True
            together.wait()  # nobody gives it back before all have asked
            return got

    with ThreadPoolExecutor(many) as pool:
        assert sum(pool.map(take, range(many))) == 1


def test_a_lease_is_renewed_as_long_as_it_is_held(store: Store, another: Store) -> None:
    with store.lease("long work", seconds=1.5):
        with pytest.raises(StoreUnavailable), another.lease("impatient", wait=3):
            pass
        store.write("MERGE (:Written {key: 1})")


def test_a_holder_that_was_suspended_past_its_end_is_followed_and_then_stopped(
    store: Store, store_environment: dict[str, str]
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        env={**os.environ, **store_environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.send_signal(signal.SIGSTOP)
        with store.lease("the next", wait=30):
            process.send_signal(signal.SIGCONT)
            process.stdin.write("go on\n")
            process.stdin.flush()
            assert process.stdout.readline() == (
                "This ingest was away for so long that another may have taken its turn to write. "
                "Nothing was lost: run it again.\n"
            )
            assert process.wait() == 0
            assert store.read(LEASE) == [{"holder": "the next"}]
    assert store.read("MATCH (w:Written) RETURN w.key AS key") == [{"key": 1}]


def test_a_holder_of_this_machine_whose_process_is_gone_is_followed_at_once(
    store: Store, another: Store
) -> None:
    said: list[str] = []
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    with store.lease(f"{socket.gethostname()}:{ended.pid}"):
        with graph_state.turn(another, said.append):
            assert another.read(LEASE) == [{"holder": holder()}]
        assert said == []


def test_a_holder_of_another_machine_is_waited_for(
    store: Store, another: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_state, "_WAIT", 0.3)
    said: list[str] = []
    with (
        store.lease("elsewhere:1"),
        pytest.raises(StoreUnavailable, match=r"^Another command is writing \(elsewhere:1, "),
        graph_state.turn(another, said.append),
    ):
        pass
    assert said == [
        "Waiting for the turn to write: elsewhere:1 has it, or ended without giving it back"
    ]


def test_a_lease_inside_a_lease_of_the_same_store_is_part_of_it(store: Store) -> None:
    with store.lease("rebuild"):
        with store.lease("load"):
            assert store.read(LEASE) == [{"holder": "rebuild"}]
        assert store.read(LEASE) == [{"holder": "rebuild"}]
    assert store.read(LEASE) == [{"holder": None}]


def test_a_turn_inside_a_turn_of_the_same_command_says_nothing(store: Store) -> None:
    said: list[str] = []
    with graph_state.turn(store, said.append), graph_state.turn(store, said.append):
        assert store.read(LEASE) == [{"holder": holder()}]
    assert said == []
