"""The scheme rfgv: how lately, how often, how gravely and against how many, in two years."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.codes import coded
from scoring.contributions import ONE, cap_on_sum, gathered, parts, points_said
from scoring.frames import History
from scoring.parameters import Parameters, PointsFrom, thousandths
from scoring.reports import IntArray, Reports, amount, opening, reports
from scoring.serial import victims_of


def rfgv(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """Recency, frequency, gravity and victims of the crimes of two years, up to 25 points each.

    Only crimes (not incidents) in scope that happened in the window and did not end in acquittal
    count. Recency goes by the latest of them, frequency by their number, gravity by the days of all
    of them together in the Cambridge index, victims by the other people recorded as victim, each
    once. A crime of unknown harm adds nothing to gravity. There is no factor for evidence: the
    practice takes allegations as they are. The same scheme at the beginning and the end of a
    programme gives the entry and the exit score. It compares nobody with others: the points are
    those of a table, not of a place among people.

    Source: MATAC, Northumbria Police, as described in public; its points are not, and these are
    local.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    table = parameters.rfgv
    chosen = of.is_crime & of.within(table.window_days) & (of.evidence > 0)
    rows = np.flatnonzero(chosen)
    codes = coded(of.frame, "cchi", parameters)
    said = _Said(of, opening(of, codes.names()))
    pairs = victims_of(of, history, chosen).drop_duplicates(["person", "victim"])
    first = pairs["row"].to_numpy(dtype=np.int64)
    frequency = said.each(rows, "frequency", thousandths(table.per_crime), "a crime")
    victims = said.each(
        first, "victims", thousandths(table.per_victim), "a person recorded as victim"
    )
    crimes_at_most = thousandths(table.crimes_at_most)
    victims_at_most = thousandths(table.victims_at_most)
    return gathered(
        [
            _recency(said, rows, table.recency),
            frequency,
            _cap(of, frequency, "frequency", "crimes_at_most", crimes_at_most),
            _gravity(said, rows, codes.weights()[rows], table.gravity),
            victims,
            _cap(of, victims, "victims", "victims_at_most", victims_at_most),
        ]
    )


@dataclass(frozen=True)
class _Said:
    """Records with the first half of each one's sentence."""

    of: Reports
    begin: pd.Series

    def parts(self, rows: IntArray, name: str, worth: IntArray, said: list[str]) -> pd.DataFrame:
        """Contributions of so many thousandths of a point, with the second halves."""
        text = self.begin.take(rows).reset_index(drop=True) + pd.Series(said, dtype="str")
        return parts(self.of, rows, name=f"rfgv.{name}", points=worth * ONE, text=text)

    def each(self, rows: IntArray, name: str, worth: int, what: str) -> pd.DataFrame:
        """The same worth for each."""
        said = [f"{what}: {points_said(worth)}."] * len(rows)
        return self.parts(rows, name, np.full(len(rows), worth, dtype=np.int64), said)


def _points(steps: Sequence[PointsFrom], values: IntArray) -> IntArray:
    """The points, in thousandths, of the step that each value falls into."""
    begins = np.array([step.from_days for step in steps])
    worth = np.array([thousandths(step.points) for step in steps], dtype=np.int64)
    return np.asarray(worth[np.searchsorted(begins, values, side="right") - 1])


def _recency(of: _Said, rows: IntArray, steps: Sequence[PointsFrom]) -> pd.DataFrame:
    """One contribution for each person, of the latest crime."""
    last = rows[np.diff(of.of.person[rows], append=-1) != 0]
    days = of.of.days[last]
    worth = _points(steps, days)
    said = [
        f"the latest crime, {amount(int(ago) * ONE, 'day')} ago: {points_said(int(points))}."
        for ago, points in zip(days, worth, strict=True)
    ]
    return of.parts(last, "recency", worth, said)


def _gravity(
    of: _Said, rows: IntArray, weights: IntArray, steps: Sequence[PointsFrom]
) -> pd.DataFrame:
    """One contribution for each person whose crimes' harm is known, on the gravest of them."""
    known = pd.DataFrame({"row": rows, "person": of.of.person[rows], "weight": weights})
    known = known[known["weight"] >= 0]
    sums = known.groupby("person", sort=True)["weight"].sum().to_numpy(dtype=np.int64)
    order = ["person", "weight", "row"]
    gravest = known.sort_values(order, ascending=[True, False, True]).drop_duplicates("person")
    worth = _points(steps, sums // ONE)
    said = [
        f"with all crimes of the window {amount(int(days), 'day')} in the Cambridge index: "
        f"{points_said(int(points))}."
        for days, points in zip(sums, worth, strict=True)
    ]
    return of.parts(gravest["row"].to_numpy(dtype=np.int64), "gravity", worth, said)


def _cap(of: Reports, counted: pd.DataFrame, name: str, limit: str, most: int) -> pd.DataFrame:
    """Takes back what crimes or victims add beyond their limit, which `limit` names in the file."""
    return cap_on_sum(
        of,
        counted,
        name=f"cap.{name}",
        most=most,
        key=f"rfgv.toml {limit}",
        text=f"Cap: {name} adds at most {points_said(most)}.",
    )
