"""The page of the contract: every table and column, from the classes that declare them."""

from collections.abc import Callable, Mapping

from graph_service import contract
from graph_service.archive import KEEPS_RAW
from graph_service.contract import Column, Marking, Row, types
from graph_service.documentation_markdown import code, codes, doc, head, table
from graph_service.documentation_ontology import FROM_ADDRESSES
from graph_service.ontology import (
    CONTRACT_NODES,
    FACT_RELATIONSHIPS,
    Node,
    row_table,
)

_IN_EVERY_TABLE = "recorded_at"
_RETRACTION = "retraction"
_READERS: Mapping[str, Callable[..., object]] = {
    "key": types.read_key,
    "text": types.read_text,
    "date": types.read_day,
    "instant": types.read_instant,
    "true or false": types.read_flag,
    "whole number": types.read_whole,
    "number": types.read_number,
    "list": types.read_list,
}

_TOP = """\
# The contract: the tables that every source is mapped to

A profile brings a record system's files into these tables ([how](add-a-source.md)); the profile
`contract` takes files that already are these tables, one `<table>.csv` or `<table>.parquet` each.
Any table may be absent, and so may any column that is not required. A key is a key within its
source: two sources may use the same one.

Every table also has `recorded_at` (instant, required): when the force recorded this version of
the row. It tells a later version from an earlier one.

## How values are written

Everything arrives as text; empty text means not known.

"""
_RULES = """
A row without a usable key or required value is quarantined with the reason. A value of another
form in a column that is not required becomes empty, and is counted. Its text stays beside it in
`<column>_raw` for these kinds: {raw}.

A marking says what sort of value a column holds: {markings}.

## The tables

"""


def page() -> str:
    """The whole page."""
    rows = [
        (
            f"[{code(name)}](#{name})",
            codes(contract.key_columns(name)),
            _loaded(name),
            doc(row),
        )
        for name, row in contract.TABLES.items()
    ]
    parts = [
        head("python -m graph_service.documentation"),
        _TOP,
        table(("kind", "form"), [*_forms()]),
        _RULES.format(raw=", ".join(KEEPS_RAW), markings=", ".join(Marking)),
        table(("table", "key", "in the graph", "what a row is"), rows),
        _taken_along(),
        *[_section(row) for row in contract.ROWS],
    ]
    return "".join(parts)


def _forms() -> list[tuple[str, str]]:
    forms = [(kind, doc(reader)) for kind, reader in _READERS.items()]
    return [
        *forms,
        ("coded", "One of the values that the column lists."),
        ("postcode (a text)", doc(types.read_postcode)),
        ("code of an outcome (a key)", doc(types.read_outcome)),
        ("key of a retraction", doc(types.read_retracted_key)),
    ]


def _loaded(table_name: str) -> str:
    return "applied: ends rows" if table_name == _RETRACTION else "loaded"


def _taken_along() -> str:
    said = "; ".join(
        f"a retracted `{parent}` takes its rows of {codes(along)} with it"
        for parent, along in contract.TAKEN_ALONG.items()
    )
    return f"\nOf retractions: {said}.\n"


def _section(row: type[Row]) -> str:
    columns = [one for one in contract.columns(row.table) if one.name != _IN_EVERY_TABLE]
    return f"\n## {row.table}\n\n{doc(row)}\n\n{_in_graph(row.table)}\n\n" + table(
        ("column", "kind", "required", "values", "meaning", "marking"),
        [_column(row.table, one) for one in columns],
    )


def _in_graph(table_name: str) -> str:
    """Which nodes and relationships the table's rows become."""
    if table_name == _RETRACTION:
        return "In the graph: what it names is taken out; the archive keeps it."
    found = [one.label for one in CONTRACT_NODES if row_table(one) == table_name]
    found += [
        one.type
        for one in FACT_RELATIONSHIPS
        if one.read_from is not None and one.read_from.table == table_name
    ]
    found += [
        one.label if issubclass(one, Node) else one.type
        for one, tables in FROM_ADDRESSES.items()
        if table_name in tables
    ]
    return f"In the graph ([ontology](ontology.md)): {codes(found)}."


def _column(table_name: str, one: Column) -> tuple[str, ...]:
    required = "key" if one.is_key else "yes" if one.is_required else ""
    meaning = one.description
    default = contract.TABLES[table_name].model_fields.get(one.name)
    if default is not None and isinstance(default.default, str):
        meaning += f" Absent means {code(default.default)}."
    if one.refers_to:
        meaning += f" Key of [{code(one.refers_to)}](#{one.refers_to})."
    return (
        code(one.name),
        one.kind,
        required,
        codes(one.values),
        meaning,
        one.marking or "",
    )
