"""The archive as of an instant, with its people, as the frames that scorers read.

A run for now, a run for a past day, a back-test and a replay all come through here.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from graph_service import linked, persons, versions
from graph_service.archive import Archive, Batch
from graph_service.contract.types import LONDON
from graph_service.people import RecordKey
from graph_service.processes import local_day
from scoring import frames
from scoring.frames import History

_WHO = pa.schema([("source", pa.string()), ("record_id", pa.string()), ("person_id", pa.string())])
_STRONGEST_FIRST = (
    "convicted",
    "acquitted",
    "charged",
    "discontinued",
    "no_further_action",
    "arrested",
    "named",
)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

OLDEST = 130
"""An age in years beyond which a recorded age is not believed."""


@dataclass(frozen=True)
class Facts:
    """The history that is scored and, beside it, what a run needs to say who cannot be listed."""

    history: History
    custody: pd.DataFrame  # person_id, kind, at, until_on, sentence_kind, sentence_days
    orders: pd.DataFrame  # person_id, state, made_on, from_on, to_on


@contextmanager
def known(
    archive: Archive, batches: list[Batch], links: str | None, *, as_of: datetime
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in which the facts recorded by ``as_of`` (UTC without zone) are at hand.

    Its schema ``known`` holds the contract's tables and ``who``: the person, by links, of each
    record that is there. What hangs on a record that was taken back waits for it as in the graph.
    """
    with versions.connect(archive) as connection:
        versions.create(connection, "known", batches, as_of=as_of)
        connection.execute("USE known")
        who = persons.of_state(connection, "known", linked.joined(archive, links))
        connection.register("everybody", whose(who.of_record))
        connection.execute(
            "CREATE TABLE who AS FROM everybody SEMI JOIN person_record USING (source, record_id)"
        )
        connection.unregister("everybody")
        yield connection


def facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """The facts of the schema that a connection uses."""
    return Facts(history(connection), custody=_custody(connection), orders=_orders(connection))


def history(connection: duckdb.DuckDBPyConnection) -> History:
    """The history in the schema that a connection uses: tables of the contract, and ``who``."""
    return History(
        persons=_persons(connection),
        suspicions=_suspicions(connection),
        victims=_victims(connection),
        relationships=_relationships(connection),
        outcomes=_outcomes(connection),
    )


def whose(of_record: Mapping[RecordKey, str]) -> pa.Table:
    """The person of each record as a table: source, record_id, person_id."""
    return pa.Table.from_arrays(
        [
            pa.array([key[0] for key in of_record], pa.string()),
            pa.array([key[1] for key in of_record], pa.string()),
            pa.array(list(of_record.values()), pa.string()),
        ],
        schema=_WHO,
    )


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = connection.sql(query).to_arrow_table().to_pandas(date_as_object=True)
    return frame


def _days_of_birth(age_years: int, age_on: date) -> tuple[date, date]:
    """The first and the last day of birth with which somebody is that old on that day."""

    def years_before(years: int) -> date:
        try:
            return age_on.replace(year=age_on.year - years)
        except ValueError:  # 29 February
            return age_on.replace(year=age_on.year - years, day=28)

    return years_before(age_years + 1) + timedelta(days=1), years_before(age_years)


def _births(born_on: date | None, *, estimated: bool, raw: str | None) -> list[date]:
    """What a recorded date of birth may mean: itself, or any day of its year.

    The year alone counts where the date is an estimate, or where it could not be read but holds
    one year.
    """
    years = {int(year) for year in _YEAR.findall(raw or "")} if born_on is None else set()
    if born_on is not None and estimated:
        years = {born_on.year}
    if len(years) == 1:
        (year,) = years
        return [date(year, 1, 1), date(year, 12, 31)]
    return [born_on] if born_on else []


