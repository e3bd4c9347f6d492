"""Pairs of records that may be of one person: the queue, in the order of what a word would change.

Open to analysts alone, who see victims in full.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph_service import decisions, ids, linked, runs, supposed
from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.decisions import Decision
from graph_service.desk import Desk
from graph_service.errors import NotThere, WrongCall
from graph_service.queries import link_pairs
from graph_service.queries.link_pairs import Held
from graph_service.store import Store
from graph_service.verdicts import MAKES_ONE, MEANING, REVIEWED, Verdict

_Forecast = dict[str, Any]
Forecasts = Mapping[tuple[str, ...], _Forecast]
"""What a run forecast, by the four keys of the two records."""
DOUBTED = "doubted"
STATES: dict[str, frozenset[Verdict]] = {
    "waiting": REVIEWED,
    DOUBTED: frozenset({Verdict.JOINED}),
    "joined": MAKES_ONE,
    "kept_apart": frozenset(Verdict) - REVIEWED - MAKES_ONE,
    "all": frozenset(Verdict),
}
"""Which verdicts each state of the queue holds; of ``doubted`` the weakest links alone."""
_NAMES = """
UNWIND $person_ids AS person_id
MATCH (p:Person {person_id: person_id})
RETURN person_id, p.name AS name
"""


def links(
    desk: Desk, *, caller: Caller, event: Event, state: str = "waiting", limit: int = 100
) -> dict[str, Any]:
    """The pairs of a state: ``{"links": [...], "more": N}``, first what is most worth a look.

    That is the change that the other word on a pair would make (in points of the list) times the
    chance that it is the true one; before them stand decisions that contradict others. A link has
    ``link_id``, ``verdict`` with its ``meaning``, ``weight`` in bits and the ``chance`` that goes
    with it (None where the machine never weighed the pair), the two ``records``, the ``parts`` that
    the weight is the sum of (with the prior), the ``forecast`` of the current run (see
    `scoring/forecast.py`; None where it made none, and ``unforecast`` says why), and the standing
    ``decision`` with ``is_applied``: whether people follow it already.
    """
    with desk.answering(caller, event) as subjects:
        if state not in STATES:
            raise WrongCall(f"state is one of {', '.join(STATES)}.")
        pairs = _pairs(desk, state)
        told = forecasts(desk)
        order = sorted(pairs.select(_ORDERED).to_pylist(), key=lambda one: _place(one, told))
        numbers = [one["number"] for one in order[:limit]]
        held = pairs.take(pa.array(numbers, pa.int64())).to_pylist()
        return {
            "links": shown(desk, held, told, decisions.read(desk.archive), subjects),
            "more": max(0, pairs.num_rows - limit),
        }


def shown(
    desk: Desk,
    pairs: list[Held],
    told: Forecasts,
    said: Iterable[Decision],
    subjects: set[str],
) -> list[dict[str, Any]]:
    """Pairs as answers carry them, with what was forecast and what was ever said of any.

    Those whom they speak of are added to the subjects.
    """
    known = link_pairs.records(desk.store, (key for pair in pairs for key in link_pairs.keys(pair)))
    made = decisions.standing(said)
    found = [_shown(pair, known, made.get(pair["link_id"]), told) for pair in pairs]
    places = [
        place
        for one in found
        if one["forecast"]
        for place in (*one["forecast"]["now"], *one["forecast"]["then"])
    ]
    _name(desk.store, places)
    subjects.update(one["person_id"] for one in (*known.values(), *places))
    return found


def _name(store: Store, places: list[dict[str, Any]]) -> None:
    """Add the name of each person who is there now; whom a word would bring about has none yet."""
    wanted = sorted({place["person_id"] for place in places})
    named = {row["person_id"]: row["name"] for row in store.read(_NAMES, person_ids=wanted)}
    for place in places:
        place["name"] = named.get(place["person_id"])


_ORDERED = ("number", "verdict", "weight", "would_be", *linked.KEYS)


def _pairs(desk: Desk, state: str) -> pa.Table:
    where = linked.among(STATES[state])
    if state == DOUBTED:
        where &= pc.field("would_be").is_valid()
    found = link_pairs.read(desk, where)
    return found.append_column("number", pa.array(range(found.num_rows), pa.int64()))


def forecasts(desk: Desk, pair: Held | None = None) -> Forecasts:
    """What the current run forecast, by the two records: of all pairs, or of one."""
    try:
        run = runs.current(desk.archive)
    except NotThere:
        return {}
    where = None
    if pair is not None:
        where = pc.field("record_id") == pair["record_id"]
        where &= pc.field("other_record_id") == pair["other_record_id"]
    return {
        tuple(row[name] for name in linked.KEYS): {"run_id": run.run_id, **row}
        for row in runs.read_forecasts(desk.archive, run, where)
    }


def _forecast(pair: Held, told: Forecasts) -> _Forecast | None:
    """The forecast of a pair, where it is still that of the other word."""
    found = told.get(_key(pair))
    return found if found and found["word"] == _other_word(pair) else None


def _other_word(pair: Held) -> str | None:
    return supposed.other_word(Verdict(pair["verdict"]))


def _is_tangled(pair: Held) -> bool:
    """Whether a pair waits, and more hangs together with it than can be supposed."""
    return _other_word(pair) == "same" and pair["would_be"] is None


def _place(pair: Held, told: Forecasts) -> tuple[Any, ...]:
    """Contradictions and tangles, then what is most worth a look, then the strongest."""
    forecast = _forecast(pair, told)
    worth = forecast["micro_points"] * _chance_of_change(pair) if forecast else 0.0
    is_clash = pair["verdict"] == str(Verdict.CONTRADICTED) or _is_tangled(pair)
    return not is_clash, -worth, -pair["weight"], *_key(pair)


def _key(pair: Held) -> tuple[str, ...]:
    return tuple(pair[name] for name in linked.KEYS)


def _chance_of_change(pair: Held) -> float:
    """The chance that the other word on a pair is the true one."""
    is_one = Verdict(pair["verdict"]) in MAKES_ONE
    weight: float = pair["weight"]
    return supposed.chance_of_two(weight) if is_one else supposed.chance_of_one(weight)


def _shown(
    pair: Held,
    known: Mapping[str, dict[str, Any]],
    decision: Decision | None,
    told: Forecasts,
) -> dict[str, Any]:
    verdict = Verdict(pair["verdict"])
    forecast = _forecast(pair, told)
    return {
        "link_id": pair["link_id"],
        "verdict": str(verdict),
        "meaning": MEANING[verdict],
        "weight": pair["weight"] if _is_weighed(pair) else None,
        "chance": round(supposed.chance_of_one(pair["weight"]), 6) if _is_weighed(pair) else None,
        "records": [
            {"source": key[0], "record_id": key[1], **known.get(ids.graph_key(*key), {})}
            for key in link_pairs.keys(pair)
        ],
        "parts": _parts(pair),
        "forecast": _told(pair, forecast),
        "unforecast": None if forecast else _why_not(pair),
        "decision": None
        if decision is None
        else decision.shown() | {"is_applied": _is_applied(decision, verdict)},
    }


def _is_weighed(pair: Held) -> bool:
    """Whether the machine ever weighed the pair; else somebody named it."""
    return pair["parts"] is not None


def _parts(pair: Held) -> list[dict[str, Any]]:
    """The parts of a weight, the prior first; none for a decision on a pair never proposed."""
    if pair["parts"] is None:
        return []
    prior = pair["weight"] - sum(part["weight"] for part in pair["parts"])
    return [
        {
            "comparison": "prior",
            "label": "Before anything is compared",
            "level": "prior",
            "text": "how seldom two records are of one person",
            "weight": round(prior, 9),
        },
        *pair["parts"],
    ]


def _told(pair: Held, forecast: _Forecast | None) -> dict[str, Any] | None:
    if forecast is None:
        return None
    return {
        "run_id": forecast["run_id"],
        "if": forecast["word"],
        "chance": round(_chance_of_change(pair), 6) if _is_weighed(pair) else None,
        "change": runs.points(forecast["micro_points"]),
        **json.loads(forecast["forecast"]),
    }


def _why_not(pair: Held) -> str:
    """Why a pair has no forecast: ``not_asked``, ``tangled`` or ``no_run``."""
    if pair["would_be"] is not None:
        return "no_run"
    return "tangled" if _is_tangled(pair) else "not_asked"


def _is_applied(decision: Decision, verdict: Verdict) -> bool:
    """Whether the people of now follow the decision."""
    applied = {
        "same": {Verdict.SAME, Verdict.CONTRADICTED},
        "not_same": {Verdict.NOT_SAME},
        "unsure": frozenset(Verdict) - {Verdict.SAME, Verdict.NOT_SAME, Verdict.CONTRADICTED},
    }
    return verdict in applied[decision.decision]
