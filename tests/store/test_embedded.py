"""The embedded store's server: private, alone, found by others, ended when nobody uses it."""

import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_service import embedded
from graph_service.errors import StoreUnavailable, WrongCall
from graph_service.store import QueryRefused, connect
from tests.store.servers import until

CALLER = """
import sys
from pathlib import Path
from graph_service import embedded
print(embedded.ensure_running(Path(sys.argv[1])).pid)
"""


def call(home: Path) -> "subprocess.Popen[str]":
    """A command that needs the store, with pipes for all it says."""
    return subprocess.Popen(
        [sys.executable, "-c", CALLER, str(home)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_commands_that_start_together_share_one_server_and_leave_it_running(home: Path) -> None:
    callers = [call(home) for _ in range(3)]
    # communicate() returns at the end of both pipes: the server does not hold them open.
    said = [caller.communicate(timeout=90) for caller in callers]
    endpoint = embedded.ensure_running(home)
    assert said == [(f"{endpoint.pid}\n", "")] * 3
    assert embedded.is_running(home)
    # A session of its own: Ctrl-C in the terminal of a caller does not reach it.
    assert os.getsid(endpoint.pid) != os.getsid(0)


def test_threads_that_start_together_share_one_server(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        endpoints = list(pool.map(embedded.ensure_running, [home] * 4))
    assert endpoints == [endpoints[0]] * 4


def test_what_the_server_writes_is_for_its_owner_alone_and_holds_the_password_once(
    home: Path,
) -> None:
    with connect(home) as store:
        store.schema(["CREATE CONSTRAINT k IF NOT EXISTS FOR (k:K) REQUIRE k.key IS UNIQUE"])
        store.write("MERGE (:K {key: 'Ada Lovelace'})")
        with pytest.raises(QueryRefused):
            store.write("CREATE (:K {key: 'Ada Lovelace'})")
    endpoint = embedded.ensure_running(home)
    files = [path for path in home.rglob("*") if path.is_file()]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in [home, *home.rglob("*")] if p.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})
    password = endpoint.password.encode()
    assert [p.name for p in files if password in p.read_bytes()] == ["endpoint.json"]
    assert password not in Path(f"/proc/{endpoint.pid}/cmdline").read_bytes()
    assert password not in Path(f"/proc/{endpoint.pid}/environ").read_bytes()
    assert endpoint.password not in repr(endpoint)
    logs = b"".join(path.read_bytes() for path in (home / "store" / "log").iterdir())
    assert b"Lovelace" not in logs


def test_a_home_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    embedded.ensure_running(home)
    embedded.stop(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def listening(pid: int) -> set[str]:
    """Addresses on which a process listens, as the kernel writes them (IPv4 or mapped, hex)."""
    sockets = {
        str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()
    }
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.add(fields[1])
    return found


def test_the_server_listens_on_loopback_alone_and_only_for_bolt_and_its_own_http(
    home: Path,
) -> None:
    endpoint = embedded.ensure_running(home)
    addresses = listening(endpoint.pid)
    assert {address.rpartition(":")[0] for address in addresses} <= {
        "0100007F",  # 127.0.0.1
        "0000000000000000FFFF00000100007F",  # ::ffff:127.0.0.1
    }
    ports = {int(address.rpartition(":")[2], 16) for address in addresses}
    assert len(ports) == 2
    assert endpoint.port in ports


def test_without_the_password_nothing_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = embedded.ensure_running(home)
    monkeypatch.delenv("PURSUIT_STORE_PASSWORD_FILE", raising=False)
    for uri in (f"bolt://127.0.0.1:{endpoint.port}", f"bolt://root:x@127.0.0.1:{endpoint.port}"):
        with pytest.raises(StoreUnavailable) as refused:
            connect(home, uri)
        assert refused.value.message == (
            f"The store bolt://127.0.0.1:{endpoint.port} refused the name or password. "
            "Set PURSUIT_STORE_USER and PURSUIT_STORE_PASSWORD_FILE."
        )


def test_a_statement_that_runs_too_long_is_ended_by_the_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PURSUIT_STORE_QUERY_SECONDS", "0.5")
    with connect(home) as store:
        with pytest.raises(StoreUnavailable) as ended:
            store.read(
                "UNWIND range(1, 10000) AS a UNWIND range(1, 3000) AS b WITH a * b AS c "
                "WHERE c % 7 = 3 RETURN count(c) AS n"
            )
        assert ended.value.message == (
            f"A question to the store in {home} ran for more than 0.5 s and was ended. Ask for "
            "less, or allow more with PURSUIT_STORE_QUERY_SECONDS."
        )
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_what_a_killed_server_left_is_not_believed_and_its_data_is_there(home: Path) -> None:
    with connect(home) as store:
        store.write("MERGE (:K {key: 1})")
    first = embedded.ensure_running(home)
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: not embedded.is_running(home))
    assert (home / "store" / "endpoint.json").exists()
    with connect(home) as store:
        second = embedded.ensure_running(home)
        assert store.read("MATCH (k:K) RETURN k.key AS key") == [{"key": 1}]
    assert first.pid != second.pid
    assert first.password != second.password


def test_a_stopped_server_leaves_no_endpoint_and_keeps_the_data(home: Path) -> None:
    embedded.stop(home)
    with connect(home) as store:
        store.write("MERGE (:K {key: 1})")
    embedded.stop(home)
    assert not embedded.is_running(home)
    assert not (home / "store" / "endpoint.json").exists()
    with connect(home) as store:
        assert store.read("MATCH (k:K) RETURN k.key AS key") == [{"key": 1}]


def test_a_server_that_hangs_is_killed_when_it_is_stopped(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(home) as store:
        store.write("MERGE (:K {key: 1})")
    monkeypatch.setattr(embedded, "_STOP_SECONDS", 1.0)
    os.kill(embedded.ensure_running(home).pid, signal.SIGSTOP)
    embedded.stop(home)
    assert not embedded.is_running(home)
    with connect(home) as store:
        assert store.read("MATCH (k:K) RETURN k.key AS key") == [{"key": 1}]


def test_an_idle_server_ends_and_an_open_store_starts_it_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PURSUIT_STORE_IDLE_MINUTES", "0.02")
    with connect(home) as store:
        store.write("MERGE (:K {key: 1})")
        until(lambda: not embedded.is_running(home))
        assert store.read("MATCH (k:K) RETURN k.key AS key") == [{"key": 1}]
        until(lambda: not embedded.is_running(home))
        store.write("MERGE (k:K {key: 1}) SET k.again = true")
        assert store.read("MATCH (k:K) RETURN k") == [{"k": {"key": 1, "again": True}}]


def test_a_server_in_use_does_not_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSUIT_STORE_IDLE_MINUTES", "0.04")
    with connect(home) as store:
        first = embedded.ensure_running(home)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            store.read("RETURN 1 AS one")
            time.sleep(0.3)
        assert embedded.ensure_running(home) == first


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("PURSUIT_STORE_HEAP", "lots", "PURSUIT_STORE_HEAP is not a size such as 2g or 512m."),
        (
            "PURSUIT_STORE_QUERY_SECONDS",
            "0",
            "PURSUIT_STORE_QUERY_SECONDS is not a number above 0.",
        ),
        ("PURSUIT_STORE_IDLE_MINUTES", "x", "PURSUIT_STORE_IDLE_MINUTES is not a number above 0."),
        (
            "PURSUIT_STORE_IDLE_MINUTES",
            "inf",
            "PURSUIT_STORE_IDLE_MINUTES is not a number above 0.",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongCall) as refused:
        embedded.ensure_running(home)
    assert refused.value.message == why


def test_where_the_wheel_is_missing_neo4j_is_named_as_the_way(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(StoreUnavailable) as missing:
        connect(home)
    assert missing.value.message == (
        "The embedded store is not installed (there is no wheel for Linux on Arm). Install it with "
        "the extra `pursuit[embedded]`, or name a Neo4j server in PURSUIT_STORE (neo4j+s://HOST)."
    )


def test_a_server_that_cannot_start_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSUIT_STORE_HEAP", "900000g")
    with pytest.raises(StoreUnavailable, match=r"^The embedded store in .* did not start: .*log"):
        connect(home)
    assert not embedded.is_running(home)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(StoreUnavailable) as unusable:
        connect(file / "home")
    assert unusable.value.message == (
        f"The folder of the embedded store, {file / 'home' / 'store'}, cannot be used (Not a "
        "directory). Give a writable folder with --home, or name a Neo4j server in PURSUIT_STORE "
        "(neo4j+s://HOST)."
    )
