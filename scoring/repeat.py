"""The repeat axis: how recent, how often, rising or not, and against the same victim or not."""

import datetime as dt
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

from scoring.codes import any_code_in, coded
from scoring.contributions import cap_on_sum, gathered, points_said, step
from scoring.frames import History
from scoring.parameters import Parameters, thousandths
from scoring.reports import BoolArray, IntArray, Reports, opening, reports
from scoring.serial import victims_of

_SAID: Final = {
    "first_record": "a first record as suspect",
    "further_record": "a further record as suspect",
    "same_victim": "a person recorded as victim was recorded as victim of this suspect before",
    "course_of_conduct": "by its definition a course of conduct, or a breach of an order that "
    "protects a person",
    "escalation_in_harm": "graver by the Cambridge index than any crime recorded for this suspect "
    "in the window before it",
}


def repeat(history: History, *, as_of: dt.date, parameters: Parameters) -> pd.DataFrame:
    """How often a person is recorded as suspect, how lately, and whether it is rising.

    Each record counts (the first less), and again where its victim was recorded before as victim
    of the same suspect, where the offence is by its definition a course of conduct or breaches an
    order that protects a person, and where the crime is graver than those in the two years before
    it. More records in the last half-year than in the one before count once. All times a factor for
    age and one for evidence. Incidents count as crimes do, except for gravity. Records whose only
    date is the day they were written are left out where order in time matters.

    Source: the items recent, escalating and repeat of PPIT; windows and points are local.
    """
    of = reports(history, as_of=as_of, parameters=parameters)
    codes = coded(of.frame, "cchi", parameters)
    begin = opening(of, codes.names())
    return gathered(repeat_parts(of, history, begin, codes.weights(), parameters))


def repeat_parts(
    of: Reports, history: History, begin: pd.Series, weights: IntArray, parameters: Parameters
) -> list[pd.DataFrame]:
    """Contributions of the repeat axis; records that ended in acquittal take no step.

    `begin` opens each record's sentence, `weights` are its days in the Cambridge index.
    """
    table = parameters.points_per_step
    live = of.evidence > 0
    first = _first_of_person(of, live)
    records = [
        _step(of, first, "first_record", table.first_record, begin),
        _step(of, ~first, "further_record", table.further_record, begin),
    ]
    courses = {(row.code_system, row.code) for row in parameters.courses_of_conduct.codes}
    course = live & any_code_in(of.frame, courses)
    principal = any_code_in(of.frame.assign(included_codes=""), courses)
    graver = _graver(of, weights, live, table.escalation_in_harm_within_days)
    same = _same_victim(of, history, live)
    return [
        *records,
        _records_cap(of, records, parameters),
        _step(of, same, "same_victim", table.same_victim, begin),
        _step(of, course & principal, "course_of_conduct", table.course_of_conduct, begin),
        _step(
            of,
            course & ~principal,
            "course_of_conduct",
            table.course_of_conduct,
            begin + "an offence included in it is ",
        ),
        _step(of, graver, "escalation_in_harm", table.escalation_in_harm, begin),
        _more_often(of, live, begin, parameters),
    ]


def _step(
    of: Reports, chosen: BoolArray, name: str, worth: Decimal, begin: pd.Series
) -> pd.DataFrame:
    points = thousandths(worth)
    return step(
        of,
        np.flatnonzero(chosen),
        name=f"repeat.{name}",
        worth=points,
        begin=begin,
        text=f"{_SAID[name]}: {points_said(points)}",
    )


def _first_of_person(of: Reports, live: BoolArray) -> BoolArray:
    """The earliest record of each person that did not end in acquittal."""
    rows = np.flatnonzero(live)
    _, where = np.unique(of.person[rows], return_index=True)
    first = np.zeros(len(live), dtype=bool)
    first[rows[where]] = True
    return first


