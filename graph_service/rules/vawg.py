"""Which offences count as violence against women and girls (VAWG).

The source decides where it says so. Where a source has the column but left it empty, an offence
counts if it is flagged as domestic abuse or if its code, or an included classification's, is in the
dated list ``vawg_codes.csv`` (each code with source and status). Where a source has no such column,
ingest stores every offence as in scope. Neither sex nor age is read.
"""

from functools import cache
from pathlib import Path

import duckdb

from graph_service.rules import dated_list
from graph_service.rules.offence_codes import normal_code

_FILE = Path(__file__).with_name("vawg_codes.csv")


@cache
def codes() -> frozenset[tuple[str, str]]:
    """The (code system, code) pairs of the dated list."""
    rows = dated_list.parse(_FILE.read_text("utf-8"))["rows"]
    return frozenset((row["code_system"], row["code"]) for row in rows)


def derive(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Fill the empty ``is_vawg`` of ``<schema>.offence``."""
    found = connection.sql(
        f"""
        SELECT DISTINCT code_system, code FROM {schema}.offence WHERE is_vawg IS NULL
        UNION
        SELECT DISTINCT code_system, unnest(included_codes) FROM {schema}.offence
        WHERE is_vawg IS NULL"""
    ).fetchall()
    listed = codes()
    scope = [
        (system, code)
        for system, code in found
        if system and code and (system, normal_code(system, code)) in listed
    ]
    connection.execute("CREATE OR REPLACE TEMP TABLE vawg_code (code_system VARCHAR, code VARCHAR)")
    connection.execute(
        "INSERT INTO vawg_code SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [[system for system, _ in scope], [code for _, code in scope]],
    )
    connection.execute(
        f"""
        UPDATE {schema}.offence AS offence
        SET is_vawg = coalesce(is_domestic, false)
            OR EXISTS (
                SELECT 1 FROM vawg_code
                WHERE vawg_code.code_system = offence.code_system
                  AND (vawg_code.code = offence.code
                       OR list_contains(offence.included_codes, vawg_code.code)))
        WHERE is_vawg IS NULL"""
    )
