"""What tests of ingest stand on: a home with a graph, and the command line on a home of its own."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click.testing
import pytest

from graph_service.archive import Archive
from graph_service.store import Store
from pursuit import main
from tests.ingest.force import Force

Run = Callable[..., click.testing.Result]
Refused = Callable[..., str]
PROGRESS = ("Reading", "Validating", "Archiving", "Deriving", "Loading", "  ")


@pytest.fixture
def force(store: Store, home: Path, tmp_path: Path) -> Iterator[Force]:
    """A home and an empty graph; after the test the graph is what the archive says."""
    made = Force(Archive(home), store, tmp_path)
    yield made
    assert made.holds_the_archive()


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``pursuit`` in an empty home; the embedded store starts only if it is asked for."""
    for name in [name for name in os.environ if name.startswith("PURSUIT_")]:
        monkeypatch.delenv(name)

    def called(*words: str | Path, **environment: str) -> click.testing.Result:
        runner = click.testing.CliRunner(env={"PURSUIT_HOME": str(home), **environment})
        return runner.invoke(main, [str(word) for word in words])

    return called


def archived(home: Path) -> list[str]:
    """Everything that the home keeps of extracts."""
    return sorted(
        str(path.relative_to(home))
        for folder in ("archive", "quarantine")
        for path in (home / folder).rglob("*")
        if path.is_file() and path.name != "writer.lock"
    )


@pytest.fixture
def refused(run: Run, home: Path, tmp_path: Path) -> Refused:
    """Ingests a folder, sees it refused with nothing changed, and gives the sentence."""

    def said(folder: Path, *words: str | Path) -> str:
        answer = run("ingest", folder, *words)
        assert (answer.exit_code, answer.stdout) == (3, "")
        assert archived(home) == []
        progress = ("Reading ", "Validating ", "The manifest names another source")
        sentences = [
            line.replace(f"{tmp_path}/", "")
            for line in answer.stderr.splitlines()
            if not line.startswith(progress)
        ]
        assert len(sentences) == 1
        return sentences[0]

    return said


def advice(stderr: str) -> list[str]:
    """What is said beside the progress."""
    return [line for line in stderr.splitlines() if not line.startswith(PROGRESS)]
