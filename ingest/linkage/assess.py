"""The whole evaluation of a home's linkage against a truth file, as `evaluate linkage` answers."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graph_service import decisions, linked, persons, versions
from graph_service.archive import Archive
from graph_service.errors import CheckFailed
from graph_service.people import RecordKey
from ingest.linkage import evaluation, prepare, weigh
from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.evaluation import Truth
from ingest.linkage.parameters import Parameters, from_text

_WORST = 20
_ANY = -1e9
Key = tuple[RecordKey, RecordKey]


def assess(home: Archive, file: Path, by: Iterable[str] = ()) -> dict[str, Any]:
    """Precision, recall and F1 of pairs and groups, by group of the truth and by kind of error.

    CheckFailed where nothing was linked yet.
    """
    batches = home.batches()
    digest = linked.after(home, decisions.state_digest(batches, decisions.read(home)))
    text = linked.last_parameters(home)
    if digest is None or text is None:
        raise CheckFailed("Nothing was linked yet. Begin with `pursuit ingest`.")
    parameters = from_text(text)
    with versions.connect(home) as connection:
        versions.create(connection, "now", batches, tables=prepare.TABLES)
        who = persons.of_state(connection, "now", linked.joined(home, digest))
        prepare.create(connection, "now")
        truth = evaluation.read_truth(file, _records(connection), by)
        person = {record: who.of_record[record] for record in truth.cluster}
        pairs, groups = evaluation.measure(truth.cluster, person)
        true = evaluation.true_pairs(truth.cluster)
        weighed = _weighed(connection, parameters, true, _judged(home, digest, truth))
    return {
        "records": len(truth.cluster),
        "unknown": len(truth.unknown),
        "parameters": {
            "made_on": parameters.made_on,
            "status": parameters.status,
            "records": parameters.records,
            "upper": parameters.upper,
            "lower": parameters.lower,
            "precision": parameters.precision,
        },
        "pairs": pairs.shown(),
        "groups": groups.shown(),
        "by": evaluation.by_group(truth, person),
        "levels": _levels(weighed, true, person),
        "curve": evaluation.curve(
            [
                (one["weight"], truth.cluster[key[0]] == truth.cluster[key[1]])
                for key, one in weighed.items()
                if one["weight"] >= parameters.lower
            ],
            len(true),
        ),
        "errors": _errors(weighed, truth, person),
    }


def _records(connection: duckdb.DuckDBPyConnection) -> list[RecordKey]:
    rows = connection.execute("SELECT source, record_id FROM linkage.prepared").fetchall()
    return [(source, record) for source, record in rows]


def _judged(home: Archive, digest: str, truth: Truth) -> list[Key]:
    """The pairs that were judged, of records whose truth is known."""
    keys = linked.keys(linked.read(home, digest))
    return [key for key in keys if key[0] in truth.cluster and key[1] in truth.cluster]


def _weighed(
    connection: duckdb.DuckDBPyConnection,
    parameters: Parameters,
    true: Iterable[Key],
    judged: Iterable[Key],
) -> dict[Key, dict[str, Any]]:
    """Weight and levels of each pair."""
    every = sorted({*true, *judged})
    columns = zip(*((*one, *other) for one, other in every), strict=True) if every else [[]] * 4
    table = pa.table(
        {
            name: pa.array(list(column), pa.string())
            for name, column in zip(linked.KEYS, columns, strict=True)
        }
    )
    connection.register("told_pairs", table)
    connection.execute(
        """
        CREATE OR REPLACE TABLE linkage.pairs AS
        SELECT a.id AS one, b.id AS other FROM told_pairs AS told
        JOIN linkage.prepared AS a USING (source, record_id)
        JOIN linkage.prepared AS b
            ON b.source = other_source AND b.record_id = other_record_id"""
    )
    connection.unregister("told_pairs")
    weigh.compare(connection)
    weigh.weigh(connection, parameters, least=_ANY)
    levels = ", ".join(f"level_{one.name} AS {one.name}" for one in COMPARISONS)
    rows = connection.sql(
        f"""
        SELECT a.source, a.record_id, b.source AS other_source, b.record_id AS other_record_id,
               weight, {levels}
        FROM linkage.weighed
        JOIN linkage.prepared AS a ON a.id = one JOIN linkage.prepared AS b ON b.id = other"""
    ).to_arrow_table()
    return {
        (
            (row["source"], row["record_id"]),
            (row["other_source"], row["other_record_id"]),
        ): row
        for row in rows.to_pylist()
    }


def _levels(
    weighed: dict[Key, dict[str, Any]], true: Iterable[Key], person: dict[RecordKey, str]
) -> list[dict[str, Any]]:
    """How often true pairs fall into each level, and how many of those were found."""
    met: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for key in true:
        for comparison in COMPARISONS:
            named = (comparison.name, comparison.level(weighed[key][comparison.name]).name)
            met[named] += 1
            found[named] += person[key[0]] == person[key[1]]
    return [
        {
            "comparison": comparison.name,
            "level": level.name,
            "meaning": level.meaning,
            "true": met[comparison.name, level.name],
            "found": found[comparison.name, level.name],
        }
        for comparison in COMPARISONS
        for level in comparison.levels
        if met[comparison.name, level.name]
    ]


def _errors(
    weighed: dict[Key, dict[str, Any]], truth: Truth, person: dict[RecordKey, str]
) -> dict[str, list[dict[str, Any]]]:
    """The wrong joins that weigh most and the missed pairs that weigh least: records and levels."""
    wrong, missed = [], []
    for key, held in weighed.items():
        is_one = truth.cluster[key[0]] == truth.cluster[key[1]]
        is_joined = person[key[0]] == person[key[1]]
        if is_joined and not is_one:
            wrong.append((-held["weight"], key))
        if is_one and not is_joined:
            missed.append((held["weight"], key))
    return {
        name: [_shown(key, weighed[key]) for _, key in sorted(found)[:_WORST]]
        for name, found in (("wrong", wrong), ("missed", missed))
    }


def _shown(key: Key, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": key[0][0],
        "record_id": key[0][1],
        "other_source": key[1][0],
        "other_record_id": key[1][1],
        "weight": held["weight"],
        "levels": {
            one.name: one.level(held[one.name]).name for one in COMPARISONS if held[one.name] >= 0
        },
    }
