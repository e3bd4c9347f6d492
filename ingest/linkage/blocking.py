"""Which pairs of records are compared at all: those that share a key, in a block of bearable size.

Each rule gives a record some keys; two records are compared where they share one. A key that more
than ``LIMIT`` records share makes no pairs: whoever shares no rarer key with anybody is not found
by it. Whether a pair is compared depends on the records of the moment alone, never on their order.
"""

from dataclasses import dataclass

import duckdb

LIMIT = 400
"""Records in one block; a block makes up to LIMIT * (LIMIT - 1) / 2 pairs."""

_SEVERAL = 100
"""Names that more share decide nothing by themselves: something rarer must be shared too."""
_FEW = 40
"""A date, a place or a telephone that more share is a crowd's."""
_BORN = "left(born, 4) || least(born[5:6], born[7:8]) || greatest(born[5:6], born[7:8])"
_BOTH = "forename IS NOT NULL AND surname IS NOT NULL"
_DAY = f"coalesce({_BORN}, born_text)"


_SOURCE = """(
    SELECT *, list_distinct(list_filter(list_prepend(forename, surnames), lambda x: x IS NOT NULL))
               AS either,
           list_distinct(list_filter(list_prepend(forename_sound, surname_sounds),
                                     lambda x: length(x) > 1)) AS either_sounds
    FROM {of}
)"""


@dataclass(frozen=True)
class Rule:
    """A way to find pairs: SQL for the parts of a key over ``linkage.prepared``, null for none.

    Parts in ``lists`` are lists: each of their values makes a key.
    """

    name: str
    parts: tuple[str, ...]
    lists: tuple[str, ...] = ()
    limit: int = LIMIT


RULES: tuple[Rule, ...] = (
    Rule("PNC id", ("coalesce(replace(pnc, '/', ''), pnc_text)",)),
    Rule("CRO number", ("coalesce(cro, cro_text)",)),
    Rule("telephone", ("phone",), limit=_FEW),
    Rule("e-mail", ("email",), limit=_FEW),
    Rule("date of birth and surname's sound", (_DAY,), ("surname_sounds",)),
    Rule("date of birth and forename", (_DAY,), ("forename_roots",)),
    Rule("date of birth and postcode", (_DAY,), ("postcodes",)),
    Rule("date of birth and address", (_DAY,), ("addresses",)),
    Rule("forename and surname", (), ("forename_roots", "surnames"), limit=_SEVERAL),
    Rule(
        "names in either order",
        # Of one name alone both would be that one.
        (f"CASE WHEN {_BOTH} THEN least(forename, surname) END", "greatest(forename, surname)"),
        limit=_SEVERAL,
    ),
    Rule(
        "sounds of both names and year of birth",
        ("forename_sound", "birth_year::VARCHAR"),
        ("surname_sounds",),
    ),
    Rule(
        "surname's sound, initial and year of birth",
        ("forename[1]", "birth_year::VARCHAR"),
        ("surname_sounds",),
    ),
    Rule("surname and postcode", (), ("surnames", "postcodes")),
    Rule("forename and postcode", (), ("forename_roots", "postcodes")),
    Rule("address and initial", ("forename[1]",), ("addresses",)),
    # One thing alone finds whoever has little else in common, where few share it.
    Rule("date of birth", (_DAY,), limit=_FEW),
    Rule("one of the names", (), ("either",), limit=_FEW),
    Rule("sound of one of the names", (), ("either_sounds",), limit=_FEW),
    Rule("e-mail before the @", ("split_part(email, '@', 1)",), limit=_FEW),
    Rule("postcode", (), ("postcodes",), limit=_FEW),
    Rule("address", (), ("addresses",), limit=_FEW),
)


def _keys(number: int, rule: Rule, of: str) -> str:
    unnested = [f"unnest({one}) AS l{n}" for n, one in enumerate(rule.lists)]
    parts = [*rule.parts, *(f"l{n}" for n in range(len(rule.lists)))]
    source = _SOURCE.format(of=of)
    for n, one in enumerate(unnested):
        source = f"(SELECT *, {one} FROM {source}) AS s{n}"
    whole = " AND ".join(f"({part}) IS NOT NULL" for part in parts)
    key = " || chr(31) || ".join(f"({part})" for part in parts)
    return f"SELECT {number}::UTINYINT AS rule, hash({key}) AS key, id FROM {source} WHERE {whole}"


def keys(
    connection: duckdb.DuckDBPyConnection,
    *,
    of: str = "linkage.prepared",
    into: str = "linkage.keys",
) -> None:
    """Make a table (rule, key, id) of prepared records."""
    every = " UNION ALL ".join(_keys(number, rule, of) for number, rule in enumerate(RULES))
    connection.execute(f"CREATE TABLE {into} AS SELECT DISTINCT * FROM ({every})")


def limits() -> str:
    """How many records a block of ``rule`` may have, as SQL."""
    each = " ".join(f"WHEN {number} THEN {rule.limit}" for number, rule in enumerate(RULES))
    return f"CASE rule {each} END"


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``linkage.keys`` of ``linkage.prepared``, and the pairs to compare."""
    keys(connection)
    pairs(connection)


def pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``linkage.pairs`` (one, other) of ``linkage.keys``: every pair to compare.

    ``one`` is the smaller id; ``linkage.blocked`` holds the keys that make pairs.
    """
    connection.execute(
        f"""
        CREATE TABLE linkage.blocks AS
        SELECT rule, key, count(*) AS n FROM linkage.keys GROUP BY rule, key
        HAVING n <= {limits()}"""
    )
    connection.execute(
        """
        CREATE TABLE linkage.blocked AS
        SELECT rule, key, id FROM linkage.keys
        SEMI JOIN (FROM linkage.blocks WHERE n > 1) USING (rule, key)"""
    )
    connection.execute(
        """
        CREATE TABLE linkage.pairs AS
        SELECT DISTINCT a.id AS one, b.id AS other
        FROM linkage.blocked AS a JOIN linkage.blocked AS b USING (rule, key)
        WHERE a.id < b.id"""
    )


def alone(connection: duckdb.DuckDBPyConnection) -> int:
    """How many records have no key at all: nothing of theirs can be compared."""
    [[count]] = connection.execute(
        "SELECT count(*) FROM linkage.prepared ANTI JOIN linkage.keys USING (id)"
    ).fetchall()
    return int(count)


def crowded(connection: duckdb.DuckDBPyConnection) -> int:
    """How many records share all that they could be found by with a crowd, and are not compared."""
    [[count]] = connection.execute(
        """
        SELECT count(DISTINCT id) FROM linkage.keys
        ANTI JOIN (FROM linkage.keys SEMI JOIN linkage.blocks USING (rule, key)) USING (id)"""
    ).fetchall()
    return int(count)
