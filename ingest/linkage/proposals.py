"""What the machine proposes for each weighed pair: join it, leave it to a human, or drop it."""

import duckdb

from ingest.linkage.parameters import Parameters


def keep(connection: duckdb.DuckDBPyConnection, parameters: Parameters) -> None:
    """Make ``linkage.proposed``: pairs from the lower threshold on, with what is proposed."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE linkage.proposed AS
        SELECT *, CASE WHEN weight < {parameters.upper} THEN 'waits' ELSE 'joined' END AS verdict
        FROM linkage.weighed WHERE weight >= {parameters.lower}"""
    )
