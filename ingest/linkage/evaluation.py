"""How well linkage does against a known truth: found, missed and wrongly joined.

Two records of one person are a pair. Precision is the share of joined pairs that are right, recall
the share of right pairs that are joined, F1 their harmonic mean. A group is right when it holds all
records of one person and nobody else's.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_service.errors import InputRefused
from graph_service.people import RecordKey

_NEEDED = ("record_id", "cluster")
_PLACES = 4
MOST_PAIRS = 500_000
"""Pairs of one person's records that are looked at; each takes some kilobyte."""


@dataclass(frozen=True)
class Truth:
    """Which records, named by (source, record_id), are of one person.

    ``by`` says for some further columns of the file to which group each record belongs.
    """

    cluster: Mapping[RecordKey, str]
    by: Mapping[str, Mapping[RecordKey, str]]
    unknown: tuple[str, ...]
    """Records that the file names and the archive does not hold, in the file's order."""


def read_truth(file: Path, records: Iterable[RecordKey], by: Iterable[str] = ()) -> Truth:
    """A CSV file of ``record_id``, ``cluster`` and, where sources share ids, ``source``.

    ``by`` names further columns, each of which is reported apart. InputRefused where the file
    cannot be read or lacks one, a record stands twice or an id is in two sources.
    """
    by_id: dict[str, list[RecordKey]] = defaultdict(list)
    for key in records:
        by_id[key[1]].append(key)
    cluster: dict[RecordKey, str] = {}
    others: dict[str, dict[RecordKey, str]] = {}
    unknown = []
    wanted = tuple(by)
    for line, row in enumerate(_rows(file, (*_NEEDED, *wanted)), start=2):
        held = [
            key for key in by_id.get(row["record_id"], ()) if row.get("source") in (None, key[0])
        ]
        if not held:
            unknown.append(row["record_id"])
            continue
        if len(held) > 1:
            raise InputRefused(
                f"{file.name}, line {line}: the record is in more than one source. Add a column "
                "`source` to the file."
            )
        [key] = held
        if key in cluster:
            raise InputRefused(f"{file.name}, line {line}: the record stands there twice.")
        cluster[key] = row["cluster"]
        for name in wanted:
            others.setdefault(name, {})[key] = row[name] or "not told"
    pairs = Counter(cluster.values())
    every = sum(map(_pairs, pairs.values()))
    if every > MOST_PAIRS:
        [(_, most)] = pairs.most_common(1)
        raise InputRefused(
            f"{file.name} holds {every:,} pairs of records as one person's, and at most "
            f"{MOST_PAIRS:,} can be looked at. Its largest cluster has {most:,} records: does "
            "the column `cluster` tell people apart?"
        )
    return Truth(cluster, others, tuple(unknown))


def _rows(file: Path, needed: Iterable[str]) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise InputRefused(
                    f"{file.name} has no column `{missing[0]}`. A truth file has `record_id` and "
                    "`cluster`."
                )
            rows = list(reader)
    except FileNotFoundError:
        raise InputRefused(f"There is no file {file}.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputRefused(
            f"{file.name} cannot be read as CSV in UTF-8 ({type(error).__name__})."
        ) from None
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values() or not row["record_id"] or not row["cluster"]:
            raise InputRefused(f"{file.name}, line {line}: a value is missing, or one too many.")
    return rows


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


@dataclass(frozen=True)
class Measure:
    """Right, joined and true things, pairs or groups."""

    right: int
    joined: int
    true: int

    def shown(self) -> dict[str, Any]:
        """The counts with precision, recall and F1; null where there is nothing to divide by."""
        precision = self.right / self.joined if self.joined else None
        recall = self.right / self.true if self.true else None
        both = (
            2 * precision * recall / (precision + recall)
            if precision is not None and recall is not None and precision + recall
            else None
        )
        return {
            "right": self.right,
            "joined": self.joined,
            "true": self.true,
            "precision": _rounded(precision),
            "recall": _rounded(recall),
            "f1": _rounded(both),
        }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _PLACES)


def measure(
    cluster: Mapping[RecordKey, str], person: Mapping[RecordKey, str]
) -> tuple[Measure, Measure]:
    """Pairs and groups of the records that both name."""
    true: Counter[str] = Counter()
    joined: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for record, name in cluster.items():
        who = person[record]
        true[name] += 1
        joined[who] += 1
        both[name, who] += 1
    pairs = Measure(
        sum(map(_pairs, both.values())), sum(map(_pairs, joined.values())),
        sum(map(_pairs, true.values())),
    )  # fmt: skip
    whole = sum(
        1 for (name, who), count in both.items() if count > 1 and count == true[name] == joined[who]
    )
    groups = Measure(
        whole,
        sum(1 for count in joined.values() if count > 1),
        sum(1 for count in true.values() if count > 1),
    )
    return pairs, groups


def true_pairs(cluster: Mapping[RecordKey, str]) -> list[tuple[RecordKey, RecordKey]]:
    """Every two records of one person, the smaller key first."""
    members: dict[str, list[RecordKey]] = defaultdict(list)
    for record in sorted(cluster):
        members[cluster[record]].append(record)
    return [
        (one, other)
        for held in members.values()
        for at, one in enumerate(held)
        for other in held[at + 1 :]
    ]


def by_group(truth: Truth, person: Mapping[RecordKey, str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Pairs among the records of each group of each further column of the truth."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, group_of in truth.by.items():
        members: dict[str, dict[RecordKey, str]] = defaultdict(dict)
        for record, group in group_of.items():
            members[group][record] = truth.cluster[record]
        found[name] = {
            group: measure(held, person)[0].shown() for group, held in sorted(members.items())
        }
    return found


def curve(weights: Sequence[tuple[float, bool]], true: int) -> list[dict[str, Any]]:
    """Precision and recall of the pairs from each whole weight on, before groups are made.

    ``weights`` are (weight in bits, is right) of the pairs that were weighed; ``true`` counts the
    right pairs, those too that were never compared.
    """
    if not weights:
        return []
    ordered = sorted(weights, reverse=True)
    top, bottom = int(ordered[0][0]) + 1, int(ordered[-1][0]) - 1
    found, right, at = [], 0, 0
    for threshold in range(top, bottom - 1, -1):
        while at < len(ordered) and ordered[at][0] >= threshold:
            right += ordered[at][1]
            at += 1
        found.append({"weight": threshold, **Measure(right, at, true).shown()})
    return found
