"""Two states of the archive in one database, and states between the two that never were."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from graph_service import linked, persons, versions
from graph_service.archive import Archive
from graph_service.people import RecordKey
from graph_service.versions import quoted
from scoring import history
from scoring.frames import History
from scoring.run import Given

RECORDS = ("person_record", "alias", "offence", "versions_offence", "relationship")
OUTCOMES = ("outcome",)
PROCESSES = ("custody_event", "order")
STATUS_BEFORE = "status_before"
"""Of the involvements of now those that were there have the status that they had."""
_SUSPECT = ("source", "offence_id", "record_id", "role")


@contextmanager
def both(
    home: Archive, old: Given, new: Given
) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, str]]]:
    """The schemas ``before`` and ``after``, who was who in each, and the ids that changed."""
    with versions.connect(home) as connection:
        who = {}
        for schema, of in (("before", old), ("after", new)):
            versions.create(connection, schema, of.batches, as_of=of.as_of)
            derived = persons.of_state(connection, schema, linked.joined(home, of.links))
            who[schema] = dict(derived.of_record)
        renamed = _renamed(who["before"], who["after"])
        was = {key: renamed.get(person, person) for key, person in who["before"].items()}
        then = _between(was, who["after"])
        for name, people in (("before", was), ("after", who["after"]), ("then", then)):
            connection.register("everybody", history.whose(people))
            connection.execute(f"CREATE TABLE who_{name} AS FROM everybody")
            connection.unregister("everybody")
        yield connection, renamed


def _renamed(before: Mapping[RecordKey, str], after: Mapping[RecordKey, str]) -> dict[str, str]:
    """The ids under which people went on whom nobody joined or split, where they are others now."""
    went: dict[str, set[str]] = {}
    for record, person in before.items():
        went.setdefault(person, set()).add(after.get(record, person))
    here = set(after.values())
    came = Counter(one for to in went.values() for one in to)
    return {
        person: one
        for person, to in went.items()
        for one in to
        if len(to) == 1 and person not in here and one not in went and came[one] == 1
    }


def _between(
    before: Mapping[RecordKey, str], after: Mapping[RecordKey, str]
) -> dict[RecordKey, str]:
    """Who each record was: an earlier record's person as he was, a new one's as his others were.

    A new record that came to a person is of that person, whatever else came of the joining; one
    that came to several at once is of the one with most of his records.
    """
    were: dict[str, Counter[str]] = {}
    for record, person in after.items():
        if record in before:
            were.setdefault(person, Counter())[before[record]] += 1
    home_of = {
        person: min(counted, key=lambda one: (-counted[one], one))
        for person, counted in were.items()
    }
    return {
        record: before[record] if record in before else home_of.get(person, person)
        for record, person in after.items()
    }


def layer(
    connection: duckdb.DuckDBPyConnection, schema: str, of_now: tuple[str, ...], who: str
) -> History:
    """The history of a state in which some tables are those of now, the others as they were.

    With ``STATUS_BEFORE`` the involvements of now stand with the status that they had.
    """
    schema = quoted(f"layer {schema}")
    connection.execute(f"CREATE SCHEMA {schema}")
    for table in (*RECORDS, *OUTCOMES, *PROCESSES, "involvement"):
        taken = "after" if table in of_now else "before"
        rows = f"FROM {taken}.{quoted(table)}"
        if table == "involvement" and STATUS_BEFORE in of_now:
            keys = ", ".join(_SUSPECT)
            rows = f"""
                SELECT now.* REPLACE (
                    CASE WHEN was.source IS NULL THEN now.status ELSE was.status END AS status,
                    CASE WHEN was.source IS NULL THEN now.status_on ELSE was.status_on END
                        AS status_on)
                FROM after.involvement AS now
                LEFT JOIN (
                    SELECT {keys}, any_value(status ORDER BY row_digest) AS status,
                           any_value(status_on ORDER BY row_digest) AS status_on
                    FROM before.involvement GROUP BY ALL
                ) AS was USING ({keys})"""  # noqa: S608 - this module's columns
        connection.execute(f"CREATE VIEW {schema}.{quoted(table)} AS {rows}")
    connection.execute(
        f"CREATE VIEW {schema}.who AS "
        f"FROM main.{who} SEMI JOIN {schema}.person_record USING (source, record_id)"
    )
    connection.execute(f"USE {schema}")
    try:
        return history.history(connection)
    finally:
        connection.execute("USE memory.main")