def _persons(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    rows = connection.sql(
        """
        SELECT person_id, born_on, coalesce(born_on_estimated, false), born_on_raw,
               age_years, age_on, recorded_at, died_on, sex
        FROM person_record JOIN who USING (source, record_id)
        UNION ALL
        SELECT person_id, alias.born_on, false, alias.born_on_raw, NULL, NULL, NULL, NULL, NULL
        FROM alias AS alias JOIN who USING (source, record_id)
        """
    ).fetchall()
    held: dict[str, dict[str, Any]] = {}
    for person, born_on, estimated, raw, age_years, age_on, recorded_at, died_on, sex in rows:
        one = held.setdefault(
            person,
            {
                "person_id": person,
                "born_on_earliest": None,
                "born_on_latest": None,
                "died_on": None,
                "sex": None,
            },
        )
        readings = _births(born_on, estimated=estimated, raw=raw)
        if age_years is not None and 0 <= age_years <= OLDEST:
            earliest, latest = _days_of_birth(age_years, age_on or local_day(recorded_at))
            # An age that fits the date of birth says nothing more; one that does not is a reading.
            if born_on is None or not earliest <= born_on <= latest:
                readings += [earliest, latest]
        for day in readings:
            one["born_on_earliest"] = min(one["born_on_earliest"] or day, day)
            one["born_on_latest"] = max(one["born_on_latest"] or day, day)
        if died_on:
            one["died_on"] = min(one["died_on"] or died_on, died_on)
        if sex and sex != "U":
            one["sex"] = sex if one["sex"] in (None, sex) else "U"
    return pd.DataFrame(list(held.values()), columns=list(frames.PERSONS))


def _suspicions(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    order = ", ".join(f"'{status}'" for status in _STRONGEST_FIRST)
    frame = _frame(
        connection,
        f"""
        WITH first_recorded AS (
            SELECT source, row_key, min(recorded_at) AS first_recorded_at
            FROM versions_offence GROUP BY ALL
        ), involved AS (
            SELECT person_id, source, offence_id, status, status_on
            FROM involvement JOIN who USING (source, record_id)
            WHERE role = 'suspect'
            QUALIFY row_number() OVER (
                PARTITION BY person_id, source, offence_id
                ORDER BY list_position([{order}], status) NULLS LAST, status_on DESC NULLS LAST
            ) = 1
        )
        SELECT person_id, source, offence_id, status, status_on, from_on, reported_on,
               first_recorded_at, record_type, code, code_system, title, area, is_domestic, is_vawg,
               included_codes, harm_weight, first_recorded_at AS recorded_at
        FROM involved JOIN offence USING (source, offence_id)
        JOIN first_recorded USING (source, row_key)
        """,  # noqa: S608 - the statuses are this module's constants
    )
    recorded_on = (
        frame["first_recorded_at"].dt.tz_localize("UTC").dt.tz_convert(LONDON).dt.date
        if len(frame)
        else frame["first_recorded_at"]
    )
    frame["happened_on"] = frame["from_on"].fillna(frame["reported_on"]).fillna(recorded_on)
    frame["happened_on_is"] = "recorded_on"
    frame.loc[frame["reported_on"].notna(), "happened_on_is"] = "reported_on"
    frame.loc[frame["from_on"].notna(), "happened_on_is"] = "from_on"
    frame["record_type"] = frame["record_type"].fillna("crime")
    return frame


def _victims(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return _frame(
        connection,
        """
        SELECT DISTINCT source, offence_id, person_id
        FROM involvement JOIN who USING (source, record_id)
        SEMI JOIN offence USING (source, offence_id)
        WHERE role = 'victim'
        """,
    )


def _relationships(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return _frame(
        connection,
        """
        SELECT DISTINCT one.person_id, other.person_id AS other_person_id, kind, from_on, to_on
        FROM relationship AS tie
        JOIN who AS one ON one.source = tie.source AND one.record_id = tie.record_id
        JOIN who AS other ON other.source = tie.source AND other.record_id = tie.other_record_id
        WHERE one.person_id <> other.person_id
        """,
    )


def _outcomes(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return _frame(
        connection,
        """
        SELECT source, offence_id, outcome_id, person_id, code, decided_on
        FROM outcome LEFT JOIN who USING (source, record_id)
        WHERE record_id IS NULL OR person_id IS NOT NULL
        """,
    )


def _custody(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return _frame(
        connection,
        """
        SELECT person_id, kind, "at", until_on, sentence_kind, sentence_days
        FROM custody_event JOIN who USING (source, record_id)
        """,
    )


def _orders(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return _frame(
        connection,
        """
        SELECT person_id, state, made_on, from_on, to_on
        FROM "order" AS orders
        JOIN who ON who.source = orders.source AND who.record_id = orders.respondent_record_id
        """,
    )
