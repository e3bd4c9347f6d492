"""A delta is linked against what is there: the records that changed, and who may meet them.

The same pairs come out as if every record were looked at again. A pair is weighed anew where one of
its records changed, or where a block that it may have been found by opened or closed; all others
stand as they were.
"""

from collections.abc import Sequence

import duckdb

from graph_service import linked, versions
from graph_service.archive import Batch
from graph_service.versions import Chosen
from ingest.linkage import blocking, prepare
from ingest.linkage.kept import Kept

_FRESH = Chosen("fresh", "is_there")


def _changed(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], kept: Kept) -> None:
    """Make ``linkage.changed`` (source, record_id): records of which a new batch says something.

    Of an alias or address that moved from one record to another both are there.
    """
    came = [batch for batch in batches if batch.batch_id not in kept.batches]
    every = [
        f"SELECT source, record_id FROM ({versions.every_version(table, batches)}) AS version "
        f"WHERE (source, row_key) IN ({said})"
        for table in prepare.TABLES
        if (said := versions.said_of(table, came))
    ]
    nothing = "SELECT NULL::VARCHAR AS source, NULL::VARCHAR AS record_id"
    connection.execute("CREATE SCHEMA linkage")
    connection.execute(
        f"CREATE TABLE linkage.changed AS SELECT DISTINCT * "
        f"FROM ({' UNION ALL '.join([nothing, *every])}) WHERE record_id IS NOT NULL"
    )


def prepared(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], kept: Kept) -> None:
    """Make ``linkage.prepared``, ``linkage.keys`` and ``linkage.pairs``, and ``linkage.stale``.

    ``linkage.pairs`` are those to be weighed; ``linkage.stale`` those (source, record_id,
    other_source, other_record_id) whose earlier weight no longer counts.
    """
    _changed(connection, batches, kept)
    _part(connection, batches, kept)
    connection.execute(
        f"CREATE VIEW linkage.old_keys AS SELECT rule, key, id FROM {kept.file('keys')}"
    )
    blocking.keys(connection, of="linkage.part", into="linkage.came")
    limit = blocking.limits()
    connection.execute(_BLOCKS.format(limit=limit))
    met = "(FROM linkage.found UNION FROM linkage.kept_pairs)"
    connection.execute(
        _PAIRS.format(limit=limit, found=_ordered(met), doubtful=_ordered("linkage.doubtful"))
    )


def _part(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], kept: Kept) -> None:
    """The changed records prepared, under the ids that they had, new ones after all others."""
    connection.execute(f"CREATE SCHEMA {_FRESH.schema}")
    for table in (*prepare.TABLES, "retraction"):
        every = versions.every_version(table, batches)
        rows = f"SELECT *, true AS {_FRESH.mark} FROM ({every})"
        if table != "retraction":
            # All versions of a row: of an alias that moved, one alone would stand in both places.
            rows += (
                f" WHERE (source, row_key) IN (SELECT source, row_key FROM ({every}) "
                "WHERE (source, record_id) IN (FROM linkage.changed))"
            )
        connection.execute(f"CREATE TABLE {_FRESH.schema}.chosen_{table} AS {rows}")
    versions.create(connection, "part", list(batches), chosen=_FRESH, tables=prepare.TABLES)
    prepare.create(connection, "part")
    old = kept.file("prepared")
    connection.execute(
        f"""
        CREATE TABLE linkage.part AS
        WITH known AS (SELECT source, record_id, id FROM {old} SEMI JOIN linkage.changed
                       USING (source, record_id))
        SELECT fresh.* REPLACE (
            coalesce(known.id, (SELECT coalesce(max(id), 0) FROM {old})
                + row_number() OVER (PARTITION BY known.id IS NULL
                                     ORDER BY fresh.source, fresh.record_id)) AS id)
        FROM linkage.prepared AS fresh LEFT JOIN known USING (source, record_id)
        SEMI JOIN linkage.changed USING (source, record_id)"""
    )
    connection.execute("DROP TABLE linkage.prepared")
    connection.execute(
        f"""
        CREATE VIEW linkage.prepared AS
        SELECT * FROM {old} ANTI JOIN linkage.changed USING (source, record_id)
        UNION ALL BY NAME FROM linkage.part"""
    )
    connection.execute(
        f"""
        CREATE TABLE linkage.changed_ids AS
        SELECT id FROM {old} SEMI JOIN linkage.changed USING (source, record_id)
        UNION SELECT id FROM linkage.part"""
    )


