"""What a history refuses, and what it makes equal."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoring.frames import SUSPICIONS, History, empty
from tests.scoring.recorded import EXAMPLE, Recorded


def with_first(**values: object) -> Recorded:
    first, *rest = EXAMPLE.suspicions
    return replace(EXAMPLE, suspicions=({**first, **values}, *rest))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            with_first(happened_on=None),
            "history.suspicions.happened_on is missing in some rows",
        ),
        (
            with_first(status="guilty"),
            (
                "history.suspicions.status holds a value outside named, arrested, charged, "
                "convicted, acquitted, discontinued, no_further_action"
            ),
        ),
        (
            replace(EXAMPLE, suspicions=EXAMPLE.suspicions + EXAMPLE.suspicions[:1]),
            "history.suspicions has two rows with one key (person_id, source, offence_id)",
        ),
    ],
)
def test_a_history_built_wrongly_is_refused_without_a_value(facts: Recorded, said: str) -> None:
    with pytest.raises(ValueError, match="history") as wrong:
        facts.history()
    assert str(wrong.value) == said


def test_a_column_that_is_not_there_is_named() -> None:
    frames = {name: empty(name) for name in ("persons", "victims", "relationships", "outcomes")}
    lacking = empty("suspicions").drop(columns=["code", "title"])
    with pytest.raises(ValueError, match="lacks the columns code, title"):
        History(suspicions=lacking, **frames)


def test_dates_and_lists_may_come_in_any_usual_form() -> None:
    days = (
        "2026-11-01",
        dt.date(2026, 11, 1),
        dt.datetime(2026, 11, 1, 13, 30),
        pd.Timestamp("2026-11-01 23:59"),
    )
    lists = (["10501", "19512"], ("10501", "19512"), np.array(["10501", "19512"]), "10501;19512")
    found = [
        with_first(happened_on=day, included_codes=codes).history().suspicions
        for day, codes in zip(days, lists, strict=True)
    ]
    for frame in found[1:]:
        pd.testing.assert_frame_equal(frame, found[0])
    assert list(found[0].columns) == list(SUSPICIONS)
    assert found[0].loc[0, "included_codes"] == "10501;19512"
    assert found[0].loc[0, "happened_on"] == pd.Timestamp("2026-11-01")
