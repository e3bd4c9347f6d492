"""Runs the profile over an extract with DuckDB, as the design says a profile is run."""

import re
from pathlib import Path

import duckdb

PROFILE = Path(__file__).parents[2] / "ingest" / "profiles" / "synthetic"


def mapped(extract: Path) -> duckdb.DuckDBPyConnection:
    """A connection with one table per contract table, filled by the profile."""
    raw, found = duckdb.connect(), {}
    for file in sorted(extract.glob("*.csv")):
        view = re.sub("[^a-z0-9]", "_", file.stem.lower())
        raw.read_csv(str(file), all_varchar=True, header=True, quotechar='"', escapechar='"', delimiter=",").create(view)
    for statement in sorted(PROFILE.glob("*.sql")):
        found[statement.stem] = raw.sql(statement.read_text("utf-8")).to_arrow_table()
    tables = duckdb.connect()
    for name, table in found.items():
        tables.register("incoming", table)
        tables.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
        tables.unregister("incoming")
    return tables
