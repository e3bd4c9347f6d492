"""What the tests of the house look at: the files that git keeps or would keep."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Work of others that is kept as it came, with its licence beside it.
OTHERS_WORK = ("benchmarks/linkage/data/", "LICENSE", "tests/data/", "graph_service/web/static/")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def kept() -> dict[str, bytes]:
    """Every file that git keeps or would keep, by its path from the root, with its content."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return {path: (ROOT / path).read_bytes() for path in sorted(listed) if (ROOT / path).is_file()}


@pytest.fixture(scope="session")
def own(kept: dict[str, bytes]) -> dict[str, str]:
    """The kept text files that are the project's own work, by path."""
    return {
        path: content.decode()
        for path, content in kept.items()
        if not path.startswith(OTHERS_WORK) and b"\0" not in content
    }