def _same_victim(of: Reports, history: History, live: BoolArray) -> BoolArray:
    """Records with a victim who was recorded as this suspect's victim in an earlier record."""
    pairs = victims_of(of, history, live)
    again = pairs.duplicated(["person", "victim"])  # pairs come in record order
    repeated = np.zeros(len(live), dtype=bool)
    repeated[pairs["row"].to_numpy(dtype=np.int64)[again.to_numpy(dtype=bool)]] = True
    return repeated


def _graver(of: Reports, weights: IntArray, live: BoolArray, within: int) -> BoolArray:
    """Crimes of known harm greater than all of known harm on earlier days of the window.

    At least one must lie in the window: a first crime is no escalation.
    """
    dated = of.frame["happened_on_is"].ne("recorded_on").to_numpy(dtype=bool)
    rows = np.flatnonzero(live & of.is_crime & (weights >= 0) & dated)
    graver = np.zeros(len(live), dtype=bool)
    # One row per person and day, the heaviest crime of the day, oldest day first.
    days = pd.DataFrame(
        {"person": of.person[rows], "days": of.days[rows], "weight": weights[rows], "row": rows}
    )
    order = ["person", "days", "weight", "row"]
    days = days.sort_values(order, ascending=[True, False, False, True])
    heaviest = days.drop_duplicates(["person", "days"])
    before = _greatest_before(
        heaviest["person"].to_numpy(),
        heaviest["days"].to_numpy(),
        heaviest["weight"].to_numpy(),
        within,
    )
    # One step per day, on the day's gravest crime.
    risen = (before >= 0) & (heaviest["weight"].to_numpy() > before)
    graver[heaviest["row"].to_numpy()[risen]] = True
    return graver


def _greatest_before(person: IntArray, days: IntArray, weight: IntArray, within: int) -> IntArray:
    """For each row the greatest weight in the person's earlier rows of the window, or -1.

    Looks back one row at a time for all rows at once, until no row has an earlier one in reach.
    """
    greatest = np.full(len(person), -1, dtype=np.int64)
    reach = np.arange(len(person))
    back = 1
    while True:
        reach = reach[reach >= back]
        earlier = reach - back
        near = (person[earlier] == person[reach]) & (days[earlier] - days[reach] <= within)
        reach = reach[near]
        if not len(reach):
            return greatest
        greatest[reach] = np.maximum(greatest[reach], weight[reach - back])
        back += 1


def _more_often(
    of: Reports, live: BoolArray, begin: pd.Series, parameters: Parameters
) -> pd.DataFrame:
    """One contribution per person with more records in the last window than in the one before."""
    table = parameters.points_per_step
    window = table.more_often_days
    dated = of.frame["happened_on_is"].ne("recorded_on").to_numpy(dtype=bool) & live
    people = int(of.person[-1]) + 1 if len(of.person) else 0
    lately = np.bincount(of.person[dated & (of.days < window)], minlength=people)
    earlier = dated & (of.days >= window) & (of.days < 2 * window)
    before = np.bincount(of.person[earlier], minlength=people)
    risen = (lately >= table.more_often_at_least) & (lately > before)
    rows = np.flatnonzero(dated)
    last = rows[np.diff(of.person[rows], append=-1) != 0]
    last = last[risen[of.person[last]]]
    worth = thousandths(table.more_often)
    counts = zip(lately[of.person[last]], before[of.person[last]], strict=True)
    text = [
        f"{now} records in the last {window} days against {then} in the {window} days before: "
        f"{points_said(worth)}"
        for now, then in counts
    ]
    said = pd.Series(text, dtype="str")
    return step(of, last, name="repeat.more_often", worth=worth, begin=begin, text=said)


def _records_cap(of: Reports, records: list[pd.DataFrame], parameters: Parameters) -> pd.DataFrame:
    """Takes back what the number of records alone adds beyond its limit."""
    most = thousandths(parameters.points_per_step.records_at_most)
    return cap_on_sum(
        of,
        pd.concat(records),
        name="cap.repeat",
        most=most,
        key="points_per_step.toml records_at_most",
        text=f"Cap: the number of records alone adds at most {points_said(most)}.",
    )
