"""The numbers that linkage works with: declared once, estimated, kept and reused.

``Parameters`` are whole and frozen: whoever has them and the records has the same people. They are
kept in the archive under their digest, beside how common each value was when they were made. The
shipped ones serve until a home has enough records to estimate its own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from graph_service import ids
from ingest.linkage.comparisons import COMPARISONS, FREQUENCIES

Shares = Mapping[str, Mapping[str, tuple[float, float]]]
"""Per comparison and level: how often it is met between two records of one person (m), and of two
people (u)."""
_FIGURES = 6
SEEN_U = 1000.0
"""Pairs, or records, that the shipped parameters count for."""
DIGITS = 9
"""Decimals that a weight keeps: the last bits differ from machine to machine."""


@dataclass(frozen=True)
class Parameters:
    """What turns two records into a weight, and a weight into a proposal.

    ``prior`` is the share of pairs of records, taken at random, that are of one person. ``upper``
    and ``lower`` are weights in bits, the prior's among them: from ``upper`` on a pair is joined,
    from ``lower`` on it waits for a human. ``rare`` is the share of a value that ``common`` does
    not name, per column; ``precision`` is what the model expects among joined pairs.
    """

    made_on: str
    source: str
    status: str
    records: int
    prior: float
    upper: float
    lower: float
    precision: float
    shares: Shares
    rare: Mapping[str, float]
    common: Mapping[str, Mapping[str, float]]

    def text(self) -> str:
        """The parameters as canonical JSON."""
        return ids.canonical(self.__dict__)

    @property
    def digest(self) -> str:
        """What names them."""
        return ids.digest(self.__dict__)


def from_text(text: str) -> Parameters:
    """Parameters from their JSON; ValueError for what is not whole."""
    held: dict[str, Any] = json.loads(text)
    shares = {
        comparison: {level: (float(m), float(u)) for level, (m, u) in levels.items()}
        for comparison, levels in held["shares"].items()
    }
    found = Parameters(**held | {"shares": shares})
    _check(found)
    return found


def _check(parameters: Parameters) -> None:
    for comparison in COMPARISONS:
        levels = parameters.shares.get(comparison.name, {})
        wanted = {level.name for level in comparison.numbered.values()}
        if set(levels) != wanted:
            raise ValueError(f"{comparison.name}: the levels are not those of this version")
        if not all(0 < share < 1 for pair in levels.values() for share in pair):
            raise ValueError(f"{comparison.name}: a share is not between 0 and 1")
    if set(parameters.rare) != set(FREQUENCIES):
        raise ValueError("rare: the columns are not those of this version")
    if not 0 < parameters.prior < 1 or parameters.lower > parameters.upper:
        raise ValueError("prior, lower and upper do not fit each other")


@cache
def shipped() -> Parameters:
    """The parameters for homes with few records."""
    return from_text(
        (resources.files("ingest.linkage") / "data" / "parameters.json").read_text("utf-8")
    )


def rounded(share: float) -> float:
    """Six significant digits, of the share or of what is missing from one."""
    half = 0.5
    return (
        float(f"{share:.{_FIGURES}g}") if share < half else 1 - float(f"{1 - share:.{_FIGURES}g}")
    )
