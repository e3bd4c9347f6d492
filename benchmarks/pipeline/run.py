"""Measures every size that is asked for, and the hub, and leaves nothing behind."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.pipeline import extracts, hub, page, size
from benchmarks.pipeline.aims import middle

# A run of more people than this takes minutes, and is long enough to be steady by itself.
REPEATED = 10_000
_OTHERS = 200


def measure(
    persons: Sequence[int],
    uri: str | None,
    *,
    runs: int,
    hub_persons: int,
    hub_offences: int,
) -> dict[str, Any]:
    """Every size, and the hub unless ``hub_persons`` is 0; of several runs the medians.

    ``uri`` names an empty server, None the embedded store. What it says goes to standard error.
    """
    with tempfile.TemporaryDirectory(prefix="pursuit-bench-") as folder:
        scratch = Path(folder)
        sizes = [
            _size(count, uri, scratch, runs=runs if count <= REPEATED else 1) for count in persons
        ]
        beside = _hub(hub_persons, hub_offences, uri, scratch, runs=runs) if hub_persons else None
    return {"on": page.today(), "machine": page.machine(uri), "sizes": sizes, "hub": beside}


def _size(persons: int, uri: str | None, scratch: Path, *, runs: int) -> dict[str, Any]:
    _say(f"{persons:,} persons: making the extract")
    with _folder(scratch) as folder:
        made = extracts.make(folder, persons)
        found = []
        for number in range(runs):
            _say(f"{persons:,} persons: run {number + 1} of {runs}")
            with _folder(scratch) as kept:
                found.append(size.measure(made, uri, kept))
    return {"persons": persons, "runs": runs, **middle(found)}


def _hub(
    persons: int, offences: int, uri: str | None, scratch: Path, *, runs: int
) -> Mapping[str, Any]:
    with _folder(scratch) as folder:
        made = extracts.make(folder, persons)
        cast = extracts.cast(made.full, _OTHERS)
        found = []
        for number in range(runs):
            _say(f"{offences:,} offences of one suspect: run {number + 1} of {runs}")
            with _folder(scratch) as kept:
                found.append(hub.measure(made.full, cast, offences, uri, kept))
    held: Mapping[str, Any] = middle(found)
    return held


@contextmanager
def _folder(within: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=within) as folder:
        yield Path(folder)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
