"""The server's side of the embedded store: ArcadeDB in a process of its own."""

import contextlib
import json
import os
import re
import secrets
import select
import shutil
import signal
import socket
import time
from pathlib import Path
from typing import Any

from graph_service.embedded.locks import take
from graph_service.embedded.settings import Settings

_DATABASE = "pursuit"
_USER = "root"
# What the classpath leaves out: listeners and query languages that nobody asked for.
_UNUSED_JARS = re.compile(r"arcadedb-(mcp|postgresw|redisw|graphql|console)-")
# The engine quotes keys in its log, and a key may be personal: only what is severe is kept, and of
# what clients' statements cause nothing at all.
_LOGGING = """\
handlers = java.util.logging.FileHandler
.level = SEVERE
com.arcadedb.bolt.level = OFF
com.arcadedb.query.level = OFF
java.util.logging.FileHandler.pattern = log/server.%g.log
java.util.logging.FileHandler.limit = 1000000
java.util.logging.FileHandler.count = 2
java.util.logging.FileHandler.append = true
java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
"""
# The options that ArcadeDB's own start script gives, and ours.
_JAVA_OPTIONS = (
    "-Xrs",  # signals are ours
    "-XX:-UsePerfData",  # no file about this process where others can read it
    "-XX:+DisableAttachMechanism",
    "-XX:+ExitOnOutOfMemoryError",  # the next command starts it again, from its log
    "-XX:ErrorFile=log/java_%p.log",
    "-XX:+UseCompactObjectHeaders",
    "-Djava.io.tmpdir=tmp",
    "-Djava.util.logging.config.file=config/logging.properties",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
)


def main(home: Path) -> None:
    """Detach, start the server, say `ready` on standard output, serve until idle or stopped."""
    if os.fork():
        os._exit(0)  # the caller waits for this process; the server itself is nobody's child
    os.umask(0o077)
    folder = home.resolve() / "store"
    os.chdir(folder)
    pipe = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    try:
        lock = take(folder / "server.lock", 10)
        if lock is None:
            _say(pipe, "another server holds the folder")
        else:
            os.ftruncate(lock, 0)
            os.write(lock, str(os.getpid()).encode())
            _serve(folder, pipe)
    except Exception as error:  # noqa: BLE001 - whatever it was, the waiting caller hears of it
        _say(pipe, f"{type(error).__name__}: {error}")
    # Java may leave threads that keep the interpreter from ending; all that matters is closed.
    os._exit(0)


def _say(pipe: int, sentence: str) -> None:
    with contextlib.suppress(OSError):  # the caller may be gone
        os.write(pipe, (" ".join(sentence.split()) + "\n").encode())
        os.close(pipe)


def _serve(folder: Path, pipe: int) -> None:
    settings = Settings.from_environment()
    password = secrets.token_urlsafe(32)
    server, port = _start_server(folder, settings, password)
    told = _told_to_end()  # after Java has started, which brings signal handlers of its own
    _wait_for_bolt(port)
    endpoint = json.dumps(
        {
            "port": port,
            "user": _USER,
            "password": password,
            "database": _DATABASE,
            "pid": os.getpid(),
        }
    )
    _write(folder / "endpoint.json", endpoint)
    (folder / "last_used").touch()
    _say(pipe, "ready")
    while not select.select([told], [], [], min(1.0, settings.idle_seconds / 4))[0]:
        if _idle(folder, settings) and _withdraw(folder, settings, endpoint):
            break
    (folder / "endpoint.json").unlink(missing_ok=True)
    server.stop()


def _told_to_end() -> int:
    """A descriptor that can be read as soon as a signal tells this process to end.

    Whichever thread gets the signal, Java's too. A handler that sets an event can block for ever:
    it may run inside the event's own wait.
    """
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return told


def _idle(folder: Path, settings: Settings) -> bool:
    try:
        return time.time() - (folder / "last_used").stat().st_mtime > settings.idle_seconds
    except FileNotFoundError:
        return True  # the home is gone


def _withdraw(folder: Path, settings: Settings, endpoint: str) -> bool:
    """Take the endpoint away, unless somebody came for it just now.

    A client touches `last_used` before it reads the endpoint, so whoever could still read it is
    seen here.
    """
    (folder / "endpoint.json").unlink(missing_ok=True)
    if _idle(folder, settings):
        return True
    _write(folder / "endpoint.json", endpoint)
    return False


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)


def _start_server(folder: Path, settings: Settings, password: str) -> tuple[Any, int]:
    """Start Java and the server in it; the server and its Bolt port."""
    import jpype  # noqa: PLC0415 - only the server's own process may load Java
    from arcadedb_embedded import jvm  # noqa: PLC0415

    # A password is only taken at a server's first start: the users file goes, the data stays.
    shutil.rmtree(folder / "config", ignore_errors=True)
    for name in ("config", "log", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    _write(folder / "config" / "logging.properties", _LOGGING)
    jars = sorted(Path(jvm.get_jar_path()).glob("*.jar"))
    jpype.startJVM(
        jvm.get_bundled_jre_lib_path(),
        f"-Xmx{settings.heap}",
        *_JAVA_OPTIONS,
        classpath=[str(jar) for jar in jars if not _UNUSED_JARS.match(jar.name)],
        interrupt=False,
    )
    bolt, http = _free_ports()
    configuration = jpype.JClass("com.arcadedb.ContextConfiguration")()
    for key, value in {
        "server.rootPath": str(folder),
        "server.rootPassword": password,
        "server.mode": "production",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": str(http),
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.security.importAllowedLocalPaths": str(folder / "nowhere"),
        "bolt.host": "127.0.0.1",
        "bolt.port": bolt,
        "bolt.defaultDatabase": _DATABASE,
        "bolt.maxMessageSize": 64 << 20,
    }.items():
        configuration.setValue(f"arcadedb.{key}", value)
    every_database = jpype.JClass("com.arcadedb.GlobalConfiguration")
    every_database.TX_WAL_FLUSH.setValue(2)  # fsync at commit
    every_database.COMMAND_TIMEOUT.setValue(settings.query_ms)
    every_database.OPENCYPHER_LOAD_CSV_ALLOW_FILE_URLS.setValue(False)
    every_database.OPENCYPHER_LOAD_CSV_ALLOW_REMOTE_URLS.setValue(False)
    server = jpype.JClass("com.arcadedb.server.ArcadeDBServer")(configuration)
    server.start()
    server.getDatabase(_DATABASE, True, True)  # noqa: FBT003 - Java: create it, load it
    return server, bolt


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def _wait_for_bolt(port: int) -> None:
    """Until the server answers the handshake of Bolt 5 with the version that it takes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(bytes.fromhex("6060b017 00000405 00000000 00000000 00000000"))
        if len(connection.recv(4)) != 4:  # noqa: PLR2004 - four bytes of version
            raise ConnectionError("no answer to the handshake")
