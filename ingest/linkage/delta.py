"""A delta is linked against what is there: the records that changed, and who may meet them.

The same pairs come out as if every record were looked at again. A pair is weighed anew where one of
its records changed, or where a block that it may have been found by opened or closed; all others
stand as they were.
"""

from collections.abc import Sequence

import duckdb

from graph_service import versions
from graph_service.archive import Batch
from graph_service.versions import Chosen
from ingest.linkage import blocking, prepare
from ingest.linkage.kept import Kept

_RECORD_TABLES = ("person_record", "alias", "address")
_CHANGED = Chosen("fresh", "is_there")


def changed(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], kept: Kept) -> int:
    """Make ``linkage.changed`` (source, record_id): records of which a new batch says something.

    Of an alias or address that moved from one record to another both are there.
    """
    came = [batch for batch in batches if batch.batch_id not in kept.batches]
    connection.execute("CREATE SCHEMA linkage")
    connection.execute("CREATE TABLE linkage.changed (source VARCHAR, record_id VARCHAR)")
    ended = versions.parquet_of("retraction", came)
    for table in _RECORD_TABLES:
        said = []
        if given := versions.parquet_of(table, came):
            said.append(f"SELECT source, row_key FROM {given}")
        if ended:
            said.append(f"SELECT source, key FROM {ended} WHERE \"table\" = '{table}'")
        if said:
            connection.execute(
                f"INSERT INTO linkage.changed SELECT source, record_id "
                f"FROM ({versions.every_version(table, batches)}) AS version "
                f"WHERE (source, row_key) IN ({' UNION '.join(said)})"
            )
    connection.execute(
        "CREATE OR REPLACE TABLE linkage.changed AS "
        "SELECT DISTINCT source, record_id FROM linkage.changed WHERE record_id IS NOT NULL"
    )
    [[count]] = connection.execute("SELECT count(*) FROM linkage.changed").fetchall()
    return int(count)


def prepared(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], kept: Kept) -> None:
    """Make ``linkage.prepared``, ``linkage.keys`` and ``linkage.pairs``, and ``linkage.stale``.

    ``linkage.pairs`` are those to be weighed; ``linkage.stale`` those (source, record_id,
    other_source, other_record_id) whose earlier weight no longer counts.
    """
    changed(connection, batches, kept)
    _part(connection, batches, kept)
    connection.execute(
        f"CREATE VIEW linkage.old_keys AS SELECT rule, key, id FROM {kept.file('keys')}"
    )
    blocking.keys(connection, of="linkage.part", into="linkage.came")
    connection.execute(_BLOCKS.format(limit=blocking.limits()))
    connection.execute(_PAIRS.format(limit=blocking.limits()))


def _part(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], kept: Kept) -> None:
    """The changed records prepared, under the ids that they had, new ones after all others."""
    connection.execute(f"CREATE SCHEMA {_CHANGED.schema}")
    for table in (*_RECORD_TABLES, "retraction"):
        every = versions.every_version(table, batches)
        rows = f"SELECT *, true AS {_CHANGED.mark} FROM ({every})"
        if table != "retraction":
            # All versions of a row: of an alias that moved, one alone would stand in both places.
            rows += (
                f" WHERE (source, row_key) IN (SELECT source, row_key FROM ({every}) "
                "WHERE (source, record_id) IN (FROM linkage.changed))"
            )
        connection.execute(f"CREATE TABLE {_CHANGED.schema}.chosen_{table} AS {rows}")
    versions.create(connection, "part", list(batches), chosen=_CHANGED, tables=_RECORD_TABLES)
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
SELECT CASE WHEN (x.source, x.record_id) < (y.source, y.record_id) THEN x.id ELSE y.id END AS one,
       CASE WHEN (x.source, x.record_id) < (y.source, y.record_id) THEN y.id ELSE x.id END AS other
FROM (FROM linkage.found UNION FROM linkage.kept_pairs) AS pair
JOIN linkage.prepared AS x ON x.id = pair.a JOIN linkage.prepared AS y ON y.id = pair.b;

CREATE TABLE linkage.stale_pairs AS
SELECT x.source, x.record_id, y.source AS other_source, y.record_id AS other_record_id
FROM linkage.doubtful
JOIN linkage.prepared AS x ON x.id = a JOIN linkage.prepared AS y ON y.id = b;
"""


def evidence(kept_links: str) -> str:
    """The earlier evidence that still counts, as SQL over the file of the kept links."""
    return f"""
        SELECT source, record_id, other_source, other_record_id, weight, proposed, parts
        FROM {kept_links} AS held
        WHERE proposed IS NOT NULL
          AND (source, record_id) NOT IN (FROM linkage.changed)
          AND (other_source, other_record_id) NOT IN (FROM linkage.changed)
          AND NOT EXISTS (
              FROM linkage.stale_pairs AS s
              WHERE (s.source, s.record_id, s.other_source, s.other_record_id)
                  IN ((held.source, held.record_id, held.other_source, held.other_record_id),
                      (held.other_source, held.other_record_id, held.source, held.record_id)))"""
