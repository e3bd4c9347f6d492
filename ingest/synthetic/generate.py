"""Plays the world circle by circle and writes one extract with its manifest and its truth."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

from ingest.synthetic.agencies import record_agencies
from ingest.synthetic.data_files import day_of
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import acts
from ingest.synthetic.force import Force
from ingest.synthetic.layout import Extract, Rows
from ingest.synthetic.lives import live
from ingest.synthetic.numbers import Numbers
from ingest.synthetic.people import Circle
from ingest.synthetic.proceedings import play
from ingest.synthetic.recording import Recorder
from ingest.synthetic.recording_orders import record_orders
from ingest.synthetic.truth import Truth


def generate(
    out: Path, *, persons: int, seed: int, since: date | None = None, until: date | None = None
) -> None:
    """Write the extract of an invented force to the folder `out`, and its truth beside it.

    `persons` and `seed` fix the world. The extract holds what was recorded by the end of `until`
    (default: the last day of the world's clock); with `since` only what was recorded after the
    end of that day. Raises ValueError for days outside the world or the wrong way round, and for
    fewer than one person; FileExistsError where `out` already holds something.
    """
    first, last = day_of("world.begins_on"), day_of("world.ends_on")
    until = until or last
    if persons < 1:
        raise ValueError("The world needs at least one person.")
    if until < first or (since is not None and since >= until):
        raise ValueError(
            f"The world begins on {first}: until must not lie before it, nor before since."
        )
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(f"The folder {out.name} is not empty.")
    until_at = datetime.combine(until, time(23, 59, 59))
    after = datetime.combine(since, time(23, 59, 59)) if since is not None else None
    force, numbers = Force(seed), Numbers()
    with (
        Truth(out.parent / f"{out.name}.truth", until_at) as truth,
        Extract(out, after, until_at) as extract,
    ):
        rows = Rows()
        force.write(rows)
        extract.write(rows)
        for circle in circles(seed, persons):
            extract.write(record(circle, seed, force, numbers, truth))
    manifest = {
        "files": extract.manifest,
        "kind": "full" if since is None else "delta",
        "period": {"from": (since or first).isoformat(), "to": until.isoformat()},
        "profile": "synthetic",
        "recorded_at": until_at.isoformat(),
        "source": "synthetic",
    }
    (out / "manifest.json").write_text(
        json.dumps(manifest, indent=2, sort_keys=True) + "\n", "utf-8", newline="\n"
    )


def circles(seed: int, persons: int) -> Iterator[Circle]:
    """The circles of the world until it holds `persons` people."""
    number, left = 0, persons
    while left:
        circle = live(seed, number, left)
        left -= len(circle.people)
        number += 1
        yield circle


def record(circle: Circle, seed: int, force: Force, numbers: Numbers, truth: Truth) -> Rows:
    """Everything that the force ever records of a circle, with the moment of each row."""
    dice = Dice(seed, "record", circle.number)
    happened = acts(circle, Dice(seed, "acts", circle.number))
    cases, orders = play(happened, Dice(seed, "justice", circle.number))
    rows = Rows()
    recorder = Recorder(circle, force, numbers, rows, dice)
    recorded = [(case.recorded_at, partial(recorder.record, case)) for case in cases]
    recorded += [(o.served_at, partial(recorder.served, o)) for o in orders if o.served_at]
    for _, write in sorted(recorded, key=lambda found: found[0]):
        write()
    numbered = record_orders(recorder, orders)
    record_agencies(recorder)
    for nominal in recorder.registry.everyone():
        nominal.write(rows)
    truth.note(circle, recorder, numbered)
    return rows
