"""Splink's own settings for these sets, as its documentation has them.

Sources: the README of moj-analytical-services/splink (fake_1000) and its example "Deduplicating the
febrl3 dataset", both read on 2026-12-01.
"""

from collections.abc import Iterator

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.linkage.sets import DATA

SEED = 1


def _fake_1000() -> tuple[str, SettingsCreator, list[object], float, list[object]]:
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.JaroAtThresholds("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "dob"),
            block_on("surname"),
        ],
    )
    columns = "unique_id, first_name, surname, dob, city, email, cluster"
    return (
        f"SELECT {columns} FROM raw",
        settings,
        [block_on("first_name", "surname")],
        0.7,
        [block_on("first_name", "surname"), block_on("email")],
    )


def _febrl3() -> tuple[str, SettingsCreator, list[object], float, list[object]]:
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ],
    )
    columns = ["given_name", "surname", "date_of_birth", "soc_sec_id", "street_number", "postcode"]
    trimmed = ", ".join(f"nullif(trim({column}), '') AS {column}" for column in columns)
    swapped = "l.given_name = r.surname AND l.surname = r.given_name"
    return (
        (
            f"SELECT trim(rec_id) AS unique_id, {trimmed}, split_part(rec_id, '-', 2) AS cluster "
            "FROM raw"
        ),
        settings,
        [
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
            f"{swapped} AND l.date_of_birth = r.date_of_birth",
        ],
        0.9,
        [block_on("date_of_birth"), block_on("postcode")],
    )


_SETTINGS = {"fake_1000": _fake_1000, "febrl3": _febrl3}


def clusters(name: str, thresholds: list[float]) -> Iterator[tuple[float, dict[str, str]]]:
    """Each threshold of the match probability, with each record's cluster at it."""
    select, settings, certain, recall, trained_on = _SETTINGS[name]()
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE raw AS FROM read_csv('{DATA / name}.csv', all_varchar = true)"
        )
        connection.execute(f"CREATE TABLE records AS {select}")
        api = DuckDBAPI(connection)
        linker = Linker(api.register("records"), settings, log_level=None)
        training = linker.training
        training.estimate_probability_two_random_records_match(certain, recall=recall)  # type: ignore[arg-type]  # rules and SQL both
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
        for rule in trained_on:
            training.estimate_parameters_using_expectation_maximisation(rule)  # type: ignore[arg-type]  # the same
        found = linker.inference.predict(threshold_match_probability=0.01)
        for threshold in thresholds:
            grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(
                found, threshold_match_probability=threshold
            )
            rows = connection.execute(
                f"SELECT unique_id, cluster_id FROM {grouped.physical_name}"
            ).fetchall()
            yield threshold, {record: str(cluster) for record, cluster in rows}
