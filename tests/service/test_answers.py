"""The shapes of answers, literally: lists, persons, reasons, networks, timelines, runs."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

import pursuit
from graph_service.access import Role
from graph_service.queries import facts
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
    assert set(listing) == {"run", "scheme", "entries", "listed", "next", "tie"}
    assert listing["listed"] == len(listing["entries"])
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
        cut = analyst.get("/api/lists/serial", limit=limit).json()
        tie = cut["tie"]
        assert cut["listed"] == len(whole)
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
        "victims", "orders", "custody", "assessments", "definitions", "unread", "disclosures",
        "marac_hearings", "mappa", "iom", "sex_offender_notifications", "referrals",
        "interventions", "intelligence", "surveys", "ids", "weakest_link",
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
        "O5": "Assault on Qavfour said Qasurvey",
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
            event("2025-10-02", "order", "spo, now active", "order", "C2", until="2027-10-02"),
            event("2025-11-09", "offence", "Recorded crime: Assault on Qavone (suspect, charged)",
                  "offence", "O9"),
            event("2025-11-10", "offence", "Recorded crime: Assault on Qaeast (victim)",
                  "offence", "O10"),
        ],
        "unread": 0,
    }  # fmt: skip


def test_of_very_many_offences_the_newest_are_read_and_the_others_counted(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "_MOST_OFFENCES", 2)
    s1, d = PERSONS["S1"], PERSONS["D"]
    with service.reader(Role.ANALYST) as reader:
        told = reader.get(f"/api/people/{s1}").json()
        assert [one["offence_id"] for one in told["offences"]] == ["O8", "O13"]
        assert told["unread"] == 4
        timeline = reader.get(f"/api/people/{s1}/timeline").json()
        keys = [one["key"] for one in timeline["events"] if one["table"] == "offence"]
        assert (keys, timeline["unread"]) == (["O8", "O13"], 4)
        page = reader.get(f"/people/{s1}").text
        assert "4 older offences are not read here: what this page counts leaves them out." in page
    # What a reader may not be told of is not counted: D is a victim as well, in a case of A2.
    monkeypatch.setattr(facts, "_MOST_OFFENCES", 1)
    for role, unread in ((Role.ANALYST, 1), (Role.VAWG_OFFICER, 0)):
        with service.reader(role) as reader:
            assert reader.get(f"/api/people/{d}").json()["unread"] == unread


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
