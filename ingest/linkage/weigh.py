"""Pairs get their weight: Splink compares them, and every part of the weight is kept.

The weight of a pair is the sum of the prior, of one part per comparison and of what is taken back
of them, in bits. It depends on the two records and the parameters alone.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.dialects import DuckDBDialect
from splink.internals.input_column import InputColumn
from splink.internals.predict import predict_from_comparison_vectors_sqls
from splink.internals.settings import CoreModelSettings
from splink.internals.splink_dataframe import SplinkDataFrame

from ingest.linkage.comparisons import COMPARISONS, FREQUENCIES
from ingest.linkage.corrections import corrected
from ingest.linkage.parameters import DIGITS, Parameters, Shares

# What Splink has to say is said by us, and nothing of a record may be said at all.
logging.getLogger("splink").setLevel(logging.CRITICAL)
ID = "id"
Chances = Mapping[str, float]
"""Per level: how often it is met between two people."""
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
    connection: duckdb.DuckDBPyConnection, *, prior: float, by_chance: Mapping[str, Chances]
) -> Linker:
    """Splink over ``linkage.input``, with the declared comparisons, to be trained for m."""
    held = registered(DuckDBAPI(connection), connection.table("linkage.input"))
    settings = _settings(prior, as_splink(None, by_chance))
    return Linker(held, settings, log_level=None, validate_settings=False)


def _model(prior: float, shares: Shares | None = None) -> CoreModelSettings:
    """The comparisons as Splink holds them, of which it says each step in SQL."""
    return _settings(prior, as_splink(shares)).get_settings("duckdb").core_model_settings


def _settings(
    prior: float, comparisons: list[ComparisonCreator | dict[str, Any]]
) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=ID,
        comparisons=comparisons,
        probability_two_random_records_match=prior,
        # A level that no two records of one person show sinks towards nothing with each round of
        # training, and Splink stops with an error where it gets there.
        max_iterations=_ROUNDS,
        retain_intermediate_calculation_columns=True,
    )


def as_splink(
    shares: Shares | None, by_chance: Mapping[str, Chances] = MappingProxyType({})
) -> list[ComparisonCreator | dict[str, Any]]:
    """The comparisons as Splink's settings take them, with m and u of each level where given.

    ``by_chance`` gives u alone.
    """
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
            elif not level.says_nothing and comparison.name in by_chance:
                held |= {"u_probability": by_chance[comparison.name][level.name]}
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


def compare(
    connection: duckdb.DuckDBPyConnection,
    *,
    pairs: str = "linkage.pairs",
    into: str = "linkage.compared",
) -> None:
    """Make ``linkage.compared`` of ``linkage.pairs``: each pair with its levels.

    That is the dear part of a weight, and no parameter has a say in it: a pair is compared once,
    however often it is weighed.
    """
    both = ", ".join(
        f"{side}.{column} AS {column}_{side}"
        for column in connection.table("linkage.prepared").columns
        for side in "lr"
    )
    cases = ", ".join(one._case_statement for one in _model(0.5).comparisons)  # noqa: SLF001
    levels = ", ".join(f"gamma_{one.name}::TINYINT AS level_{one.name}" for one in COMPARISONS)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {into} AS
        WITH pairs AS (
            SELECT one, other, {both} FROM {pairs}
            JOIN linkage.prepared AS l ON l.id = one JOIN linkage.prepared AS r ON r.id = other
        ), compared AS (SELECT one, other, {cases} FROM pairs)
        SELECT one, other, {levels} FROM compared"""
    )


def weigh(connection: duckdb.DuckDBPyConnection, parameters: Parameters, *, least: float) -> None:
    """Make ``linkage.weighed`` of ``linkage.compared``: those that weigh at least so many bits."""
    ones = "(FROM linkage.prepared WHERE id IN (SELECT one FROM linkage.compared))"
    count_values(connection, parameters, of=ones)
    levels = ", ".join(f"level_{one.name} AS gamma_{one.name}" for one in COMPARISONS)
    # Where a frequency counts, both records tell the same value, and one of them is asked.
    frequencies = ", ".join(
        f"tf_{name} AS tf_{name}_l, tf_{name}_l AS tf_{name}_r" for name in FREQUENCIES
    )
    sums = predict_from_comparison_vectors_sqls(
        [InputColumn(ID, sqlglot_dialect_str="duckdb")],
        _model(parameters.prior, parameters.shares),
        DuckDBDialect(),  # type: ignore[no-untyped-call]
        threshold_match_weight=least,
        retain_intermediate_calculation_columns=True,
        training_mode=True,
    )
    steps = ", ".join(f"{step['output_table_name']} AS ({step['sql']})" for step in sums)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE linkage.weighed AS
        WITH __splink__df_comparison_vectors AS (
            SELECT one AS {ID}_l, other AS {ID}_r, '' AS match_key, {levels}, {frequencies}
            FROM linkage.compared JOIN linkage.input ON id = one
        ), {steps}, parts AS (
            SELECT {ID}_l AS one, {ID}_r AS other, round(match_weight, {DIGITS}) AS whole,
                   {_parts()}
            FROM {sums[-1]["output_table_name"]}
        )
        FROM ({corrected("parts", parameters)}) WHERE weight >= {least}"""
    )
