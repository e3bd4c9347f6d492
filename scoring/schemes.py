"""The declared scorers and what every list shows beside its score.

A new scheme is one function and one line in `SCORERS`: see docs/add-a-scorer.md.
"""

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import pandas as pd

from graph_service.errors import NotThere
from scoring.combined import pursuit
from scoring.contributions import scores
from scoring.definitions import definitions
from scoring.frames import History
from scoring.harm import harm_cchi, harm_ons, harm_source, unknown_harm
from scoring.parameters import Index, Parameters
from scoring.repeat import repeat
from scoring.reports import reports
from scoring.rfgv import rfgv
from scoring.serial import serial, victims_of
from scoring.v100 import v100

__all__ = ["SCORERS", "Scorer", "axes", "definitions", "scorer", "unknown_harm", "victims"]

Axis = Literal["harm", "serial", "repeat", "combined"]


class Score(Protocol):
    """The one signature of a scorer."""

    def __call__(self, history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
        """The contributions (`scoring.contributions.CONTRIBUTIONS`) of everyone in `history`."""


def _none(_: Parameters) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Scorer:
    """One scheme: a person is on its list if the sum of the contributions is above zero."""

    name: str
    version: str  # changes whenever the same facts and parameters could give another score
    function: Score
    axis: Axis
    unit: str
    index: Index | None  # the harm index that it reads, and that its harm axis is shown in
    parameter_files: tuple[str, ...]
    lookback_days: Callable[[Parameters], int | None] = _none

    @property
    def text(self) -> str:
        """What it means, what it does not, and its source: the docstring of its function."""
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        """The first line of the text."""
        return self.text.partition("\n")[0]

    def score(self, history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
        """The contributions of everyone in `history`, sorted by person, greatest first."""
        return self.function(history, as_of=as_of, parameters=parameters)


_FACTORS: Final = ("recency.toml", "evidence.toml")
_CCHI: Final = ("cchi_weights.csv", "crosswalk_cchi.csv", "offence_names.csv")
_ONS: Final = ("ons_weights.csv", "crosswalk_ons.csv", "offence_names.csv")

SCORERS: Final[tuple[Scorer, ...]] = (
    Scorer(
        name="pursuit",
        version="1",
        function=pursuit,
        axis="combined",
        unit="points",
        index="cchi",
        parameter_files=(
            "points_per_harm.toml",
            "points_per_victim.toml",
            "points_per_step.toml",
            "courses_of_conduct.toml",
            "harm_caps.toml",
            *_FACTORS,
            *_CCHI,
        ),
    ),
    Scorer(
        name="serial",
        version="1",
        function=serial,
        axis="serial",
        unit="points",
        index=None,
        parameter_files=("serial.toml", "points_per_victim.toml", "evidence.toml"),
        lookback_days=lambda parameters: parameters.serial.lookback_days,
    ),
    Scorer(
        name="v100",
        version="1",
        function=v100,
        axis="harm",
        unit="days of imprisonment",
        index="cchi",
        parameter_files=("v100.toml", *_CCHI),
        lookback_days=lambda parameters: parameters.v100.window_days,
    ),
    Scorer(
        name="rfgv",
        version="1",
        function=rfgv,
        axis="combined",
        unit="points",
        index="cchi",
        parameter_files=("rfgv.toml", "evidence.toml", *_CCHI),
        lookback_days=lambda parameters: parameters.rfgv.window_days,
    ),
    Scorer(
        name="harm_ons",
        version="1",
        function=harm_ons,
        axis="harm",
        unit="ONS severity points",
        index="ons",
        parameter_files=("harm_caps.toml", *_FACTORS, *_ONS),
    ),
    Scorer(
        name="harm_cchi",
        version="1",
        function=harm_cchi,
        axis="harm",
        unit="days of imprisonment",
        index="cchi",
        parameter_files=("harm_caps.toml", *_FACTORS, *_CCHI),
    ),
    Scorer(
        name="harm_source",
        version="1",
        function=harm_source,
        axis="harm",
        unit="days, as the source weighs",
        index="source",
        parameter_files=_FACTORS,
    ),
)
"""Every scheme, in the order in which they are offered; the first is the default."""

_HARM: Final[dict[Index, Score]] = {
    "cchi": harm_cchi,
    "ons": harm_ons,
    "source": harm_source,
}


def scorer(name: str) -> Scorer:
    """The scorer of a scheme. Raises NotThere, which lists the schemes."""
    for one in SCORERS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in SCORERS)
    raise NotThere(f"There is no scheme of this name. The schemes are {known}.")


def axes(
    history: History, *, as_of: dt.date, parameters: Parameters, index: Index = "cchi"
) -> pd.DataFrame:
    """The three axes of every suspect, whatever the scheme: person_id, harm, serial, repeat.

    Whole micro-points; harm in the unit of `index`. Sorted by person_id; zero where there is none.
    """
    people = history.suspicions["person_id"].drop_duplicates().sort_values(ignore_index=True)
    columns = {
        name: scores(function(history, as_of=as_of, parameters=parameters))
        .reindex(people, fill_value=0)
        .to_numpy(dtype="int64")
        for name, function in (("harm", _HARM[index]), ("serial", serial), ("repeat", repeat))
    }
    return pd.DataFrame({"person_id": people, **columns})


def victims(history: History, *, as_of: dt.date, parameters: Parameters, scheme: str) -> pd.Series:
    """How many distinct other people are recorded as victim of each suspect, by person_id.

    Within the scheme's look-back, in records that are in scope, with no test of relationship.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    days = scorer(scheme).lookback_days(parameters)
    pairs = victims_of(of, history, of.within(days)).drop_duplicates(["person", "victim"])
    people = history.suspicions["person_id"].drop_duplicates().sort_values(ignore_index=True)
    counts = of.person_ids().take(pairs["person"].to_numpy()).value_counts()
    return counts.reindex(people, fill_value=0).rename("victims").astype("int64")
