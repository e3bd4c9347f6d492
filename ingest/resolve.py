"""Which records are one person. Here linkage will come; until then strong identifiers alone decide.

Records with the same valid PNC id are joined where nothing speaks against it: no two dates of
birth, no M against F. Where something does, only those are joined that agree on a recorded date of
birth and are not told apart by sex; the others stay apart. A record that was taken back keeps
nobody apart; it stays with the one group that it agrees with, so that the id which it founded goes
on. The result does not depend on the order of the records.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from graph_service import versions
from ingest.standardise import pnc_id

RULE = "pnc_id"


@dataclass(frozen=True)
class Identifiers:
    """What resolve reads of a record's last version."""

    source: str
    record_id: str
    pnc_id: str | None
    born_on: date | None
    sex: str | None
    is_ended: bool = False

    @property
    def sex_told(self) -> str | None:
        """The sex where it is told: U and X differ from nothing."""
        return self.sex if self.sex in ("M", "F") else None


def identifiers(connection: duckdb.DuckDBPyConnection, schema: str) -> list[Identifiers]:
    """The identifiers of every record that has a PNC id, those that were taken back too."""
    rows = connection.execute(
        f"""
        SELECT source, record_id, pnc_id, born_on, sex, last.is_ended
        FROM {schema}.versions_person_record AS version
        JOIN ({versions.last("person_record", schema)}) AS last USING (source, row_key)
        QUALIFY row_number() OVER (
            PARTITION BY source, row_key
            ORDER BY recorded_at DESC, batch_recorded_at DESC, version.row_digest DESC
        ) = 1 AND pnc_id IS NOT NULL
        """
    ).fetchall()
    return [Identifiers(*row) for row in rows]


def _agree(records: list[Identifiers]) -> bool:
    born = {record.born_on for record in records if record.born_on}
    sexes = {record.sex_told for record in records if record.sex_told}
    return len(born) < 2 and len(sexes) < 2  # noqa: PLR2004 - two of them would be a conflict


def _key(record: Identifiers) -> tuple[str, str]:
    return record.source, record.record_id


def _joined(records: list[Identifiers]) -> list[dict[str, str]]:
    first, *others = sorted(records, key=_key)
    return [
        {
            "source": first.source,
            "record_id": first.record_id,
            "other_source": other.source,
            "other_record_id": other.record_id,
            "rule": RULE,
        }
        for other in others
    ]


def _groups(same: list[Identifiers]) -> list[list[Identifiers]]:
    """Records of one identifier, parted where something speaks against one person."""
    if _agree(same):
        return [same]
    by_birth = _parted(same, lambda record: record.born_on)
    return [
        group
        for born in by_birth
        for group in ([born] if _agree(born) else _parted(born, lambda record: record.sex_told))
    ]


def _parted(
    records: list[Identifiers], told: Callable[[Identifiers], object]
) -> list[list[Identifiers]]:
    """Records by what they tell; one that does not tell it stands alone."""
    parts: dict[object, list[Identifiers]] = {}
    for record in records:
        parts.setdefault(told(record) or _key(record), []).append(record)
    return list(parts.values())


def links(records: Iterable[Identifiers]) -> list[dict[str, str]]:
    """Pairs of records that are taken to be one person, with the rule that says so, sorted."""
    by_identifier: dict[str, list[Identifiers]] = {}
    for record in sorted(records, key=_key):
        identifier = pnc_id(record.pnc_id)
        if identifier:
            by_identifier.setdefault(identifier, []).append(record)
    found: list[dict[str, str]] = []
    for same in by_identifier.values():
        groups = _groups([record for record in same if not record.is_ended])
        for ended in (record for record in same if record.is_ended):
            fitting = [group for group in groups if _agree([*group, ended])]
            if len(fitting) == 1:
                fitting[0].append(ended)
        for group in groups:
            found += _joined(group)
    return sorted(found, key=lambda pair: tuple(pair.values()))