_BLOCKS = """
CREATE VIEW linkage.keys AS
SELECT * FROM linkage.old_keys ANTI JOIN linkage.changed_ids USING (id)
UNION ALL FROM linkage.came;

-- The blocks that a changed record left or came to, as they were and as they are.
CREATE TABLE linkage.met AS
SELECT rule, key FROM linkage.old_keys SEMI JOIN linkage.changed_ids USING (id)
UNION SELECT rule, key FROM linkage.came;

CREATE TABLE linkage.were AS
SELECT * FROM linkage.old_keys SEMI JOIN linkage.met USING (rule, key);

CREATE TABLE linkage.are AS
SELECT * FROM linkage.keys SEMI JOIN linkage.met USING (rule, key);

CREATE TABLE linkage.sizes AS
SELECT rule, key, n_was <= {limit} AS was_open, n_is <= {limit} AS is_open
FROM linkage.met
LEFT JOIN (SELECT rule, key, count(*) AS n_was FROM linkage.were GROUP BY ALL) USING (rule, key)
LEFT JOIN (SELECT rule, key, count(*) AS n_is FROM linkage.are GROUP BY ALL) USING (rule, key);
"""
_PAIRS = """
-- Of a changed record every pair is found anew.
CREATE TABLE linkage.found AS
SELECT DISTINCT least(a.id, b.id) AS a, greatest(a.id, b.id) AS b
FROM (SELECT * FROM linkage.are SEMI JOIN linkage.changed_ids USING (id)) AS a
JOIN linkage.are AS b USING (rule, key)
JOIN linkage.sizes USING (rule, key)
WHERE a.id <> b.id AND is_open;

-- Where a block grew beyond its limit or shrank below it, pairs of others are lost or won.
CREATE TABLE linkage.doubtful AS
WITH turned AS (
    SELECT rule, key FROM linkage.sizes WHERE coalesce(was_open, true) <> coalesce(is_open, true)
), others AS (
    SELECT rule, key, id FROM linkage.are SEMI JOIN turned USING (rule, key)
    ANTI JOIN linkage.changed_ids USING (id)
)
SELECT DISTINCT a.id AS a, b.id AS b
FROM others AS a JOIN others AS b USING (rule, key) WHERE a.id < b.id;

CREATE TABLE linkage.kept_pairs AS
WITH theirs AS (
    SELECT * FROM linkage.keys
    SEMI JOIN (SELECT a AS id FROM linkage.doubtful UNION SELECT b FROM linkage.doubtful) USING (id)
), open AS (
    SELECT rule, key FROM linkage.keys SEMI JOIN theirs USING (rule, key)
    GROUP BY rule, key HAVING count(*) <= {limit}
), shared AS (
    SELECT * FROM theirs SEMI JOIN open USING (rule, key)
)
SELECT DISTINCT d.a, d.b FROM linkage.doubtful AS d
JOIN shared AS one ON one.id = d.a
JOIN shared AS other ON other.id = d.b AND other.rule = one.rule AND other.key = one.key;

CREATE TABLE linkage.pairs AS
SELECT one, other FROM ({found});

CREATE TABLE linkage.stale AS
SELECT source, record_id, other_source, other_record_id FROM ({doubtful});
"""


def _ordered(pairs: str) -> str:
    """Pairs (a, b) with their records, the smaller first, as SQL."""
    return f"""
        SELECT x.id AS one, y.id AS other, x.source, x.record_id,
               y.source AS other_source, y.record_id AS other_record_id
        FROM (SELECT a, b FROM {pairs} UNION SELECT b, a FROM {pairs})
        JOIN linkage.prepared AS x ON x.id = a JOIN linkage.prepared AS y ON y.id = b
        WHERE (x.source, x.record_id) < (y.source, y.record_id)"""


def evidence(kept_links: str) -> str:
    """The earlier evidence that still counts, as SQL over the file of the kept links."""
    keys = ", ".join(linked.KEYS)
    return f"""
        SELECT {keys}, weight, proposed, parts FROM {kept_links}
        ANTI JOIN linkage.stale USING ({keys})
        WHERE proposed IS NOT NULL
          AND (source, record_id) NOT IN (FROM linkage.changed)
          AND (other_source, other_record_id) NOT IN (FROM linkage.changed)"""
