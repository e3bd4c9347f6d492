"""Records, links and decisions become persons. Nothing is merged away; everything can be undone.

The machine's links join records; human decisions about links come in as further pairs and will
outrank them here once there is a queue of pairs to decide on. A person is a set of records; its id
is made from the founding record, the member with the smallest (first recorded_at, source,
record_id).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from graph_service import ids

RecordKey = tuple[str, str]
Link = tuple[RecordKey, RecordKey]


@dataclass(frozen=True)
class Persons:
    """Who is who: each record's person, and each person's records, founding record first."""

    of_record: Mapping[RecordKey, str]
    records: Mapping[str, tuple[RecordKey, ...]]


class Groups:
    """Disjoint sets of records."""

    def __init__(self) -> None:
        self._above: dict[RecordKey, RecordKey] = {}

    def top(self, record: RecordKey) -> RecordKey:
        """The record that stands for the set of a record."""
        above = self._above
        above.setdefault(record, record)
        while above[record] != record:
            above[record] = above[above[record]]
            record = above[record]
        return record

    def join(self, one: RecordKey, other: RecordKey) -> None:
        """Make one set of the sets of two records."""
        tops = sorted((self.top(one), self.top(other)))
        self._above[tops[1]] = tops[0]

    def sets(self, records: Iterable[RecordKey]) -> list[list[RecordKey]]:
        """Some records, those of one set together."""
        found: dict[RecordKey, list[RecordKey]] = {}
        for record in records:
            found.setdefault(self.top(record), []).append(record)
        return list(found.values())


def derive(
    first_recorded: Mapping[RecordKey, datetime],
    links: Iterable[Link],
) -> Persons:
    """The persons behind records.

    ``first_recorded`` names every record ever known with its first recorded_at; ``links`` are
    joined pairs. A link to a record that is not known is left out. The order of either does not
    matter.
    """
    groups = Groups()
    for one, other in links:
        if one in first_recorded and other in first_recorded:
            groups.join(one, other)
    of_record: dict[RecordKey, str] = {}
    records: dict[str, tuple[RecordKey, ...]] = {}
    for group in groups.sets(first_recorded):
        group.sort(key=lambda record: (first_recorded[record], record))
        person = ids.person_id(*group[0])
        records[person] = tuple(group)
        for record in group:
            of_record[record] = person
    return Persons(of_record, records)
