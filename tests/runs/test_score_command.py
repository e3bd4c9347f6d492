"""`pursuit score` as it is typed: what it says, what it refuses, and where it sends the reader."""

from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from graph_service.store import Store
from pursuit import main
from tests.runs import force

Run = Callable[..., click.testing.Result]


@pytest.fixture
def run(
    store_environment: dict[str, str],
    home: Path,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs ``pursuit`` in a home that holds the small force."""
    monkeypatch.delenv("PURSUIT_PURPOSE", raising=False)
    force.take_in(home, store, force.extract(tmp_path / "extract", force.small_force()))

    def called(*words: str) -> click.testing.Result:
        return click.testing.CliRunner(env=store_environment).invoke(main, list(words))

    return called


def test_a_run_for_a_past_day_beside_one_for_now_is_to_be_asked_for_by_its_id(run: Run) -> None:
    now = run("score")
    assert (now.exit_code, now.stderr.splitlines()[-1].partition(". ")[2]) == (
        0,
        "Next: pursuit list",
    )
    past = run("score", "--as-of", "2026-01-31", "--format", "csv")
    assert past.stdout.splitlines() == [
        "scheme,listed",
        "pursuit,3",
        "serial,3",
        "v100,2",
        "rfgv,3",
        "harm_ons,3",
        "harm_cchi,3",
        "harm_source,0",
    ]
    *_, cchi, ons, source, last = past.stderr.splitlines()
    assert [cchi, ons, source] == [
        "Harm not known under cchi: 1 offence of 1 code; counted as unknown, not as none.",
        "Harm not known under ons: 2 offences of 2 codes; counted as unknown, not as none.",
        "Harm not known under source: 8 offences of 4 codes; counted as unknown, not as none.",
    ]
    said, command = last.split(" Next: pursuit ")
    assert said == "Run 2026-01-31T23:59:59.999999Z."
    assert command.startswith("list --run R-")
    assert '"as_of": "2026-01-31T23:59:59.999999Z"' in run(*command.split(), "--format=json").stdout


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "31/01/2026"])
def test_what_is_no_day_is_refused_and_makes_no_run(run: Run, home: Path, day: str) -> None:
    answer = run("score", "--as-of", day)
    assert (answer.exit_code, answer.stdout, answer.stderr) == (
        2,
        "",
        "as_of is a date (YYYY-MM-DD) or an instant.\n",
    )
    assert list((home / "archive" / "runs").glob("R-*")) == []
