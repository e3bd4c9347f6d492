"""The suspicions that count, with the factors and the words that every scorer shares."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.frames import History
from scoring.parameters import Parameters, thousandths

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

# Not calendar.month_name: the language of the machine must not change a sentence.
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WHEN: Final = {"from_on": "on", "reported_on": "reported on", "recorded_on": "first recorded on"}
_LATER: Final = " (after the day of the list, so read as that day)"
_STATUS: Final = {
    "named": "suspect named",
    "arrested": "suspect arrested",
    "charged": "suspect charged",
    "convicted": "suspect convicted",
    "acquitted": "suspect acquitted",
    "discontinued": "case discontinued",
    "no_further_action": "no further action",
    "not_recorded": "what came of it not recorded",
}


@dataclass(frozen=True, slots=True)
class Reports:
    """Records of suspicion in scope of the VAWG rule, one row each, ordered by person and day."""

    as_of: dt.date
    frame: pd.DataFrame
    person: IntArray  # 0 for the first person, rising
    days: IntArray  # days from the offence to the as-of day, never negative
    recency: IntArray  # factor, in thousandths
    evidence: IntArray  # factor, in thousandths
    is_crime: BoolArray

    def person_ids(self) -> pd.Series:
        """The id of each person number."""
        return self.frame["person_id"].drop_duplicates().reset_index(drop=True)

    def within(self, days: int | None) -> BoolArray:
        """The records of the last `days` days, the as-of day included; None: all of them."""
        return np.ones(len(self.days), dtype=bool) if days is None else self.days < days


def reports(history: History, *, as_of: dt.date, parameters: Parameters) -> Reports:
    """The records that count at the end of the as-of day, with their factors.

    Only records with `is_vawg` count. A day after the as-of day is read as the as-of day. Several
    reports of one event are not yet recognised as such: this is the place where they will become
    one row, so that no scorer needs to know.
    """
    frame = history.suspicions
    if not frame["is_vawg"].all():
        frame = frame[frame["is_vawg"]].reset_index(drop=True)
    today = np.datetime64(as_of, "D").astype(np.int64)
    happened = frame["happened_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    days = np.maximum(today - happened, 0)
    ids = frame["person_id"]
    return Reports(
        as_of=as_of,
        frame=frame,
        person=np.cumsum((ids != ids.shift()).to_numpy(), dtype=np.int64) - 1,
        days=days,
        recency=_recency(days, parameters),
        evidence=_evidence(frame["status"], parameters),
        is_crime=(frame["record_type"] == "crime").to_numpy(dtype=bool),
    )


def _recency(days: IntArray, parameters: Parameters) -> IntArray:
    steps = parameters.recency.steps
    starts = np.array([step.from_days for step in steps])
    factors = np.array([thousandths(step.factor) for step in steps], dtype=np.int64)
    return factors[np.searchsorted(starts, days, side="right") - 1]


def _evidence(status: pd.Series, parameters: Parameters) -> IntArray:
    factors = {
        name: thousandths(value) for name, value in parameters.evidence.factors.model_dump().items()
    }
    weighed = status.fillna("not_recorded").map(factors)
    return np.asarray(weighed.to_numpy(), dtype=np.int64)


def civil_day(day: dt.date) -> str:
    """A day as people write it: 3 March 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def opening(of: Reports, names: pd.Series) -> pd.Series:
    """The first half of each record's sentence: what was recorded, when, what came of it."""
    frame = of.frame
    numbers, pairs = pd.MultiIndex.from_frame(
        frame[["happened_on", "happened_on_is"]].fillna({"happened_on_is": "from_on"})
    ).factorize()
    today = pd.Timestamp(of.as_of)
    days = [
        f" {_WHEN[how]} {civil_day(day)}{_LATER if day > today else ''}, " for day, how in pairs
    ]
    when = pd.Series(days, dtype="str").take(numbers).reset_index(drop=True)
    status = frame["status"].fillna("not_recorded").map(_STATUS).astype("str")
    return "Recorded: " + names + when + status + "; "


def weighing(of: Reports) -> pd.Series:
    """The second half: the factors that a value was multiplied by."""
    return times(of.recency, "for its age") + times(of.evidence, "for its evidence")


def times(factors: IntArray, why: str) -> pd.Series:
    """The words for factors in thousandths; a factor of one goes without saying."""
    unique, numbers = np.unique(factors, return_inverse=True)
    words = [
        "" if factor == 1000 else f" \N{MULTIPLICATION SIGN} {decimal(int(factor))} {why}"  # noqa: PLR2004 - thousandths
        for factor in unique
    ]
    return pd.Series(words, dtype="str").take(numbers).reset_index(drop=True)


def amount(value: int, unit: str, places: int = 3) -> str:
    """A number of thousandths (or other places) with its unit: 1 point, 2.5 points."""
    return f"{decimal(value, places)} {unit}" + ("" if value == 10**places else "s")


def decimal(value: int, places: int = 3) -> str:
    """A whole number of thousandths (or other places) in digits without needless zeros: 0.9."""
    whole, rest = divmod(value, 10**places)
    return f"{whole:,}" + (f".{rest:0{places}d}".rstrip("0") if rest else "")
