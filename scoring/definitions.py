"""Which named definitions of a serial perpetrator a person meets by what is recorded."""

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from scoring.frames import History
from scoring.parameters import Parameters
from scoring.reports import BoolArray, IntArray, Reports, reports
from scoring.serial import unconnected, victims_of

DEFINITIONS: Final = ("matac", "acpo_2009", "drive")


def definitions(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """For every suspect: person_id, matac, acpo_2009, drive, each true, false or missing.

    `matac` (Northumbria): suspect in two or more domestic incidents or crimes against two or more
    different victims within three years, aged 16 or over at the time. `acpo_2009`: two or more
    victims unconnected to each other, however long ago. `drive`: two or more different victims.
    What came of a record plays no part: each definition speaks of listed suspects. Missing: it
    cannot be known, because no victim is recorded in any of the person's records, or because an age
    or a domestic mark that is not recorded would decide it.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    numbers = parameters.definitions
    everything = of.within(None)
    any_victim = _people(of, victims_of(of, history, everything))
    groups = _people(of, unconnected(of, history, everything, of.evidence, parameters))
    found = pd.DataFrame(
        {
            "person_id": of.person_ids(),
            "matac": _matac(of, history, as_of, parameters),
            "acpo_2009": _flag(groups >= numbers.acpo_2009_victims_at_least),
            "drive": _flag(any_victim >= numbers.drive_victims_at_least),
        }
    )
    found.loc[any_victim == 0, list(DEFINITIONS)] = pd.NA
    everyone = history.suspicions["person_id"].drop_duplicates().sort_values()
    return found.set_index("person_id").reindex(everyone).reset_index()


def _flag(values: BoolArray) -> pd.Series:
    return pd.Series(values, dtype="boolean")


def _people(of: Reports, pairs: pd.DataFrame, column: str | None = None) -> IntArray:
    """For each person number the count of distinct victims (or groups, or rows)."""
    column = column or ("group" if "group" in pairs else "victim")
    distinct = pairs.drop_duplicates(["person", column])
    people = int(of.person.max(initial=-1)) + 1
    return np.bincount(distinct["person"].to_numpy(dtype=np.int64), minlength=people)


def _matac(of: Reports, history: History, as_of: dt.date, parameters: Parameters) -> pd.Series:
    """True on what is surely domestic and 16+, false even on what may be, missing in between."""
    numbers = parameters.definitions
    recent = of.days < _days_in_years(as_of, numbers.matac_lookback_years)
    surely_old, maybe_old = _old_enough(of, history, numbers.matac_age_at_least)
    domestic = of.frame["is_domestic"]
    surely = recent & surely_old & domestic.to_numpy(dtype=bool, na_value=False)
    maybe = recent & maybe_old & domestic.to_numpy(dtype=bool, na_value=True)
    met = []
    for within in (surely, maybe):
        pairs = victims_of(of, history, within)
        records = _people(of, pairs, "row") >= numbers.matac_records_at_least
        met.append(records & (_people(of, pairs) >= numbers.matac_victims_at_least))
    flags = _flag(met[0])
    flags[~met[0] & met[1]] = pd.NA
    return flags


def _days_in_years(as_of: dt.date, years: int) -> int:
    """Days of the last `years` years, the as-of day included."""
    year = as_of.year - years
    last = 28 if (as_of.month, as_of.day) == (2, 29) else as_of.day
    return (as_of - dt.date(year, as_of.month, last)).days


def _old_enough(of: Reports, history: History, age: int) -> tuple[BoolArray, BoolArray]:
    """For each record whether the suspect surely had, and may have had, reached an age."""
    born = history.persons.set_index("person_id")
    happened = of.frame["happened_on"]
    reached = pd.DateOffset(years=age)
    born = born.reindex(of.frame["person_id"]).reset_index(drop=True)
    earliest, latest = born["born_on_earliest"], born["born_on_latest"]
    unknown = earliest.isna() | latest.isna()
    surely = ~unknown & (latest + reached <= happened)
    maybe = unknown | (earliest + reached <= happened)
    return surely.to_numpy(dtype=bool), maybe.to_numpy(dtype=bool)
