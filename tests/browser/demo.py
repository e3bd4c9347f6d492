"""The demo as a user starts it: a process of its own, with a home of its own."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_service import embedded

PERSONS = "300"
_PURSUIT = [sys.executable, "-m", "pursuit"]


def environment() -> dict[str, str]:
    """The environment of the tests without what would lead a command elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PURSUIT_")}


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[str]:
    """`pursuit demo` in this home, until the block ends; the address of its pages."""
    process = subprocess.Popen(
        [*_PURSUIT, "demo", "--home", str(home), "--persons", PERSONS, *arguments],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield _address(process)
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    said = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        found = re.match(r"Open (http://\S+)/ in a browser", line)
        if found:
            return found[1]
    raise AssertionError("the demo did not open: " + "".join(said))


@contextmanager
def home() -> Iterator[Path]:
    """A folder for a demo; its embedded store ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo"
        try:
            yield path
        finally:
            embedded.stop(path)
