"""What an officer's first page says of what is new, and of whose ranks a list shows."""

from datetime import timedelta
from pathlib import Path

import pytest

from graph_service import archive, runs
from graph_service.access import Role
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import load, pipeline
from tests.runs.force import silent
from tests.service import force, served
from tests.service.served import Service

NOT_YET = "What is new cannot be told: the graph does not hold the current run yet."
WHOLE_FORCE = "Ranks are those of the whole force."


@pytest.mark.usefixtures("service")
def test_while_the_graph_does_not_hold_the_run_the_page_does_not_say_that_nothing_is_new(
    open_store: Store, tmp_path: Path
) -> None:
    load.clear(open_store, silent)  # the fixture brings it back for the next test
    home = served.open_home(tmp_path / "home")
    tables = force.tables()
    for one in tables["offence"]:
        if one["offence_id"] == "O13":
            one["recorded_at"] = (archive.now() - timedelta(days=1)).isoformat()
    served.load(home, open_store, tmp_path / "extract", tables)
    desk = Desk(home, lambda: open_store)
    with served.serving_desk(desk) as service, service.reader(Role.VAWG_OFFICER) as reader:
        before = reader.get("/").text
        assert "Assault on Qavone last week: ARDEN, Adam (rank 1)</a>" in before
        assert NOT_YET not in before
        load.clear(open_store, silent)
        pipeline.catch_up(desk.archive, open_store, silent)  # the facts, and not yet the run
        assert runs.current(desk.archive).run_id in reader.get("/").text
        assert NOT_YET in reader.get("/").text


def test_the_list_of_one_area_says_that_its_ranks_are_the_whole_force_s(service: Service) -> None:
    for role, path, is_part in (
        (Role.ANALYST, "/lists/pursuit", False),
        (Role.ANALYST, "/lists/pursuit?area=A1", True),
        (Role.VAWG_OFFICER, "/lists/pursuit", True),
        (Role.INSPECTOR, "/lists/pursuit", True),
        (Role.INSPECTOR, "/", True),
        (Role.HIGH_HARM_COORDINATOR, "/", False),
    ):
        with service.reader(role) as reader:
            assert (WHOLE_FORCE in reader.get(path).text) is is_part, (role, path)
