"""Contributions: the named parts that a score is the exact sum of.

Points are whole micro-points (int64; 1 point = 1,000,000). Factors are whole thousandths. Every
product is formed in whole numbers and rounded once, half to even, so a sum never depends on order.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from scoring.reports import IntArray, Reports, amount, times

CONTRIBUTIONS: Final = (
    "person_id",
    "name",  # the part of the score: "harm", "serial.further_victim", "cap.harm" ...
    "micro_points",  # int64
    "table",  # contract table of the record, or "parameter" for a cap
    "key",  # key of the record, or file and row of the parameter
    "on",  # civil day of the record, missing for a cap
    "source",  # source of the record, missing for a cap
    "text",  # one sentence; it holds no name, no free text of a record and no victim's detail
)
"""The columns of every scorer's answer, sorted by person, then greatest part first."""

POINT: Final = 1_000_000
"""Micro-points in a point."""

ONE: Final = 1000
"""Thousandths in a point, or in a factor of one."""

_PERSON, _ROW = "_person", "_row"


def half_even(numerator: IntArray, denominator: int) -> IntArray:
    """Whole-number division of non-negative numbers, rounded half to even."""
    quotient, rest = np.divmod(numerator, denominator)
    up = (2 * rest > denominator) | ((2 * rest == denominator) & (quotient % 2 == 1))
    return np.asarray(quotient + up, dtype=np.int64)


def micro(thousandths: IntArray, *factors: IntArray) -> IntArray:
    """Points in thousandths times up to two factors in thousandths, in micro-points."""
    product = thousandths * 1000
    for factor in factors:
        product = product * factor
    return half_even(product, 1000 ** len(factors))


def parts(
    reports: Reports, rows: IntArray, *, name: str, points: IntArray, text: pd.Series
) -> pd.DataFrame:
    """Contributions that each point to one record: `rows` are positions in `reports.frame`."""
    frame = reports.frame.iloc[rows]
    return pd.DataFrame(
        {
            "person_id": frame["person_id"].array,
            "name": name,
            "micro_points": points,
            "table": "offence",
            "key": frame["offence_id"].array,
            "on": frame["happened_on"].array,
            "source": frame["source"].array,
            "text": text.array,
            _PERSON: reports.person[rows],
            _ROW: rows,
        }
    )


def points_said(worth: int) -> str:
    """Points in thousandths as words: 1 point, 2.5 points."""
    return amount(worth, "point")


def step(
    reports: Reports,
    rows: IntArray,
    *,
    name: str,
    worth: int,
    begin: pd.Series,
    text: str | pd.Series,
    factors: tuple[bool, bool] = (True, True),
) -> pd.DataFrame:
    """Contributions of one worth (thousandths of a point) for `rows`.

    `begin` opens the sentence of every record; `factors` says whether age and evidence weigh.
    """
    by_age, by_evidence = factors
    one = np.full(len(rows), ONE, dtype=np.int64)
    recency = reports.recency[rows] if by_age else one
    evidence = reports.evidence[rows] if by_evidence else one
    said = begin.take(rows).reset_index(drop=True) + text
    if by_age:
        said = said + times(recency, "for its age")
    if by_evidence:
        said = said + times(evidence, "for its evidence")
    points = micro(np.full(len(rows), worth, dtype=np.int64), recency, evidence)
    return parts(reports, rows, name=name, points=points, text=said + ".")


def caps(
    reports: Reports,
    persons: IntArray,
    *,
    name: str,
    over: IntArray,
    keys: pd.Series,
    text: pd.Series,
) -> pd.DataFrame:
    """Contributions that take back what lies `over` a cap; `persons` are numbers in `reports`."""
    return pd.DataFrame(
        {
            "person_id": reports.person_ids().take(persons),
            "name": name,
            "micro_points": -over,
            "table": "parameter",
            "key": keys.array,
            "on": pd.Series(pd.NaT, index=range(len(persons)), dtype="datetime64[s]").array,
            "source": pd.Series(None, index=range(len(persons)), dtype="str").array,
            "text": text.array,
            _PERSON: persons,
            _ROW: len(reports.frame),
        }
    )


def cap_on_sum(
    reports: Reports, counted: pd.DataFrame, *, name: str, most: int, key: str, text: str
) -> pd.DataFrame:
    """What takes back what contributions add to a person beyond `most` thousandths of a point."""
    sums = counted.groupby(_PERSON, sort=True)["micro_points"].sum()
    over = sums[sums > most * ONE] - most * ONE
    return caps(
        reports,
        over.index.to_numpy(dtype=np.int64),
        name=name,
        over=over.to_numpy(dtype=np.int64),
        keys=pd.Series(key, index=range(len(over)), dtype="str"),
        text=pd.Series(text, index=range(len(over)), dtype="str"),
    )


def gathered(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One answer from parts and caps: by person, greatest first, then name and record order."""
    together = pd.concat(frames, ignore_index=True)
    names = together["name"].astype("category").cat.codes.to_numpy()
    points = together["micro_points"].to_numpy()
    # lexsort is stable, so caps of one person keep the order of their classes.
    order = np.lexsort((together[_ROW].to_numpy(), names, -points, together[_PERSON].to_numpy()))
    return together.iloc[order].reset_index(drop=True)[list(CONTRIBUTIONS)]


def scores(contributions: pd.DataFrame) -> pd.Series:
    """The score of each person in micro-points (int64), by person_id."""
    return contributions.groupby("person_id", sort=True)["micro_points"].sum()
