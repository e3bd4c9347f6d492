"""Runs a profile's SQL over raw files, as text, with DuckDB shut off from the outside."""

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[2]
PROFILES = ROOT / "ingest" / "profiles"
DATA = ROOT / "tests" / "data"

Rows = list[dict[str, Any]]


class Mapped:
    """What a profile makes of raw files: rows by contract table, and the store to ask further."""

    def __init__(self, profile: str) -> None:
        self.folder = PROFILES / profile
        self.settings = tomllib.loads((self.folder / "profile.toml").read_text("utf-8"))
        self.database = duckdb.connect()
        self.tables: dict[str, Rows] = {}
        self.types: dict[str, set[str]] = {}

    def reads(self, file_name: str) -> bool:
        """Whether the profile's patterns name this file."""
        return any(fnmatch.fnmatchcase(file_name, pattern) for pattern in self.settings["files"])

    def load(self, folder: Path) -> None:
        """The raw files that the profile reads become tables of text; an empty field is null."""
        for path in sorted(folder.glob("*.csv")):
            if self.reads(path.name):
                view = re.sub("[^a-z0-9]", "_", path.stem.lower())
                self.database.read_csv(
                    str(path),
                    header=True,
                    all_varchar=True,
                    delimiter=self.settings["delimiter"],
                    quotechar='"',
                    escapechar='"',
                ).create(view)

    def map(self) -> None:
        """Runs every statement of the profile."""
        self.database.execute("SET enable_external_access = false")
        for path in sorted(self.folder.glob("*.sql")):
            statement = path.read_text("utf-8")
            self.database.execute(f"CREATE TABLE mapped_{path.stem} AS {statement}")
            self.types[path.stem] = {row[1] for row in self.ask(f"DESCRIBE mapped_{path.stem}")}
            cursor = self.database.execute(f"FROM mapped_{path.stem}")
            names = [column[0] for column in cursor.description or ()]
            self.tables[path.stem] = [
                dict(zip(names, row, strict=True)) for row in cursor.fetchall()
            ]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of one query over raw tables and ``mapped_<table>``."""
        return self.database.execute(query).fetchall()

    def row(self, table: str, **key: str) -> dict[str, Any]:
        """The one row with these values."""
        [found] = [row for row in self.tables[table] if all(row[name] == key[name] for name in key)]
        return found
