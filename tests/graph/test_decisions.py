"""The decision log: appended, never changed, the later one stands."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_service import decisions, ids
from graph_service.archive import Archive
from graph_service.decisions import Decision, Queue
from graph_service.errors import StoreUnavailable
from graph_service.joining import Decided

A, B = ("north", "A"), ("south", "B")


def write(home: Archive, decision: str, *, reason: str = "seen both") -> Decision:
    return decisions.write(
        home,
        Queue.LINKS,
        ids.link_id(A, B),
        decision,
        reason=reason,
        by="pc",
        role="analyst",
        about={"records": [list(B), list(A)]},
    )


def log(home: Archive) -> Path:
    return home.folder / "decisions.jsonl"


def test_a_decision_is_read_as_it_was_written(tmp_path: Path) -> None:
    home = Archive(tmp_path)
    assert decisions.read(home) == []
    made = write(home, "same", reason="Same scar – «seen» by PC 7")
    assert decisions.read(home) == [made]
    assert made.item == ids.link_id(B, A)
    assert log(home).stat().st_mode & 0o777 == 0o600


def test_of_two_on_one_item_the_later_stands_and_unsure_leaves_none(tmp_path: Path) -> None:
    home = Archive(tmp_path)
    first = write(home, "same")
    assert decisions.words(decisions.read(home)) == [
        Decided(A, B, same=True, at=first.at.isoformat())
    ]
    second = write(home, "not_same")
    assert decisions.words(decisions.read(home)) == [
        Decided(A, B, same=False, at=second.at.isoformat())
    ]
    write(home, "unsure")
    assert decisions.words(decisions.read(home)) == []
    assert [one.decision for one in decisions.read(home)] == ["same", "not_same", "unsure"]


def test_what_people_follow_from_changes_with_each_decision(tmp_path: Path) -> None:
    home = Archive(tmp_path)
    seen = {decisions.state_digest([], decisions.read(home))}
    for decision in ("same", "not_same", "same"):
        write(home, decision)
        seen.add(decisions.state_digest([], decisions.read(home)))
    assert len(seen) == 4


def test_decisions_made_at_once_are_all_kept_in_one_order(tmp_path: Path) -> None:
    home = Archive(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(home, "same", reason=f"{number}"), range(40)))
    made = decisions.read(home)
    assert sorted(int(one.reason) for one in made) == list(range(40))
    assert [one.at for one in made] == sorted({one.at for one in made})


def test_a_torn_line_was_never_a_decision(tmp_path: Path) -> None:
    home = Archive(tmp_path)
    first = write(home, "same")
    whole = log(home).read_bytes()
    for cut in (1, 20, len(whole) // 2, len(whole) - 2):
        log(home).write_bytes(whole + whole[:cut])
        second = write(home, "not_same")
        assert decisions.read(home) == [first, second]
        log(home).write_bytes(whole)


@pytest.mark.parametrize("what", ["changed", "damaged", "of another form"])
def test_a_log_that_was_changed_is_not_read_as_if_nothing_were(tmp_path: Path, what: str) -> None:
    home = Archive(tmp_path)
    write(home, "not_same")
    line = log(home).read_text()
    changed = {
        "changed": line.replace("not_same", "same"),
        "damaged": line.replace('"by"', '"by'),
        "of another form": json.dumps(["same"]) + "\n",
    }
    log(home).write_text(changed[what])
    with pytest.raises(StoreUnavailable, match=r"Line 1 of the archive's decisions\.jsonl"):
        decisions.read(home)
