"""Every scheme's list: who may be listed, in which order, and what stands beside the score."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from graph_service import ids, processes, runs
from scoring import overlap, schemes
from scoring.contributions import scores
from scoring.frames import History
from scoring.history import Facts
from scoring.parameters import Parameters

REASONS = 3
ADULT_YEARS = 18

Progress = Callable[[str], None]


def not_listable(history: History, as_of: date) -> pd.Series:
    """Why a suspect cannot be listed ("dead" or "under 18"), by person_id, for those who cannot.

    Under 18 counts on any reading of what is recorded: the latest day of birth decides.
    """
    people = history.persons.set_index("person_id")
    people = people[people.index.isin(history.suspicions["person_id"])]
    why = pd.Series(pd.NA, index=people.index, dtype="string")
    today = pd.Timestamp(as_of)
    born = people["born_on_latest"]
    adult_on = born + pd.DateOffset(years=ADULT_YEARS)
    # Born on 29 February, one comes of age on 1 March where the year has no 29th.
    leapt = (born.dt.day == 29) & (adult_on.dt.day == 28)  # noqa: PLR2004 - days of February
    adult_on = adult_on + pd.to_timedelta(leapt.astype("int64"), unit="D")
    why[(adult_on > today).fillna(value=False)] = "under 18"
    # Of a death that a record gives for a later day the person is alive on the as-of day.
    why[(people["died_on"] <= today).fillna(value=False)] = "dead"
    return why.dropna()


def states(facts: Facts, at: datetime) -> dict[str, list[str]]:
    """Each person's states at the as-of instant: custody, licence, bail, an order in force."""
    custody, orders = _rows_by_person(facts.custody), _rows_by_person(facts.orders)
    found = {
        person: processes.states(custody.get(person, ()), orders.get(person, ()), at)
        for person in custody.keys() | orders.keys()
    }
    return {person: held for person, held in found.items() if held}


