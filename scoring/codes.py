"""From an offence's codes to its name and its harm under one index.

A principal code counts unless an included code weighs more: then the heaviest counts, and the
sentence says so. A code that no crosswalk and no index knows has unknown harm, never zero.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph_service.rules.offence_codes import normal_code
from scoring.dated import Status
from scoring.parameters import Crosswalk, Index, Parameters, Weight, Weights, thousandths
from scoring.reports import amount

Code = tuple[str, str]  # code system, code in its normal form

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,23}")
_DOUBT: Final[dict[Status, int]] = {"published": 0, "inferred": 1, "local": 2}


@dataclass(frozen=True, slots=True)
class Coded:
    """What is known of one combination of codes."""

    name: str  # of the principal code
    weight: int | None  # thousandths of the index's unit; None: not known
    offence_class: str  # of the code that counts, "" where unknown
    said: str  # the words about the weight


@dataclass(frozen=True, slots=True)
class CodedReports:
    """Each record's number in a list of the combinations of codes that occur."""

    numbers: npt.NDArray[np.int64]
    combinations: tuple[Coded, ...]

    def names(self) -> pd.Series:
        """The name of each record's offence."""
        return self._each([one.name for one in self.combinations])

    def said(self) -> pd.Series:
        """The words about each record's weight."""
        return self._each([one.said for one in self.combinations])

    def classes(self) -> pd.Series:
        """The class that each record's harm counts under."""
        return self._each([one.offence_class for one in self.combinations])

    def weights(self) -> npt.NDArray[np.int64]:
        """Each record's weight in thousandths; -1 where it is not known."""
        known = [-1 if one.weight is None else one.weight for one in self.combinations]
        return np.array(known, dtype=np.int64)[self.numbers]

    def _each(self, values: list[str]) -> pd.Series:
        return pd.Series(values, dtype="str").take(self.numbers).reset_index(drop=True)


def coded(frame: pd.DataFrame, index: Index, parameters: Parameters) -> CodedReports:
    """Names and weights of the records of `frame` under one index ("source": names alone)."""
    columns = ["code_system", "code", "included_codes"]
    numbers, combinations = pd.MultiIndex.from_frame(frame[columns].fillna("")).factorize()
    names = code_names(parameters)
    heaviest = _Heaviest(index, parameters)
    found = tuple(
        heaviest.of(system, code, [part for part in included.split(";") if part], names)
        for system, code, included in combinations
    )
    return CodedReports(numbers=numbers.astype(np.int64), combinations=found)


def code_names(parameters: Parameters) -> Mapping[Code, str]:
    """The published name of every code that a data file knows."""
    named: dict[Code, str] = {
        (row.code_system, row.code): row.name for row in parameters.offence_names.rows
    }
    named |= {("HO", row.offence_class): row.name for row in parameters.ons_weights.rows}
    for crosswalk in (parameters.crosswalk_ons, parameters.crosswalk_cchi):
        named |= {(row.code_system, row.code): row.name for row in crosswalk.rows}
    return named


def any_code_in(frame: pd.DataFrame, codes: set[Code]) -> npt.NDArray[np.bool_]:
    """Whether a record's principal or included code is one of `codes`."""
    columns = ["code_system", "code", "included_codes"]
    numbers, combinations = pd.MultiIndex.from_frame(frame[columns].fillna("")).factorize()
    hits = [
        any((system, normal_code(system, part)) in codes for part in [code, *included.split(";")])
        for system, code, included in combinations
    ]
    found: npt.NDArray[np.bool_] = np.array(hits, dtype=bool)[numbers]
    return found


def name_of(code: Code, names: Mapping[Code, str]) -> str:
    """What a sentence calls an offence: a published name or its code, never the record's text."""
    if code in names:
        return names[code]
    system, plain = code
    if not plain:
        return "an offence without a code"
    # A source's own codes could hold anything: what does not look like a code is not repeated.
    if _PLAIN.fullmatch(plain) and _PLAIN.fullmatch(system):
        return f"an offence coded {plain} ({system})"
    return "an offence whose code has no name here"


class _Heaviest:
    """Looks up the heaviest known weight among the codes of an offence."""

    def __init__(self, index: Index, parameters: Parameters) -> None:
        self.unit, self.title = "point", ""
        self.classes: dict[Code, tuple[str, Status]] = {}
        self.weights: dict[str, Weight] = {}
        if index == "cchi":
            self._learn(parameters.crosswalk_cchi, parameters.cchi_weights)
            self.unit = "day"
        elif index == "ons":
            self._learn(parameters.crosswalk_ons, parameters.ons_weights)
            for name, row in self.weights.items():  # this index is keyed by class letters itself
                self.classes.setdefault(("HO", name), (name, row.status))

    def _learn(self, crosswalk: Crosswalk, weights: Weights) -> None:
        self.title = weights.title
        self.weights = {row.offence_class: row for row in weights.rows}
        self.classes = {
            (row.code_system, row.code): (row.offence_class, row.status) for row in crosswalk.rows
        }

    def of(self, system: str, code: str, included: list[str], names: Mapping[Code, str]) -> Coded:
        """The combination's name, weight, class and words."""
        codes = [(system, normal_code(system, part)) for part in [code, *included]]
        name = name_of(codes[0], names)
        best: Code | None = None
        for one in codes:  # the first of equals counts, so the principal code before included ones
            if self._weight(one) > (-1 if best is None else self._weight(best)):
                best = one
        if best is None:
            return Coded(name, None, "", "")
        offence_class, status = self.classes[best]
        row = self.weights[offence_class]
        status = max(status, row.status, key=_DOUBT.__getitem__)
        said = f"harm {amount(thousandths(row.weight), self.unit)} ({self.title}"
        said += f", {row.name}; {status}"
        if best != codes[0]:
            said += f"; the included {name_of(best, names)} weighs most"
        return Coded(name, thousandths(row.weight), offence_class, said + ")")

    def _weight(self, code: Code) -> int:
        found = self.classes.get(code)
        if found is None or found[0] not in self.weights:
            return -1
        return thousandths(self.weights[found[0]].weight)
