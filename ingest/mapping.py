"""A profile's SQL turns the raw tables into contract tables.

The statements run in the DuckDB that holds the raw tables, with every way to the outside shut: no files,
no network, no extensions. One SELECT a table, nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from graph_service import contract
from graph_service.errors import InputRefused
from ingest.profiles import CONTRACT, Profile
from ingest.read import CHUNK, RawFile


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


def queries(profile: Profile, files: list[RawFile]) -> Mapping[str, str]:
    """The statement for each contract table."""
    if profile.name != CONTRACT:
        return profile.queries
    strange = next((raw for raw in files if raw.view not in contract.TABLES), None)
    if strange:
        raise InputRefused(
            f"{strange.name}: there is no contract table of that name. "
            f"Tables: {', '.join(contract.TABLES)}. For other layouts give --profile."
        )
    return {raw.view: f'SELECT * FROM "{raw.view}"' for raw in files}  # noqa: S608 - a table's name


def _explained(error: duckdb.Error, files: list[RawFile]) -> str:
    first = str(error).splitlines()[0]
    # What DuckDB says of values may hold a person's data, so only its words on names are passed on.
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException | duckdb.ParserException):
        views = ", ".join(sorted(raw.view for raw in files))
        return f"{first} Views of this extract: {views}."
    return f"{type(error).__name__} while it ran. Use TRY_CAST or TRY_STRPTIME on doubtful values."


def run(
    connection: duckdb.DuckDBPyConnection, profile: Profile, files: list[RawFile]
) -> list[Mapped]:
    """Run each statement into a table ``mapped_<table>``; InputRefused names the statement at fault."""
    found = []
    for table, sql in queries(profile, files).items():
        try:
            statements = duckdb.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise InputRefused(f"{table}.sql: is not one SELECT statement and nothing else.")
            bare = re.sub(r";\s*\Z", "", statements[0].query.strip())
            described = connection.execute(f"SELECT * FROM (\n{bare}\n) LIMIT 0")  # noqa: S608 - the profile's own SELECT, ways out shut
            given = [column[0] for column in described.description or ()]
            described.fetchall()
            columns = tuple(column.lower() for column in given)
            _check_columns(table, columns)
            texts = ", ".join(
                f'nullif(trim(CAST("{column}" AS VARCHAR)), \'\') AS "{column.lower()}"'
                for column in given
            )
            connection.execute(
                f'CREATE TABLE "mapped_{table}" AS SELECT {texts} FROM (\n{bare}\n)'  # noqa: S608 - as above
            )
        except duckdb.Error as error:
            raise InputRefused(f"{table}.sql: {_explained(error, files)}") from None
        counted = connection.execute(f'SELECT count(*) FROM "mapped_{table}"').fetchall()  # noqa: S608
        found.append(Mapped(table, columns, counted[0][0]))
    order = list(contract.TABLES)
    return sorted(found, key=lambda mapped: order.index(mapped.table))


def _check_columns(table: str, columns: tuple[str, ...]) -> None:
    declared = {column.name: column for column in contract.columns(table)}
    unknown = next((column for column in columns if column not in declared), None)
    if unknown:
        raise InputRefused(
            f"{table}: the column {unknown} is not in the contract. Columns: {', '.join(declared)}."
        )
    missing = next(
        (name for name, column in declared.items() if column.is_required and name not in columns),
        None,
    )
    if missing:
        raise InputRefused(f"{table}: the required column {missing} is missing.")


def rows(connection: duckdb.DuckDBPyConnection, mapped: Mapped) -> Iterator[list[dict[str, Any]]]:
    """The mapped rows in chunks, all text."""
    # A cursor of its own: the caller writes on the connection while these rows are read.
    cursor = connection.cursor()
    reader = cursor.sql(f'SELECT * FROM "mapped_{mapped.table}"').to_arrow_reader(CHUNK)  # noqa: S608
    for batch in reader:
        yield batch.to_pylist()
