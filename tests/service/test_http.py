"""What holds for every answer over HTTP: headers, errors, methods, hosts, sign-in, forms."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph_service.access import Role
from graph_service.queries import candidates
from graph_service.web.presentation import CONTENT_SECURITY_POLICY
from tests.service.force import PERSONS
from tests.service.served import Reader, Service, raw

HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture
def analyst(service: Service) -> Iterator[Reader]:
    with service.reader(Role.ANALYST) as reader:
        yield reader


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200),
        ("/", 200),
        ("/nothing", 404),
        ("/api/nothing", 404),
        ("/api/lists/pursuit?limit=1001", 422),
        ("/lists/pursuit?limit=1001", 422),
        ("/static/pursuit.css", 200),
        ("/static/nothing.css", 404),
        ("/openapi.json", 200),
    ],
)
def test_every_answer_has_the_headers_that_protect_it(
    analyst: Reader, path: str, status: int
) -> None:
    answer = analyst.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    kept = "no-cache" if path.startswith("/static/") else "no-store"
    assert answer.headers["cache-control"] == kept
    assert "server" not in answer.headers


NASTY = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%F0%9F%98%80",
    "%ED%A0%80",
    "'%20OR%201=1%20//",
    "{$id}",
    "`",
    "%22%5C",
    "9" * 400,
    "x" * 8000,
    "%E2%80%AE",
    "..%2F..",
]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_is_typed_is_no_fault(service: Service, text: str) -> None:
    headers = {"Pursuit_Purpose": "investigation", "Pursuit_Role": "analyst"}
    for path in (
        f"/api/people/{text}",
        f"/api/people/{text}/network",
        f"/api/lists/{text}",
        f"/api/lists/pursuit?run={text}",
        f"/api/lists/pursuit?area={text}",
        f"/api/lists/pursuit?cursor={text}",
        f"/api/lists/pursuit?as_of={text}",
        f"/api/search?text={text}",
        f"/people/{text}",
        f"/lists/{text}?area={text}",
    ):
        assert raw(service, path, **headers)[0] in (200, 400, 404, 422), path
    for name in ("Pursuit_Purpose", "Pursuit_Role", "Cookie", "Sec_Fetch_Site"):
        assert raw(service, "/api/runs", **{name: text[:1000]})[0] in (200, 422)


def test_more_than_a_form_holds_is_not_read(analyst: Reader) -> None:
    answer = analyst.send_form("/search", text="x" * 70_000)
    assert (answer.status_code, answer.json()["detail"]) == (
        413, "A form is not that large. Nothing was read.",
    )  # fmt: skip
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_no_file_is_served_but_the_pages_own(service: Service) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/pages.py", "/static//etc/passwd"):
        assert raw(service, path)[0] == 404


def problem(status: int, title: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}


@pytest.mark.parametrize(
    ("role", "purpose", "path", "expected"),
    [
        ("analyst", None, "/api/people/{S1}", problem(
            400, "Bad Request", "A read about one person needs a purpose. For the role analyst: "
            "investigation, safeguarding, order_review, referral, data_quality, supervision.")),
        ("analyst", None, "/api/search?text=arden", problem(
            400, "Bad Request", "A read about one person needs a purpose. For the role analyst: "
            "investigation, safeguarding, order_review, referral, data_quality, supervision.")),
        ("analyst", "audit", "/api/people/{S1}", problem(
            403, "Forbidden", "The role analyst may not use the purpose audit.")),
        ("analyst", "curiosity", "/api/people/{S1}", problem(
            422, "Unprocessable Content", "There is no such purpose. Purposes: investigation, "
            "safeguarding, order_review, referral, supervision, audit, data_quality.")),
        ("referrer", "referral", "/api/people/{S1}/network", problem(
            403, "Forbidden", "The role referrer does not cover this (read_network).")),
        ("referrer", "referral", "/api/people/{S1}/timeline", problem(
            403, "Forbidden", "The role referrer does not cover this (read_timeline).")),
        ("referrer", "referral", "/api/search?text=Arden", problem(
            422, "Unprocessable Content",
            "Give a surname and a date of birth (YYYY-MM-DD), or a reference.")),
        ("vawg_officer", "investigation", "/api/lists/pursuit?area=A2", problem(
            403, "Forbidden",
            "This list is of another area than yours. Ask for one of your own areas.")),
        ("analyst", "investigation", "/api/lists/nothing", problem(
            404, "Not Found", "The run has no such scheme. Schemes: pursuit, serial, v100, "
            "rfgv, harm_ons, harm_cchi, harm_source.")),
        ("analyst", "investigation", "/api/lists/pursuit?limit=0", problem(
            422, "Unprocessable Content",
            "query.limit: Input should be greater than or equal to 1.")),
        ("analyst", "investigation", "/api/lists/pursuit?limit=1001", problem(
            422, "Unprocessable Content",
            "query.limit: Input should be less than or equal to 1000.")),
        ("analyst", "investigation", "/api/lists/pursuit?limit=many", problem(
            422, "Unprocessable Content",
            "query.limit: Input should be a valid integer, unable to parse string as an integer.")),
        ("analyst", "investigation", "/api/lists/pursuit?cursor=x", problem(
            422, "Unprocessable Content",
            "The cursor is what `next` of the answer before said.")),
        ("analyst", "investigation", "/api/lists/pursuit?as_of=yesterday", problem(
            422, "Unprocessable Content", "as_of is a date (YYYY-MM-DD) or an instant.")),
        ("analyst", "investigation", "/api/lists/pursuit?as_of=2020-01-01", problem(
            404, "Not Found",
            "There is no such run. Those there are stand on the page Runs, under /api/runs, and as "
            "folders of HOME/archive/runs.")),
        ("analyst", "investigation", "/api/people/{S1}/network?hops=4", problem(
            422, "Unprocessable Content", "query.hops: Input should be less than or equal to 3.")),
        ("analyst", "investigation", "/api/people/P-unknown", problem(
            404, "Not Found", "There is nothing to show under this id.")),
        ("analyst", "investigation", "/api/search", problem(
            422, "Unprocessable Content", "query.text: Field required.")),
    ],
)  # fmt: skip
def test_errors_of_the_api_are_problem_documents(
    service: Service, role: str, *, purpose: str | None, path: str, expected: dict[str, Any]
) -> None:
    with service.reader(Role(role), purpose=purpose) as reader:
        answer = reader.get(path.format(**PERSONS))
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()) == (expected["status"], expected)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "There is nothing at this address."),
        ("/people/P-unknown", 404, "There is nothing to show under this id."),
        ("/lists/nothing", 404, "The run has no such scheme."),
        ("/lists/pursuit?limit=many", 422, "query.limit: Input should be a valid integer"),
    ],
)
def test_errors_of_pages_are_pages(analyst: Reader, path: str, status: int, words: str) -> None:
    answer = analyst.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert words in answer.text
    assert '<a class="govuk-link" href="/">To the first page</a>' in answer.text


def test_another_scheme_in_a_list_s_question_is_an_address_of_its_own(analyst: Reader) -> None:
    moved = analyst.get("/lists/pursuit?area=A1&scheme=serial&limit=50&run=R%26")
    assert (moved.status_code, moved.headers["location"]) == (
        303, "/lists/serial?area=A1&limit=50&run=R%26",
    )  # fmt: skip
    hostile = analyst.get("/lists/pursuit?scheme=%2F%2Fexample.org")
    assert hostile.headers["location"] == "/lists/%2F%2Fexample.org"
    for path in ("/lists/serial?scheme=serial", "/lists/serial?scheme="):
        answer = analyst.get(path)
        assert (answer.status_code, "Serial (distinct victims)" in answer.text) == (200, True)


def test_without_a_purpose_a_page_asks_for_one_and_leads_back(service: Service) -> None:
    path = f"/people/{PERSONS['S1']}"
    with service.reader(Role.VAWG_OFFICER, purpose=None) as reader:
        asked = reader.get(path)
        assert asked.status_code == 400
        assert "Say what you read this for" in asked.text
        answer = reader.send_form("/reading-as", purpose="order_review", return_to=path)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        assert reader.get(path).status_code == 200


def test_a_fault_is_told_without_its_words(
    service: Service, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("Fay Fern, born 1 Jan 1991")

    monkeypatch.setattr(candidates, "by_text", broken)
    with service.reader(Role.ANALYST) as reader:
        told = reader.get("/api/search", text="arden")
        page = reader.send_form("/search", text="arden")
        assert reader.get("/api/runs").status_code == 200  # and the service goes on
    assert told.json() == problem(
        500,
        "Internal Server Error",
        "The service met a fault and could not answer. Nothing was changed.",
    )
    assert (page.status_code, "The service met a fault" in page.text) == (500, True)
    for answer in (told, page):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "Fern" not in answer.text
    printed = capfd.readouterr()
    assert printed.out == ""
    line = broken.__code__.co_firstlineno + 1
    told_of = f"A fault in Pursuit: ValueError at test_http.py:{line}. Nothing more is known.\n"
    assert printed.err == told_of * 2


def test_head_is_get_without_its_body_and_options_says_what_may_be_asked(analyst: Reader) -> None:
    path = f"/api/people/{PERSONS['S1']}"
    whole, head = analyst.get(path), analyst.send("HEAD", path)
    assert (head.status_code, head.text) == (200, "")
    assert head.headers["content-length"] == str(len(whole.content))
    assert analyst.service.trail()[-1]["route"] == "GET /api/people/{person_id}"
    for method in ("OPTIONS", "POST", "DELETE", "PUT", "PATCH"):
        answer = analyst.send(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
        assert answer.json() == problem(405, "Method Not Allowed", "Method Not Allowed")
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("[::1]:{port}", 200),
        ("127.0.0.1", 421),
        ("127.0.0.1:1", 421),
        ("pursuit.example.org:{port}", 421),
        ("", 421),
    ],
)
def test_the_service_answers_to_its_own_names_alone(
    service: Service, host: str, status: int
) -> None:
    # A page elsewhere could make its own name lead to 127.0.0.1 and read what comes back.
    port = service.address.rpartition(":")[2]
    answered, headers, _ = raw(service, "/health", Host=host.format(port=port))
    assert answered == status
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_nobody_can_say_that_he_is_somebody_else(service: Service) -> None:
    for header in ("X_Forwarded_For", "X_Real_IP", "Forwarded"):
        for value in ("127.0.0.1:1", "10.0.0.1", "for=10.0.0.1"):
            status, _, _ = raw(service, "/api/runs", **{header: value, "Pursuit_Role": "analyst"})
            assert status == 200


def test_the_api_is_described_to_the_signed_in_alone(analyst: Reader) -> None:
    described = analyst.get("/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/decisions",
        "/api/links",
        "/api/links/{link_id}",
        "/api/lists/{scheme}",
        "/api/people/{person_id}",
        "/api/people/{person_id}/network",
        "/api/people/{person_id}/timeline",
        "/api/people/{person_id}/why",
        "/api/quality",
        "/api/runs",
        "/api/runs/{before}/diff/{after}",
        "/api/search",
        "/health",
    ]
