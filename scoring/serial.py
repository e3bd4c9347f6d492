"""The serial axis: distinct victims who are not connected to each other."""

import datetime as dt

import networkx as nx
import numpy as np
import pandas as pd

from scoring.codes import coded
from scoring.contributions import gathered, points_said, step
from scoring.frames import History
from scoring.parameters import Parameters, thousandths
from scoring.reports import BoolArray, IntArray, Reports, opening, reports


def serial(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """Distinct victims who are not connected to each other, however long ago.

    The first victim has a small value, so that the list holds everyone who has one; each further
    victim counts, times a factor for the strength of the evidence. Victims whom a recorded family
    or household relationship ties together count as one. The first is the one with the strongest
    evidence. Incidents count as crimes do. It says nothing about how grave the offences were, and
    two victims whose tie nobody recorded count as two.

    Source: ACPO 2009 (victims unconnected to each other, no look-back); points are local.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    within = of.within(parameters.serial.lookback_days)
    groups = unconnected(of, history, within, of.evidence, parameters)
    begin = opening(of, coded(of.frame, "source", parameters).names())
    return gathered(serial_parts(of, groups, begin, parameters, fades=False))


def victims_of(of: Reports, history: History, within: BoolArray) -> pd.DataFrame:
    """One row per record and other person recorded as its victim: row, person, victim."""
    rows = np.flatnonzero(within)
    records = of.frame[["person_id", "source", "offence_id"]].iloc[rows].assign(row=rows)
    found = records.merge(
        history.victims.rename(columns={"person_id": "victim"}), on=["source", "offence_id"]
    )
    found = found[found["victim"] != found["person_id"]].sort_values("row", kind="stable")
    person = of.person[found["row"].to_numpy()]
    return pd.DataFrame(
        {"row": found["row"].array, "person": person, "victim": found["victim"].array}
    )


def unconnected(
    of: Reports, history: History, within: BoolArray, strength: IntArray, parameters: Parameters
) -> pd.DataFrame:
    """One row per suspect and group of connected victims: person, row (its strongest record).

    Groups are ordered by the `strength` of that record, then by record order; `rank` is 0 for the
    first.
    """
    pairs = victims_of(of, history, within)
    pairs = pairs.assign(strength=strength[pairs["row"].to_numpy()])
    pairs = pairs.sort_values(
        ["person", "strength", "row", "victim"], ascending=[True, False, True, True]
    ).drop_duplicates(["person", "victim"])
    pairs = pairs.assign(group=_groups(pairs, history, parameters))
    best = pairs.drop_duplicates(["person", "group"])
    return best.assign(rank=best.groupby("person").cumcount()).reset_index(drop=True)


def _groups(pairs: pd.DataFrame, history: History, parameters: Parameters) -> pd.Series:
    """For each suspect's victim the smallest victim whom recorded ties connect her to."""
    ties = history.relationships
    ties = ties[ties["kind"].isin(parameters.points_per_victim.connected_by)]
    ties = ties[["person_id", "other_person_id"]].drop_duplicates()
    mine = pairs[["person", "victim"]]
    edges = mine.merge(ties, left_on="victim", right_on="person_id").merge(
        mine, left_on=["person", "other_person_id"], right_on=["person", "victim"]
    )
    graph: nx.Graph[tuple[int, str]] = nx.Graph()
    graph.add_edges_from(
        ((person, a), (person, b))
        for person, a, b in zip(
            edges["person"], edges["person_id"], edges["other_person_id"], strict=True
        )
    )
    tied = pd.DataFrame(
        [
            (person, victim, part[0][1])
            for part in map(sorted, nx.connected_components(graph))
            for person, victim in part
        ],
        columns=["person", "victim", "group"],
    )
    if tied.empty:
        return mine["victim"]
    group = mine.merge(tied, on=["person", "victim"], how="left")["group"].set_axis(mine.index)
    return group.fillna(mine["victim"])


def serial_parts(
    of: Reports, groups: pd.DataFrame, begin: pd.Series, parameters: Parameters, *, fades: bool
) -> list[pd.DataFrame]:
    """Contributions for each group of `unconnected` victims; `fades`: age and evidence weigh.

    Without fading the first victim counts its points whatever came of the record, because the list
    `serial` names everyone with a recorded victim.
    """
    rows = groups["row"].to_numpy(dtype=np.int64)
    rank = groups["rank"].to_numpy(dtype=np.int64)
    table = parameters.points_per_victim
    first, further = thousandths(table.first), thousandths(table.further)
    return [
        step(
            of,
            rows[rank == 0],
            name="serial.first_victim",
            worth=first,
            begin=begin,
            text=f"a person recorded as victim: {points_said(first)}",
            factors=(fades, fades),
        ),
        step(
            of,
            rows[rank > 0],
            name="serial.further_victim",
            worth=further,
            begin=begin,
            text=f"a further person recorded as victim, with no recorded family or household tie "
            f"to the others: {points_said(further)}",
            factors=(fades, True),
        ),
    ]
