"""Where quarantined rows stand: enough to find them, and nothing of what they hold."""

from dataclasses import dataclass

import duckdb

from ingest.validate import Validated

MOST_PLACES = 10
_BREAK = r"\r\n?|\n"


@dataclass(frozen=True)
class Place:
    """Where a quarantined row stands.

    ``row`` is its number among the rows that the profile's statement gave (of files that are
    contract tables already: among their records), ``line`` its line in the quarantine's file.
    """

    row: int
    line: int


@dataclass(frozen=True)
class Away:
    """The rows of a table that were quarantined for one reason, with the places of the first."""

    table: str
    reason: str
    rows: int
    places: tuple[Place, ...]


def found(connection: duckdb.DuckDBPyConnection, tables: list[Validated]) -> list[Away]:
    """What of validated tables goes into quarantine, whether or not it is written."""
    away: list[Away] = []
    for one in tables:
        if one.quarantined:
            places = _places(connection, one)
            away += (
                Away(one.table, reason, count, tuple(places[reason]))
                for reason, count in sorted(one.reasons.items())
            )
    return away


def _places(connection: duckdb.DuckDBPyConnection, one: Validated) -> dict[str, list[Place]]:
    breaks = " + ".join(
        f"coalesce(len(regexp_extract_all(\"{name}\", '{_BREAK}')), 0)" for name in one.columns
    )
    rows = connection.execute(
        f"""
        WITH lengths AS (
            SELECT place, why, 1 + {breaks} AS lines
            FROM made."quarantined_{one.table}" JOIN made."mapped_{one.table}" USING (place)
        ), placed AS (
            SELECT why, place, CAST(2 + sum(lines) OVER (ORDER BY place) - lines AS BIGINT) AS line
            FROM lengths
        )
        SELECT why, place, line FROM placed
        QUALIFY row_number() OVER (PARTITION BY why ORDER BY place) <= {MOST_PLACES}
        ORDER BY why, place"""
    ).fetchall()
    places: dict[str, list[Place]] = {}
    for why, place, line in rows:
        places.setdefault(why, []).append(Place(place, line))
    return places
