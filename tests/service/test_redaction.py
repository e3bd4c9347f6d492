"""What stands for people who may not be named, and that what is hidden changes nothing seen."""

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from graph_service import graph_state, ids
from graph_service.access import Role
from graph_service.desk import Desk
from graph_service.store import Store
from ingest import load
from tests.runs.force import silent
from tests.service import force, served
from tests.service.force import PERSONS
from tests.service.served import Service


@pytest.mark.parametrize("role", [Role.VAWG_OFFICER, Role.DETECTIVE_INSPECTOR, Role.REFERRER])
@pytest.mark.parametrize("rest", ["", "/why", "/network", "/timeline"])
@pytest.mark.parametrize("frame", ["/api/people", "/people"])
def test_somebody_hidden_and_somebody_unknown_read_alike(
    service: Service, role: Role, rest: str, frame: str
) -> None:
    with service.reader(role) as reader:
        answers = []
        for person in ("P-aaaaaaaaaaaaaaaa", PERSONS["V2"], PERSONS["V8"], PERSONS["A9"]):
            answer = reader.get(f"{frame}/{person}{rest}")
            held = {name: value for name, value in answer.headers.items() if name != "date"}
            answers.append((answer.status_code, held, answer.text.replace(person, "ID")))
    assert [status for status, _, _ in answers] in ([404] * 4, [403] * 4)
    assert answers[1:] == answers[:1] * 3


@pytest.mark.parametrize("role", [Role.VAWG_OFFICER, Role.REFERRER])
@pytest.mark.parametrize(
    ("frame", "asked"),
    [
        ("/api/people/{}", ["P-aaaaaaaaaaaaaaaa", PERSONS["V2"], PERSONS["A9"]]),
        ("/api/people/{}/why", ["P-aaaaaaaaaaaaaaaa", PERSONS["V2"], PERSONS["A9"]]),
        ("/api/search?text={}", ["Nobody 1970-02-12", "Qavtwo 1970-02-12", "Qarisk 1970-02-17"]),
        ("/api/search?text={}", ["Q-V99", "Q-V2", "Q-A9"]),
    ],
)
def test_the_store_is_asked_as_often_about_somebody_hidden_as_about_somebody_unknown(
    service: Service, monkeypatch: pytest.MonkeyPatch, *, role: Role, frame: str, asked: list[str]
) -> None:
    # Each question takes its time, and time could be measured.
    counts = []
    read = Store.read

    def counted(store: Store, query: str, **parameters: Any) -> list[dict[str, Any]]:
        counts[-1] += 1
        return read(store, query, **parameters)

    with service.reader(role) as reader:
        monkeypatch.setattr(Store, "read", counted)
        for one in asked:
            counts.append(0)
            assert reader.get(frame.format(one)).status_code in (200, 404)
    assert counts[0] > 1
    assert counts == counts[:1] * 3


@pytest.mark.parametrize("role", [Role.VAWG_OFFICER, Role.DETECTIVE_INSPECTOR, Role.REFERRER])
def test_a_victim_s_record_leads_to_no_suspect(service: Service, role: Role) -> None:
    # The id that a record would found is made from its key: who knows the one knows the other.
    would_be_founded = ids.person_id(force.SOURCE, "Q-EV1")
    with service.reader(role) as reader:
        assert reader.get(f"/api/people/{PERSONS['E']}").status_code == 200
        assert reader.get(f"/api/people/{would_be_founded}").status_code == 404
        for text in ("Q-DV1", "Q-EV1", would_be_founded):
            assert reader.get("/api/search", text=text).json()["matches"] == []
    with service.reader(Role.SERGEANT) as reader:
        told = reader.get(f"/api/people/{would_be_founded}").json()
        assert told["person_id"] == PERSONS["E"]
        page = reader.get(f"/people/{would_be_founded}")
        assert (page.status_code, page.headers["location"]) == (303, f"/people/{PERSONS['E']}")


def test_a_suspect_who_is_a_victim_elsewhere_is_a_suspect_alone_to_those_who_may_not_see_it(
    service: Service,
) -> None:
    with service.reader(Role.VAWG_OFFICER) as reader:
        told = reader.get(f"/api/people/{PERSONS['F']}").json()
        assert {one["offence_id"]: one["role"] for one in told["offences"]} == {"O11": "suspect"}
        drawn = reader.get(f"/api/people/{PERSONS['F']}/network").json()
        assert sorted(node["id"] for node in drawn["nodes"]) == sorted(
            [PERSONS["F"], PERSONS["V1"], PERSONS["S2"], "force/O11"]
        )
        dual = reader.get(f"/api/people/{PERSONS['D']}").json()
    assert dual["names"] == ["DORSET, Dean", "DEVON"]
    assert dual["born_on"] is None
    assert [one["record_id"] for one in dual["records"]] == ["DS"]
    assert dual["areas"] == ["A1"]
    assert dual["custody"] == []
    with service.reader(Role.SERGEANT) as reader:
        told = reader.get(f"/api/people/{PERSONS['F']}").json()
        assert {one["offence_id"]: one["role"] for one in told["offences"]} == {
            "O11": "suspect",
            "O12": "victim",
        }


