"""The figures of one extract of the invented force."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb

HERE = Path(__file__).parent

_CURRENT = {
    "CRIME": "CRIME_REF",
    "CRIME_OUTCOME": "OUTCOME_REF",
    "CIVIL_ORDER": "ORD_REF",
    "NOMINAL": "NOM_REF",
    "CRIME_NOMINAL_LINK": "CRIME_REF, NOM_REF, LINK_TYPE",
    "CUSTODY": "CUST_REF",
    "MARAC": "HEARING_REF",
}


def world(extract: Path) -> duckdb.DuckDBPyConnection:
    """A database that holds an extract (current versions as `raw_<file>`) and its truth."""
    database = duckdb.connect(config={"threads": "2"})
    for name, key in _CURRENT.items():
        database.read_csv(str(extract / f"{name}.csv"), all_varchar=True).create(f"all_{name}")
        database.execute(
            f"""CREATE VIEW raw_{name} AS FROM all_{name} QUALIFY row_number() OVER
            (PARTITION BY {key} ORDER BY strptime(REC_STAMP, '%d/%m/%Y %H:%M:%S') DESC) = 1"""
        )
    database.read_csv(str(extract / "DELETION.csv"), all_varchar=True).create("raw_DELETION")
    for name in ("people", "persons", "offences"):
        file = extract.parent / f"{extract.name}.truth" / f"{name}.csv"
        database.read_csv(str(file), all_varchar=True).create(name)
    database.execute("CREATE TABLE harm (code VARCHAR, days DOUBLE)")
    database.executemany("INSERT INTO harm VALUES (?, ?)", [list(pair) for pair in _harm_days()])
    database.execute((HERE / "views.sql").read_text("utf-8"))
    return database


def _harm_days() -> Iterator[tuple[str, float]]:
    for part in tomllib.loads((HERE / "harm_days.toml").read_text("utf-8")).values():
        yield from part["days"].items()


def statements() -> dict[str, str]:
    """The statements of `measures.sql` by the name of the figure that each gives."""
    _, *parts = (HERE / "measures.sql").read_text("utf-8").strip().split("\n\n")
    named = (part.split("\n", 1) for part in parts)
    return {name.removeprefix("-- "): statement for name, statement in named}


def measure(database: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Every figure; None where the extract holds nothing to measure it on."""
    found: dict[str, float | None] = {}
    for name, statement in statements().items():
        ((value,),) = database.sql(statement).fetchall()
        found[name] = None if value is None else float(value)
    return found


def curve(database: duckdb.DuckDBPyConnection, of: str) -> list[tuple[float, float]]:
    """The share of all harm that the most harmful share of couples or suspects carries.

    `of`: `couple` or `suspect`. Up to some 200 points from (0, 0) to (1, 1).
    """
    rows = database.execute((HERE / "curve.sql").read_text("utf-8"), {"of": of}).fetchall()
    return [(0.0, 0.0), *((float(x), float(y)) for x, y in rows)]
