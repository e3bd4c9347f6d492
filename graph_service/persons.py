"""The persons of a state of the archive: derived from its records and the machine's links."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from graph_service import ids, names, people
from graph_service.people import Link, Persons, RecordKey


@dataclass(frozen=True)
class PersonRow:
    """A person as the graph must hold it, with the graph keys of its records."""

    person_id: str
    records: tuple[str, ...]
    properties: dict[str, Any]


def of_state(connection: duckdb.DuckDBPyConnection, schema: str, links: list[Link]) -> Persons:
    """Who is who in a schema that :mod:`graph_service.versions` filled."""
    return people.derive(first_recorded(connection, schema), links)


def first_recorded(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[RecordKey, datetime]:
    """When each record of such a schema was first recorded, also those that were taken back."""
    found = connection.execute(
        "SELECT source, record_id, min(recorded_at) "
        f"FROM {schema}.versions_person_record GROUP BY ALL"
    ).fetchall()
    return {(source, record_id): recorded_at for source, record_id, recorded_at in found}


_COLUMNS = "source, record_id, forename, surname, full_name, born_on, sex, died_on, area"


def rows(
    connection: duckdb.DuckDBPyConnection, schema: str, persons: Persons
) -> Iterator[PersonRow]:
    """Each person with at least one current record, as the graph must hold it.

    The name is that of the first record that has one. Date of birth and sex are given only where
    the records that say one agree; pages show a disagreement from the records themselves.
    """
    current: dict[RecordKey, tuple[Any, ...]] = {
        (row[0], row[1]): row
        for row in connection.execute(f"SELECT {_COLUMNS} FROM {schema}.person_record").fetchall()
    }
    for person, members in persons.records.items():
        held = [current[record] for record in members if record in current]
        if not held:
            continue
        name = next((shown for row in held if (shown := names.as_shown(*row[2:5]))), None)
        born = {row[5] for row in held if row[5]}
        sexes = {row[6] for row in held if row[6] and row[6] != "U"}
        died = [row[7] for row in held if row[7]]
        yield PersonRow(
            person,
            tuple(ids.graph_key(row[0], row[1]) for row in held),
            ids.without_nothing(
                {
                    "person_id": person,
                    "name": name,
                    "born_on": born.pop() if len(born) == 1 else None,
                    "sex": sexes.pop() if len(sexes) == 1 else None,
                    "died_on": min(died) if died else None,
                    "areas": sorted({row[8] for row in held if row[8]}),
                }
            ),
        )
