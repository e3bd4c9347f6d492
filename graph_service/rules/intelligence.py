"""How far an intelligence log may be relied on, by its 3x5x2 grading.

The levels are those of the dated list ``intelligence_confidence.csv``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph_service.rules import dated_list

_FILE = Path(__file__).with_name("intelligence_confidence.csv")


@cache
def _read() -> tuple[str, Mapping[tuple[str, str], int]]:
    content = dated_list.parse(_FILE.read_text("utf-8"))
    return content["status"], {
        (row["source_evaluation"], row["information_assessment"]): int(row["confidence"])
        for row in content["rows"]
    }


def confidence(
    source_evaluation: str | None, information_assessment: str | None
) -> dict[str, int | str | None]:
    """``{"level", "of", "status"}``: from 1 (low) to 3 (high), None where it is not known."""
    status, levels = _read()
    level = levels.get((source_evaluation or "", information_assessment or ""))
    return {"level": level, "of": 3, "status": status}
