"""The same case through the real command: ``pursuit ingest --check``, which needs no store."""

import json
from pathlib import Path

import click.testing

from pursuit import main
from tests.dirty.mutator import Case
from tests.dirty.specimens import marks_in

_EXIT = {"accepted": 0, "refused": 3}


def wrong(extract: Path, case: Case, home: Path, ending: str) -> list[str]:
    """What is wrong with what the command says of a case that ended so without it."""
    home.mkdir(mode=0o700, exist_ok=True)
    runner = click.testing.CliRunner(env={"PURSUIT_HOME": str(home)})
    words = ("--profile", case.clean.profile.name, "--check", "--format", "json")
    answer = runner.invoke(main, ["ingest", str(extract), *words])
    found = []
    if answer.exit_code != _EXIT.get(ending):
        found.append(
            f"--check ended with {answer.exit_code}, not as ingest: {answer.stderr[-300:]}"
        )
    if "Traceback" in answer.output or "A fault in Pursuit" in answer.output:
        found.append(f"--check: {answer.stderr[-300:]}")
    if answer.exit_code == 0 and sorted(json.loads(answer.stdout)["tables"]) == []:
        found.append("--check names no table")
    found += [f"--check said a person's data: {mark}" for mark in marks_in([answer.output])]
    kept = [path for part in ("archive/batches", "quarantine") for path in (home / part).glob("*")]
    if kept:
        found.append("--check changed the home")
    return found
