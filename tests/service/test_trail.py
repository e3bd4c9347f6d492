"""Every answer leaves a record first, and where none can be left nothing is answered."""

import re
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pursuit
from graph_service import runs
from graph_service.access import Role
from graph_service.archive import Archive
from graph_service.queries import facts
from graph_service.settings import Home, operating_system_user
from tests.service import routes
from tests.service.force import PERSONS, PROTECTED
from tests.service.routes import Route
from tests.service.served import Reader, Service
from tests.store.servers import StoreServer

API = {
    ("GET", "/api/lists/{scheme}"),
    ("GET", "/api/quality"),
    ("GET", "/api/runs"),
    ("GET", "/api/runs/{before}/diff/{after}"),
    ("GET", "/api/people/{person_id}"),
    ("GET", "/api/people/{person_id}/why"),
    ("GET", "/api/people/{person_id}/network"),
    ("GET", "/api/people/{person_id}/timeline"),
    ("GET", "/api/search"),
    ("GET", "/api/links"),
    ("GET", "/api/links/{link_id}"),
    ("POST", "/api/decisions"),
    ("GET", "/openapi.json"),
}
PAGES = {
    ("GET", "/"),
    ("GET", "/lists/{scheme}"),
    ("GET", "/people/{person_id}"),
    ("GET", "/people/{person_id}/why"),
    ("GET", "/people/{person_id}/network"),
    ("GET", "/search"),
    ("POST", "/search"),
    ("POST", "/check"),
    ("GET", "/links"),
    ("GET", "/links/{link_id}"),
    ("POST", "/links/{link_id}"),
    ("POST", "/people/{person_id}/look-first"),
    ("GET", "/quality"),
    ("GET", "/runs"),
    ("POST", "/reading-as"),
}
ALL = sorted(API | PAGES)
OUTCOME = {200: "answered", 303: "answered", 403: "refused", 404: "nothing_to_show"}
IDS = re.compile(r"\bP-[a-z2-7]{16}\b")


def test_these_are_all_the_addresses_that_there_are(service: Service) -> None:
    assert set(routes.of_api(service.desk)) == API
    assert set(routes.of_pages()) == PAGES


def ask(reader: Reader, route: Route) -> Any:
    if route.path in routes.BODIES:
        return reader.send_json(route.path, routes.BODIES[route.path])
    if route.method == "POST":
        return reader.send_form(route.filled(), **routes.FIELDS[route.path])
    return reader.get(route.filled())


@pytest.mark.parametrize("role", Role)
def test_each_answer_and_each_refusal_has_its_record(service: Service, role: Role) -> None:
    for method, path in ALL:
        route = Route(method, path)
        with service.reader(role) as reader:
            before = len(service.trail())
            answer = ask(reader, route)
            new = service.trail()[before:]
        assert new, route
        assert {(one["actor"], one["role"]) for one in new} == {(operating_system_user(), role)}
        assert OUTCOME[answer.status_code] in {one["outcome"] for one in new}, route
        if answer.status_code == 403:
            assert {one["outcome"] for one in new} == {"refused"}, route
        told = {subject for one in new for subject in one["subjects"]}
        asked = {PERSONS["S1"]} if "{person_id}" in path else set()
        assert set(IDS.findall(answer.text)) - asked <= told, route
    assert service.desk.audit.faults() == []


def test_one_answer_of_the_api_is_one_record_of_all_whom_it_names(service: Service) -> None:
    named = {PERSONS[name] for name in ("S1", "V1", "V4")}
    with service.reader(Role.VAWG_OFFICER) as reader:
        before = len(service.trail())
        answer = reader.get(f"/api/people/{PERSONS['S1']}")
        new = service.trail()[before:]
    assert set(IDS.findall(answer.text)) == named
    [held] = new
    assert (held["purpose"], held["action"], held["route"], held["outcome"]) == (
        "investigation", "read_person", "GET /api/people/{person_id}", "answered",
    )  # fmt: skip
    assert held["subjects"] == sorted(named)


