"""The archive: every version of every accepted row, append-only, beside the graph that is made of it.

Layout under ``HOME/archive``::

    batches/<batch_id>/batch.json, <table>.parquet   one accepted batch; the folder's name is its content
    links/<digest>.parquet, links.jsonl              which records the machine joined, after which batch
    decisions.jsonl                                  human decisions, appended
    runs/<run_id>/                                   recorded runs

A batch is accepted by one rename, so there is never half a batch. Parquet rows carry the contract's
columns, the text of values that could not be read (``<column>_raw``), and ``source``, ``row_key``,
``row_digest`` and ``batch_recorded_at``. Instants are UTC without zone.
"""

import fcntl
import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph_service import contract, ids
from graph_service.errors import StoreUnavailable

_ARROW = {
    "text": pa.string(),
    "coded": pa.string(),
    "date": pa.date32(),
    "instant": pa.timestamp("us"),
    "true or false": pa.bool_(),
    "whole number": pa.int64(),
    "number": pa.float64(),
    "list": pa.list_(pa.string()),
}
_LINKS = pa.schema(
    [
        ("source", pa.string()),
        ("record_id", pa.string()),
        ("other_source", pa.string()),
        ("other_record_id", pa.string()),
        ("rule", pa.string()),
    ]
)
KEEPS_RAW = ("coded", "date", "instant", "true or false", "whole number", "number")


def now() -> datetime:
    """This instant in UTC, without zone, as the archive writes instants."""
    return datetime.now(UTC).replace(tzinfo=None)


def holder() -> str:
    """Who holds the writer's lease: machine and process, no person."""
    return f"{socket.gethostname()}:{os.getpid()}"


def schema(table: str) -> pa.Schema:
    """The Parquet schema of a contract table in the archive."""
    fields = [("source", pa.string()), ("row_key", pa.string())]
    for column in contract.columns(table):
        fields.append((column.name, _ARROW[column.kind]))
        if column.kind in KEEPS_RAW and not column.is_required:
            fields.append((f"{column.name}_raw", pa.string()))
    fields += [("row_digest", pa.string()), ("batch_recorded_at", pa.timestamp("us"))]
    return pa.schema(fields)


@dataclass(frozen=True)
class Batch:
    """One accepted batch: what it was, and when it was accepted."""

    batch_id: str
    source: str
    profile: str
    kind: str
    recorded_at: datetime
    accepted_at: datetime
    tables: Mapping[str, Mapping[str, int]]
    folder: Path

    def file(self, table: str) -> Path | None:
        """The Parquet file of a table, where the batch has rows of it."""
        path = self.folder / f"{table}.parquet"
        return path if path.exists() else None


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, and stays after a crash. Mode 0600."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _fsync(path.parent)


def append_line(path: Path, text: str) -> None:
    """Append one line and fsync it. Mode 0600. A torn last line of a crash is ended first."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, (("\n" if torn else "") + text + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


class Archive:
    """The archive of one home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "archive"
        for part in ("batches", "links", "runs", "incoming"):
            (self.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time on this machine; a second one is told so at once."""
        with (self.folder / "writer.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreUnavailable(
                    "Another command is writing to this home. Nothing was changed. "
                    "Wait until it has ended, then give the command again."
                ) from None
            yield

    def batches(self) -> list[Batch]:
        """Accepted batches in the order of their acceptance."""
        found = []
        for folder in (self.folder / "batches").iterdir():
            facts = json.loads((folder / "batch.json").read_text("utf-8"))
            found.append(
                Batch(
                    batch_id=facts["batch_id"],
                    source=facts["source"],
                    profile=facts["profile"],
                    kind=facts["kind"],
                    recorded_at=datetime.fromisoformat(facts["recorded_at"]),
                    accepted_at=datetime.fromisoformat(facts["accepted_at"]),
                    tables=facts["tables"],
                    folder=folder,
                )
            )
        return sorted(found, key=lambda batch: (batch.accepted_at, batch.batch_id))

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder to prepare a batch in; whatever an interrupted ingest left there is swept first."""
        for left in (self.folder / "incoming").iterdir():
            shutil.rmtree(left)
        folder = self.folder / "incoming" / str(os.getpid())
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            if folder.exists():
                shutil.rmtree(folder)

    def accept(self, prepared: Path, facts: Mapping[str, Any]) -> None:
        """Accept a prepared folder as a batch: durable first, then visible, in one rename."""
        accepted = {**facts, "accepted_at": self._next_instant().isoformat()}
        write_whole(prepared / "batch.json", json.dumps(accepted, indent=1, sort_keys=True))
        for file in prepared.iterdir():
            file.chmod(0o600)
            _fsync(file)
        _fsync(prepared)
        prepared.rename(self.folder / "batches" / facts["batch_id"])
        _fsync(self.folder / "batches")

    def _next_instant(self) -> datetime:
        """Now, but always later than the last acceptance, so that known-at tells batches apart."""
        latest = max((batch.accepted_at for batch in self.batches()), default=datetime.min)
        return max(now(), latest + timedelta(microseconds=1) if latest > datetime.min else latest)

    def write_links(self, links: pa.Table, *, after: str, at: datetime) -> str:
        """Keep the machine's links (one row per joined pair) as made after a set of batches."""
        digest = ids.digest(links.to_pylist())
        path = self.folder / "links" / f"{digest}.parquet"
        if not path.exists():
            draft = path.with_suffix(".draft")
            pq.write_table(links, draft)
            draft.chmod(0o600)
            _fsync(draft)
            draft.replace(path)
        line = {"after": after, "at": at.isoformat(), "links": digest}
        append_line(self.folder / "links.jsonl", ids.canonical(line))
        return digest

    def links_after(self, batches: str) -> str | None:
        """Digest of the links made after the batches of that digest, if resolve has run for them."""
        return next(
            (line["links"] for line in reversed(self._log()) if line["after"] == batches), None
        )

    def links(self, digest: str) -> list[dict[str, str]]:
        """The joined pairs of a links file."""
        return pq.read_table(self.folder / "links" / f"{digest}.parquet").to_pylist()

    def _log(self) -> list[dict[str, str]]:
        path = self.folder / "links.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue  # the torn line of a crash: its links are made again
        return found


def batches_digest(batches: list[Batch]) -> str:
    """One digest of a set of batches."""
    return ids.digest_of_all(batch.batch_id for batch in batches)


def links_table(rows: list[dict[str, str]]) -> pa.Table:
    """Joined pairs as the archive keeps them, sorted."""
    ordered = sorted(rows, key=lambda row: tuple(row.values()))
    return pa.Table.from_pylist(ordered, schema=_LINKS)
