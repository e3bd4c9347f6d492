"""A worked example of scoring: small text tables in, the whole literal answer out.

The examples are tests (`test_scoring_examples.py`) and the manual (`docs/scores.md`) at once.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from scoring.frames import OUTCOMES, PERSONS, RELATIONSHIPS, SUSPICIONS, VICTIMS, History

AS_OF = date(2026, 11, 24)

# What a table of an example leaves out.
UNSAID = {
    "source": "records",
    "happened_on_is": "from_on",
    "record_type": "crime",
    "code_system": "HO5",
    "is_vawg": "true",
    "is_domestic": "true",
    "recorded_at": "2026-11-01T09:00:00",
    "kind": "",
    "born_on_earliest": "1980-05-01",
    "born_on_latest": "1980-05-01",
}


@dataclass(frozen=True)
class Example:
    """One example: what it shows (`text`), what is recorded, and all that follows."""

    title: str
    scheme: str
    text: str
    suspicions: str
    answer: str
    victims: str = ""
    relationships: str = ""
    persons: str = ""
    as_of: date = AS_OF


def table(text: str) -> list[dict[str, str]]:
    """Rows of a text table: a line of column names, then one line per row, parted by `|`."""
    lines = [
        [cell.strip() for cell in line.split("|")]
        for line in text.strip().splitlines()
        if line.strip()
    ]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def history(example: Example) -> History:
    """The facts of an example; persons without a row of their own are born on 1 May 1980."""
    suspicions = table(example.suspicions)
    people = table(example.persons)
    named = {row["person_id"] for row in people}
    others = sorted({row["person_id"] for row in suspicions} - named)
    people += [{"person_id": person} for person in others]
    return History(
        persons=_frame(people, PERSONS),
        suspicions=_frame(suspicions, SUSPICIONS),
        victims=_frame(table(example.victims), VICTIMS),
        relationships=_frame(table(example.relationships), RELATIONSHIPS),
        outcomes=_frame([], OUTCOMES),
    )


def _frame(rows: list[dict[str, str]], columns: dict[str, str]) -> pd.DataFrame:
    for row in rows:
        assert set(row) <= set(columns), f"unknown columns {sorted(set(row) - set(columns))}"
    filled = [
        {name: _value(row.get(name, UNSAID.get(name, "")), kind) for name, kind in columns.items()}
        for row in rows
    ]
    return pd.DataFrame(filled, columns=list(columns))


def _value(text: str, kind: str) -> object:
    if text == "":
        return None
    if kind in {"flag", "maybe_flag"}:
        return {"true": True, "false": False}[text]
    return float(text) if kind == "number" else text


def points(micro_points: int) -> str:
    """Micro-points in decimal digits: 9000000 is 9."""
    sign, whole = ("-" if micro_points < 0 else ""), abs(micro_points)
    rest = f"{whole % 1_000_000:06d}".rstrip("0")
    return f"{sign}{whole // 1_000_000}" + (f".{rest}" if rest else "")


def as_table(contributions: pd.DataFrame) -> list[dict[str, str]]:
    """Contributions as an example writes them."""
    return [
        {
            "person_id": row["person_id"],
            "name": row["name"],
            "points": points(row["micro_points"]),
            "table": row["table"],
            "key": row["key"],
            "on": "" if pd.isna(row["on"]) else row["on"].date().isoformat(),
            "source": "" if pd.isna(row["source"]) else row["source"],
            "text": row["text"],
        }
        for row in contributions.to_dict("records")
    ]
