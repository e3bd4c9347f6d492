"""What the machine proposes for each weighed pair: join it, leave it to a human, or drop it."""

import duckdb

from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.parameters import Parameters

_OWN = ("forename", "born")
_SHARED = ("home", "phone")
_CERTAIN = ("pnc", "cro")


def _is(comparison: str, level: str) -> str:
    """Whether a comparison fell into a level, as SQL."""
    [found] = [one for one in COMPARISONS if one.name == comparison]
    [number] = [number for number, one in found.numbered.items() if one.name == level]
    return f"level_{comparison} = {number}"


def bare() -> str:
    """The weight that the machine may join by, as SQL over ``linkage.weighed``.

    Those who live together share address and telephone, twins the date of birth too, and a son may
    bear his father's name. So where forenames or dates of birth differ altogether, what a household
    shares does not count, unless the two share a valid PNC id or CRO number.
    """
    differ = " OR ".join(_is(name, "differ") for name in _OWN)
    same = " OR ".join(_is(name, "same") for name in _CERTAIN)
    shared = " + ".join(f"greatest(weight_{name}, 0)" for name in _SHARED)
    return f"CASE WHEN ({differ}) AND NOT ({same}) THEN weight - ({shared}) ELSE weight END"


def keep(connection: duckdb.DuckDBPyConnection, parameters: Parameters) -> None:
    """Make ``linkage.proposed``: pairs from the lower threshold on, with what is proposed."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE linkage.proposed AS
        SELECT *, CASE WHEN weight < {parameters.upper} THEN 'waits'
                       WHEN {bare()} < {parameters.upper} THEN 'need'
                       ELSE 'joined' END AS verdict
        FROM linkage.weighed WHERE weight >= {parameters.lower}"""
    )
