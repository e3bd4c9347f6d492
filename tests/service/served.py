"""A running service over a loaded force, and readers of it: server, store and sign-in are real."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

import httpx2

from graph_service import archive, callers, graph_state, runs, serving
from graph_service.access import Role
from graph_service.archive import Archive
from graph_service.desk import Desk
from graph_service.settings import Grant, Home, operating_system_user
from graph_service.store import Store
from ingest import pipeline, profiles
from scoring import record, run
from tests.runs.force import extract, silent
from tests.service import force

# One of each kind of reader. Officers differ by area; one has none.
AREAS: dict[Role, tuple[str, ...]] = {
    Role.VAWG_OFFICER: ("A1",),
    Role.SERGEANT: ("A2",),
    Role.INSPECTOR: ("A1", "A2"),
    Role.DETECTIVE_INSPECTOR: (),
}
PURPOSES = {Role.REFERRER: "referral", Role.AUDITOR: "audit", Role.ADMINISTRATOR: "data_quality"}


def purpose_of(role: Role) -> str:
    """The purpose that a role reads for in the tests."""
    return PURPOSES.get(role, "investigation")


def open_home(folder: Path) -> Home:
    """A home in which the user of the tests may take every role."""
    home = Home.open(folder)
    for role in Role:
        home.grant(Grant(operating_system_user(), role, AREAS.get(role, ())))
    return home


def take_in(home: Home, store: Store, extract_folder: Path) -> None:
    """Ingest an extract of contract tables."""
    contract = profiles.load("contract")
    pipeline.ingest(
        Archive(home.path), store, extract_folder, profile=contract, source=force.SOURCE, say=silent
    )


def load(home: Home, store: Store, folder: Path, tables: dict[str, list[dict[str, str]]]) -> None:
    """Take a force in and make the run that answers."""
    take_in(home, store, extract(folder, tables, "2026-01-20T09:00:00"))
    held = Archive(home.path)
    with held.lock(), store.lease(archive.holder()):
        made = run.make(
            held,
            graph_state.read(store),
            as_of=runs.read_as_of(force.AS_OF),
            is_for_now=True,
            say=silent,
        )
        record.record(held, store, made)


@dataclass(frozen=True)
class Service:
    """A service that answers at ``address``."""

    address: str
    home: Home
    desk: Desk

    def reader(self, role: Role, *, purpose: str | None = "") -> "Reader":
        """A reader in a role; for the purpose of the role unless another, or none, is given."""
        return Reader(self, role, purpose_of(role) if purpose == "" else purpose)

    def trail(self) -> list[dict[str, object]]:
        """The audit trail's records."""
        return list(self.desk.audit.records())


@contextmanager
def serving_desk(desk: Desk) -> Iterator[Service]:
    """The service of a desk on a free port, in a thread of its own."""
    with serving.listen("127.0.0.1", None) as listening:
        port = listening.getsockname()[1]
        server = serving.server(desk, port)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Service(f"http://127.0.0.1:{port}", desk.home, desk)
        finally:
            server.should_exit = True
            thread.join()


class Reader:
    """Somebody in a role: asks the API with headers, and the pages with cookies and forms."""

    def __init__(self, service: Service, role: Role, purpose: str | None) -> None:
        self.service, self.role, self.purpose = service, role, purpose
        headers = {"Pursuit-Role": role}
        cookies = {"pursuit_role": str(role)}
        if purpose is not None:
            headers["Pursuit-Purpose"] = purpose
            cookies["pursuit_purpose"] = purpose
        self._client = httpx2.Client(
            base_url=service.address, headers=headers, cookies=cookies, timeout=60
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **asked: object) -> httpx2.Response:
        """One answer; redirects are not followed."""
        return self._client.get(path, params={k: str(v) for k, v in asked.items()} or None)

    def send(self, method: str, path: str, **headers: str) -> httpx2.Response:
        """One answer to any method."""
        return self._client.request(method, path, headers=headers)

    def send_form(
        self, path: str, *, token: str | None = None, site: str = "same-origin", **fields: str
    ) -> httpx2.Response:
        """A form, with the token that pages give to this user unless another is given."""
        if token is None:
            token = callers.csrf_token(self.service.desk, operating_system_user())
        return self._client.post(
            path, data={"csrf_token": token, **fields}, headers={"Sec-Fetch-Site": site}
        )

    def send_json(self, path: str, body: object) -> httpx2.Response:
        """A body as JSON."""
        return self._client.post(path, json=body)


def raw(
    service: Service, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """One request with exactly these headers; status, headers in lower case, body."""
    connection = HTTPConnection(service.address.removeprefix("http://"))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    held = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read().decode()
    connection.close()
    return answer.status, held, body
