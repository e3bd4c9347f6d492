"""Pairs get their weight: Splink compares them, and every part of the weight is kept.

The weight of a pair is the sum of the prior, of one part per comparison and of what a household's
share takes back, in bits. It depends on the two records and the parameters alone.
"""

import logging
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.splink_dataframe import SplinkDataFrame

from graph_service.versions import is_empty
from ingest.linkage import household
from ingest.linkage.comparisons import COMPARISONS, FREQUENCIES
from ingest.linkage.parameters import DIGITS, Parameters, Shares

# What Splink has to say is said by us, and nothing of a record may be said at all.
logging.getLogger("splink").setLevel(logging.CRITICAL)
ID = "id"
_ROUNDS = 8


def count_values(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, *, of: str = "linkage.prepared"
) -> None:
    """Make ``linkage.input``: the prepared records, each value with its share.

    The shares are those of the parameters: what was common when they were made.
    """
    named = ["prepared.*"]
    joins = []
    for column in FREQUENCIES:
        held = parameters.common.get(column, {})
        table = pa.table(
            {
                column: pa.array(list(held), pa.string()),
                f"tf_{column}": pa.array(list(held.values()), pa.float64()),
            }
        )
        connection.register("counted", table)
        connection.execute(f"CREATE OR REPLACE TABLE linkage.tf_{column} AS FROM counted")
        connection.unregister("counted")
        named.append(
            f"CASE WHEN {column} IS NOT NULL THEN coalesce(tf_{column}, {parameters.rare[column]}) "
            f"END AS tf_{column}"
        )
        joins.append(f"LEFT JOIN linkage.tf_{column} USING ({column})")
    connection.execute(
        f"CREATE OR REPLACE TABLE linkage.input AS SELECT {', '.join(named)} "
        f"FROM {of} AS prepared {' '.join(joins)}"
    )


def linker(
    connection: duckdb.DuckDBPyConnection, *, prior: float, shares: Shares | None = None
) -> tuple[DuckDBAPI, Linker]:
    """Splink over ``linkage.input``, with the declared comparisons."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=ID,
        comparisons=as_splink(shares),
        # Pairs are given, never made by it.
        blocking_rules_to_generate_predictions=[{"blocking_rule": "1=1"}],
        probability_two_random_records_match=prior,
        # A level that no two records of one person show sinks towards nothing with each round of
        # training, and Splink stops with an error where it gets there.
        max_iterations=_ROUNDS,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )
    api = DuckDBAPI(connection)
    held = registered(api, connection.table("linkage.input"))
    return api, Linker(held, settings, log_level=None, validate_settings=False)


def as_splink(shares: Shares | None) -> list[ComparisonCreator | dict[str, Any]]:
    """The comparisons as Splink's settings take them, with m and u of each level where given."""
    found: list[ComparisonCreator | dict[str, Any]] = []
    for comparison in COMPARISONS:
        levels: list[dict[str, Any]] = []
        for level in comparison.levels:
            held: dict[str, Any] = {
                "sql_condition": level.sql,
                "label_for_charts": level.meaning,
                "is_null_level": level.says_nothing,
            }
            if not level.says_nothing and shares is not None:
                m, u = shares[comparison.name][level.name]
                held |= {"m_probability": m, "u_probability": u}
            elif comparison.corrects and not level.says_nothing:
                held |= {"m_probability": 0.5, "u_probability": 0.5}
                held |= {"fix_m_probability": True, "fix_u_probability": True}
            if level.frequency:
                held |= {
                    "tf_adjustment_column": level.frequency,
                    "tf_adjustment_weight": 1.0,
                    "disable_tf_exact_match_detection": True,
                }
            levels.append(held)
        found.append({"output_column_name": comparison.name, "comparison_levels": levels})
    return found


def registered(api: DuckDBAPI, rows: duckdb.DuckDBPyRelation) -> SplinkDataFrame:
    """Rows of a connection as Splink takes them."""
    return api.register(rows)  # type: ignore[arg-type]  # relations are taken too


def _parts() -> str:
    """Each comparison's level, and what it weighs with the value's frequency."""
    found = []
    for comparison in COMPARISONS:
        has_frequency = any(level.frequency for level in comparison.levels)
        adjusted = f" + mw_tf_adj_{comparison.name}" if has_frequency else ""
        found += [
            f"gamma_{comparison.name}::TINYINT AS level_{comparison.name}",
            f"round(mw_{comparison.name}{adjusted}, {DIGITS}) AS weight_{comparison.name}",
        ]
    return ", ".join(found)


def weigh(connection: duckdb.DuckDBPyConnection, parameters: Parameters, *, least: float) -> None:
    """Make ``linkage.weighed`` of ``linkage.pairs``: those that weigh at least so many bits."""
    if is_empty(connection, "linkage.pairs"):
        columns = ", ".join(
            f"level_{one.name} TINYINT, weight_{one.name} DOUBLE" for one in COMPARISONS
        )
        connection.execute(
            "CREATE OR REPLACE TABLE linkage.weighed (one BIGINT, other BIGINT, weight DOUBLE, "
            f"{columns}, weight_{household.NAME} DOUBLE)"
        )
        return
    met = "SELECT one AS id FROM linkage.pairs UNION SELECT other FROM linkage.pairs"
    count_values(connection, parameters, of=f"(FROM linkage.prepared SEMI JOIN ({met}) USING (id))")
    api, held = linker(connection, prior=parameters.prior, shares=parameters.shares)
    for column in FREQUENCIES:
        # The shares stand in the input; empty tables keep Splink from counting anew.
        empty = connection.sql(f"FROM linkage.tf_{column} LIMIT 0")
        held.table_management.register_term_frequency_lookup(registered(api, empty), column)
    pairs = connection.sql(
        "SELECT one AS join_key_l, other AS join_key_r, '0' AS match_key FROM linkage.pairs"
    )
    held.table_management.register_blocked_pairs_for_predict(registered(api, pairs))
    found: Any = held.inference.predict(threshold_match_weight=least, warning_mode="never")
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE linkage.weighed AS
        WITH parts AS (
            SELECT {ID}_l AS one, {ID}_r AS other, round(match_weight, {DIGITS}) AS whole,
                   {_parts()}
            FROM {found.physical_name}
        )
        SELECT one, other, round(whole + weight_{household.NAME}, {DIGITS}) AS weight,
               * EXCLUDE (one, other, whole)
        FROM (SELECT *, {household.taken_back()} AS weight_{household.NAME} FROM parts)
        WHERE weight >= {least}"""
    )
    found.drop_table_from_database_and_remove_from_cache()
