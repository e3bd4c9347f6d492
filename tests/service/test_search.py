"""Finding people: by name in any order and part, by sound, alias and reference; exactly alone."""

import re

import pytest

from graph_service.access import Role
from graph_service.ontology.nodes import PersonRecord
from graph_service.queries import candidates
from tests.service.force import PERSONS
from tests.service.served import Service

NAMES = {person: name for name, person in PERSONS.items()}


def found(service: Service, role: Role, text: str, **asked: object) -> list[tuple[str, str]]:
    with service.reader(role) as reader:
        told = reader.get("/api/search", text=text, **asked).json()
    return [(NAMES[one["person_id"]], one.get("because", "")) for one in told["matches"]]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("Arden", [("S1", "name")]),
        ("arden", [("S1", "name")]),
        ("ard", [("S1", "name")]),
        ("Adam Arden", [("S1", "name")]),
        ("ARDEN, Adam", [("S1", "name")]),
        ("ada arden", [("S1", "name")]),
        ("Ardan", [("S1", "sounds alike")]),
        ("Adam Ardan", [("S1", "sounds alike")]),
        ("Ben Arden", []),
        ("Ads", [("S1", "alias")]),
        ("Ads Arden", [("S1", "alias")]),  # a nickname with the record's surname
        ("Devon", [("D", "alias")]),
        ("Dean Devon", [("D", "alias")]),
        ("S1", [("S1", "reference")]),
        (PERSONS["S1"], [("S1", "reference")]),
        (PERSONS["S1"].lower(), [("S1", "reference")]),
        ("SF123456/99A", [("S1", "reference")]),
        ("sf123456/99a", [("S1", "reference")]),
        ("Qavone", [("V1", "name")]),
        ("Qavonenée", [("V1", "alias")]),
        ("qavonenee", [("V1", "alias")]),
        ("nobody of this name", []),
        ("%", []),
        ("' OR 1=1 //", []),
    ],
)
def test_an_analyst_finds(service: Service, text: str, matches: list[tuple[str, str]]) -> None:
    assert found(service, Role.ANALYST, text) == matches


def test_every_reference_is_looked_up_in_an_index() -> None:
    asked = {re.findall(r"\(r:PersonRecord \{(\w+): ", query)[0] for query in references()}
    assert asked == {"pnc_id", "cro_number", "founds", "key"}
    assert asked <= {PersonRecord.key_property, *PersonRecord.indexes}


def references() -> tuple[str, ...]:
    return candidates._BY_REFERENCE  # noqa: SLF001 - what the store is asked is not said elsewhere


def test_the_best_fit_comes_first_and_more_says_what_was_left_out(service: Service) -> None:
    with service.reader(Role.ANALYST) as reader:
        whole = reader.get("/api/search", text="a").json()
        part = reader.get("/api/search", text="a", limit=1).json()
    assert (whole["more"], len(whole["matches"])) == (0, 1 + part["more"])
    assert part["matches"] == whole["matches"][:1]
    with service.reader(Role.DETECTIVE_INSPECTOR) as reader:
        few = reader.get("/api/search", text="q", limit=1).json()
    assert few == {"matches": [], "more": 0}  # those whom he may not see are not counted either


def test_an_officer_finds_a_suspect_of_another_area_and_victims_of_her_own(
    service: Service,
) -> None:
    assert found(service, Role.VAWG_OFFICER, "Cole") == [("S3", "name")]
    assert found(service, Role.VAWG_OFFICER, "Qavone") == [("V1", "name")]
    assert found(service, Role.VAWG_OFFICER, "Qavtwo") == []
    assert found(service, Role.SERGEANT, "Qavtwo") == [("V2", "name")]
    assert found(service, Role.SERGEANT, "Qavone") == []


def test_a_record_that_is_a_victim_s_alone_leads_to_no_suspect(service: Service) -> None:
    for text in ("Qadual", "Qadualfore", "Qadualnée", "Q-DV1"):
        assert found(service, Role.VAWG_OFFICER, text) == []
        assert [name for name, _ in found(service, Role.SERGEANT, text)] == ["D"]
    assert found(service, Role.VAWG_OFFICER, "Dorset") == [("D", "name")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Arden 1985-03-01", ["S1"]),
        ("1985-03-01 ARDEN", ["S1"]),
        ("Arden 1985-03-02", []),
        ("Ard 1985-03-01", []),  # exactly, or not at all
        ("Ardan 1985-03-01", []),
        ("S1", ["S1"]),
        (PERSONS["S1"], ["S1"]),
        ("Kent 2015-01-01", []),  # nobody's suspect
        ("Qavone 1970-02-11", []),
        ("Q-V1", []),
        (PERSONS["V1"], []),
        ("Qadual 1970-02-18", []),  # a suspect's, on a record that is a victim's
        ("Dorset 1970-02-18", []),
        ("Q-DV1", []),
    ],
)
def test_a_referrer_finds_exactly_or_nothing(service: Service, text: str, names: list[str]) -> None:
    assert [name for name, _ in found(service, Role.REFERRER, text)] == names


def test_a_referrer_s_check_answers_on_one_page_and_alike_for_unknown_and_hidden(
    service: Service,
) -> None:
    with service.reader(Role.REFERRER) as reader:
        answer = reader.send_form("/check", surname="arden", born_on="1 3 1985", purpose="referral")
        assert "ARDEN, Adam: serial under 3 definitions" in answer.text
        unknown = reader.send_form("/check", surname="Nobody", born_on="11 2 1970")
        hidden = reader.send_form("/check", surname="Qavone", born_on="11 2 1970")
        assert "Nothing to show" in unknown.text
        assert hidden.text == unknown.text
        wrong = reader.send_form("/check", surname="Arden", born_on="yesterday")
        assert "Give a surname and a date of birth such as 27 3 1988, or a reference." in wrong.text
        empty = reader.send_form("/check", reference="Arden")
        assert "Give a surname and a date of birth (YYYY-MM-DD), or a reference." in empty.text
        assert reader.send_form("/search", text="Arden").status_code == 403
    with service.reader(Role.REFERRER, purpose=None) as reader:
        fields = {"surname": "Arden", "born_on": "1 3 1985"}
        assert reader.send_form("/check", **fields).status_code == 400
        assert reader.send_form("/check", **fields, purpose="investigation").status_code == 403
        assert reader.send_form("/check", **fields, purpose="referral").status_code == 200


@pytest.mark.parametrize("role", [Role.VAWG_OFFICER, Role.REFERRER])
def test_a_text_longer_than_any_name_is_not_searched_for(service: Service, role: Role) -> None:
    # Every word of it costs the store several questions.
    told = "A search is of at most 200 characters."
    with service.reader(role) as reader:
        text = " ".join(["word"] * 41)
        assert reader.get("/api/search", text=text[:200]).status_code in (200, 422)
        assert reader.get("/api/search", text=text).json()["detail"] == told
        page = reader.send_form(
            "/check" if role is Role.REFERRER else "/search", text=text, reference=text
        )
        assert (page.status_code, told in page.text) == (
            200 if role is Role.REFERRER else 422,
            True,
        )
