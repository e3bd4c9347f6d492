"""Somebody who is suspect and victim of one and the same offence, as after a counter-allegation."""

from pathlib import Path

import pytest

from graph_service.access import Role
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import load
from tests.runs.force import extract, silent
from tests.service import force, served
from tests.service.force import PERSONS


@pytest.mark.usefixtures("service")
def test_the_text_of_an_offence_is_not_shown_where_its_own_suspect_may_not_be_named_in_it(
    open_store: Store, tmp_path: Path
) -> None:
    tables = force.tables()
    [o7] = [one for one in tables["involvement"] if one["record_id"] == "Q-DV1"]
    # On one record: two records that stand on both sides of an offence are never joined.
    victim = {**o7, "record_id": "DS"}
    suspect = {**victim, "role": "suspect", "status": "named"}
    elsewhere = {**o7, "offence_id": "O12"}
    others = [one for one in tables["involvement"] if one["offence_id"] != "O7"]
    tables["involvement"] = [*others, victim, suspect, elsewhere]
    load.clear(open_store, silent)  # the fixture brings it back for the next test
    home = served.open_home(tmp_path / "home")
    served.take_in(home, open_store, extract(tmp_path / "extract", tables))
    with served.serving_desk(Desk(home, lambda: open_store)) as service:
        titles, told = {}, ""
        for role in (Role.ANALYST, Role.VAWG_OFFICER):
            with service.reader(role) as reader:
                person = reader.get(f"/api/people/{PERSONS['D']}").json()
                titles[role] = {
                    (one["offence_id"], one["role"]): one["title"] for one in person["offences"]
                }
                told = "".join(
                    reader.get(f"/api/people/{PERSONS['D']}{rest}").text
                    for rest in ("", "/timeline", "/network")
                )
    assert titles == {
        Role.ANALYST: {
            ("O6", "suspect"): "Assault on Qavone",
            ("O7", "suspect"): "Assault on Qadual of Qadual Row",
            ("O7", "victim"): "Assault on Qadual of Qadual Row",
            ("O12", "victim"): "Assault in A2",
        },
        Role.VAWG_OFFICER: {("O6", "suspect"): "Assault on Qavone", ("O7", "suspect"): None},
    }
    assert "Qadual" not in told
