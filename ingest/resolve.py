"""Which records are one person. Here linkage will come; until then strong identifiers alone decide.

Records with the same valid PNC id are joined where nothing speaks against it: no two dates of birth, no
M against F. Where something does, only those are joined that agree on a recorded date of birth and on
sex; the others stay apart. The result does not depend on the order of the records.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.standardise import pnc_id

RULE = "pnc_id"


@dataclass(frozen=True)
class Identifiers:
    """What resolve reads of a record."""

    source: str
    record_id: str
    pnc_id: str | None
    born_on: date | None
    sex: str | None

    @property
    def sex_told(self) -> str | None:
        """The sex where it is told: U and X differ from nothing."""
        return self.sex if self.sex in ("M", "F") else None


def _agree(records: list[Identifiers]) -> bool:
    born = {record.born_on for record in records if record.born_on}
    sexes = {record.sex_told for record in records if record.sex_told}
    return len(born) < 2 and len(sexes) < 2  # noqa: PLR2004 - two of them would be a conflict


def _joined(records: list[Identifiers]) -> list[dict[str, str]]:
    first, *others = sorted(records, key=lambda record: (record.source, record.record_id))
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


def links(records: Iterable[Identifiers]) -> list[dict[str, str]]:
    """Pairs of records that are taken to be one person, with the rule that says so."""
    by_identifier: dict[str, list[Identifiers]] = {}
    for record in records:
        identifier = pnc_id(record.pnc_id)
        if identifier:
            by_identifier.setdefault(identifier, []).append(record)
    found: list[dict[str, str]] = []
    for _, same in sorted(by_identifier.items()):
        if _agree(same):
            found += _joined(same)
            continue
        agreeing: dict[tuple[date, str | None], list[Identifiers]] = {}
        for record in same:
            if record.born_on:
                agreeing.setdefault((record.born_on, record.sex_told), []).append(record)
        for group in agreeing.values():
            found += _joined(group)
    return found
