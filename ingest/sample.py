"""A few mapped rows with their values masked, so that a profile can be judged by its results.

A mask keeps the form and not the value: letters become X or x, digits 9, spaces and punctuation
stay. Only what the contract itself lists (a code of a closed list, true or false) is shown plain.
"""

import re
import unicodedata

import duckdb

from graph_service import contract
from graph_service.contract import Column
from ingest.validate import Validated

ROWS = 10
_LONGEST = 60
_TIME = re.compile(r"[0-9]+[-/.][0-9]+[-/.][0-9]+(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?\Z")

Row = dict[str, str | None]
Sample = dict[str, list[Row]]


def rows(connection: duckdb.DuckDBPyConnection, tables: list[Validated]) -> Sample:
    """Up to ten mapped rows of each table, masked, with the columns that the profile fills.

    They are spread evenly over the table, and stand as they were mapped, before anything is
    accepted, quarantined or read.
    """
    return {one.table: _of_table(connection, one) for one in tables}


def _of_table(connection: duckdb.DuckDBPyConnection, one: Validated) -> list[Row]:
    columns = [column for column in contract.columns(one.table) if column.name in one.columns]
    named = ", ".join(f'"{column.name}"' for column in columns)
    held = connection.execute(
        f'SELECT {named} FROM made."mapped_{one.table}" WHERE (place - 1) % $step = 0 '
        f"ORDER BY place LIMIT {ROWS}",
        {"step": max(1, -(-one.read // ROWS))},
    ).fetchall()
    return [
        {column.name: masked(column, value) for column, value in zip(columns, row, strict=True)}
        for row in held
    ]


def masked(column: Column, text: str | None) -> str | None:
    """A mapped value as it may be shown; what is longer than 60 characters is cut short."""
    if text is None or _is_listed(column, text):
        return text
    if column.kind in {"date", "instant"} and _TIME.match(text):
        return re.sub("[0-9]", "9", text)
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1]
    return "".join(map(_mask, short)) + ("…" if short is not text else "")


def _is_listed(column: Column, text: str) -> bool:
    if column.kind == "true or false":
        return text.lower() in {"true", "false"}
    return text in column.values


def _mask(one: str) -> str:
    kind = unicodedata.category(one)
    if kind[0] == "N":
        return "9"
    if kind in {"Lu", "Lt"}:
        return "X"
    # Signs of every other sort are let through only where they cannot be part of a word.
    return one if one == " " or kind[0] == "P" or one in "+$£€=<>|~^`" else "x"


def shown(sample: list[Row]) -> list[Row]:
    """The rows for a table on a screen: columns that are empty in all of them are left out."""
    filled = [name for name in sample[0] if any(row[name] for row in sample)] if sample else []
    return [{name: row[name] for name in filled} for row in sample]
