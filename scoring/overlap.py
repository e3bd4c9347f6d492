"""Who is recorded on both sides: entries that a human must look at before they are used.

Some who harm accuse those whom they harm. A person who stands on a list and is also recorded as
victim of the person whom she is said to have harmed keeps her place, is marked `look_first`, and is
not to be used until somebody has looked and said so with a reason. Nobody is taken off by this.

Parameters: `look_first.toml` (status local).
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

import pandas as pd

from graph_service import ids, runs
from graph_service.contract.types import LONDON
from scoring.frames import History
from scoring.parameters import Parameters
from scoring.reports import civil_day

KINDS: Final[Mapping[str, str]] = {
    "cross_allegations": "also recorded as victim of the counter-party, within days",
    "victim_of_counter_party": "also recorded as victim of the counter-party",
    "suspect_and_victim": "recorded as suspect and as victim of one offence",
    "complainants_rank_above": "everybody recorded as victim ranks above",
}
"""What makes an entry one to be looked at first, the gravest reason first."""

_FACTS: Final = (
    "person_id",
    "kind",
    "source",
    "key",
    "on",
    "areas",
    "recorded_at",
    "text",
    "about",
)
_OFFENCE = ["source", "offence_id"]


def look_first(
    history: History,
    ranks: Mapping[str, int],
    *,
    as_of: dt.date,
    parameters: Parameters,
    cleared: Collection[str] = (),
) -> dict[str, dict[str, Any]]:
    """By person the value of `look_first`: `why`, `since_at`, `due_at` and the `facts`.

    `ranks` are the places of those whom the combined list names; `cleared` the ids of facts that
    somebody looked at and found not to stand in the way. A fact has `fact_id`, `kind`, `table`,
    `source`, `key`, `on`, `text` and `areas`: those of all offences in which it names a victim,
    empty where one of them has none. Its id changes with every further offence between the same
    people, so that what was cleared is cleared of what was looked at alone.
    """
    allegations = _allegations(history)
    found = pd.concat(
        [
            _against_each_other(allegations, parameters),
            _on_both_sides(history),
            _outranked(allegations, ranks),
        ],
        ignore_index=True,
    )
    held: dict[str, list[dict[str, Any]]] = {}
    for row in found.to_dict("records"):
        fact_id = "F-" + ids.digest([row["person_id"], row["kind"], row["about"]])[:16]
        if fact_id not in cleared:
            fact = {str(name): value for name, value in row.items()}
            held.setdefault(str(row["person_id"]), []).append({"fact_id": fact_id, **fact})
    return {person: _told(facts, as_of, parameters) for person, facts in held.items()}


def _told(facts: list[dict[str, Any]], as_of: dt.date, parameters: Parameters) -> dict[str, Any]:
    order = list(KINDS)
    facts = sorted(facts, key=lambda fact: (order.index(fact["kind"]), fact["fact_id"]))
    since = max(pd.Timestamp(fact["recorded_at"]) for fact in facts)
    table = parameters.look_first
    due = since + pd.Timedelta(hours=table.look_within_hours)
    at_least = pd.Timestamp(
        dt.datetime.combine(as_of, dt.time(table.else_by_hour), tzinfo=LONDON)
    ).tz_convert("UTC")
    due = max(due, at_least.tz_localize(None))
    return {
        "why": KINDS[facts[0]["kind"]],
        "since_at": runs.instant(since.to_pydatetime()),
        "due_at": runs.instant(due.to_pydatetime()),
        "facts": [
            {
                "fact_id": fact["fact_id"],
                "kind": fact["kind"],
                "table": "offence",
                "source": fact["source"],
                "key": fact["key"],
                "on": fact["on"].date().isoformat(),
                "areas": _areas(fact["areas"]),
                "text": fact["text"],
            }
            for fact in facts
        ],
    }


def _areas(told: list[Any]) -> list[str]:
    """The areas, or none where one of them is not known."""
    return [] if any(pd.isna(area) for area in told) else sorted(set(told))


def _allegations(history: History) -> pd.DataFrame:
    """One row per suspect, offence and other person recorded as its victim."""
    columns = ["person_id", *_OFFENCE, "happened_on", "recorded_at", "area", "is_vawg"]
    found = history.suspicions[columns].merge(
        history.victims.rename(columns={"person_id": "victim"}), on=_OFFENCE
    )
    return found[found["victim"] != found["person_id"]].reset_index(drop=True)


def _against_each_other(allegations: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Per person and counter-party one fact: the two allegations that are the closest in time."""
    mine = allegations[["person_id", "victim"]].drop_duplicates()
    both = mine.merge(mine, left_on=["person_id", "victim"], right_on=["victim", "person_id"])
    couples = both[["person_id_x", "victim_x"]].set_axis(["person_id", "victim"], axis=1)
    order = ["happened_on", *_OFFENCE]
    made = allegations.merge(couples, on=["person_id", "victim"]).sort_values(order)
    turned = made.rename(columns={"person_id": "victim", "victim": "person_id"})
    turned = turned.rename(columns={name: f"{name}_theirs" for name in _said(turned)})
    turned = turned.assign(happened_on=turned["happened_on_theirs"])
    if made.empty:
        return _facts(made)
    paired = pd.merge_asof(
        made, turned, on="happened_on", by=["person_id", "victim"], direction="nearest"
    )
    apart = (paired["happened_on"] - paired["happened_on_theirs"]).dt.days.abs()
    paired = paired.assign(apart=apart).sort_values(["apart", *order], kind="stable")
    paired = paired.drop_duplicates(["person_id", "victim"])
    near = paired["apart"] <= parameters.look_first.cross_allegations_within_days
    kind = near.map({True: "cross_allegations", False: "victim_of_counter_party"})
    recorded = paired[["recorded_at", "recorded_at_theirs"]].max(axis=1)
    text = [
        f"Suspect on {civil_day(one)}, and recorded as victim of the same person on "
        f"{civil_day(other)}, {_days(days)}"
        for one, other, days in zip(
            paired["happened_on"], paired["happened_on_theirs"], paired["apart"], strict=True
        )
    ]
    return _facts(
        paired.assign(
            kind=kind,
            source=paired["source_theirs"],
            key=paired["offence_id_theirs"],
            on=paired["happened_on_theirs"],
            areas=_lists(paired[["area", "area_theirs"]]),
            recorded_at=recorded,
            text=text,
            about=_between(paired, made),
        )
    )


