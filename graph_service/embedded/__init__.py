"""The embedded store: an ArcadeDB server in a process of its own, one for each home.

The only package that knows `arcadedb-embedded`. Callers never hold a Java machine: they find the
running server through `HOME/store/endpoint.json`, or start it as a detached child
(`python -m graph_service.embedded HOME`) and wait until it answers over Bolt.

Files in `HOME/store` (folder 0700, files 0600):

- `endpoint.json`: port, user, password (new at each start) and pid of the server that answers
- `server.lock`: held by the server while it lives, so a dead one is known whatever it left
- `start.lock`: held by the command that starts or stops the server
- `last_used`: touched by clients; the server ends after some idle minutes without a touch
- `databases/`, `config/`, `log/`, `backups/`, `tmp/`: the server's own

Settings: `PURSUIT_STORE_HEAP` (default 2g), `PURSUIT_STORE_QUERY_SECONDS` (120, longest time that
one statement may run), `PURSUIT_STORE_IDLE_MINUTES` (15). They count when the server starts.
"""

import contextlib
import importlib.util
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.embedded.locks import POLL_SECONDS, held, take
from graph_service.embedded.settings import Settings, query_seconds
from graph_service.errors import StoreUnavailable

__all__ = ["Endpoint", "ensure_running", "is_running", "query_seconds", "stop", "touch"]

_ANOTHER_WAY = "or name a Neo4j server in PURSUIT_STORE (neo4j+s://HOST)"
_START_SECONDS = 90.0
_STOP_SECONDS = 30.0
# Java reads these from the environment, before any setting of ours.
_JAVA_VARIABLES = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")


@dataclass(frozen=True)
class Endpoint:
    """Where the embedded server of one home answers: Bolt on loopback."""

    port: int
    user: str
    password: str = field(repr=False)
    database: str
    pid: int


def ensure_running(home: Path) -> Endpoint:
    """Find the server of this home, or start it and wait until it answers.

    Raises `StoreUnavailable` when the wheel is missing, the folder cannot be written or the
    server does not start; `WrongCall` for a setting that makes no sense.
    """
    folder = _folder(home)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        touch(home)  # before the endpoint is read: see server._withdraw
        endpoint = _running_endpoint(folder)
        if endpoint is None:
            with _start_lock(folder):
                endpoint = _find_or_start(folder)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder of the embedded store, {folder}, cannot be used "
            f"({error.strerror or type(error).__name__}). Give a writable folder with --home, "
            f"{_ANOTHER_WAY}."
        ) from error
    return endpoint


def is_running(home: Path) -> bool:
    """Whether a server of this home answers."""
    return _running_endpoint(_folder(home)) is not None


def stop(home: Path) -> None:
    """Stop the server of this home and wait until it is gone; fine if none runs.

    Close the stores that are connected to it first. One that does not end in time is killed, which
    loses nothing that was committed.
    """
    folder = _folder(home)
    if not folder.is_dir():
        return
    pid = None
    signals = [(_STOP_SECONDS, signal.SIGKILL), (0.0, signal.SIGTERM)]
    began = time.monotonic()
    with _start_lock(folder):
        while held(folder / "server.lock"):
            waited = time.monotonic() - began
            if pid is None:  # without an endpoint it is coming or going
                endpoint = _running_endpoint(folder)
                pid = endpoint.pid if endpoint else None
            if pid is not None and signals and waited >= signals[-1][0]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signals.pop()[1])
            if waited > 2 * _STOP_SECONDS:
                raise StoreUnavailable(
                    f"The embedded store in {folder} does not end. Its pid is in server.lock."
                )
            time.sleep(POLL_SECONDS)


def touch(home: Path) -> None:
    """Tell the server of this home that it is being used."""
    path = _folder(home) / "last_used"
    try:
        os.utime(path)
    except FileNotFoundError:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _folder(home: Path) -> Path:
    return home.resolve() / "store"


def _running_endpoint(folder: Path) -> Endpoint | None:
    """The endpoint that a living server wrote; what a dead one left is not believed."""
    try:
        written = json.loads((folder / "endpoint.json").read_text())
    except FileNotFoundError:
        return None
    return Endpoint(**written) if held(folder / "server.lock") else None


def _find_or_start(folder: Path) -> Endpoint:
    """Under the start lock: wait for a server that is coming or going, else start one."""
    deadline = time.monotonic() + _STOP_SECONDS
    while held(folder / "server.lock"):
        endpoint = _running_endpoint(folder)
        if endpoint is not None:
            return endpoint
        if time.monotonic() > deadline:
            raise StoreUnavailable(
                f"A server holds {folder} but does not answer. End it (its pid is in server.lock), "
                f"{_ANOTHER_WAY}."
            )
        time.sleep(POLL_SECONDS)
    (folder / "endpoint.json").unlink(missing_ok=True)
    _start(folder)
    endpoint = _running_endpoint(folder)
    if endpoint is None:
        raise StoreUnavailable(f"The embedded store in {folder} ended as soon as it had started.")
    return endpoint


def _start(folder: Path) -> None:
    """Start the server as a detached child and wait until it says that it answers."""
    Settings.from_environment()
    if importlib.util.find_spec("arcadedb_embedded") is None:
        raise StoreUnavailable(
            "The embedded store is not installed (there is no wheel for Linux on Arm). Install it "
            f"with the extra `pursuit[embedded]`, {_ANOTHER_WAY}."
        )
    root = str(Path(__file__).resolve().parents[2])
    environment = {k: v for k, v in os.environ.items() if k not in _JAVA_VARIABLES}
    environment["PYTHONPATH"] = os.pathsep.join(
        [root, *filter(None, [environment.get("PYTHONPATH")])]
    )
    process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
        [sys.executable, "-P", "-m", "graph_service.embedded", str(folder.parent)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:  # it ends at once: the server is its detached child
        said = _first_line(process)
    if said != "ready":
        raise StoreUnavailable(
            f"The embedded store in {folder} did not start: {said or 'it said nothing'}. "
            f"See {folder / 'log'}, {_ANOTHER_WAY}."
        )


def _first_line(process: "subprocess.Popen[bytes]") -> str:
    """What the child says on its pipe: `ready`, or what went wrong."""
    if process.stdout is None:
        return ""
    deadline = time.monotonic() + _START_SECONDS
    said = b""
    while b"\n" not in said:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
            return f"it did not answer within {_START_SECONDS:.0f} s"
        some = os.read(process.stdout.fileno(), 4096)
        if not some:
            break
        said += some
    return said.decode(errors="replace").strip()


@contextlib.contextmanager
def _start_lock(folder: Path) -> Iterator[None]:
    descriptor = take(folder / "start.lock", _START_SECONDS + _STOP_SECONDS)
    if descriptor is None:
        raise StoreUnavailable(
            f"Another command is starting or stopping the embedded store in {folder} and does not "
            "end. Try again when it has ended."
        )
    try:
        yield
    finally:
        os.close(descriptor)
