"""The harm axis: what each recorded crime weighs under one index."""

import datetime as dt

import numpy as np
import pandas as pd

from scoring.codes import CodedReports, coded
from scoring.contributions import ONE, caps, gathered, micro, parts
from scoring.dated import LARGEST
from scoring.frames import History
from scoring.parameters import Index, Parameters, thousandths
from scoring.reports import IntArray, Reports, amount, decimal, opening, reports, weighing

_INCIDENT = "an incident, not a crime: it counts for serial and repeat, not for harm."
_UNKNOWN = {
    "cchi": "its harm is not known, because its code has no weight in the Cambridge index here; "
    "it adds nothing.",
    "ons": "its harm is not known, because its code has no weight in the ONS score here; "
    "it adds nothing.",
    "source": "its harm is not known, because the source gives it no usable weight; it adds "
    "nothing.",
}


def harm_ons(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """Harm of recorded crimes by the Crime Severity Score of the Office for National Statistics.

    Each crime counts its weight, times a factor for its age, times a factor for the strength of the
    evidence. It says how severe the sentences for such crimes are on average. It does not say how
    badly this victim was hurt, and it weighs stalking at about a tenth of a domestic burglary.
    Coercive control, strangulation and most sexual assaults have no weight in the copy at hand:
    their harm is shown as not known. Many weights are inferred from the order of a published list.

    Source: ONS Crime Severity Score, list of weights (`ons_weights.csv`, a status in each row).
    """
    return _harm(history, as_of, parameters, "ons")


def harm_cchi(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """Harm of recorded crimes by the Cambridge Crime Harm Index 2026, by crime subgroup.

    Each crime counts the median days of imprisonment of its subgroup (starting point for a first
    offence), times a factor for its age, times a factor for the strength of the evidence. Medians
    hide much: a common threat and a false imprisonment weigh the same. Stalking, harassment and
    coercive control weigh 10 days against 2,555 for rape: read it beside the other axes, never
    alone.

    Source: Cambridge Crime Harm Index 2026 (`cchi_weights.csv`), taken second-hand, so inferred.
    """
    return _harm(history, as_of, parameters, "cchi")


def harm_source(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """Harm of recorded crimes by the weight that the source itself gave to each, in days.

    Each crime counts the source's weight, times a factor for its age, times a factor for the
    strength of the evidence. What the weight means is the source's to say; crimes without one are
    shown as not known.

    Source: the column `harm_weight` of the source's offences.
    """
    return _harm(history, as_of, parameters, "source")


def _harm(history: History, as_of: dt.date, parameters: Parameters, index: Index) -> pd.DataFrame:
    of = reports(history, as_of=as_of, parameters=parameters)
    codes = coded(of.frame, index, parameters)
    weights = weights_of(of, codes, index)
    points = micro(np.maximum(weights, 0), of.recency, of.evidence)
    return gathered(
        harm_parts(
            of,
            codes,
            opening(of, codes.names()),
            weights=weights,
            points=points,
            index=index,
            capped_as=index,
            parameters=parameters,
        )
    )


def weights_of(of: Reports, codes: CodedReports, index: Index) -> IntArray:
    """Each record's weight in thousandths; -1 where it is not known."""
    if index != "source":
        return codes.weights()
    given = of.frame["harm_weight"].to_numpy(dtype=np.float64)
    # Neither a negative weight nor one beyond any sentence is a number of days: not known.
    usable = (given >= 0) & (given <= float(LARGEST))
    return np.where(usable, np.rint(np.where(usable, given, 0) * 1000), -1).astype(np.int64)


def harm_parts(
    of: Reports,
    codes: CodedReports,
    begin: pd.Series,
    *,
    weights: IntArray,
    points: IntArray,
    index: Index,
    capped_as: str,
    parameters: Parameters,
    worth: pd.Series | None = None,
) -> list[pd.DataFrame]:
    """Contributions for known, unknown and unweighed records, and the caps on them.

    `begin` opens each record's sentence; `worth` are words between the weight and the factors: how
    days became points.
    """
    said = _source_said(of) if index == "source" else codes.said()
    if worth is not None:
        said = said + worth
    known = np.flatnonzero(of.is_crime & (weights >= 0))
    unknown = np.flatnonzero(of.is_crime & (weights < 0))
    incident = np.flatnonzero(~of.is_crime)
    full = begin + said + weighing(of) + np.where(of.evidence == 0, ", so it adds nothing.", ".")
    none = np.zeros(len(of.frame), dtype=np.int64)
    return [
        parts(of, known, name="harm", points=points[known], text=full.take(known)),
        parts(
            of,
            unknown,
            name="harm.not_known",
            points=none[unknown],
            text=begin.take(unknown) + _UNKNOWN[index],
        ),
        parts(
            of,
            incident,
            name="harm.incident",
            points=none[incident],
            text=begin.take(incident) + _INCIDENT,
        ),
        _caps(
            of, codes.classes().take(known), known, points[known], _limits(capped_as, parameters)
        ),
    ]


def _source_said(of: Reports) -> pd.Series:
    given = of.frame["harm_weight"].fillna(-1).to_numpy()
    unique, numbers = np.unique(given, return_inverse=True)
    words = [
        f"harm {amount(round(value * 1000), 'day')} (the source's own weight)" if value >= 0 else ""
        for value in unique
    ]
    return pd.Series(words, dtype="str").take(numbers).reset_index(drop=True)


def _limits(index: str, parameters: Parameters) -> pd.DataFrame:
    """The declared caps under an index: class, limit (micro-points), key, words."""
    declared = [cap for cap in parameters.harm_caps.caps if cap.index == index]
    columns = {
        "class": [cap.offence_class for cap in declared],
        "key": [f"harm_caps.toml {index} {cap.offence_class}" for cap in declared],
        "text": [
            f"Cap: {cap.offence_class} adds at most {decimal(thousandths(cap.at_most))} "
            "for one person."
            for cap in declared
        ],
    }
    limits = np.array([thousandths(cap.at_most) * ONE for cap in declared], dtype=np.int64)
    return pd.DataFrame(columns, dtype="str").assign(limit=limits)


def _caps(
    of: Reports, classes: pd.Series, rows: IntArray, points: IntArray, limits: pd.DataFrame
) -> pd.DataFrame:
    """What each person's harm in a class takes back because it lies over that class's limit."""
    each = pd.DataFrame({"person": of.person[rows], "class": classes.array, "sum": points})
    each = each[each["class"].isin(limits["class"])]
    sums = each.groupby(["person", "class"], as_index=False)["sum"].sum().merge(limits, on="class")
    sums = sums[sums["sum"] > sums["limit"]].sort_values(["person", "class"], ignore_index=True)
    return caps(
        of,
        sums["person"].to_numpy(dtype=np.int64),
        name="cap.harm",
        over=(sums["sum"] - sums["limit"]).to_numpy(dtype=np.int64),
        keys=sums["key"],
        text=sums["text"],
    )


def unknown_harm(history: History, index: Index, *, parameters: Parameters) -> pd.DataFrame:
    """The crimes whose harm is not known under an index, so that a run can show them.

    Returns code_system, code, offences (distinct), people (distinct suspects), most frequent first.
    """
    frame = history.suspicions
    frame = frame[frame["is_vawg"] & (frame["record_type"] == "crime")].reset_index(drop=True)
    if index == "source":
        given = frame["harm_weight"]
        unknown = ~((given >= 0) & (given <= float(LARGEST)))
    else:
        unknown = pd.Series(coded(frame, index, parameters).weights() < 0)
    found = frame[unknown.to_numpy(dtype=bool)].fillna({"code_system": "", "code": ""})
    found = found.assign(offence=found["source"] + "\n" + found["offence_id"])
    counted = found.groupby(["code_system", "code"], as_index=False).agg(
        offences=("offence", "nunique"), people=("person_id", "nunique")
    )
    order = ["offences", "code_system", "code"]
    return counted.sort_values(order, ascending=[False, True, True], ignore_index=True)