def _between(paired: pd.DataFrame, made: pd.DataFrame) -> pd.Series:
    """For each couple every offence of either of them against the other."""
    offences: dict[frozenset[str], set[tuple[str, str]]] = {}
    columns = made[["person_id", "victim", *_OFFENCE]]
    for one, other, source, offence in columns.itertuples(index=False):
        offences.setdefault(frozenset((one, other)), set()).add((source, offence))
    couples = paired[["person_id", "victim"]].itertuples(index=False)
    held = [sorted(offences[frozenset(couple)]) for couple in couples]
    return pd.Series(held, index=paired.index, dtype=object)


def _lists(frame: pd.DataFrame) -> pd.Series:
    """Each row as a list."""
    rows = [list(row) for row in frame.itertuples(index=False)]
    return pd.Series(rows, index=frame.index, dtype=object)


def _said(frame: pd.DataFrame) -> list[str]:
    """The columns of what an allegation says beside who is in it."""
    return [name for name in frame.columns if name not in {"person_id", "victim"}]


def _on_both_sides(history: History) -> pd.DataFrame:
    """Offences of which the same person is suspect and victim."""
    found = history.suspicions.merge(history.victims, on=["person_id", *_OFFENCE])
    return _facts(
        found.assign(
            kind="suspect_and_victim",
            key=found["offence_id"],
            on=found["happened_on"],
            areas=_lists(found[["area"]]),
            text=[
                f"Recorded as suspect and as victim of one offence of {civil_day(day)}"
                for day in found["happened_on"]
            ],
            about=_lists(found[_OFFENCE]),
        )
    )


def _outranked(allegations: pd.DataFrame, ranks: Mapping[str, int]) -> pd.DataFrame:
    """Those whose victims are all on the list, and all above them."""
    counted = allegations[allegations["is_vawg"] & allegations["person_id"].isin(list(ranks))]
    nowhere = len(ranks) + 1
    rank = counted["person_id"].map(ranks)
    counted = counted.assign(is_above=counted["victim"].map(ranks).fillna(nowhere) < rank)
    held = counted.groupby("person_id")["is_above"].transform("all")
    found = counted[held].sort_values(["recorded_at", *_OFFENCE])
    by_person = found.groupby("person_id")
    victims = by_person["victim"].agg(lambda one: sorted(set(one)))
    offences = by_person["offence_id"].agg(lambda one: sorted(set(one)))
    areas = by_person["area"].agg(list)
    last = found.drop_duplicates("person_id", keep="last")
    number = last["person_id"].map(victims.map(len))
    return _facts(
        last.assign(
            kind="complainants_rank_above",
            key=last["offence_id"],
            on=last["happened_on"],
            areas=last["person_id"].map(areas),
            text=[
                "The one person recorded as victim, in offences that count, ranks above"
                if several == 1
                else f"All {several} people recorded as victim, in offences that count, rank above"
                for several in number
            ],
            about=_lists(
                pd.DataFrame(
                    {
                        "victims": last["person_id"].map(victims),
                        "offences": last["person_id"].map(offences),
                    }
                )
            ),
        )
    )


def _days(number: int) -> str:
    return {0: "the same day", 1: "1 day apart"}.get(number, f"{number} days apart")


def _facts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reindex(columns=list(_FACTS))
