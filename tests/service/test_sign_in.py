"""Who is let in, as what, and what a form may do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.access import Role
from graph_service.desk import Desk
from graph_service.settings import Grant, Home, Settings
from graph_service.store import Store
from tests.service import served
from tests.service.force import PERSONS
from tests.service.served import Reader, Service, raw


@pytest.fixture
def analyst(service: Service) -> Iterator[Reader]:
    with service.reader(Role.ANALYST) as reader:
        yield reader


@pytest.fixture
def stranger(open_store: Store, service: Service, tmp_path: Path) -> Iterator[Service]:
    """A service whose settings grant the user of the tests nothing at all."""
    del service  # its force is in the store, so there would be something to see
    home = Home.open(tmp_path / "home")
    settings = Settings("somebody", grants=(Grant("somebody", "analyst"),)).shown()
    (home.path / "settings.json").write_text(json.dumps(settings))
    with served.serving_desk(Desk(home, lambda: open_store)) as other:
        yield other


def test_somebody_without_a_role_sees_nothing_but_that_the_service_is_up(
    stranger: Service,
) -> None:
    for path in (
        "/api/runs",
        "/api/lists/pursuit",
        f"/api/people/{PERSONS['S1']}",
        "/openapi.json",
    ):
        status, headers, body = raw(stranger, path, Pursuit_Purpose="investigation")
        assert (status, headers["content-type"]) == (401, "application/problem+json")
        assert json.loads(body)["detail"].startswith("The settings grant you no role.")
    for path in ("/", "/lists/pursuit", f"/people/{PERSONS['S1']}", "/search", "/runs"):
        status, headers, body = raw(stranger, path)
        assert (status, headers["content-type"]) == (401, "text/html; charset=utf-8")
        assert "You are not signed in" in body
        assert "Northwold" not in body
    assert raw(stranger, "/health")[2] == '{"status":"ok"}'
    assert {one["outcome"] for one in stranger.trail()} == {"refused"}
    assert {one["role"] for one in stranger.trail()} == {None}
    assert len(stranger.trail()) == 9


def test_a_role_that_is_not_granted_is_refused_and_the_refusal_kept(
    service: Service, open_store: Store, tmp_path: Path
) -> None:
    del service
    home = Home.open(tmp_path / "home")  # whoever creates it is its analyst, and no more
    with served.serving_desk(Desk(home, lambda: open_store)) as other:
        status, _, body = raw(other, "/api/runs", Pursuit_Role="auditor")
        assert (status, json.loads(body)["detail"]) == (
            403, "The settings do not grant you the role auditor.",
        )  # fmt: skip
        # A page falls back on the role that is granted: the cookie may be another home's.
        assert raw(other, "/runs", Cookie="pursuit_role=auditor")[0] == 200
        refused, opened = other.trail()
    assert (refused["outcome"], refused["action"]) == ("refused", "take_role")
    assert opened["role"] == "analyst"


@pytest.mark.parametrize(
    ("field", "location"),
    [
        ("/lists/pursuit", "/lists/pursuit"),
        ("/people/P-aaaaaaaaaaaaaaaa/why", "/people/P-aaaaaaaaaaaaaaaa/why"),
        ("/", "/"),
        ("//example.org", "/"),
        ("///example.org", "/"),
        ("/\\example.org", "/"),
        ("/\\/example.org", "/"),
        ("/\t/example.org", "/"),
        ("/\n/example.org", "/"),
        ("https://example.org", "/"),
        ("javascript:alert(1)", "/"),
        ("/lists/pursuit?next=//example.org", "/"),
        ("/" + "a" * 200 + "!", "/"),  # looked at once, not in every way that it could be parted
        ("", "/"),
    ],
)
def test_a_form_leads_back_into_the_service_and_nowhere_else(
    analyst: Reader, field: str, location: str
) -> None:
    answer = analyst.send_form("/reading-as", purpose="safeguarding", return_to=field)
    assert (answer.status_code, answer.headers["location"]) == (303, location)


def test_another_role_begins_at_its_first_page_and_is_remembered_safely(analyst: Reader) -> None:
    answer = analyst.send_form("/reading-as", role="auditor", return_to="/lists/pursuit")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers.get_list("set-cookie") == [
        "pursuit_role=auditor; HttpOnly; Path=/; SameSite=strict"
    ]
    last = analyst.service.trail()[-1]
    assert (last["action"], last["role"], last["outcome"]) == ("take_role", "auditor", "answered")


@pytest.mark.parametrize("path", ["/search", "/check", "/reading-as"])
def test_a_form_that_another_site_posts_is_refused(service: Service, path: str) -> None:
    fields = {"text": "arden", "surname": "Arden", "born_on": "1 3 1985", "role": "auditor"}
    for role in (Role.ANALYST, Role.REFERRER):
        with service.reader(role) as reader:
            for token, site in (("0" * 64, "same-origin"), ("", "none"), (None, "cross-site")):
                answer = reader.send_form(path, token=token, site=site, **fields)
                assert answer.status_code == 403
                assert "The form was not sent from a page of this service" in answer.text
                assert service.trail()[-1]["outcome"] == "refused"
