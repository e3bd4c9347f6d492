"""The scheme pursuit: harm, serial and repeat in one sum, from three declared tables."""

import datetime as dt

import numpy as np
import pandas as pd

from scoring.codes import coded
from scoring.contributions import gathered, half_even
from scoring.frames import History
from scoring.harm import harm_parts
from scoring.parameters import Parameters, PointsPerHarm, thousandths
from scoring.repeat import repeat_parts
from scoring.reports import IntArray, amount, opening, reports
from scoring.serial import serial_parts, unconnected


def pursuit(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """Points for harm, for further unconnected victims and for repetition, added up.

    Harm: the days of each crime in the Cambridge index (that index alone) become points band by
    band, each further day worth less, so that one rape does not outweigh every stalker. Serial:
    points per further unconnected victim. Repeat: points per repeat or escalation step, with a
    declared uplift for stalking, harassment, coercive control and breaches of protective orders.
    All times a factor for age and one for evidence. The three tables are local choices: no
    published scale adds these things up, and the sum is a place on a list, not a probability.

    Source: `points_per_harm.toml`, `points_per_victim.toml`, `points_per_step.toml`, all local.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    codes = coded(of.frame, "cchi", parameters)
    weights = codes.weights()
    begin = opening(of, codes.names())
    full = points_for_days(np.maximum(weights, 0), parameters.points_per_harm)
    points = half_even(full * of.recency * of.evidence, 1_000_000)
    unique, numbers = np.unique(full, return_inverse=True)
    words = [f", worth {amount(int(value), 'point', 6)}" for value in unique]
    worth = pd.Series(words, dtype="str").take(numbers).reset_index(drop=True)
    strength = of.recency * of.evidence
    groups = unconnected(of, history, of.within(None), strength, parameters)
    return gathered(
        [
            *harm_parts(
                of,
                codes,
                begin,
                weights=weights,
                points=points,
                index="cchi",
                capped_as="pursuit",
                parameters=parameters,
                worth=worth,
            ),
            *serial_parts(of, groups, begin, parameters, fades=True),
            *repeat_parts(of, history, begin, weights, parameters),
        ]
    )


def points_for_days(days: IntArray, table: PointsPerHarm) -> IntArray:
    """Points (in micro-points, exact) for days of harm in thousandths, band by band."""
    total = np.zeros(len(days), dtype=np.int64)
    ends = [*(band.from_days * 1000 for band in table.bands[1:]), None]
    for band, end in zip(table.bands, ends, strict=True):
        inside = np.clip(days - band.from_days * 1000, 0, None)
        if end is not None:
            inside = np.minimum(inside, end - band.from_days * 1000)
        total += inside * thousandths(band.points_per_day)
    return total
