"""The archive: every version of every accepted row, append-only, beside the graph made of it.

Layout under ``HOME/archive``::

    batches/<batch_id>/batch.json, <table>.parquet   one accepted batch, named by its content
    links/<digest>.parquet, links.jsonl              judged pairs of records, after what
    linkage/<digest>.json                            the parameters that they were judged with
    linkage/state/                                   what the next delta is linked against
    decisions.jsonl                                  human decisions, appended
    ids.jsonl                                        which ids of people became which
    runs/<run_id>/                                   recorded runs
    incoming/<random>/                               what a command works in while it runs

A batch is accepted by one rename, so there is never half a batch. Parquet rows carry the contract's
columns, the text of values that could not be read (``<column>_raw``), and ``source``, ``row_key``,
``row_digest`` and ``batch_recorded_at``. Instants are UTC without zone.
"""

import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from graph_service import archive_schema, ids
from graph_service.errors import StoreUnavailable

KEEPS_RAW = archive_schema.KEEPS_RAW


def now() -> datetime:
    """This instant in UTC, without zone, as the archive writes instants."""
    return datetime.now(UTC).replace(tzinfo=None)


def holder() -> str:
    """Who holds the writer's lease: machine and process, no person."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(frozen=True)
class Batch:
    """One accepted batch: what it was, when it was accepted, what its report found amiss."""

    batch_id: str
    source: str
    profile: str
    kind: str
    recorded_at: datetime
    accepted_at: datetime
    tables: Mapping[str, Mapping[str, int]]
    folder: Path
    found: Mapping[str, Any] | None = None  # of a batch from before it was kept

    def file(self, table: str) -> Path | None:
        """The Parquet file of a table, where the batch has rows of it."""
        path = self.folder / f"{table}.parquet"
        return path if path.exists() else None


def fsync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing() -> Iterator[None]:
    """Turn a disk that is full or not writable into a sentence."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"The home folder cannot be written ({error.strerror or type(error).__name__}). "
            "Nothing was half done. Make room or mend its permissions, then give the command again."
        ) from None


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, and stays after a crash. Mode 0600."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    fsync(path.parent)


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


def read_lines(path: Path) -> list[str]:
    """The lines of a file that `append_line` wrote; none where there is none.

    Parted by line feeds alone: a text in a line may hold other signs that end one.
    """
    return path.read_text("utf-8").removesuffix("\n").split("\n") if path.exists() else []


class Archive:
    """The archive of one home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "archive"
        with writing():
            for part in (".", "batches", "links", "runs", "incoming"):
                (self.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time on this machine; a second one is told so at once."""
        with writing():
            handle = os.open(self.folder / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreUnavailable(
                    "Another command is writing to this home. Nothing was changed. "
                    "Wait until it has ended, then give the command again."
                ) from None
            yield
        finally:
            os.close(handle)

    def batches(self) -> list[Batch]:
        """Accepted batches in the order of their acceptance."""
        found = [_read_batch(folder) for folder in (self.folder / "batches").iterdir()]
        return sorted(found, key=lambda batch: (batch.accepted_at, batch.batch_id))

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder to work in, gone afterwards. What commands that died left there is swept first.

        The folder has mode 0700, and what is made in it meanwhile is closed to others too.
        """
        place = self.folder / "incoming"
        with writing():
            _sweep(place)
            folder = Path(tempfile.mkdtemp(dir=place))
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
        mask = os.umask(0o077)
        try:
            yield folder
        finally:
            os.umask(mask)
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)

    def accept(self, prepared: Path, facts: Mapping[str, Any]) -> None:
        """Accept a prepared folder as a batch: durable first, then visible, in one rename."""
        accepted = {**facts, "accepted_at": self._next_instant().isoformat()}
        with writing():
            write_whole(prepared / "batch.json", json.dumps(accepted, indent=1, sort_keys=True))
            for file in prepared.iterdir():
                file.chmod(0o600)
                fsync(file)
            fsync(prepared)
            prepared.rename(self.folder / "batches" / facts["batch_id"])
            fsync(self.folder / "batches")

    def _next_instant(self) -> datetime:
        """Now, but always later than the last acceptance, so that known-at tells batches apart."""
        held = self.batches()
        return max(now(), held[-1].accepted_at + timedelta(microseconds=1)) if held else now()


def _sweep(place: Path) -> None:
    """Remove the folders that no living process holds."""
    for folder in place.iterdir():
        try:
            handle = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue  # swept by another command
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(handle)


def _read_batch(folder: Path) -> Batch:
    try:
        held = (folder / "batch.json").stat()
    except OSError:
        return _parse_batch(folder, 0, 0)
    return _parse_batch(folder, held.st_mtime_ns, held.st_size)


@cache
def _parse_batch(folder: Path, changed: int, size: int) -> Batch:
    """A batch's file; read once for as long as it stays as it is."""
    del changed, size
    try:
        facts = json.loads((folder / "batch.json").read_text("utf-8"))
        return Batch(
            batch_id=facts["batch_id"],
            source=facts["source"],
            profile=facts["profile"],
            kind=facts["kind"],
            recorded_at=datetime.fromisoformat(facts["recorded_at"]),
            accepted_at=datetime.fromisoformat(facts["accepted_at"]),
            tables=facts["tables"],
            folder=folder,
            found=facts.get("found"),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreUnavailable(
            f"The archive's batch {folder.name[:12]} is damaged. Restore the archive from a "
            "back-up."
        ) from None


def batches_digest(batches: list[Batch]) -> str:
    """One digest of a set of batches."""
    return ids.digest_of_all(batch.batch_id for batch in batches)
