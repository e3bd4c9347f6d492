"""What the other word on a pair of records would change on the list: rank, score, victims.

A run forecasts each pair that is asked about (:mod:`graph_service.supposed`). The forecast is the
list with the people as they would be; the word given alone, the next run for the same day makes
exactly that list.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from graph_service import ids, linked, runs
from graph_service.supposed import other_word
from graph_service.verdicts import Verdict
from scoring import lists, schemes, supposed
from scoring.contributions import scores
from scoring.parameters import Parameters
from scoring.supposed import Supposed

SCHEME = "pursuit"
"""The scheme whose list is forecast: the default one."""

Place = tuple[int, str]  # minus the micro-points, the person's id: in the order of the list


def make(
    connection: duckdb.DuckDBPyConnection,
    pairs: pa.Table,
    entries: pa.Table,
    *,
    as_of: date,
    parameters: Parameters,
) -> pa.Table:
    """The forecast of each pair that is asked about (``runs.FORECASTS``), sorted by its records.

    A pair that would change people with a great many offences has none (``supposed.worlds``).

    ``connection`` is that of :func:`scoring.history.known`, ``pairs`` are judged pairs
    (``linked.SCHEMA``), ``entries`` the run's lists.
    """
    asked = pairs.filter(pc.is_valid(pairs.column("would_be")))
    asked = asked.sort_by([(name, "ascending") for name in linked.KEYS])
    listed = _List(entries)
    held = asked.to_pylist()
    cases = {
        number: [tuple((one["source"], one["record_id"]) for one in group) for group in would_be]
        for number, would_be in enumerate(pair["would_be"] for pair in held)
    }
    rows: list[dict[str, Any]] = []
    for piece, world in supposed.worlds(connection, cases):
        places = _places(world, as_of=as_of, parameters=parameters)
        for number in piece:
            change, told = _forecast(number, world, places, listed)
            pair = held[number]
            rows.append(
                {
                    **{name: pair[name] for name in linked.KEYS},
                    "word": other_word(Verdict(pair["verdict"])),
                    "micro_points": change,
                    "forecast": ids.canonical(told),
                }
            )
    return pa.Table.from_pylist(rows, schema=runs.FORECASTS)


class _List:
    """The list of the run as it is."""

    def __init__(self, entries: pa.Table) -> None:
        held = entries.filter(pc.field("scheme") == SCHEME).sort_by("rank")
        named = (held.column(name).to_pylist() for name in ("micro_points", "person_id", "entry"))
        self.places: list[Place] = []
        self.of: dict[str, tuple[int, Mapping[str, Any]]] = {}
        for micro_points, person_id, text in zip(*named, strict=True):
            self.places.append((-micro_points, person_id))
            entry = json.loads(text)
            shown = {
                name: entry[name] for name in ("person_id", "rank", "score", "band", "victims")
            }
            self.of[person_id] = micro_points, shown


def _places(world: Supposed, *, as_of: date, parameters: Parameters) -> dict[str, tuple[int, int]]:
    """Micro-points and victims of everyone who would be listed, by the person's id in its case."""
    scorer = schemes.scorer(SCHEME)
    found = scores(scorer.score(world.history, as_of=as_of, parameters=parameters))
    found = found[found > 0].drop(lists.not_listable(world.history, as_of).index, errors="ignore")
    victims = schemes.victims(world.history, as_of=as_of, parameters=parameters, scheme=SCHEME)
    return {
        person_id: (int(micro_points), int(victims[person_id]))
        for person_id, micro_points in zip(found.index.astype(str), found, strict=True)
    }


def _forecast(
    case: int, world: Supposed, places: Mapping[str, tuple[int, int]], listed: _List
) -> tuple[int, dict[str, Any]]:
    """The most points that anyone's score would move, and the list's places now and then."""
    now = [*world.now.get(case, ()), *world.touched.get(case, ())]
    then = {
        person_id: place
        for person_id in [*world.then.get(case, ()), *world.touched.get(case, ())]
        if (place := places.get(supposed.person(case, person_id)))
    }
    before = {person_id: listed.of[person_id][0] for person_id in now if person_id in listed.of}
    gone = sorted((-points, person_id) for person_id, points in before.items())
    come = sorted((-points, person_id) for person_id, (points, _) in then.items())

    def rank(place: Place) -> int:
        ahead = bisect_left(listed.places, place) - bisect_left(gone, place)
        return ahead + bisect_left(come, place) + 1

    shown_then = {
        person_id: {
            "person_id": person_id,
            "rank": rank((-points, person_id)),
            "score": runs.points(points),
            "band": None,
            "victims": victims,
        }
        for person_id, (points, victims) in then.items()
    }
    shown_now = {person_id: dict(listed.of[person_id][1]) for person_id in before}
    # Of those with other victims only: whom it makes no difference to is not told of.
    for person_id in world.touched.get(case, ()):
        if _but_rank(shown_now.get(person_id)) == _but_rank(shown_then.get(person_id)):
            shown_now.pop(person_id, None)
            shown_then.pop(person_id, None)
    moved = (
        abs(then.get(person_id, (0, 0))[0] - before.get(person_id, 0))
        for person_id in before.keys() | then.keys()
    )
    told = {"now": _ranked(shown_now.values()), "then": _ranked(shown_then.values())}
    return max(moved, default=0), told


def _but_rank(shown: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (shown or {}).items() if name != "rank"}


def _ranked(shown: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(shown, key=lambda one: (one["rank"], one["person_id"]))