def test_a_victim_who_may_not_be_named_stands_apart_from_the_suspect_that_she_is(
    service: Service,
) -> None:
    with service.reader(Role.VAWG_OFFICER) as reader:
        of_s1 = reader.get(f"/api/people/{PERSONS['S1']}").json()
        drawn = reader.get(f"/api/people/{PERSONS['S1']}/network").json()
    tokens = {one["token"] for one in of_s1["victims"] if "token" in one}
    named = {one["person_id"] for one in of_s1["victims"] if "token" not in one}
    assert named == {PERSONS["V1"], PERSONS["V4"]}
    assert len(tokens) == 3  # V2, V8 and D as a victim
    of_d = [edge for edge in drawn["edges"] if PERSONS["D"] in (edge["source"], edge["target"])]
    assert [edge["kind"] for edge in of_d] == ["KNOWS"]
    redacted = {node["id"]: node["label"] for node in drawn["nodes"] if node["redacted"]}
    assert sorted(redacted.values()) == [*["Victim, not named"] * 4, "Witness, not named"]
    assert redacted.keys() > tokens


def test_nobody_who_is_not_named_is_walked_through_and_no_tie_leads_to_her(
    service: Service,
) -> None:
    with service.reader(Role.DETECTIVE_INSPECTOR) as reader:
        drawn = reader.get(f"/api/people/{PERSONS['S1']}/network", hops=3).json()
    ties = [
        (one["source"], one["kind"], one["target"], one["text"])
        for one in drawn["edges"]
        if one["kind"] in {"PARTNER_OF", "FAMILY_OF", "LIVES_WITH", "KNOWS"}
    ]
    s1, d, e, k1 = (PERSONS[name] for name in ("S1", "D", "E", "K1"))
    assert set(ties) == {
        (s1, "FAMILY_OF", k1, "parent"),
        (s1, "KNOWS", d, "friend"),
        (e, "KNOWS", k1, "neighbour"),
    }
    # S2 is joined to S1 by victims alone, F to all of them.
    named = {
        node["id"] for node in drawn["nodes"] if node["kind"] == "person" and not node["redacted"]
    }
    assert named == {PERSONS[name] for name in ("S1", "S3", "U1", "K1", "D", "E")}


def test_while_data_are_loaded_no_free_text_is_shown_to_those_who_may_not_name_everybody(
    service: Service, open_store: Store
) -> None:
    # A case may stand in the graph for a moment without its victims.
    paths = [f"/api/people/{PERSONS['S1']}{rest}" for rest in ("", "/timeline", "/network")]
    state = graph_state.read(open_store)
    graph_state.write(open_store, dataclasses.replace(state, loading=("another batch",)))
    try:
        told = {}
        for role in (Role.VAWG_OFFICER, Role.ANALYST):
            with service.reader(role) as reader:
                told[role] = "".join(reader.get(path).text for path in paths)
    finally:
        graph_state.write(open_store, state)
    assert "Assault on Qavone" not in told[Role.VAWG_OFFICER]
    assert "QAVONE, Qavonefore" in told[Role.VAWG_OFFICER]
    assert told[Role.ANALYST].count("Assault on Qavone") == 6


def test_a_record_that_is_nobody_s_yet_is_somebody_s(service: Service, open_store: Store) -> None:
    part = "MATCH (r:PersonRecord {key: 'force/Q-V1'})-[to:RESOLVED_TO]->(:Person) DELETE to"
    whole = (
        "MATCH (r:PersonRecord {key: 'force/Q-V1'}) MATCH (p:Person {person_id: $person_id}) "
        "MERGE (r)-[:RESOLVED_TO]->(p)"
    )
    open_store.write(part)
    try:
        with service.reader(Role.INSPECTOR) as reader:
            told = reader.get(f"/api/people/{PERSONS['E']}").json()
            drawn = reader.get(f"/api/people/{PERSONS['E']}/network").text
    finally:
        open_store.write(whole, person_id=PERSONS["V1"])
    assert {one["offence_id"]: one["title"] for one in told["offences"]} == {
        "O9": None,
        "O10": "Assault on Qaeast",
    }
    assert [one["conditions"][0]["text"] for one in told["orders"]] == [None]
    assert "Assault on Qavone" not in drawn


def test_more_counts_only_what_may_be_shown(service: Service) -> None:
    with service.reader(Role.VAWG_OFFICER) as reader:
        whole = reader.get(f"/api/people/{PERSONS['F']}/network", limit=1000).json()
        cut = reader.get(f"/api/people/{PERSONS['F']}/network", limit=1).json()
    assert (len(whole["nodes"]), whole["more"]) == (4, 0)
    assert (len(cut["nodes"]), cut["more"]) == (1, 3)


