"""The packages import one another as the design says, and the contracts are seen to break."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

LINT = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("graph_service", "ingest", "scoring", "visualisation")


def broken(folder: Path) -> set[str]:
    """The names of the contracts that do not hold for the packages in a folder."""
    answer = subprocess.run(
        [LINT, "--no-cache"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder)},
    )
    assert "Contracts: " in answer.stdout, answer.stdout + answer.stderr
    return set(re.findall(r"^(.+) BROKEN", answer.stdout, re.MULTILINE))


def test_the_import_contracts_hold(root: Path) -> None:
    assert broken(root) == set()


def test_each_forbidden_import_breaks_its_contract(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(
            root / package,
            tmp_path / package,
            ignore=lambda folder, names: _not_code(Path(folder), names),
        )
    for path, line in {
        "visualisation/trial.py": "import graph_service",
        "scoring/trial.py": "import ingest, pursuit, neo4j, pyvis, ingest.synthetic",
        "graph_service/trial.py": "import sklearn, jpype",
        "graph_service/errors.py": "import graph_service.settings",
        "graph_service/trial_a.py": "import graph_service.trial_b",
        "graph_service/trial_b.py": "import graph_service.trial_a",
        "ingest/synthetic/trial.py": "import graph_service",
    }.items():
        with (tmp_path / path).open("a") as file:
            file.write(f"\n{line}\n")
    assert broken(tmp_path) == {
        "Batch jobs sit on the graph and never meet; the graph never calls back",
        "Inside graph_service",
        "The invented force knows nothing of Pursuit",
        "Pursuit reads the invented force's files, never its code",
        "Nothing imports the joined command",
        "Only the store talks to Neo4j",
        "Only the embedded store knows its server",
        "Only the interactive picture knows pyvis",
        "Only scoring knows scikit-learn",
        "No cycles anywhere",
    }


def _not_code(folder: Path, names: list[str]) -> set[str]:
    return {name for name in names if not (folder / name).is_dir() and not name.endswith(".py")} | {
        "__pycache__"
    }
