"""One pass of linkage: from the records of a state of the archive to judged pairs."""

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa

from graph_service import ids, joining, linked, supposed
from graph_service.joining import Decided, Facts, Key, Pair
from graph_service.people import RecordKey
from graph_service.verdicts import Verdict
from graph_service.versions import literal
from ingest.linkage import blocking, prepare, weigh
from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.corrections import CORRECTIONS, Correction
from ingest.linkage.levels import Comparison
from ingest.linkage.parameters import Parameters

FACTS = ("offence", "involvement")
"""The contract's tables that say who is suspect and victim of one offence; nothing else is read of
them."""
TABLES = (*prepare.TABLES, *FACTS)
"""The contract's tables that linkage reads."""


def prepared(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Records and the pairs of them compared, of a schema that holds ``TABLES``."""
    prepare.create(connection, schema)
    blocking.create(connection)
    weigh.compare(connection)


def weighed(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, earlier: str | None = None
) -> None:
    """Make ``linkage.evidence`` of ``linkage.compared``: what is proposed for each, and why.

    ``earlier`` is evidence that still counts, as SQL.
    """
    weigh.weigh(connection, parameters, least=parameters.lower)
    parts = ", ".join([*map(_part, COMPARISONS), *map(_taken_back, CORRECTIONS)])
    connection.execute(
        f"""
        CREATE TABLE linkage.evidence AS
        SELECT a.source, a.record_id, b.source AS other_source, b.record_id AS other_record_id,
               weight,
               CASE WHEN weight < {parameters.upper} THEN 'waits' ELSE 'joined' END AS proposed,
               list_filter([{parts}], lambda part: part.level IS NOT NULL) AS parts
        FROM linkage.weighed
        JOIN linkage.prepared AS a ON a.id = one JOIN linkage.prepared AS b ON b.id = other
        {f"UNION ALL {earlier}" if earlier else ""}"""
    )


def judged(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    parameters: Parameters,
    decided: Iterable[Decided] = (),
) -> pa.Table:
    """The judged pairs, sorted by their records, as the archive keeps them."""
    words = list(decided)
    proposed = _proposed(connection)
    facts = _facts(connection, schema, words)
    upper, ended = parameters.upper, _ended(connection)
    found = joining.join(proposed, facts, words, upper=upper, ended=ended)
    would = supposed.suppose(found, proposed, facts, words, upper=upper, ended=ended)
    return _table(connection, found, would)


def _proposed(connection: duckdb.DuckDBPyConnection) -> list[Pair]:
    rows = connection.execute(
        f"SELECT {', '.join(linked.KEYS)}, weight, proposed FROM linkage.evidence"
    ).fetchall()
    return [
        Pair((source, record), (other_source, other), weight, Verdict(proposed))
        for source, record, other_source, other, weight, proposed in rows
    ]


def _ended(connection: duckdb.DuckDBPyConnection) -> frozenset[RecordKey]:
    rows = connection.execute("SELECT source, record_id FROM linkage.prepared WHERE is_ended")
    return frozenset((source, record) for source, record in rows.fetchall())


def _facts(
    connection: duckdb.DuckDBPyConnection, schema: str, words: Iterable[Decided]
) -> dict[RecordKey, Facts]:
    """What can keep the records of proposed and decided pairs apart."""
    named = sorted({record for word in words for record in (word.one, word.other)})
    table = pa.table(
        {
            "source": pa.array([source for source, _ in named], pa.string()),
            "record_id": pa.array([record for _, record in named], pa.string()),
        }
    )
    connection.register("decided_records", table)
    rows = connection.execute(
        f"""
        WITH met AS (
            SELECT source, record_id FROM linkage.evidence
            UNION SELECT other_source, other_record_id FROM linkage.evidence
            UNION FROM decided_records
        ), parts AS (
            SELECT source, record_id,
                   list(source || chr(31) || offence_id) FILTER (role = 'suspect') AS suspect_in,
                   list(source || chr(31) || offence_id) FILTER (role = 'victim') AS victim_of
            FROM {schema}.involvement SEMI JOIN met USING (source, record_id)
            GROUP BY source, record_id
        )
        SELECT p.source, p.record_id, p.pnc, p.born_on, p.died_on, p.sex, suspect_in, victim_of
        FROM linkage.prepared AS p SEMI JOIN met USING (source, record_id)
        LEFT JOIN parts USING (source, record_id)"""
    ).fetchall()
    connection.unregister("decided_records")
    return {
        (source, record): Facts(
            pnc, born_on, died_on, sex, frozenset(suspect_in or ()), frozenset(victim_of or ())
        )
        for source, record, pnc, born_on, died_on, sex, suspect_in, victim_of in rows
    }


def _part(comparison: Comparison) -> str:
    """A comparison's part of a pair, as SQL over ``linkage.weighed``."""
    cases = {
        what: " ".join(
            f"WHEN {number} THEN {literal(getattr(level, what))}"
            for number, level in comparison.numbered.items()
        )
        for what in ("name", "meaning")
    }
    of = f"CASE level_{comparison.name}"
    return (
        f"{{'comparison': '{comparison.name}', 'label': {literal(comparison.label)}, "
        f"'level': {of} {cases['name']} END, 'text': {of} {cases['meaning']} END, "
        f"'weight': weight_{comparison.name}}}"
    )


def _taken_back(correction: Correction) -> str:
    """What a correction takes back, as one more part."""
    return (
        f"{{'comparison': '{correction.name}', 'label': {literal(correction.label)}, "
        f"'level': CASE WHEN weight_{correction.name} < 0 THEN 'taken_back' END, "
        f"'text': {literal(correction.meaning)}, 'weight': weight_{correction.name}}}"
    )


def _table(
    connection: duckdb.DuckDBPyConnection,
    pairs: Iterable[Pair],
    would: Mapping[Key, tuple[supposed.Group, ...]],
) -> pa.Table:
    """The pairs with what was proposed for each, the parts of their weights, what else would be."""
    held = list(pairs)
    columns: dict[str, list[object]] = {
        "link_id": [ids.link_id(*pair.key) for pair in held],
        "source": [pair.one[0] for pair in held],
        "record_id": [pair.one[1] for pair in held],
        "other_source": [pair.other[0] for pair in held],
        "other_record_id": [pair.other[1] for pair in held],
        "verdict": [str(pair.verdict) for pair in held],
        "weight": [pair.weight for pair in held],
        "would_be": [_groups(would.get(pair.key)) for pair in held],
    }
    schema = pa.schema([linked.SCHEMA.field(name) for name in columns])
    connection.register("judged", pa.table(columns, schema=schema))
    table: pa.Table = connection.sql(
        f"""
        SELECT judged.* EXCLUDE (would_be), evidence.proposed, evidence.parts, would_be
        FROM judged LEFT JOIN linkage.evidence AS evidence USING ({", ".join(linked.KEYS)})
        ORDER BY {", ".join(linked.KEYS)}"""
    ).to_arrow_table()
    connection.unregister("judged")
    return table


def _groups(would: tuple[supposed.Group, ...] | None) -> list[list[dict[str, str]]] | None:
    if would is None:
        return None
    return [[{"source": one, "record_id": record} for one, record in group] for group in would]
