"""The machine's links in the archive: every judged pair of records, after which batches.

``links/<digest>.parquet`` holds the pairs, one row each: the two records, the verdict, the weight
in bits and the parts that it is the sum of. ``links.jsonl`` says after which batches and decisions
they were made, and with which parameters; ``linkage/<digest>.json`` holds those. All of it can be
made anew from the batches, the decisions and the parameters.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph_service import ids
from graph_service.archive import Archive, append_line, fsync, read_lines, write_whole, writing
from graph_service.errors import StoreUnavailable
from graph_service.people import Link
from graph_service.verdicts import MAKES_ONE, Verdict
from graph_service.versions import parquet

_PART = pa.struct(
    [
        ("comparison", pa.string()),
        ("label", pa.string()),
        ("level", pa.string()),
        ("text", pa.string()),
        ("weight", pa.float64()),
    ]
)
_RECORD = pa.struct([("source", pa.string()), ("record_id", pa.string())])
_COLUMNS: dict[str, pa.DataType] = {
    "link_id": pa.string(),
    "source": pa.string(),
    "record_id": pa.string(),
    "other_source": pa.string(),
    "other_record_id": pa.string(),
    "verdict": pa.string(),
    "weight": pa.float64(),
    "proposed": pa.string(),
    "parts": pa.list_(_PART),
    "would_be": pa.list_(pa.list_(_RECORD)),
}
KEYS = ("source", "record_id", "other_source", "other_record_id")
"""The columns that name the two records of a pair."""
SCHEMA = pa.schema(_COLUMNS)
"""A judged pair, the smaller record first, with what the machine proposed and the parts of its
weight; both are null for a decision alone. ``would_be`` holds, of a pair that is asked about, the
groups of records that the other word on it would bring about (see ``graph_service.supposed``)."""
_DAMAGED = (
    "A file of links in the archive is missing or damaged. Restore it from a back-up, or give "
    "`pursuit rebuild`, which derives them again."
)


def _digest(pairs: pa.Table) -> str:
    """One digest of the pairs, whatever wrote the file."""
    whole = hashlib.sha256()
    for part in pairs.to_batches(max_chunksize=10_000):
        whole.update(ids.canonical(part.to_pylist()).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def write(home: Archive, pairs: pa.Table, *, parameters: str, after: str, at: datetime) -> str:
    """Keep pairs (``SCHEMA``, sorted) as made after batches and decisions of that digest."""
    held = pairs.cast(SCHEMA).combine_chunks()
    digest = _digest(held)
    path = home.folder / "links" / f"{digest}.parquet"
    with writing():
        if not holds(home, digest):
            draft = path.with_suffix(".draft")
            pq.write_table(held, draft)
            draft.chmod(0o600)
            fsync(draft)
            draft.replace(path)
            fsync(path.parent)
        line = {"after": after, "at": at.isoformat(), "links": digest, "parameters": parameters}
        line["file"] = ids.file_digest(path)
        append_line(home.folder / "links.jsonl", ids.canonical(line))
    return digest


def after(home: Archive, state: str) -> str | None:
    """Digest of the links made after batches and decisions of that digest; None before that."""
    made = (line["links"] for line in reversed(_log(home)) if line["after"] == state)
    digest = next(made, None)
    return digest if digest and holds(home, digest) else None


def read(home: Archive, digest: str, where: pc.Expression | None = None) -> pa.Table:
    """The judged pairs of a links file, or those of which an expression holds."""
    path = home.folder / "links" / f"{digest}.parquet"
    try:
        return pq.read_table(path, filters=where).cast(SCHEMA)
    except (OSError, ValueError, pa.ArrowException):
        raise StoreUnavailable(_DAMAGED) from None


def sql(home: Archive, digest: str) -> str:
    """The judged pairs of a links file as a table in SQL."""
    return parquet([home.folder / "links" / f"{digest}.parquet"])


def joined(home: Archive, digest: str | None) -> list[Link]:
    """The pairs that make people; none for no links."""
    if digest is None:
        return []
    return keys(read(home, digest, among(MAKES_ONE)))


def among(verdicts: Iterable[Verdict]) -> pc.Expression:
    """That the verdict of a pair is one of these."""
    return pc.field("verdict").isin([str(verdict) for verdict in verdicts])


def keys(pairs: pa.Table) -> list[Link]:
    """The two records of each pair, in order."""
    columns = (pairs.column(name).to_pylist() for name in KEYS)
    return [((one, record), (two, other)) for one, record, two, other in zip(*columns, strict=True)]


def keep_parameters(home: Archive, digest: str, text: str) -> None:
    """Keep linkage's parameters under their digest."""
    path = home.folder / "linkage" / f"{digest}.json"
    with writing():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            write_whole(path, text)


def last_parameters(home: Archive) -> str | None:
    """The text of the parameters that were used last; None before any were."""
    for line in reversed(_log(home)):
        path = home.folder / "linkage" / f"{line.get('parameters')}.json"
        if path.exists():
            return path.read_text("utf-8")
    return None


def holds(home: Archive, digest: str) -> bool:
    """Whether the links of a digest are there, whole and unchanged.

    A file is as it was written where it has the sum that was noted then; else its pairs are read.
    """
    path = home.folder / "links" / f"{digest}.parquet"
    noted = {line.get("file") for line in _log(home) if line["links"] == digest}
    try:
        return ids.file_digest(path) in noted or _digest(read(home, digest)) == digest
    except (OSError, StoreUnavailable):
        return False


def _log(home: Archive) -> list[dict[str, str]]:
    found = []
    for line in read_lines(home.folder / "links.jsonl"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue  # the torn line of a crash: its links are made again
    return found
