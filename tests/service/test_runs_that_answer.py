"""Which run answers: the current one, one of a day, one by its id, none, one before a merge."""

import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from graph_service import archive, graph_state, runs
from graph_service.access import Role
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import load
from scoring import record, run
from tests.runs.force import extract, silent
from tests.service import force, served
from tests.service.force import PERSONS

NAMES = {person: name for name, person in PERSONS.items()}


@pytest.mark.usefixtures("service")
def test_of_several_runs_the_one_that_is_asked_for_answers(
    open_store: Store, tmp_path: Path
) -> None:
    load.clear(open_store, silent)  # the fixture brings it back for the next test
    home = served.open_home(tmp_path / "home")
    served.load(home, open_store, tmp_path / "extract", force.tables())
    desk = Desk(home, lambda: open_store)
    for as_of in ("2025-11-30", "2025-12-31"):  # for past days: neither becomes the current list
        with desk.archive.lock():
            made = run.make(
                desk.archive,
                graph_state.read(open_store),
                as_of=runs.read_as_of(as_of),
                is_for_now=False,
                say=silent,
            )
            record.record(desk.archive, open_store, made)
    with served.serving_desk(desk) as other, other.reader(Role.ANALYST) as reader:
        kept = {one["as_of"][:10]: one for one in reader.get("/api/runs").json()["runs"]}
        assert {day: one["is_current"] for day, one in kept.items()} == {
            "2025-11-30": False, "2025-12-31": False, "2026-01-31": True,
        }  # fmt: skip

        def asked(**held: str) -> str:
            listing = reader.get("/api/lists/serial", **held).json()
            assert len(listing["entries"]) > 0
            day: str = listing["run"]["as_of"][:10]
            return day

        assert asked() == "2026-01-31"
        assert asked(as_of="2026-12-31") == "2026-01-31"
        assert asked(as_of="2026-01-30") == "2025-12-31"
        assert asked(as_of="2025-12-31T12:00:00Z") == "2025-11-30"
        assert asked(run=kept["2025-11-30"]["run_id"]) == "2025-11-30"
        both = reader.get("/api/lists/serial", run=kept["2025-11-30"]["run_id"], as_of="2026-01-30")
        assert both.status_code == 422
        old = {"run": kept["2025-11-30"]["run_id"]}
        assert reader.get("/api/lists/serial", **old, limit=1, area="A1").json()["next"] == "1"
        # A state is of the run's as-of in its own answer, and of today on today's pages.
        [entry] = reader.get("/api/lists/serial", **old, limit=1).json()["entries"]
        assert (NAMES[entry["person_id"]], entry["states"]) == ("S1", ["under_order"])
        why = reader.get(f"/api/people/{PERSONS['S1']}/why", **old).json()
        assert why["run"]["run_id"] == kept["2025-11-30"]["run_id"]
        page = reader.get("/lists/serial", **old).text
        assert "in custody" not in page
        assert "in custody" in reader.get("/lists/serial").text
        # The points of a list lead to the contributions that they are the sum of.
        assert f"Run {old['run']}, as at" in page
        for asked_for in ({}, old):
            listing = reader.get("/lists/serial", **asked_for).text
            said, link = _first_points(listing)
            assert f'<h1 class="govuk-heading-l p-heading">{said}: why' in reader.get(link).text
        assert f"Run {old['run']}, as at" in reader.get(link).text
        assert f"scheme=harm_ons&run={old['run']}" in unescape(reader.get(link).text)


def _first_points(listing: str) -> tuple[str, str]:
    """The first person's points in a list and where they lead."""
    found = re.search(r'href="(/people/[^"]*/why[^"]*)">([\d.,]+ points)<', listing)
    assert found is not None
    return found[2], unescape(found[1])


@pytest.mark.usefixtures("service")
def test_before_there_is_a_run_pages_say_so_and_the_api_too(
    open_store: Store, tmp_path: Path
) -> None:
    home = served.open_home(tmp_path / "home")
    with served.serving_desk(Desk(home, lambda: open_store)) as other:
        for role in Role:
            with other.reader(role) as reader:
                assert reader.get("/").status_code == 200
        with other.reader(Role.ANALYST) as reader:
            assert "No run has been made yet" in reader.get("/").text
            answer = reader.get("/api/lists/pursuit")
            assert (answer.status_code, answer.json()["detail"]) == (
                404, "There is no run yet. Make one with `pursuit score`.",
            )  # fmt: skip
            assert reader.get("/api/runs").json() == {"runs": []}


@pytest.mark.usefixtures("service")
def test_a_person_who_has_another_id_since_is_found_by_the_old_one(
    open_store: Store, tmp_path: Path
) -> None:
    """Two suspects turn out to be one man: old ids lead on, and old runs still say why."""
    load.clear(open_store, silent)
    home = served.open_home(tmp_path / "home")
    tables = force.tables()
    served.load(home, open_store, tmp_path / "extract", tables)
    [first] = [one for one in tables["person_record"] if one["record_id"] == "S1"]
    [other] = [one for one in tables["person_record"] if one["record_id"] == "S3"]
    pnc = force.valid_pnc("20/1000003{}")
    joined = [
        {**first, "pnc_id": pnc, "recorded_at": "2026-01-21T09:00:00"},
        {**other, "pnc_id": pnc, "born_on": "", "recorded_at": "2026-01-21T09:00:00"},
    ]
    update = extract(tmp_path / "update", {"person_record": joined}, "2026-01-21T09:00:00")
    served.take_in(home, open_store, update)
    desk = Desk(home, lambda: open_store)
    with served.serving_desk(desk) as after, after.reader(Role.ANALYST) as reader:
        told = reader.get(f"/api/people/{PERSONS['S3']}").json()
        assert told["person_id"] == PERSONS["S1"]
        assert sorted(one["record_id"] for one in told["records"]) == ["S1", "S3"]
        page = reader.get(f"/people/{PERSONS['S3']}")
        assert (page.status_code, page.headers["location"]) == (303, f"/people/{PERSONS['S1']}")
        # The run before knew two men: each id is answered with what was said of it then.
        listing = {
            NAMES[one["person_id"]]: one
            for one in reader.get("/api/lists/serial").json()["entries"]
        }
        for name in ("S1", "S3"):
            why = reader.get(f"/api/people/{PERSONS[name]}/why", scheme="serial").json()
            assert (why["person_id"], why["score"]) == (PERSONS["S1"], listing[name]["score"])
        rows = reader.get("/lists/serial").text
        assert f'href="/people/{PERSONS["S3"]}"' in rows
        assert "COLE, Carl" not in rows  # today he is named as the man that he turned out to be
        with desk.archive.lock(), open_store.lease(archive.holder()):
            made = run.make(
                desk.archive, graph_state.read(open_store),
                as_of=runs.read_as_of(force.AS_OF), is_for_now=True, say=silent,
            )  # fmt: skip
            record.record(desk.archive, open_store, made)
        why = reader.get(f"/api/people/{PERSONS['S3']}/why", scheme="serial").json()
        assert why["person_id"] == PERSONS["S1"]
        assert Decimal(why["score"]) > Decimal(listing["S3"]["score"])
