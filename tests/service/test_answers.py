"""The shapes of answers, literally: lists, persons, reasons, networks, timelines, runs."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pursuit
from graph_service import archive, graph_state, runs
from graph_service.access import Role
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import load
from scoring import record, run
from tests.runs.force import extract, silent
from tests.service import force, served
from tests.service.force import PERSONS
from tests.service.served import Reader, Service
from tests.store.servers import StoreServer

NAMES = {person: name for name, person in PERSONS.items()}


@pytest.fixture
def analyst(service: Service) -> Iterator[Reader]:
    with service.reader(Role.ANALYST) as reader:
        yield reader


def ranked(listing: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(one["rank"], NAMES[one["person_id"]], one["score"]) for one in listing["entries"]]


def test_a_list_has_its_shape(analyst: Reader) -> None:
    listing = analyst.get("/api/lists/serial").json()
    assert set(listing) == {"run", "scheme", "entries", "next", "tie"}
    assert set(listing["run"]) == {"run_id", "as_of", "known_at", "inputs", "settings", "code"}
    assert listing["run"]["as_of"] == "2026-01-31T23:59:59.999999Z"
    assert listing["scheme"] == "serial"
    assert ranked(listing)[0] == (1, "S1", ranked(listing)[0][2])
    first = listing["entries"][0]
    assert set(first) == {
        "rank", "person_id", "score", "band", "axes", "victims", "definitions", "look_first",
        "reasons", "areas", "states", "age_known",
    }  # fmt: skip
    assert set(first["axes"]) == {"harm", "serial", "repeat"}
    assert (first["victims"], first["band"], first["look_first"]) == (5, None, None)
    assert first["definitions"] == {"matac": True, "acpo_2009": True, "drive": True}
    assert (first["areas"], first["states"]) == (["A1", "A2"], ["in_custody", "under_order"])


def test_a_cursor_leads_through_the_whole_list_once(analyst: Reader) -> None:
    whole = ranked(analyst.get("/api/lists/serial").json())
    assert [rank for rank, _, _ in whole] == list(range(1, len(whole) + 1))
    found, asked = [], {}
    while True:
        part = analyst.get("/api/lists/serial", limit=2, **asked).json()
        found += ranked(part)
        if part["next"] is None:
            break
        asked = {"cursor": part["next"]}
    assert found == whole


def test_a_cut_among_equals_says_so(analyst: Reader) -> None:
    whole = ranked(analyst.get("/api/lists/serial").json())
    scores = [score for _, _, score in whole]
    for limit in range(1, len(whole)):
        tie = analyst.get("/api/lists/serial", limit=limit).json()["tie"]
        last = scores[limit - 1]
        above, below = scores[:limit].count(last), scores[limit:].count(last)
        assert tie == ({"above": above, "below": below} if below else None)
    assert len(set(scores)) < len(scores)  # there is a tie to be seen


def test_the_list_of_several_areas_is_read_alike_from_graph_and_archive(service: Service) -> None:
    with service.reader(Role.ANALYST) as reader:
        of_a1 = reader.get("/api/lists/serial", area="A1").json()["entries"]  # from the graph
        of_a2 = reader.get("/api/lists/serial", area="A2").json()["entries"]
    with service.reader(Role.INSPECTOR) as reader:
        both = reader.get("/api/lists/serial").json()["entries"]  # two areas: from the archive
    joined = {one["rank"]: {**one, "age_known": None} for one in (*of_a1, *of_a2)}
    assert both == [joined[rank] for rank in sorted(joined)]


def test_the_values_of_why_sum_to_the_score_under_every_scheme(analyst: Reader) -> None:
    schemes = analyst.get("/api/runs").json()["runs"][0]["scorers"]
    for person in ("S1", "S2", "E"):
        for scheme in schemes:
            why = analyst.get(f"/api/people/{PERSONS[person]}/why", scheme=scheme).json()
            assert set(why) == {
                "person_id", "scheme", "score", "contributions", "change", "schemes", "run",
            }  # fmt: skip
            values = [Decimal(one["value"]) for one in why["contributions"]]
            assert sum(values) == Decimal(why["score"])
            for one in why["contributions"]:
                assert set(one) == {"name", "value", "table", "key", "on", "source", "text"}


def test_why_says_what_the_list_says(analyst: Reader) -> None:
    for entry in analyst.get("/api/lists/pursuit").json()["entries"]:
        why = analyst.get(f"/api/people/{entry['person_id']}/why").json()
        assert why["score"] == entry["score"]
        assert {"scheme": "pursuit", "rank": entry["rank"], "score": entry["score"]} in why[
            "schemes"
        ]


def test_a_person_has_the_shape_and_the_record(analyst: Reader) -> None:
    told = analyst.get(f"/api/people/{PERSONS['S1']}").json()
    assert set(told) == {
        "person_id", "names", "born_on", "died_on", "sex", "areas", "states", "records", "offences",
        "victims", "orders", "custody", "assessments", "definitions",
    }  # fmt: skip
    assert (told["names"], told["born_on"], told["sex"], told["areas"]) == (
        ["ARDEN, Adam", "Ads"], "1985-03-01", "M", ["A1"],
    )  # fmt: skip
    assert [one["record_id"] for one in told["records"]] == ["S1"]
    assert told["records"][0]["aliases"] == ["Ads"]
    assert not {"ethnicity_self", "ethnicity_officer", "key", "surname_key"} & set(
        told["records"][0]
    )
    assert {one["offence_id"]: one["title"] for one in told["offences"]} == {
        "O1": "Assault on Qavone",
        "O2": "Assault on Qavtwo witness Qawtwo",
        "O5": "Assault on Qavfour",
        "O7": "Assault on Qadual of Qadual Row",
        "O8": "Assault on Qaveight",
        "O13": "Assault on Qavone last week",
    }
    outcomes = {one["offence_id"]: one["outcomes"] for one in told["offences"] if one["outcomes"]}
    assert outcomes == {
        "O1": [{"code": "1", "decided_on": "2025-12-01"}],
        "O2": [{"code": "16", "decided_on": "2025-12-02"}],
    }
    assert {one["name"]: one["offences"] for one in told["victims"]} == {
        "QAVONE, Qavonefore": ["O1", "O13"],
        "QAVTWO, Qavtwofore": ["O2"],
        "QAVFOUR, Qavfourfore": ["O5"],
        "QAVEIGHT, Qaveightfore": ["O8"],
        "QADUAL, Qadualfore": ["O7"],
    }
    [order] = told["orders"]
    assert (order["kind"], order["is_in_force"], order["conditions"], order["events"]) == (
        "nmo", True,
        [{"kind": "prohibition", "text": "Not to go near Qavthree"}],
        [{"kind": "made", "at": "2025-10-01T09:00:00Z"}],
    )  # fmt: skip
    assert [one["kind"] for one in told["custody"]] == ["remanded"]
    assert [one["grade"] for one in told["assessments"]] == ["high", "high"]


def test_a_timeline_tells_what_is_recorded_in_order(analyst: Reader) -> None:
    told = analyst.get(f"/api/people/{PERSONS['E']}/timeline").json()
    assert told == {
        "events": [
            event("2025-10-02", "order", "spo, active", "order", "C2", until="2027-10-02"),
            event("2025-11-09", "offence", "Recorded crime: Assault on Qavone (suspect, charged)",
                  "offence", "O9"),
            event("2025-11-10", "offence", "Recorded crime: Assault on Qaeast (victim)",
                  "offence", "O10"),
        ]
    }  # fmt: skip


def event(
    on: str, kind: str, text: str, table: str, key: str, *, until: str | None = None
) -> dict[str, Any]:
    return {"on": on, "until": until, "kind": kind, "text": text, "table": table, "key": key}


def test_a_network_has_the_person_first_and_every_edge_between_its_nodes(analyst: Reader) -> None:
    drawn = analyst.get(f"/api/people/{PERSONS['E']}/network").json()
    assert set(drawn) == {"nodes", "edges", "more"}
    assert drawn["nodes"][0] == {
        "id": PERSONS["E"], "kind": "person", "label": "ESSEX, Earl", "redacted": False,
        "roles": ["suspect", "victim"],
    }  # fmt: skip
    named = {node["id"]: NAMES.get(node["id"], node["id"]) for node in drawn["nodes"]}
    assert {
        (named[one["source"]], one["kind"], named[one["target"]]) for one in drawn["edges"]
    } == {
        ("E", "SUSPECT_IN", "force/O9"),
        ("V1", "VICTIM_OF", "force/O9"),
        ("E", "VICTIM_OF", "force/O10"),
        ("S2", "SUSPECT_IN", "force/O10"),
        ("E", "SUBJECT_OF", "force/C2"),
        ("V1", "PROTECTED_BY", "force/C2"),
        ("E", "KNOWS", "K1"),
        ("S2", "PARTNER_OF", "E"),
    }
    assert analyst.get(f"/api/people/{PERSONS['E']}/network").json() == drawn


def test_the_command_line_and_the_api_give_the_same_json(
    analyst: Reader, store_server: StoreServer
) -> None:
    s1 = PERSONS["S1"]
    environment = {
        "PURSUIT_HOME": str(analyst.service.home.path),
        "PURSUIT_PURPOSE": "investigation",
        **store_server.environment,
    }
    for arguments, path in (
        (["list"], "/api/lists/pursuit"),
        (["list", "--scheme", "serial", "--area", "A1", "--limit", "2"],
         "/api/lists/serial?area=A1&limit=2"),
        (["why", s1], f"/api/people/{s1}/why"),
        (["why", s1, "--scheme", "serial"], f"/api/people/{s1}/why?scheme=serial"),
        (["person", s1], f"/api/people/{s1}"),
        (["person", "--search", "arden"], "/api/search?text=arden"),
    ):  # fmt: skip
        done = CliRunner().invoke(pursuit.main, [*arguments, "--format", "json"], env=environment)
        assert (done.exit_code, json.loads(done.stdout)) == (0, analyst.get(path).json())


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
