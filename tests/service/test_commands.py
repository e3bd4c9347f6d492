"""The command line: forms, exit codes, roles, what goes where, pipes and ports."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import pursuit
from graph_service.access import Role
from graph_service.command import Call
from graph_service.settings import Grant, Home, operating_system_user
from tests.service.force import PERSONS
from tests.service.served import AREAS, Service
from tests.store.servers import StoreServer

USER = operating_system_user()
PURSUIT = [sys.executable, "-m", "pursuit"]


class Shell:
    """Calls of the command in one environment, in this process or in one of their own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def __call__(self, *arguments: str, **environment: str) -> Result:
        """One call in this process."""
        held = self.environment | environment
        return CliRunner().invoke(pursuit.main, list(arguments), env=held)

    def start(self, *arguments: str, **held: Any) -> subprocess.Popen[str]:
        """One call in a process of its own."""
        environment = {**os.environ, **self.environment}
        return subprocess.Popen(
            [*PURSUIT, *arguments], env=environment, text=True, stderr=subprocess.PIPE, **held
        )


@pytest.fixture
def shell(service: Service, store_server: StoreServer) -> Shell:
    return Shell({"PURSUIT_HOME": str(service.home.path), **store_server.environment})


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Commands that need no store, with a home of their own."""
    monkeypatch.delenv("PURSUIT_PURPOSE", raising=False)
    return Shell({"PURSUIT_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)})


def test_json_is_all_that_goes_to_standard_output(shell: Shell) -> None:
    done = shell("list", "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["entries"][0]["person_id"] == PERSONS["S1"]
    assert done.stderr == "Next: pursuit why PERSON_ID\n"


def test_bytes_that_are_no_text_are_refused(bare: Shell) -> None:
    done = bare("decide", "links", "\udcff\udcfe", "same", "--reason", "why")
    assert (done.exit_code, "an argument is not text in UTF-8" in done.stderr) == (2, True)


def test_a_table_is_for_reading(shell: Shell) -> None:
    done = shell("list", "--scheme", "serial", "--limit", "2")
    head, first, *_ = done.stdout.splitlines()
    assert head.split()[:6] == ["rank", "person_id", "score", "harm", "repeat", "serial"]
    assert first.split()[:2] == ["1", PERSONS["S1"]]


def test_csv_is_for_machines_and_numbers_stay_numbers(shell: Shell) -> None:
    done = shell("why", PERSONS["S1"], "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    whole = json.loads(shell("why", PERSONS["S1"], "--format", "json").stdout)
    assert [row["value"] for row in rows] == [one["value"] for one in whole["contributions"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 7700", "'+44 7700"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("-95.5", "-95.5"),
        ("Smith", "Smith"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, value: str, cell: str
) -> None:
    Call(tmp_path, None, None, "data_quality", "csv").answer([], [{"name": value, "count": -5}])
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row == {"name": cell, "count": "-5"}


def test_no_name_steers_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call = Call(tmp_path, None, None, "data_quality", "table")
    call.answer([], [{"name": "Smith\x1b[2J\x07", "note": None}])
    assert capsys.readouterr().out == "      name note\nSmith [2J      \n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["list", "--scheme", "nothing"], 2, "The run has no such scheme. Schemes: pursuit"),
        (["list", "--limit", "0"], 2, "Usage: main list"),
        (["list", "--run", "R-nothing"], 2, "There is no such run. Those"),
        (["why", "P-nothing"], 2, "There is nothing to show under this id."),
        (["person"], 2, "Give a person's id, or --search TEXT."),
        (["person", "P-1", "--search", "x"], 2, "Give a person's id, or --search TEXT."),
        (["person", "--search", " "], 2, "Give a name, a part of one, or a reference."),
        (["list", "--role", "king"], 2, "There is no such role. Roles: analyst"),
        (["list", "--purpose", "curiosity"], 2, "There is no such purpose. Purposes:"),
        (["people", "--role", "vawg_officer"], 5, "The role vawg_officer does not cover this"),
        (["list", "--role", "auditor"], 5, "The role auditor does not cover this (read_list)."),
        (["list", "--role", "vawg_officer", "--area", "A2"], 5, "This list is of another area"),
        (["person", PERSONS["S1"], "--purpose", "audit"], 5, "The role analyst may not use"),
        (["config", "grant", "pc"], 2, "Say: pursuit config grant USER ROLE [--area A]."),
        (["config", "grant", "pc", "king"], 2, "There is no such role."),
        (["config", "grant", "pc", "auditor", "--role", "sergeant"], 5, "The role sergeant does"),
        (["network", PERSONS["S1"], "--out", "/nowhere/x.html"], 2, "--out cannot be written"),
        (["network", PERSONS["S1"], "--out", "x.html", "--hops", "4"], 2, "Usage: main network"),
        (
            ["list", "--store", "bolt://example.org:7687"],
            2,
            "The store bolt://example.org:7687 would",
        ),
        (["nothing"], 2, "Usage: main"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_its_exit_code(
    shell: Shell, arguments: list[str], code: int, said: str
) -> None:
    done = shell(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr


def test_a_list_has_no_upper_limit_here(shell: Shell) -> None:
    for limit in ("100000", "1000000001", "9" * 30):
        assert shell("list", "--limit", limit).exit_code == 0


def test_a_role_that_is_not_granted_is_refused(bare: Shell, tmp_path: Path) -> None:
    assert bare("config").exit_code == 0  # which makes the home, and its user the analyst
    done = bare("list", "--role", "sergeant")
    assert done.exit_code == 5
    assert done.stderr.startswith("The settings of this home do not grant you that role.")
    trail = (tmp_path / "home" / "audit" / "audit.jsonl").read_text().splitlines()
    assert json.loads(trail[-1])["outcome"] == "refused"


def test_roles_are_granted_and_shown(bare: Shell, tmp_path: Path) -> None:
    done = bare("config", "grant", "pc", "vawg_officer", "--area", "A1", "--area", "A2")
    assert (done.exit_code, done.stderr) == (0, "")
    warned = bare("config", "grant", "sgt", "sergeant")
    assert "none was given: --area A" in warned.stderr
    shown = json.loads(bare("config", "--format", "json").stdout)
    assert shown == {
        "creator": USER,
        "is_invented": False,
        "grants": [
            {"user": USER, "role": "analyst", "areas": []},
            {"user": "pc", "role": "vawg_officer", "areas": ["A1", "A2"]},
            {"user": "sgt", "role": "sergeant", "areas": []},
        ],
    }
    assert Home(tmp_path / "home").settings().of("sgt") == [Grant("sgt", "sergeant")]


def test_a_home_that_cannot_be_made_is_exit_code_four(bare: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = bare("config", "--home", str(tmp_path / "file" / "home"))
    assert done.exit_code == 4
    assert done.stderr.startswith("The home folder cannot be opened or created (Not a directory).")
    assert bare("config", "--home", str(tmp_path / "file")).exit_code == 2
    assert bare("config", "--home", str(tmp_path)).exit_code == 2  # holds other things


def test_a_store_that_does_not_answer_is_exit_code_four(shell: Shell) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # taken, and nobody listens
        uri = f"neo4j://127.0.0.1:{silent.getsockname()[1]}"
        done = shell("list", PURSUIT_STORE=uri)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "does not answer" in done.stderr


def test_every_role_has_its_own_view_of_one_person(shell: Shell) -> None:
    seen = {}
    for role in Role:
        done = shell(
            "person", PERSONS["S1"], "--role", role, "--format", "json",
            PURSUIT_PURPOSE="referral" if role is Role.REFERRER else "data_quality",
        )  # fmt: skip
        if done.exit_code == 0:
            seen[role] = sum("name" in one for one in json.loads(done.stdout).get("victims", []))
        else:
            assert (done.exit_code, done.stdout) == (5, "")
    assert seen == {
        "analyst": 5, "vawg_officer": 2, "high_harm_coordinator": 5, "sergeant": 3, "inspector": 4,
        "detective_inspector": 0, "referrer": 0,
    }  # fmt: skip
    assert AREAS[Role.VAWG_OFFICER] == ("A1",)


def test_a_network_is_one_file_that_asks_nobody(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "network.html"
    done = shell("network", PERSONS["S1"], "--out", str(out), "--hops", "2")
    assert done.exit_code == 0
    assert done.stderr.startswith("Written: network.html, ")
    assert out.stat().st_mode & 0o777 == 0o600
    text = out.read_text()
    assert "Network of ARDEN, Adam" in text
    assert "default-src &#x27;none&#x27;" in text
    assert [line for line in text.splitlines() if 'src="http' in line] == []


def test_whoever_reads_the_beginning_of_an_answer_gets_it_and_no_complaint(shell: Shell) -> None:
    with shell.start("people", "--format", "csv", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()  # as `head` does once it has enough
        assert process.stderr is not None
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, "")


def test_two_services_do_not_share_a_port(shell: Shell) -> None:
    with shell.start("serve", "--port", str(_free_port())) as first:
        assert first.stderr is not None
        said = first.stderr.readline()
        port = said.removeprefix("Open http://127.0.0.1:").partition("/")[0]
        second = shell("serve", "--port", port)
        first.send_signal(signal.SIGINT)  # as Ctrl-C does
        rest = first.stderr.read()
    assert (second.exit_code, second.stderr) == (
        4,
        f"The port {port} of 127.0.0.1 cannot be had (Address already in use). "
        "Give another with --port.\n",
    )
    assert (first.returncode, rest) == (0, "Stopped.\n")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_the_service_binds_to_loopback_alone(shell: Shell) -> None:
    done = shell("serve", "--host", "0.0.0.0")  # noqa: S104 - to see it refused
    assert done.exit_code == 2
    assert "--host is a loopback address" in done.stderr


def test_help_names_every_command(bare: Shell) -> None:
    done = bare("--help")
    names = done.stdout.partition("Commands:\n")[2].split("\n")
    assert [line.split()[0] for line in names if line.strip()] == sorted(pursuit.main.commands)
