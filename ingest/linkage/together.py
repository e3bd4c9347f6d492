"""What names say together, which is less than what each says alone.

Who bears one name of a family, an age and a community mostly bears its others too, so that two
people share both names more often than the shares of each have it. The comparison ``together``
takes back what is counted twice.
"""

import math
from collections.abc import Iterable

import duckdb

from ingest.linkage.parameters import Parameters, Shares, rounded

NAME = "together"
_SEEN = 20.0


def shares(
    connection: duckdb.DuckDBPyConnection, shipped: Parameters, found: Shares, prior: float
) -> dict[str, tuple[float, float]]:
    """How much more often different people share two names, or three, than chance has it.

    The pairs that share both are counted, those of one person taken out, against as many as there
    would be if the names did not go together.
    """
    once, twice, thrice = ("forename", "surname"), ("middle",), ("forename", "surname", "middle")
    both, every = _sharing(connection, once)
    two = _ratio(
        both - prior * every * _product(found, once),
        every * _chance(connection, ("forename",)) * _chance(connection, ("surname",)),
        _told_bits(shipped, "two"),
    )
    three_met, told = _sharing(connection, thrice)
    three = _ratio(
        three_met - prior * told * _product(found, thrice),
        told * _chance(connection, once) * _chance(connection, twice),
        _told_bits(shipped, "three") / _told_bits(shipped, "two"),
    )
    half = 0.5
    return {
        "three": (rounded(half / (two * three)), half),
        "two": (rounded(half / two), half),
    }


def _told_bits(parameters: Parameters, level: str) -> float:
    m, u = parameters.shares[NAME][level]
    return u / m


def _product(shares: Shares, columns: Iterable[str]) -> float:
    return math.prod(shares[column]["same"][0] for column in columns)


def _sharing(
    connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...]
) -> tuple[float, float]:
    """Pairs that share all of these columns, and pairs that tell them."""
    told = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    [[shared, records]] = connection.execute(
        f"SELECT coalesce(sum(n * (n - 1) / 2), 0), coalesce(sum(n), 0) FROM (SELECT count(*) AS n "
        f"FROM linkage.prepared WHERE {told} GROUP BY {', '.join(columns)})"
    ).fetchall()
    return float(shared), float(records) * (float(records) - 1) / 2


def _chance(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> float:
    shared, told = _sharing(connection, columns)
    return shared / told if told > 0 else 0.0


def _ratio(met: float, expected: float, shipped: float) -> float:
    """Times as often as expected, drawn towards the shipped; never less often."""
    return max(1.0, (max(met, 0.0) + _SEEN * shipped) / (expected + _SEEN))
