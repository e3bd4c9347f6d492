"""A profile's SQL turns the raw tables into contract tables.

The statements run in the DuckDB that holds the raw tables, with every way to the outside shut: no
files, no network, no extensions, no settings. One SELECT a table, over the raw files alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from graph_service import contract
from graph_service.contract.reasons import REASON_COLUMN
from graph_service.errors import InputRefused
from graph_service.versions import NO_ROOM
from ingest import sql_faults
from ingest.csv_file import RawFile
from ingest.profiles import Profile
from ingest.read import FEW, as_text


@dataclass(frozen=True)
class Mapped:
    """One contract table as a profile fills it: its columns, and its number of rows."""

    table: str
    columns: tuple[str, ...]
    read: int


def shut(connection: duckdb.DuckDBPyConnection) -> None:
    """Close every way from SQL to the outside; cannot be undone on the connection."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _queries(profile: Profile, files: list[RawFile]) -> Mapping[str, str]:
    """The statement for each contract table."""
    if not profile.is_contract:
        return profile.queries
    for raw in files:
        if raw.view not in contract.TABLES:
            raise InputRefused(
                f"{raw.name}: there is no contract table of that name. "
                f"Tables: {', '.join(contract.TABLES)}. For other layouts give --profile."
            )
        _check_header(raw)
    return {raw.view: _as_it_stands(raw) for raw in files}


def _as_it_stands(raw: RawFile) -> str:
    taken = [column for column in raw.columns if column.lower() != REASON_COLUMN]
    named = ", ".join('"' + column.replace('"', '""') + '"' for column in taken)
    return f'SELECT {named} FROM "{raw.view}"'


def _check_header(raw: RawFile) -> None:
    """Whether the first line is a header at all; if not, it holds values, which nobody may see."""
    declared = {column.name for column in contract.columns(raw.view)}
    if not declared & {column.lower() for column in raw.columns}:
        raise InputRefused(
            f"{raw.name}: its first line names no column of the contract. Is the header missing, "
            f"or the delimiter not a comma? Columns: {', '.join(sorted(declared))}."
        )


def run(
    connection: duckdb.DuckDBPyConnection, profile: Profile, files: list[RawFile]
) -> list[Mapped]:
    """Run each statement into ``made.mapped_<table>``; InputRefused names the one at fault.

    The table has the contract's columns as text, and ``place``, the number of the row.
    """
    queries = _queries(profile, files)
    return [
        _run_one(connection, table, queries[table], files)
        for table in contract.TABLES
        if table in queries
    ]


def _run_one(
    connection: duckdb.DuckDBPyConnection, table: str, sql: str, files: list[RawFile]
) -> Mapped:
    try:
        bare = _one_select(connection, table, sql, files)
        described = connection.sql(bare)
        columns = tuple(column.lower() for column in described.columns)
        _check_columns(table, columns, bare)
        texts = ", ".join(
            f'{as_text(column, str(kind))} AS "{name}"'
            for column, kind, name in zip(described.columns, described.types, columns, strict=True)
        )
        connection.execute(
            f'CREATE TABLE made."mapped_{table}" AS '
            f"SELECT row_number() OVER () AS place, {texts} FROM (\n{bare}\n)"
        )
    except NO_ROOM:  # no statement of a profile reads a file, so it is ours that cannot be written
        raise
    except duckdb.Error as error:
        fault = sql_faults.explained(error, sql, files)
        raise InputRefused(f"{table}.sql: {fault}") from None
    [[read]] = connection.execute(f'SELECT count(*) FROM made."mapped_{table}"').fetchall()
    return Mapped(table, columns, read)


def _one_select(
    connection: duckdb.DuckDBPyConnection, table: str, sql: str, files: list[RawFile]
) -> str:
    """The text of the one SELECT, without its semicolon; InputRefused where it is not one."""
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InputRefused(f"{table}.sql: is not one SELECT statement and nothing else.")
    bare = _without_end(statements[0].query)
    connection.execute(f"EXPLAIN {bare}")  # its errors name the line
    known = {raw.view for raw in files}
    for name in sorted(connection.get_table_names(bare)):
        if name.lower() not in known:
            views = sql_faults.views(files)
            raise InputRefused(f"{table}.sql: reads {name}, which is no view.{views}")
    return bare


def _without_end(statement: str) -> str:
    """A statement up to the semicolon that ends it; after that there are comments at most."""
    text = statement.encode()  # the places of tokens count bytes
    for place, kind in duckdb.tokenize(statement):
        if kind == duckdb.token_type.operator and text[place : place + 1] == b";":
            return text[:place].decode()
    return statement


def _check_columns(table: str, columns: tuple[str, ...], sql: str) -> None:
    declared = {column.name: column for column in contract.columns(table)}
    twice = next((name for name, times in Counter(columns).items() if times > 1), None)
    if twice in declared:
        raise InputRefused(f"{table}: the column {twice} is given twice.")
    unknown = next((column for column in columns if column not in declared), None)
    if unknown and sql_faults.line_of(sql, unknown) is None:
        # One that came by * may be a value of a file without a header.
        raise InputRefused(
            f"{table}: a column that the statement does not name, but takes by * or makes by an "
            "expression, is not in the contract. Write each column out, with AS."
        )
    if unknown:
        known = ", ".join(sql_faults.nearest_first(unknown, declared))
        line = f" (line {sql_faults.line_of(sql, unknown)})" if "\n" in sql else ""
        raise InputRefused(
            f"{table}: the column {unknown} is not in the contract{line}. Columns, nearest first: "
            f"{known}."
        )
    missing = next(
        (name for name, column in declared.items() if column.is_required and name not in columns),
        None,
    )
    if missing:
        raise InputRefused(f"{table}: the required column {missing} is missing.")


def rows(connection: duckdb.DuckDBPyConnection, mapped: Mapped) -> Iterator[list[dict[str, Any]]]:
    """The mapped rows in chunks: ``place``, and all other columns as text."""
    # A cursor of its own: the caller writes on the connection while these rows are read.
    with connection.cursor() as cursor:
        reader = cursor.sql(f'SELECT * FROM made."mapped_{mapped.table}"').to_arrow_reader(FEW)
        for batch in reader:
            yield batch.to_pylist()