def test_tokens_differ_by_role_reader_and_purpose(service: Service) -> None:
    found = {}
    for role, purpose in (
        (Role.VAWG_OFFICER, "investigation"),
        (Role.VAWG_OFFICER, "safeguarding"),
        (Role.DETECTIVE_INSPECTOR, "investigation"),
    ):
        with service.reader(role, purpose=purpose) as reader:
            told = reader.get(f"/api/people/{PERSONS['S1']}").json()
            again = reader.get(f"/api/people/{PERSONS['S1']}").json()
        assert told == again
        [token] = [
            one["token"] for one in told["victims"] if "token" in one and "O2" in one["offences"]
        ]
        found[role, purpose] = token
    assert len(set(found.values())) == 3
    assert all(len(token) == len("T-") + 26 for token in found.values())  # of 5 bits each


def test_a_referrer_is_told_these_things_and_nothing_else(service: Service) -> None:
    with service.reader(Role.REFERRER) as reader:
        listing = reader.get("/api/lists/pursuit").json()
        person = reader.get(f"/api/people/{PERSONS['S1']}").json()
        why = reader.get(f"/api/people/{PERSONS['S1']}/why").json()
        found = reader.get("/api/search", text="Arden 1985-03-01").json()
    assert set(listing) == {"run", "scheme", "entries", "listed", "next", "tie"}
    assert {name for entry in listing["entries"] for name in entry} == {
        "person_id", "band", "victims_band", "definitions",
    }  # fmt: skip
    assert person == {
        "person_id": PERSONS["S1"],
        "names": ["ARDEN, Adam", "Ads"],
        "born_on": "1985-03-01",
        "victims_band": "4\N{EN DASH}6",
        "definitions": {"matac": True, "acpo_2009": True, "drive": True},
        "states": ["in_custody", "under_order"],
    }
    assert set(why) == {"person_id", "scheme", "parts"}
    assert {name for part in why["parts"] for name in part} == {"name", "records_band"}
    assert found == {
        "matches": [
            {
                "person_id": PERSONS["S1"],
                "name": "ARDEN, Adam",
                "born_on": "1985-03-01",
                "areas": [],
            }
        ],
        "more": 0,
    }


def test_an_officer_reads_lists_of_her_own_areas_alone(service: Service) -> None:
    with service.reader(Role.VAWG_OFFICER) as reader:
        own = reader.get("/api/lists/serial").json()["entries"]
        assert [entry["person_id"] for entry in own if "A1" not in entry["areas"]] == []
        assert reader.get("/api/lists/serial", area="A1").json()["entries"] == own
        assert reader.get("/api/lists/serial", area="A2").status_code == 403
    with service.reader(Role.DETECTIVE_INSPECTOR) as reader:
        assert reader.get("/api/lists/serial").json()["entries"] == []
    with service.reader(Role.ANALYST) as reader:
        whole = reader.get("/api/lists/serial").json()["entries"]
        assert len(whole) > len(own) > 0
        assert json.dumps(whole).count(PERSONS["U1"]) == 0  # under 18


def answers_about_e(service: Service, role: Role) -> dict[str, Any]:
    """All that a role is told about E, and by which words he is found."""
    path = f"/api/people/{PERSONS['E']}"
    texts = ("Essex", "Essecks", "Qaeast", "Qaeastnée", "Q-EV1", "Essex 1970-02-19", "ES")
    asked = [path, f"{path}/why", f"{path}/timeline", f"{path}/network", "/api/lists/serial"]
    asked += [f"/api/search?text={text}" for text in texts]
    told = {}
    with service.reader(role) as reader:
        for one in asked:
            answer = reader.get(one)
            told[one] = (answer.status_code, _without_others(answer.json()))
    return told


def _without_others(told: dict[str, Any]) -> dict[str, Any]:
    """An answer without its run, and of a list nobody but E, without the places of the others."""
    told.pop("run", None)
    entries = [one for one in told.get("entries", ()) if one["person_id"] == PERSONS["E"]]
    return told | {"entries": [{**one, "rank": None} for one in entries]}


@pytest.mark.parametrize("role", [Role.VAWG_OFFICER, Role.REFERRER])
def test_what_a_reader_may_not_see_changes_nothing_that_he_sees(
    service: Service, open_store: Store, tmp_path: Path, role: Role
) -> None:
    """E is a victim in A2. In another force he never was; to these readers it is the same force."""
    told = answers_about_e(service, role)
    load.clear(open_store, silent)  # the fixture brings it back for the next test
    home = served.open_home(tmp_path / "home")
    shutil.copy(service.home.path / "secret.key", home.path)  # the same tokens
    served.load(home, open_store, tmp_path / "extract", force.without_a_suspect_s_other_side())
    with served.serving_desk(Desk(home, lambda: open_store)) as other:
        assert answers_about_e(other, role) == told
        with other.reader(Role.SERGEANT) as reader:
            e_as_victim = reader.get(f"/api/people/{PERSONS['E']}").json()["offences"]
            assert [one["role"] for one in e_as_victim] == ["suspect"]
