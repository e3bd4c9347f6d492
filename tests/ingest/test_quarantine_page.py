"""The page on quarantine explains each reason that can be given, and says what reports say."""

import re
from pathlib import Path

from graph_service.contract import Reason
from graph_service.contract.reasons import LINE_TO_DO, WHAT_TO_DO

PAGE = Path(__file__).parents[2] / "docs" / "quarantine.md"
ROW_ALONE = {
    Reason.EMPTY,
    Reason.NOT_AN_OUTCOME,
    Reason.RETRACTED_KEY_TOO_LONG,
    Reason.TOO_LONG,
    Reason.DOUBLE,
    Reason.CONFLICT,
}
VALUE_ALONE = {Reason.NOT_TRUE_OR_FALSE, Reason.NOT_WHOLE, Reason.NOT_A_NUMBER}


def explained(section: str) -> dict[str, str]:
    """The reasons in a section's table, with what to do."""
    text = PAGE.read_text("utf-8").split(f"## {section}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE))


def test_each_reason_for_quarantine_is_explained() -> None:
    assert explained("Why a row is quarantined") == {
        reason: WHAT_TO_DO[reason] for reason in set(Reason) - VALUE_ALONE
    }


def test_each_reason_for_keeping_a_text_is_explained() -> None:
    assert explained("Why a value is kept as text") == {
        reason: WHAT_TO_DO[reason] for reason in set(Reason) - ROW_ALONE
    }


def test_each_reason_for_not_reading_a_line_is_explained() -> None:
    assert explained("Why a line is not read") == LINE_TO_DO
