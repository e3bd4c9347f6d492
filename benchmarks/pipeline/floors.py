"""The floors: what the same work costs bare DuckDB, pandas and driver, without Pursuit."""

import json
import time
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import neo4j
import pandas as pd

from benchmarks.pipeline.recording import statements
from benchmarks.pipeline.stores import Place
from graph_service import cypher
from graph_service.archive import Archive
from graph_service.store import connect
from graph_service.versions import LIMITS, parquet

_WARM = 30
_HISTORY = """
WITH part AS (
    FROM {involvement}
    QUALIFY row_number() OVER (PARTITION BY source, row_key ORDER BY recorded_at DESC) = 1
), offence AS (
    FROM {offence}
    QUALIFY row_number() OVER (PARTITION BY source, row_key ORDER BY recorded_at DESC) = 1
)
SELECT suspect.record_id AS suspect, offence.offence_id, offence.code, offence.from_on,
       victim.record_id AS victim
FROM part AS suspect
JOIN offence USING (source, offence_id)
LEFT JOIN part AS victim ON victim.source = suspect.source
    AND victim.offence_id = suspect.offence_id AND victim.role = 'victim'
WHERE suspect.role = 'suspect'
"""
_HALF_LIFE_DAYS = 365.0


def read(extract: Path, out: Path) -> dict[str, Any]:
    """Every file of an extract as text, written to Parquet."""
    named = json.loads((extract / "manifest.json").read_text("utf-8"))["files"]
    began = time.perf_counter()
    with duckdb.connect(config=LIMITS) as database:
        for file in named:
            source = database.read_csv(str(extract / file["name"]), all_varchar=True)
            source.write_parquet(str(out / f"{file['name']}.parquet"))
    return {"seconds": time.perf_counter() - began}


def load(place: Place, kept: Path) -> dict[str, Any]:
    """The kept statements by the bare driver; constraints and indexes stand before."""
    with connect(place.home, place.uri) as store:
        store.schema(cypher.constraints())
    return {"seconds": _sent(place, kept)}


def write(place: Place, kept: Path) -> dict[str, Any]:
    """The kept statements by the bare driver, on what the store holds."""
    return {"seconds": _sent(place, kept)}


def _sent(place: Place, kept: Path) -> float:
    """Seconds in the driver alone: reading the statements back from their file does not count."""
    address = place.address()
    took = 0.0
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=address.auth) as driver,
        driver.session(database=address.database) as session,
    ):
        driver.verify_connectivity()
        for query, parameters in statements(kept):
            began = time.perf_counter()
            session.execute_write(_run, query, parameters)
            took += time.perf_counter() - began
    return took


def _run(transaction: neo4j.ManagedTransaction, query: str, parameters: dict[str, Any]) -> None:
    transaction.run(query, parameters).consume()


def _answered(
    transaction: neo4j.ManagedTransaction, query: str, parameters: dict[str, Any]
) -> list[neo4j.Record]:
    return list(transaction.run(query, parameters))


def ask(place: Place, kept: Path) -> dict[str, Any]:
    """The kept questions by the bare driver: the first time, and the median of those after it."""
    questions = list(statements(kept))
    address = place.address()
    took = []
    began = time.perf_counter()
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=address.auth) as driver,
        driver.session(database=address.database) as session,
    ):
        for _ in range(_WARM + 1):
            for query, parameters in questions:
                session.execute_read(_answered, query, parameters)
            took.append(time.perf_counter() - began)
            began = time.perf_counter()
    return {"seconds": took[0], "warm": median(took[1:])}


def score(place: Place) -> dict[str, Any]:
    """The history read to a frame, and per suspect: offences, victims, decayed count, rank."""
    batches = Archive(place.home).batches()
    began = time.perf_counter()
    with duckdb.connect(config=LIMITS) as database:
        tables = {
            name: parquet([path for batch in batches if (path := batch.file(name))])
            for name in ("involvement", "offence")
        }
        history = database.sql(_HISTORY.format(**tables)).df()
    days = (history["from_on"].max() - history["from_on"]).dt.days
    history["weight"] = 0.5 ** (days / _HALF_LIFE_DAYS)
    found = history.groupby("suspect").agg(
        offences=pd.NamedAgg("offence_id", "nunique"),
        victims=pd.NamedAgg("victim", "nunique"),
        weight=pd.NamedAgg("weight", "sum"),
        last_on=pd.NamedAgg("from_on", "max"),
    )
    found["rank"] = found["weight"].rank(method="min", ascending=False)
    return {"seconds": time.perf_counter() - began}