def _rows_by_person(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    return {
        str(person): [_without_nan(row) for row in rows.to_dict("records")]
        for person, rows in frame.groupby("person_id")
    }


def _without_nan(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def make(
    facts: Facts,
    *,
    as_of: datetime,
    parameters: Parameters,
    say: Progress,
    cleared: Collection[str] = (),
) -> tuple[pa.Table, pa.Table, dict[str, Any]]:
    """Every scheme's list and contributions, and what a run notes of what it could not use.

    ``cleared`` are the facts to look at first that somebody has looked at.
    """
    day = processes.local_day(as_of)
    away = not_listable(facts.history, day)
    common = _Shown(facts, as_of=as_of, day=day, parameters=parameters, cleared=cleared)
    entry_tables, contribution_tables = [], []
    notes: dict[str, Any] = {
        "not_listed": {str(why): int(count) for why, count in away.value_counts().items()},
        "unknown_harm": {},
        "listed": {},
    }
    for scorer in schemes.SCORERS:
        say(f"Scoring {scorer.name}")
        found = scorer.score(facts.history, as_of=day, parameters=parameters)
        entries = common.entries(scorer, found, away)
        notes["listed"][scorer.name] = len(entries)
        entry_tables.append(entries)
        contribution_tables.append(_contributions(scorer.name, found))
        if scorer.index and scorer.index not in notes["unknown_harm"]:
            notes["unknown_harm"][scorer.index] = _unknown(facts.history, scorer.index, parameters)
    return pa.concat_tables(entry_tables), pa.concat_tables(contribution_tables), notes


def _unknown(of: History, index: Any, parameters: Parameters) -> list[dict[str, Any]]:
    frame = schemes.unknown_harm(of, index, parameters=parameters)
    return [_without_nan(row) for row in frame.to_dict("records")]


def _contributions(scheme: str, found: pd.DataFrame) -> pa.Table:
    frame = found.copy()
    frame.insert(0, "scheme", scheme)
    frame["on"] = frame["on"].astype("datetime64[s]").dt.date
    return pa.Table.from_pandas(frame, schema=runs.CONTRIBUTIONS, preserve_index=False)


class _Shown:
    """What every list shows beside its score, worked out once a run."""

    def __init__(
        self,
        facts: Facts,
        *,
        as_of: datetime,
        day: date,
        parameters: Parameters,
        cleared: Collection[str],
    ) -> None:
        self._cleared = cleared
        self._look_first: dict[str, dict[str, Any]] | None = None
        self._facts, self._day, self._parameters = facts, day, parameters
        self._states = states(facts, as_of)
        self._definitions = _by_person(
            schemes.definitions(facts.history, as_of=day, parameters=parameters)
        )
        people = facts.history.persons.set_index("person_id")
        self._age_known = people["born_on_latest"].notna().to_dict()
        self._areas = (
            facts.history.suspicions[["source", "offence_id", "area"]]
            .drop_duplicates()
            .set_index(["source", "offence_id"])["area"]
        )
        self._axes: dict[str, dict[str, Mapping[Any, Any]]] = {}

    def _axes_in(self, index: str) -> dict[str, Mapping[Any, Any]]:
        if index not in self._axes:
            frame = schemes.axes(
                self._facts.history,
                as_of=self._day,
                parameters=self._parameters,
                index=index,  # type: ignore[arg-type]  # one of the declared indexes
            )
            self._axes[index] = _by_person(frame)
        return self._axes[index]

    def _to_look_at(self, ranked: pd.Series) -> dict[str, dict[str, Any]]:
        """Who is to be looked at first, by the ranks of the first list that is made: the combined.

        One answer for all lists: whom a scheme leaves out is not the safer for it in another.
        """
        if self._look_first is None:
            self._look_first = overlap.look_first(
                self._facts.history,
                {str(person): rank for rank, person in enumerate(ranked.index, start=1)},
                as_of=self._day,
                parameters=self._parameters,
                cleared=self._cleared,
            )
        return self._look_first

    def entries(self, scorer: schemes.Scorer, found: pd.DataFrame, away: pd.Series) -> pa.Table:
        """The scheme's list: who, in which order, with the reasons."""
        victims = schemes.victims(
            self._facts.history, as_of=self._day, parameters=self._parameters, scheme=scorer.name
        )
        ranked = _ranked(scorer, found, away, victims)
        look_first = self._to_look_at(ranked)
        parts = _parts(found, set(ranked.index), self._areas)
        axes = self._axes_in(scorer.index or "cchi")
        rows = []
        for rank, (person, micro_points) in enumerate(ranked.items(), start=1):
            held = parts.get(str(person), _NOTHING)
            entry = {
                "rank": rank,
                "person_id": person,
                "score": runs.points(int(micro_points)),
                "band": None,
                "axes": {
                    name: runs.points(int(axes[str(person)][name]))
                    for name in ("harm", "serial", "repeat")
                },
                "victims": int(victims[str(person)]),
                "definitions": {
                    name: _told(self._definitions[str(person)][name])
                    for name in ("matac", "acpo_2009", "drive")
                },
                "look_first": look_first.get(str(person)),
                "reasons": held["reasons"],
                "areas": held["areas"],
                "states": self._states.get(str(person), []),
                "age_known": bool(self._age_known.get(str(person), False)),
            }
            rows.append(
                {
                    "scheme": scorer.name,
                    "rank": rank,
                    "person_id": person,
                    "micro_points": int(micro_points),
                    "areas": held["areas"],
                    "entry": ids.canonical(entry),
                }
            )
        return pa.Table.from_pylist(rows, schema=runs.ENTRIES)


def ranked(of: History, scorer: schemes.Scorer, *, day: date, parameters: Parameters) -> pd.Series:
    """One scheme's list alone: micro-points by person_id, in the order of the ranks."""
    victims = schemes.victims(of, as_of=day, parameters=parameters, scheme=scorer.name)
    found = scorer.score(of, as_of=day, parameters=parameters)
    return _ranked(scorer, found, not_listable(of, day), victims)


def _ranked(
    scorer: schemes.Scorer, found: pd.DataFrame, away: pd.Series, victims: pd.Series
) -> pd.Series:
    # The serial list holds everyone with a victim, whatever the evidence weighs; the others hold
    # everyone with a score.
    by_person = scores(found)
    if scorer.axis == "serial":
        by_person = by_person.reindex(victims[victims > 0].index, fill_value=0)
    else:
        by_person = by_person[by_person > 0]
    by_person = by_person.drop(away.index, errors="ignore")
    order = np.lexsort((by_person.index.to_numpy(), -by_person.to_numpy()))
    return by_person.iloc[order]


_NOTHING: dict[str, Any] = {"reasons": [], "areas": []}


def _told(value: Any) -> bool | None:
    return None if pd.isna(value) else bool(value)


def _by_person(frame: pd.DataFrame) -> dict[str, Mapping[Any, Any]]:
    return {str(row["person_id"]): row for row in frame.to_dict("records")}


def _parts(found: pd.DataFrame, listed: set[Any], areas: pd.Series) -> dict[str, dict[str, Any]]:
    """Each listed person's first reasons and the areas whose offences contribute."""
    frame = found[found["person_id"].isin(listed)]
    keys = pd.MultiIndex.from_frame(frame[["source", "key"]], names=["source", "offence_id"])
    area = areas.reindex(keys).to_numpy()
    result: dict[str, dict[str, Any]] = {}
    for row, where in zip(frame.to_dict("records"), area, strict=True):
        held = result.setdefault(str(row["person_id"]), {"reasons": [], "areas": set()})
        contributes = row["table"] == "offence" and row["micro_points"] > 0
        if contributes and where is not None and not pd.isna(where):
            held["areas"].add(str(where))
        if len(held["reasons"]) < REASONS and row["micro_points"] > 0:
            held["reasons"].append(
                {
                    "name": row["name"],
                    "value": runs.points(int(row["micro_points"])),
                    "table": row["table"],
                    "key": row["key"],
                    "on": None if pd.isna(row["on"]) else row["on"].date().isoformat(),
                    "source": None if pd.isna(row["source"]) else row["source"],
                    "text": row["text"],
                }
            )
    for held in result.values():
        held["areas"] = sorted(held["areas"])
    return result
