"""The scheme v100: people recorded as suspect of two or more crimes in a year."""

import datetime as dt

import numpy as np
import pandas as pd

from scoring.codes import coded
from scoring.contributions import ONE, gathered, parts
from scoring.frames import History
from scoring.parameters import Parameters
from scoring.reports import opening, reports


def v100(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """People recorded as suspect of two or more crimes in 365 days, by the sum of their harm.

    Only crimes (not incidents) in scope that happened in the 365 days that end with the as-of day
    count; whoever has fewer than two is not scored. Each crime counts its days in the Cambridge
    index, with no factor for age or evidence: the published rule takes allegations as they are,
    whatever came of them, and so does this. A crime of unknown harm counts towards the two and adds
    nothing. It says nothing about harm before the window.

    Source: Metropolitan Police V100 as described in the press; the sum is inferred.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    chosen = of.is_crime & of.within(parameters.v100.window_days)
    crimes = np.bincount(of.person[chosen], minlength=int(of.person.max(initial=-1)) + 1)
    chosen &= crimes[of.person] >= parameters.v100.crimes_at_least
    codes = coded(of.frame, "cchi", parameters)
    weights = codes.weights()
    begin = opening(of, codes.names())
    known, unknown = np.flatnonzero(chosen & (weights >= 0)), np.flatnonzero(chosen & (weights < 0))
    return gathered(
        [
            parts(
                of,
                known,
                name="harm",
                points=weights[known] * ONE,
                text=(begin + codes.said() + ".").take(known),
            ),
            parts(
                of,
                unknown,
                name="harm.not_known",
                points=np.zeros(len(unknown), dtype=np.int64),
                text=begin.take(unknown) + "its harm is not known; it adds nothing.",
            ),
        ]
    )
