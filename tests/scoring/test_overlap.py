"""Who must be looked at first: recorded on both sides, or outranked by all who complain."""

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings

from scoring import frames
from scoring.frames import History
from scoring.overlap import look_first
from scoring.parameter_files import load_parameters
from tests.scoring.recorded import AS_OF, Recorded, recorded

PARAMETERS = load_parameters()


def history(*told: str) -> History:
    """From lines "offence day suspect victim area"; ``~`` before the day: out of scope."""
    suspicions, victims = [], []
    for line in told:
        offence, day, suspect, victim, area = line.split()
        suspicions.append(
            dict.fromkeys(frames.SUSPICIONS, None)
            | {
                "person_id": suspect,
                "source": "town",
                "offence_id": offence,
                "happened_on": day.lstrip("~"),
                "happened_on_is": "from_on",
                "record_type": "crime",
                "area": None if area == "." else area,
                "is_vawg": not day.startswith("~"),
                "recorded_at": f"{day.lstrip('~')} 12:00:00",
            }
        )
        victims.append({"source": "town", "offence_id": offence, "person_id": victim})
    people = sorted({row["person_id"] for row in (*suspicions, *victims)})
    empty = dict.fromkeys(frames.PERSONS, None)
    return History(
        persons=pd.DataFrame([empty | {"person_id": one} for one in people]),
        suspicions=pd.DataFrame(suspicions).drop_duplicates(["person_id", "offence_id"]),
        victims=pd.DataFrame(victims).drop_duplicates(),
        relationships=frames.empty("relationships"),
        outcomes=frames.empty("outcomes"),
    )


def found(*told: str, ranks: dict[str, int] | None = None, **more: Any) -> dict[str, Any]:
    ranks = {} if ranks is None else ranks
    return look_first(history(*told), ranks, as_of=date(2026, 3, 31), parameters=PARAMETERS, **more)


def kinds(held: dict[str, Any]) -> dict[str, list[str]]:
    return {person: [fact["kind"] for fact in one["facts"]] for person, one in held.items()}


def test_two_who_accuse_each_other_within_days_are_both_to_be_looked_at() -> None:
    held = found("O1 2026-03-01 him her A1", "O2 2026-03-28 her him A2")
    assert held["him"] == {
        "why": "also recorded as victim of the counter-party, within days",
        "since_at": "2026-03-28T12:00:00Z",
        # 72 hours after it was recorded, or 17:00 of the list's day in London, whichever is later.
        "due_at": "2026-03-31T16:00:00Z",
        "facts": [
            {
                "fact_id": held["him"]["facts"][0]["fact_id"],
                "kind": "cross_allegations",
                "table": "offence",
                "source": "town",
                "key": "O2",
                "on": "2026-03-28",
                "areas": ["A1", "A2"],
                "text": "Suspect on 1 March 2026, and recorded as victim of the same person on "
                "28 March 2026, 27 days apart",
            }
        ],
    }
    assert (held["her"]["facts"][0]["key"], held["her"]["facts"][0]["areas"]) == (
        "O1",
        ["A1", "A2"],
    )


def test_who_is_recorded_late_has_three_days() -> None:
    held = found("O1 2026-03-01 him her A1", "O2 2026-03-30 her him A2")
    assert held["him"]["due_at"] == "2026-04-02T12:00:00Z"


def test_of_many_allegations_the_two_that_are_closest_are_told() -> None:
    held = found(
        "O1 2024-01-01 him her A1",
        "O2 2026-01-10 him her A1",
        "O3 2026-02-09 her him A1",
        "O4 2020-02-09 her him A1",
    )
    assert [fact["text"] for fact in held["her"]["facts"]] == [
        "Suspect on 9 February 2026, and recorded as victim of the same person on 10 January "
        "2026, 30 days apart"
    ]
    assert held["her"]["facts"][0]["kind"] == "cross_allegations"


def test_beyond_the_days_it_is_told_without_them() -> None:
    held = found("O1 2026-01-01 him her A1", "O2 2026-02-01 her him A1")
    assert kinds(held) == {
        "him": ["victim_of_counter_party"],
        "her": ["victim_of_counter_party"],
    }
    assert held["him"]["why"] == "also recorded as victim of the counter-party"


def test_suspect_and_victim_of_one_offence() -> None:
    held = found("O1 2026-03-01 him her A1", "O1 2026-03-01 her him A1")
    assert kinds(held) == {
        "her": ["cross_allegations", "suspect_and_victim"],
        "him": ["cross_allegations", "suspect_and_victim"],
    }
    assert [fact["text"] for fact in held["him"]["facts"]] == [
        "Suspect on 1 March 2026, and recorded as victim of the same person on 1 March 2026, the "
        "same day",
        "Recorded as suspect and as victim of one offence of 1 March 2026",
    ]


def test_victim_of_another_than_the_counter_party_is_no_overlap() -> None:
    assert found("O1 2026-03-01 him her A1", "O2 2026-03-02 third him A1") == {}


def test_who_is_outranked_by_all_who_complain() -> None:
    told = ("O1 2026-03-01 her him A1", "O2 2026-03-02 her other A1", "O3 2026-03-02 third x A1")
    above = {"him": 1, "other": 2, "third": 3, "her": 4}
    held = found(*told, ranks=above)
    assert kinds(held) == {"her": ["complainants_rank_above"]}
    [fact] = held["her"]["facts"]
    assert (fact["key"], fact["areas"], fact["text"]) == (
        "O2",
        ["A1"],
        "All 2 people recorded as victim, in offences that count, rank above",
    )
    assert found(*told, ranks={"him": 1, "her": 2, "other": 3}) == {}
    assert found(*told, ranks={"him": 1, "her": 2}) == {}
    # Who is on no list is not used, and nothing is said of her.
    assert found(*told, ranks={"him": 1, "other": 2}) == {}


def test_what_was_cleared_is_told_no_more_until_something_new_is_recorded() -> None:
    told = ("O1 2026-03-01 him her A1", "O2 2026-03-28 her him A2")
    cleared = [fact["fact_id"] for fact in found(*told)["him"]["facts"]]
    assert set(found(*told, cleared=cleared)) == {"her"}
    # Nearer to each other or not: whoever cleared them has not seen it.
    assert set(found(*told, "O3 2026-03-02 her him A2", cleared=cleared)) == {"her", "him"}
    assert set(found(*told, "O3 2021-03-02 her him A2", cleared=cleared)) == {"her", "him"}
    outranked = ("O1 2026-03-01 her him A1",)
    ranks = {"him": 1, "her": 2}
    [fact] = found(*outranked, ranks=ranks)["her"]["facts"]
    assert found(*outranked, ranks=ranks, cleared=[fact["fact_id"]]) == {}
    again = (*outranked, "O2 2026-03-02 her him A1")
    assert set(found(*again, ranks=ranks, cleared=[fact["fact_id"]])) == {"her"}


def test_a_fact_has_no_area_where_one_of_its_offences_has_none() -> None:
    held = found("O1 2026-03-01 him her A1", "O2 2026-03-28 her him .")
    assert held["him"]["facts"][0]["areas"] == []


@settings(max_examples=60, deadline=None)
@given(recorded())
def test_the_order_of_rows_does_not_matter(told: Recorded) -> None:
    ranks = {f"person-{letter}": rank for rank, letter in enumerate("badcfe", start=1)}
    both = [
        look_first(one.history(), ranks, as_of=AS_OF, parameters=PARAMETERS)
        for one in (told, told.turned())
    ]
    assert both[0] == both[1]
