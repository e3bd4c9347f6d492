"""`make help` lists every target, and no target is hollow."""

import re
import subprocess
from pathlib import Path

# The targets that scripts and people outside the repository rely on.
RELIED_ON = {
    "install",
    "demo",
    "test",
    "check",
    "test-neo4j",
    "docs",
    "bench",
    "screenshots",
    "torture",
}


def targets(makefile: str) -> set[str]:
    """The targets that a person may call."""
    return set(re.findall(r"^([a-z][a-z0-9-]*):(?!=)", makefile, re.MULTILINE))


def listed(answer: str) -> set[str]:
    """The targets in the answer of `make help`: `make NAME  what it does`."""
    return {
        line.split()[1] for line in answer.splitlines() if re.match(r"make [a-z0-9-]+ +\w", line)
    }


def scripts(makefile: str) -> set[str]:
    """The project's own Python files that the recipes run, as paths."""
    files = set(re.findall(r"[a-z0-9_/]+/[a-z0-9_]+\.py\b", makefile))
    modules = re.findall(r"python -m ([a-z_]+\.[a-z_.]+)", makefile)
    return files | {name.replace(".", "/") + ".py" for name in modules}


def is_there(root: Path, path: str) -> bool:
    """A file, or a package that can be run by its name."""
    return (root / path).is_file() or (root / path.removesuffix(".py") / "__main__.py").is_file()


def test_make_help_lists_every_target(root: Path) -> None:
    answer = subprocess.run(
        ["make", "help"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    assert listed(answer) == targets((root / "Makefile").read_text())


def test_the_targets_that_others_rely_on_are_there(root: Path) -> None:
    assert targets((root / "Makefile").read_text()) >= RELIED_ON


def test_every_script_that_a_target_runs_is_there(root: Path) -> None:
    named = scripts((root / "Makefile").read_text())
    assert sorted(path for path in named if not is_there(root, path)) == []


def test_a_target_without_help_and_a_script_are_found() -> None:
    makefile = (
        "NAME := x\nbuild: ## builds\n\t$(RUN)/python docs/build.py\n"
        "hidden:\n\tpython -m ingest.cli\n"
    )
    assert targets(makefile) == {"build", "hidden"}
    assert listed("make build  builds\n") == {"build"}
    assert scripts(makefile) == {"docs/build.py", "ingest/cli.py"}
