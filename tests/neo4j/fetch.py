"""Fetch the jars of the Neo4j test server with Maven, once: `python tests/neo4j/fetch.py`.

They go to `.cache/neo4j-jars` in the checkout, or to the folder that PURSUIT_NEO4J_JARS names.
Quick when they are there already for this pom.xml.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def jar_folder() -> Path:
    """Where the jars are, or will be."""
    named = os.environ.get("PURSUIT_NEO4J_JARS")
    return Path(named) if named else HERE.parents[1] / ".cache" / "neo4j-jars"


def is_fetched() -> bool:
    """Whether the jars of this very pom.xml are there, all of them."""
    stamp = jar_folder() / "pom.xml"
    return stamp.is_file() and stamp.read_text() == (HERE / "pom.xml").read_text()


def fetch() -> None:
    """Bring the jars unless they are there. `SystemExit` with one sentence when that fails."""
    if is_fetched():
        return
    if shutil.which("mvn") is None:
        raise SystemExit("The Neo4j test server needs Maven (mvn), which is not installed.")
    folder = jar_folder()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copied = subprocess.run(
        [
            *("mvn", "--batch-mode", "--quiet", "--file", str(HERE / "pom.xml")),
            *("dependency:copy-dependencies", "-DincludeScope=runtime"),
            f"-DoutputDirectory={folder.resolve()}",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if copied.returncode:
        raise SystemExit(f"Maven could not fetch the Neo4j test server:\n{copied.stdout[-2000:]}")
    shutil.copyfile(HERE / "pom.xml", folder / "pom.xml")


if __name__ == "__main__":
    fetch()
    sys.stdout.write(f"Neo4j test server: {len(list(jar_folder().glob('*.jar')))} jars\n")
