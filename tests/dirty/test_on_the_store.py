"""Damaged extracts that are let in, all the way into the graph, on a store that dies meanwhile."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from graph_service.errors import InputRefused, StoreUnavailable
from graph_service.store import Store
from ingest import pipeline
from tests.dirty import oracle
from tests.dirty.mutator import Case, make
from tests.dirty.oracle import RefusedError, UnsureError
from tests.dirty.specimens import lay_out, marks_in
from tests.ingest.force import Force

SEED = 11


class DyingStore(Store):
    """An open store that is gone from its n-th write on."""

    def __init__(self, store: Store, at: int) -> None:
        self.__dict__.update(store.__dict__)
        self.left = at

    def write(self, query: str, /, **parameters: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise StoreUnavailable("The store has died.")
        super().write(query, **parameters)


def is_sound(case: Case) -> bool:
    """Whether the case must be let in."""
    try:
        return not case.fault and bool(oracle.expected(case.folder, case.clean.profile))
    except (RefusedError, UnsureError):
        return False


def cases(name: str, sound: int) -> list[Case]:
    """The first cases of a specimen, up to so many sound ones, with what lies between."""
    found: list[Case] = []
    numbers = itertools.count()
    while sound:
        case = make(SEED, next(numbers))
        if case.clean.name == name and not case.fault:
            found.append(case)
            sound -= is_sound(case)
    return found


def take_in(force: Force, case: Case, store: Store) -> str:
    """How the ingest of a case ends."""
    folder = force.scratch / f"case-{case.number}"
    if not folder.exists():
        lay_out(case.folder, folder)
    try:
        pipeline.ingest(
            force.archive,
            store,
            folder,
            profile=case.clean.profile,
            source=f"case-{case.number}",
            say=force.said.append,
        )
    except InputRefused as error:
        force.said.append(error.message)
        return "refused"
    except StoreUnavailable as error:
        force.said.append(error.message)
        return "unavailable"
    return "accepted"


@pytest.mark.parametrize("name", ["contract", "nibrs", "synthetic"])
def test_the_graph_is_what_the_archive_says_after_each(force: Force, name: str) -> None:
    for case in cases(name, 2):
        before = force.archive.batches(), force.digest()
        ending = take_in(force, case, force.store)
        assert ending == ("accepted" if is_sound(case) else "refused"), str(case)
        if ending == "refused":
            assert (force.archive.batches(), force.digest()) == before
        else:
            assert force.holds_the_archive(), str(case)
    assert marks_in(force.said) == []


def test_a_store_that_dies_in_the_middle_loses_nothing(force: Force, tmp_path: Path) -> None:
    [case] = [one for one in cases("contract", 2) if is_sound(one)][1:]
    assert take_in(force, case, force.store) == "accepted"
    undisturbed = force.digest()
    again = force.anew(tmp_path / "again")
    dies = 0
    while take_in(again, case, DyingStore(again.store, dies)) == "unavailable":
        assert len(again.archive.batches()) == 1
        dies += 1
    assert dies > 5
    assert again.digest() == undisturbed
    assert again.holds_the_archive()
    assert marks_in(again.said) == []