def test_a_person_s_page_reads_the_person_once_and_records_each_part(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, readings = facts.read, []

    def counted(*arguments: Any) -> facts.PersonFacts:
        readings.append(arguments[2])
        return read(*arguments)

    monkeypatch.setattr(facts, "read", counted)
    with service.reader(Role.VAWG_OFFICER) as reader:
        before = len(service.trail())
        assert reader.get(f"/people/{PERSONS['S1']}").status_code == 200
        new = service.trail()[before:]
    assert readings == [PERSONS["S1"]]
    assert [one["action"] for one in new] == [
        "read_person", "read_timeline", "read_why", "read_network",
    ]  # fmt: skip
    assert all(PERSONS["S1"] in one["subjects"] for one in new)


def test_who_asked_in_vain_about_whom_is_kept(service: Service) -> None:
    with service.reader(Role.VAWG_OFFICER) as reader:
        before = len(service.trail())
        assert reader.get(f"/api/people/{PERSONS['V2']}").status_code == 404
        assert reader.get("/api/people/Arden").status_code == 404
        hidden, unknown = service.trail()[before:]
    assert (hidden["outcome"], hidden["subjects"]) == ("nothing_to_show", [PERSONS["V2"]])
    # What somebody types may be anything, a name too: it is not kept.
    assert (unknown["outcome"], unknown["subjects"]) == ("nothing_to_show", [])


def test_no_record_holds_a_name_or_what_was_typed(service: Service) -> None:
    with service.reader(Role.ANALYST) as reader:
        reader.get("/api/search", text=PROTECTED[0].stem)
        reader.get(f"/people/{PERSONS['V1']}")
        reader.send_form("/search", text=f"{PROTECTED[1].stem} {PROTECTED[1].born_on.isoformat()}")
    text = (service.home.path / "audit" / "audit.jsonl").read_text("utf-8")
    words = [word for one in PROTECTED for word in (one.stem, one.born_on.isoformat(), "Arden")]
    assert [word for word in words if word.lower() in text.lower()] == []


@pytest.fixture
def full_disk(service: Service) -> Any:
    """A trail that cannot be written, until the test has ended."""
    trail = service.home.path / "audit" / "audit.jsonl"
    trail.parent.mkdir(exist_ok=True)
    trail.touch()  # the first test of all may be one of these
    kept = trail.with_name("kept")
    trail.rename(kept)
    trail.symlink_to("/dev/full")
    yield
    trail.unlink()
    kept.rename(trail)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize(("method", "path"), ALL)
def test_where_no_record_can_be_left_nothing_is_answered(
    service: Service, method: str, path: str
) -> None:
    with service.reader(Role.ANALYST) as reader:
        answer = ask(reader, Route(method, path))
    assert answer.status_code == 503
    asked = {PERSONS["S1"]} if "{person_id}" in path else set()
    assert set(IDS.findall(answer.text)) <= asked
    words = [one.stem for one in PROTECTED] + ["ARDEN", "Northwold"]
    assert [word for word in words if word in answer.text] == []


IN_VAIN = (
    ["list"],
    ["why", PERSONS["S1"]],
    ["person", PERSONS["S1"]],
    ["person", "--search", "Arden"],
    ["network", PERSONS["S1"], "--out", "picture.html"],
    ["people"],
    ["config"],
    ["config", "grant", "pc", "auditor"],
    ["doctor"],
    ["serve"],
    ["ingest", "{extract}"],
    ["ingest", "{extract}", "--check"],
    ["resolve"],
    ["score"],
    ["replay", "--made-by", "2099-01-01"],
    ["diff", "R-1", "R-2"],
    ["evaluate", "linkage", "--truth", "truth.csv"],
    ["links"],
    ["decide", "links", "L-none", "same", "--reason", "seen"],
    ["rebuild"],
)
# It has a home of its own, so a test of its own.
DEMO = "demo"
# They touch no home: one invents an extract, the other looks at the form of files not yet taken in.
WITHOUT_RECORD = {"synthetic", "profile"}


def test_no_command_is_missing_here() -> None:
    told = {arguments[0] for arguments in IN_VAIN}
    assert told | {DEMO} | WITHOUT_RECORD == set(pursuit.main.commands)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("arguments", IN_VAIN)
def test_no_command_does_anything_without_a_record(
    service: Service,
    store_server: StoreServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    granted = service.home.settings()
    environment = {"PURSUIT_HOME": str(service.home.path), **store_server.environment}
    batches = service.desk.archive.batches()
    made = len(runs.read_all(service.desk.archive))
    extract = service.home.path.parent / "extract"
    given = [one.format(extract=extract) for one in arguments]
    done = CliRunner().invoke(pursuit.main, given, env=environment)
    assert (done.exit_code, done.stdout) == (4, "")
    assert service.desk.archive.batches() == batches
    assert len(runs.read_all(service.desk.archive)) == made
    assert done.stderr.startswith("The audit trail cannot be written, so nothing is answered")
    assert list(tmp_path.iterdir()) == []
    assert service.home.settings() == granted


def test_no_demo_is_made_without_a_record(tmp_path: Path, store_server: StoreServer) -> None:
    home = Home.open(tmp_path / "home", is_invented=True)
    (home.path / "audit").mkdir()
    (home.path / "audit" / "audit.jsonl").symlink_to("/dev/full")
    given = [DEMO, "--home", str(home.path), "--no-serve", "--persons", "100"]
    done = CliRunner().invoke(pursuit.main, given, env=store_server.environment)
    assert (done.exit_code, done.stdout) == (4, "")
    assert Archive(home.path).batches() == []
    assert not (home.path / "demo-extract").exists()


def test_a_job_leaves_a_record_when_it_begins_and_one_of_how_it_ended(
    service: Service, store_server: StoreServer, tmp_path: Path
) -> None:
    environment = {"PURSUIT_HOME": str(service.home.path), **store_server.environment}
    extract = service.home.path.parent / "extract"

    def told(*arguments: str, **held: str) -> tuple[int, list[object]]:
        before = len(service.trail())
        done = CliRunner().invoke(pursuit.main, list(arguments), env=environment | held)
        new = service.trail()[before:]
        return done.exit_code, [(one["action"], one["route"], one["outcome"]) for one in new]

    assert told("ingest", str(extract), "--check") == (0, [
        ("ingest", "pursuit ingest --check", "begun"), ("ingest", "pursuit ingest --check", "done"),
    ])  # fmt: skip
    empty = tmp_path / "extract"
    shutil.copytree(extract, empty)
    (empty / "offence.csv").write_text("no table at all\n")
    assert told("ingest", str(empty)) == (3, [
        ("ingest", "pursuit ingest", "begun"), ("ingest", "pursuit ingest", "failed"),
    ])  # fmt: skip
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # taken, and nobody listens
        uri = f"neo4j://127.0.0.1:{silent.getsockname()[1]}"
        assert told("rebuild", PURSUIT_STORE=uri) == (4, [
            ("operate", "pursuit rebuild", "begun"), ("operate", "pursuit rebuild", "failed"),
        ])  # fmt: skip
    assert told("config") == (0, [("read_settings", "pursuit config", "answered")])
    assert told("rebuild", "--role", "sergeant") == (5, [("operate", "pursuit rebuild", "refused")])
