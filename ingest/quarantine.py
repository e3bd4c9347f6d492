"""What was not accepted, kept for those who can correct it; and the report of an ingest.

``HOME/quarantine/<batch>/<table>.csv`` (mode 0600) has the contract table's layout and a reason. Reports
and logs name table, column and reason and never a value.
"""

import csv
import os
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_service import contract
from graph_service.ontology import CONTRACT_NODES, FACT_RELATIONSHIPS, row_table
from ingest.validate import Validated

if TYPE_CHECKING:
    from ingest.pipeline import Extract


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(str(one) for one in value)
    return str(value)


def write(home: Path, batch_id: str, tables: list[Validated]) -> None:
    """Write the quarantined rows of a batch."""
    for one in tables:
        if not one.quarantined:
            continue
        folder = home / "quarantine" / batch_id
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = [column.name for column in contract.columns(one.table)]
        handle = os.open(folder / f"{one.table}.csv", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*names, "quarantine_reason"])
            for reason, row in one.quarantined:
                writer.writerow([*(_text(row.get(name)) for name in names), reason])


def _loaded(table: str, written: Mapping[str, int]) -> int:
    """How many nodes or relationships of a table's rows this ingest wrote into the graph."""
    labels = [node.label for node in CONTRACT_NODES if row_table(node) == table]
    if labels:
        return sum(written.get(label, 0) for label in labels)
    types = [
        edge.type for edge in FACT_RELATIONSHIPS if edge.read_from and edge.read_from.table == table
    ]
    if table == "address":
        types = ["LIVES_AT"]
    return sum(written.get(kind, 0) for kind in types)


def report(
    extract: "Extract", *, is_new: bool, written: Mapping[str, int] | None
) -> dict[str, Any]:
    """The JSON of ``pursuit ingest`` (design §7), with what was found beside it."""
    reasons: Counter[tuple[str, str]] = Counter()
    nulled: Counter[tuple[str, str, str]] = Counter()
    tables = {}
    for one in extract.tables:
        tables[one.table] = {
            "read": one.read,
            "accepted": one.accepted,
            "quarantined": len(one.quarantined),
            "loaded": 0 if written is None else _loaded(one.table, written),
        }
        reasons.update((one.table, reason) for reason, _ in one.quarantined)
        for (column, reason), count in one.nulled.items():
            nulled[one.table, column, reason] += count
    return {
        "batch": extract.batch_id,
        "is_new": is_new,
        "source": extract.source,
        "tables": tables,
        "quarantine": [
            {"table": table, "reason": reason, "rows": count}
            for (table, reason), count in sorted(reasons.items())
        ],
        "not_readable": [
            {"table": table, "column": column, "reason": reason, "rows": count}
            for (table, column, reason), count in sorted(nulled.items())
        ],
        "lines_not_parsed": [
            {"file": raw.name, "line": line, "reason": reason}
            for raw in extract.files
            for line, reason in raw.unreadable
        ],
    }
