"""The audit trail by itself: its chain, many writers at once, crashes, tampering, a full disk."""

import fcntl
import json
import multiprocessing
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service import audit
from graph_service.access import Action, Caller, Purpose, Role
from graph_service.audit import Audit, Event
from graph_service.errors import AuditUnavailable

CALLER = Caller("pc.tallow", Role.VAWG_OFFICER, ("A1",), Purpose.SAFEGUARDING)
EVENT = Event(Action.READ_PERSON, "GET /api/people/{person_id}")


def write(home: Path, times: int = 1) -> None:
    for _ in range(times):
        Audit(home).record(CALLER, EVENT, outcome="answered", subjects=["P-b", "P-a", "P-b"])


def lines(home: Path) -> list[bytes]:
    return (home / "audit" / "audit.jsonl").read_bytes().splitlines(keepends=True)


def test_a_record_says_who_asked_for_what_about_whom(home: Path) -> None:
    write(home)
    [held] = Audit(home).records()
    assert held.pop("at").endswith("Z")
    assert len(held.pop("digest")) == 64
    assert held == {
        "seq": 1,
        "actor": "pc.tallow",
        "role": "vawg_officer",
        "purpose": "safeguarding",
        "action": "read_person",
        "route": "GET /api/people/{person_id}",
        "outcome": "answered",
        "subjects": ["P-a", "P-b"],
        "previous": "0" * 64,
    }


def test_somebody_without_a_role_is_recorded_too(home: Path) -> None:
    Audit(home).turned_away(None, EVENT)
    [held] = Audit(home).records()
    assert (held["actor"], held["role"], held["outcome"]) == (None, None, "refused")


def test_records_follow_each_other(home: Path) -> None:
    write(home, 3)
    held = list(Audit(home).records())
    assert [one["seq"] for one in held] == [1, 2, 3]
    assert [one["previous"] for one in held[1:]] == [one["digest"] for one in held[:-1]]
    assert Audit(home).faults() == []


def test_the_trail_is_closed_to_others(home: Path) -> None:
    write(home)
    modes = [(home / "audit").stat().st_mode & 0o777]
    modes += [path.stat().st_mode & 0o777 for path in (home / "audit").iterdir()]
    assert modes == [0o700, 0o600]


def test_threads_and_processes_write_one_chain(home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write, args=(home, 30)) for _ in range(2)]
    threads = [threading.Thread(target=write, args=(home, 30)) for _ in range(4)]
    for one in (*processes, *threads):
        one.start()
    for one in (*processes, *threads):
        one.join()
    assert [one["seq"] for one in Audit(home).records()] == list(range(1, 181))
    assert Audit(home).faults() == []


@pytest.mark.parametrize("kept", [1, 20, -2])
def test_the_torn_line_of_a_crash_breaks_no_chain(home: Path, kept: int) -> None:
    write(home, 2)
    path = home / "audit" / "audit.jsonl"
    first, second = lines(home)
    path.write_bytes(first + second[:kept])
    write(home, 2)
    held = list(Audit(home).records())
    assert [one.get("seq") for one in held] == [1, None, 2, 3]
    assert Audit(home).faults() == []


def test_a_long_record_is_followed_like_any_other(home: Path) -> None:
    Audit(home).record(
        CALLER, EVENT, outcome="answered", subjects=[f"P-{number}" for number in range(5_000)]
    )
    write(home)
    assert Audit(home).faults() == []


@st.composite
def tampering(draw: st.DrawFn) -> tuple[str, int, int]:
    """What is done to which line, and to which byte of it or with which other line."""
    kind = draw(st.sampled_from(["flip", "delete", "swap", "repeat", "forge", "retype"]))
    return kind, draw(st.integers(0, 7)), draw(st.integers(0, 400))


def tampered(held: list[bytes], kind: str, line: int, place: int) -> list[bytes]:
    at = place % (len(held[line]) - 1)  # the end of a line is no part of its record
    other = (line + 1 + place % 7) % 8
    if kind == "flip":
        changed = bytearray(held[line])
        changed[at] ^= 1
        return [*held[:line], bytes(changed), *held[line + 1 :]]
    if kind == "delete":
        return [*held[:line], *held[line + 1 :]]
    if kind == "swap":
        moved = list(held)
        moved[line], moved[other] = moved[other], moved[line]
        return moved
    if kind == "repeat":
        return [*held[:line], held[line], *held[line:]]
    change: dict[str, Any] = {"actor": "somebody else"}
    if kind == "retype":  # to what is of another type than a record's
        name, values = (("seq", ["1", None, 1.5, True]), ("digest", [1, None, []]))[place % 2]
        change = {name: values[other % len(values)]}
    forged = json.loads(held[line]) | change
    return [*held[:line], json.dumps(forged).encode() + b"\n", *held[line + 1 :]]


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("trail")
    write(home, 9)
    return home


@given(what=tampering())
@settings(max_examples=300, deadline=None)
def test_whatever_is_changed_before_the_last_record_shows(
    trail: Path, tmp_path_factory: pytest.TempPathFactory, what: tuple[str, int, int]
) -> None:
    home = tmp_path_factory.getbasetemp() / "tampered"
    (home / "audit").mkdir(parents=True, exist_ok=True)
    changed = tampered(lines(trail), *what)
    (home / "audit" / "audit.jsonl").write_bytes(b"".join(changed))
    assert Audit(home).faults() != []


@pytest.mark.parametrize("seq", ["2", None, [2]])
def test_a_last_record_of_another_type_is_followed_like_a_torn_one(home: Path, seq: Any) -> None:
    write(home, 2)
    first, second = lines(home)
    retyped = json.dumps(json.loads(second) | {"seq": seq}).encode() + b"\n"
    (home / "audit" / "audit.jsonl").write_bytes(first + retyped)
    write(home)
    assert [one.get("seq") for one in Audit(home).records()] == [1, None, 2]


def test_a_disk_without_room_stops_the_answer(home: Path) -> None:
    (home / "audit").mkdir(mode=0o700)
    (home / "audit" / "audit.jsonl").symlink_to("/dev/full")
    with pytest.raises(AuditUnavailable, match="nothing is answered"):
        write(home)


def test_a_trail_that_is_no_file_stops_the_answer(home: Path) -> None:
    (home / "audit" / "audit.jsonl").mkdir(parents=True)
    with pytest.raises(AuditUnavailable, match="nothing is answered"):
        write(home)


def test_a_disk_that_cannot_keep_stops_the_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(audit.os, "fsync", broken)
    with pytest.raises(AuditUnavailable, match="nothing is answered"):
        write(home)


def test_a_writer_that_does_not_let_go_stops_the_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home)
    monkeypatch.setattr(audit, "_PATIENCE", 0.05)
    with (home / "audit" / "audit.jsonl").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(AuditUnavailable, match="TimeoutError"):
            write(home)
    write(home)
    assert Audit(home).faults() == []
