"""A real Neo4j community server for tests, in a process of its own.

`start(DIRECTORY)` runs this module under the Java runtime of the embedded store's wheel, through
JPype: Bolt on loopback and a free port, no authentication, a small heap. The process ends when its
standard input closes, so it never outlives the test session, however that ends.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.neo4j.fetch import fetch, jar_folder

ROOT = Path(__file__).resolve().parents[2]

_JAVA_OPTIONS = (
    "-Xmx1g",
    "-XX:-UsePerfData",
    "--add-modules=jdk.incubator.vector",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)
# What SECURITY.md asks of a server, and what makes one small enough for a test machine.
_SETTINGS = {
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "dbms.usage_report.enabled": "false",
    "db.tx_log.preallocate": "false",
    "server.memory.pagecache.size": "128m",
}


def start(directory: Path) -> tuple[str, "subprocess.Popen[str]"]:
    """Start a server with its data in `directory` and wait until it is ready.

    Returns its URI and its process. Fetches the jars first where they are missing.
    """
    fetch()
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.neo4j.server", str(directory)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    assert process.stdout is not None
    uri = process.stdout.readline().strip()
    if not uri:
        process.kill()
        process.communicate()
        raise RuntimeError(f"Neo4j did not start:\n{(directory / 'said.txt').read_text()[-2000:]}")
    return uri, process


def stop(process: "subprocess.Popen[str]") -> None:
    """End the server; its data is not kept."""
    process.communicate()  # closes its standard input


def _serve(directory: Path) -> None:
    import jpype  # noqa: PLC0415 - only the server's own process may load Java
    from arcadedb_embedded.jvm import get_bundled_jre_lib_path  # noqa: PLC0415

    jars = [str(jar) for jar in sorted(jar_folder().resolve().glob("*.jar"))]
    os.chdir(directory)
    jpype.startJVM(get_bundled_jre_lib_path(), *_JAVA_OPTIONS, classpath=jars)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = _SETTINGS | {
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
    }
    Path("neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
    path = jpype.JClass("java.nio.file.Path").of
    builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(
        path(str(Path.cwd()))
    )
    builder.loadPropertiesFromFile(path("neo4j.conf")).build()
    sys.stdout.write(f"bolt://127.0.0.1:{port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # an orderly shutdown waits some ten seconds, for data that nobody keeps


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
