"""Runs the profile over an extract with DuckDB, as the design says a profile is run."""

import re
from pathlib import Path
from typing import Any

import duckdb

PROFILE = Path(__file__).parents[2] / "ingest" / "profiles" / "synthetic"

Row = tuple[Any, ...]


class Tables:
    """The contract tables that the profile makes of an extract."""

    def __init__(self, extract: Path) -> None:
        raw = duckdb.connect()
        for file in sorted(extract.glob("*.csv")):
            view = re.sub("[^a-z0-9]", "_", file.stem.lower())
            raw.read_csv(str(file), all_varchar=True, header=True, delimiter=",").create(view)
        self._database = duckdb.connect()
        for statement in sorted(PROFILE.glob("*.sql")):
            found = raw.sql(statement.read_text("utf-8")).to_arrow_table()
            self._database.from_arrow(found).create(f'"{statement.stem}"')
        raw.close()

    def add(self, name: str, file: Path) -> None:
        """A further file as a table of text."""
        self._database.read_csv(str(file), all_varchar=True, header=True).create(name)

    def ask(self, query: str) -> list[Row]:
        """The rows that a query answers."""
        rows: list[Row] = self._database.sql(query).fetchall()
        return rows

    def count(self, rest: str, what: str = "*") -> int:
        """How many rows, or different `what`, there are of what follows FROM."""
        [(found,)] = self.ask(f"SELECT count({what}) FROM {rest}")
        return int(found)

    def columns(self, table: str) -> list[str]:
        """The columns of a table."""
        return list(self._database.table(f'"{table}"').columns)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
