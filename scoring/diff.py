"""Why people moved between two runs: by causes that are computed, one applied after the other.

Between the two runs lists are made of states that never were: what was recorded since is let in
first, then what became of cases, then orders and custody; then the days pass; then people are who
they are now; then the settings are those of now. Each step's difference is its cause's, so that the
causes of a score add up to its change by themselves.

Another code cannot be applied last: the earlier one is not here any more. What differs between a
recorded list and the same list made by this code is put down to the code, at either end.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph_service import runs
from graph_service.archive import Archive
from graph_service.processes import local_day
from graph_service.runs import Run
from scoring import between, lists, schemes
from scoring.frames import History
from scoring.parameters import Parameters
from scoring.replay import given
from scoring.run import Progress

Points = dict[str, int]
"""Micro-points by person_id, of those listed."""

NEW_RECORD = "new_record"
OUTCOME = "outcome_changed"
ORDER_OR_CUSTODY = "order_or_custody_changed"
DECAY = "decay"
PEOPLE = "people_joined_or_split"
SETTINGS = "settings"
CODE = "code"
OTHERS = "others_moved"
CAUSES = (NEW_RECORD, OUTCOME, ORDER_OR_CUSTODY, DECAY, PEOPLE, SETTINGS, CODE, OTHERS)
"""The causes in the order in which they are told."""
_LAYERS: Mapping[str, tuple[str, ...]] = {
    NEW_RECORD: (*between.RECORDS, between.STATUS_BEFORE),
    OUTCOME: (*between.RECORDS, "involvement", *between.OUTCOMES),
    ORDER_OR_CUSTODY: (*between.RECORDS, "involvement", *between.OUTCOMES, *between.PROCESSES),
}
"""Per cause the tables that are those of now, in the order in which causes are applied."""


@dataclass(frozen=True)
class Moved:
    """Somebody whose place or score is another: micro-points, ranks (None: not listed), causes.

    ``points`` and ``places`` say by cause how far the score and the place moved; places only where
    both runs list the person. A place that falls has more in front of it: above 0.
    """

    person_id: str
    points_before: int
    points_after: int
    rank_before: int | None
    rank_after: int | None
    points: Mapping[str, int]
    places: Mapping[str, int] | None


def diff(home: Archive, before: Run, after: Run, *, scheme: str, say: Progress) -> list[Moved]:
    """Everybody whose score or place under a scheme is another in the later run, by place there.

    CheckFailed where the archive lacks what a run was made of.
    """
    return moved(list(_steps(home, before, after, scheme, say)))


def keep(home: Archive, before: Run, after: Run, scheme: str, found: list[Moved]) -> None:
    """Keep what moved, so that whoever may not compute can read it."""
    held = [
        {
            "person_id": one.person_id,
            "rank": {"before": one.rank_before, "after": one.rank_after},
            "score": {
                "before": None if one.rank_before is None else runs.points(one.points_before),
                "after": None if one.rank_after is None else runs.points(one.points_after),
            },
            "causes": [
                {
                    "cause": cause,
                    "points": runs.points(one.points.get(cause, 0)),
                    "places": None if one.places is None else one.places.get(cause, 0),
                }
                for cause in CAUSES
                if cause in one.points or cause in (one.places or {})
            ],
        }
        for one in found
    ]
    runs.write_diff(home, before, after, scheme, held)


def _recorded(home: Archive, run: Run, scheme: str) -> Points:
    return {row["person_id"]: row["micro_points"] for row in runs.entries(home, run, scheme)}


def _steps(
    home: Archive, before: Run, after: Run, scheme: str, say: Progress
) -> Iterator[tuple[str, Points]]:
    """The list as it was recorded, then each cause with the list that it leads to."""
    old, new = given(home, before), given(home, after)
    days = local_day(old.as_of), local_day(new.as_of)
    made = _Making(schemes.scorer(scheme))
    say("Reading both states of the archive")
    with between.both(home, old, new) as (connection, renamed):
        was = _recorded(home, before, scheme)
        yield CODE, {renamed.get(person, person): value for person, value in was.items()}
        step = between.layer(connection, "was", (), "who_before")
        yield CODE, made.points(step, days[0], old.parameters)
        for cause, of_now in _LAYERS.items():
            say(f"Applying {cause.replace('_', ' ')}")
            step = between.layer(connection, cause, of_now, "who_then")
            yield cause, made.points(step, days[0], old.parameters)
        say(f"Applying {DECAY}, {PEOPLE.replace('_', ' ')}, {SETTINGS} and {CODE}")
        yield DECAY, made.points(step, days[1], old.parameters)
        now = between.layer(connection, "is", _LAYERS[ORDER_OR_CUSTODY], "who_after")
        yield PEOPLE, made.points(now, days[1], old.parameters)
        yield SETTINGS, made.points(now, days[1], new.parameters)
    yield CODE, _recorded(home, after, scheme)


class _Making:
    """Lists of one scheme; one that comes out as the one before is not made again."""

    def __init__(self, scorer: schemes.Scorer) -> None:
        self._scorer = scorer
        self._last: tuple[History, date, Parameters, Points] | None = None

    def points(self, of: History, day: date, parameters: Parameters) -> Points:
        """The list of a history."""
        if self._last and self._last[1:3] == (day, parameters) and _is_same(self._last[0], of):
            return self._last[3]
        ranked = lists.ranked(of, self._scorer, day=day, parameters=parameters)
        points = {str(person): int(value) for person, value in ranked.items()}
        self._last = (of, day, parameters, points)
        return points


def _is_same(one: History, other: History) -> bool:
    return all(
        getattr(one, name).equals(getattr(other, name)) for name in History.__dataclass_fields__
    )


def moved(steps: list[tuple[str, Points]]) -> list[Moved]:
    """Whom the steps from the first list to the last moved, by place in the last."""
    first, last = steps[0][1], steps[-1][1]
    ranks = [_ranks(points) for _, points in (steps[0], steps[-1])]
    by_points: dict[str, Counter[str]] = {}
    by_places: dict[str, Counter[str]] = {}
    for (_, earlier), (cause, later) in pairwise(steps):
        order = sorted((-value, person) for person, value in earlier.items())
        for person in earlier.keys() | later.keys():
            change = later.get(person, 0) - earlier.get(person, 0)
            # On the list of victims one may stand with no points, and come or go without any.
            if change or (person in earlier) != (person in later):
                by_points.setdefault(person, Counter())[cause] += change
            if change and person in earlier and person in later:
                place = bisect_left(order, (-earlier[person], person))
                aimed = bisect_left(order, (-later[person], person))
                # Of those in front of the new place the person himself may be one.
                by_places.setdefault(person, Counter())[cause] += aimed - place - (aimed > place)
    found = []
    for person in first.keys() | last.keys():
        rank_before, rank_after = (held.get(person) for held in ranks)
        points = by_points.get(person, Counter())
        if rank_before == rank_after and first.get(person) == last.get(person):
            continue
        places = None
        if rank_before is not None and rank_after is not None:
            places = by_places.get(person, Counter())
            places[OTHERS] = rank_after - rank_before - places.total()
        found.append(
            Moved(
                person,
                first.get(person, 0),
                last.get(person, 0),
                rank_before,
                rank_after,
                dict(points),
                None if places is None else {one: value for one, value in places.items() if value},
            )
        )
    return sorted(
        found, key=lambda one: (one.rank_after is None, one.rank_after or one.rank_before)
    )


def _ranks(points: Points) -> dict[str, int]:
    order = sorted(points, key=lambda person: (-points[person], person))
    return {person: rank for rank, person in enumerate(order, start=1)}
