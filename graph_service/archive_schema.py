"""How the archive keeps the contract's tables: their columns, and how each kind is typed."""

from collections.abc import Mapping

import pyarrow as pa

from graph_service import contract
from graph_service.contract import Column

_ARROW: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "key": pa.string(),
    "coded": pa.string(),
    "date": pa.date32(),
    "instant": pa.timestamp("us"),
    "true or false": pa.bool_(),
    "whole number": pa.int64(),
    "number": pa.float64(),
    "list": pa.list_(pa.string()),
}
KEEPS_RAW = ("key", "coded", "date", "instant", "true or false", "whole number", "number")
"""Kinds of values that may be unreadable; their text is then kept in ``<column>_raw``."""


def raw_name(column: Column) -> str | None:
    """The column that keeps the text of a value that cannot be read; None where there is none."""
    return None if column.is_required or column.kind not in KEEPS_RAW else f"{column.name}_raw"


def columns(table: str) -> list[tuple[str, str]]:
    """Name and kind of each column of a contract table in the archive."""
    found = [("source", "text"), ("row_key", "text")]
    for column in contract.columns(table):
        found.append((column.name, column.kind))
        if raw := raw_name(column):
            found.append((raw, "text"))
    return [*found, ("row_digest", "text"), ("batch_recorded_at", "instant")]


def schema(table: str) -> pa.Schema:
    """The Parquet schema of a contract table in the archive."""
    return pa.schema([(name, _ARROW[kind]) for name, kind in columns(table)])
