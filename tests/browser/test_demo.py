"""The demo as a command: what it builds, that it is there the second time, what it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from graph_service.access import Role
from graph_service.archive import Archive
from graph_service.settings import Home, operating_system_user
from tests.browser import demo


def pursuit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One call of the command."""
    return subprocess.run(
        [sys.executable, "-m", "pursuit", *arguments],
        env=demo.environment() | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("address")
def test_the_second_time_the_demo_is_there_already(demo_home: Path) -> None:
    before = [batch.batch_id for batch in Archive(demo_home).batches()]
    done = pursuit("demo", "--home", str(demo_home), "--no-serve", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["home"]) == (0, str(demo_home))
    assert done.stderr == (
        f"The demo is there already. To build another, remove {demo_home} or give --home.\n"
        f"Next: pursuit list --home {demo_home}\n"
    )
    assert [batch.batch_id for batch in Archive(demo_home).batches()] == before


def test_the_demo_has_every_role_and_officers_of_an_area_with_somebody_on_the_list(
    demo_home: Path, address: str
) -> None:
    assert httpx2.get(f"{address}/health").json() == {"status": "ok"}
    settings = Home(demo_home).settings()
    assert settings.is_invented
    grants = {grant.role: grant.areas for grant in settings.of(operating_system_user())}
    assert list(grants) == list(Role)
    [area] = grants["vawg_officer"]
    assert {role for role, areas in grants.items() if areas} == {
        "vawg_officer", "sergeant", "inspector", "detective_inspector",
    }  # fmt: skip
    assert all(areas in ((), (area,)) for areas in grants.values())
    listed = pursuit("list", "--home", str(demo_home), "--role", "vawg_officer", "--format", "json")
    assert len(json.loads(listed.stdout)["entries"]) > 0


def test_what_broke_off_is_completed(demo_home: Path, address: str) -> None:
    assert address
    runs = demo_home / "archive" / "runs"
    [made] = runs.iterdir()
    kept = made.rename(demo_home / "kept")  # as if it had stopped before the run was recorded
    done = pursuit("demo", "--home", str(demo_home), "--no-serve")
    assert done.returncode == 0
    assert "Scoring pursuit" in done.stderr
    assert [path.name for path in runs.iterdir()] == [made.name]
    for path in sorted(kept.iterdir()):
        path.unlink()
    kept.rmdir()


@pytest.mark.usefixtures("address")
def test_a_home_with_other_data_is_refused(demo_home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert pursuit("config", "--home", str(other)).returncode == 0
    done = pursuit("demo", "--home", str(other), "--no-serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "This home holds other data than the demo's. Give another with --home.\n"
    )
    del demo_home


def test_without_a_home_given_the_demo_has_its_own(tmp_path: Path) -> None:
    # Not the user's home of Pursuit, though the environment names it. It cannot become a home, so
    # that nothing is built here.
    own = tmp_path / ".pursuit-demo"
    own.mkdir()
    (own / "holiday.jpg").touch()
    done = pursuit("demo", "--no-serve", HOME=str(tmp_path), PURSUIT_HOME=str(tmp_path / "pursuit"))
    assert done.returncode == 2
    assert done.stderr.startswith("The home folder holds other things than Pursuit's.")
    assert [path.name for path in tmp_path.iterdir()] == [".pursuit-demo"]
