"""What goes wrong around an ingest: the disc is full, a write fails, a file changes."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from ingest import csv_file
from tests.dirty.damage import DAMAGES
from tests.dirty.specimens import Folder, data_files
from tests.full_disc import no_file_beyond

Hook = Callable[[str], None]
_WRITES = ("fsync", "rename", "replace", "mkdir", "chmod", "open", "write")
_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@contextmanager
def nothing(place: Path, folder: Folder, random: Random) -> Iterator[Hook]:
    """All is well."""
    del place, folder, random
    yield lambda _: None


@contextmanager
def full_disc(place: Path, folder: Folder, random: Random) -> Iterator[Hook]:
    """No file of this process can grow beyond a size: the system refuses to write on."""
    del place, folder
    size = random.choice((0, 1, 4_096, 100_000, 300_000, random.randint(1, 2_000_000)))
    with no_file_beyond(size):
        yield lambda _: None


@contextmanager
def write_fails(place: Path, folder: Folder, random: Random) -> Iterator[Hook]:
    """The n-th call that changes something on the disc fails, and all after it."""
    del place, folder
    left = random.randint(0, 60)
    real = {name: getattr(os, name) for name in _WRITES}
    why = random.choice((errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT))

    def failing(name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal left
            reads = name == "open" and not (len(given) > 1 and given[1] & _FOR_WRITING)
            if not reads:
                left -= 1
                if left < 0:
                    raise OSError(why, os.strerror(why))
            return real[name](*given, **named)

        return call

    for name in _WRITES:
        setattr(os, name, failing(name))
    try:
        yield lambda _: None
    finally:
        for name, call in real.items():
            setattr(os, name, call)


@contextmanager
def changed_while_read(place: Path, folder: Folder, random: Random) -> Iterator[Hook]:
    """A file changes once: before some step, or between two pieces of a file that is being read."""
    names = data_files(folder)
    left = random.randint(0, 2 * len(names))
    name = random.choice(names) if names else ""
    damage = DAMAGES[random.choice(list(DAMAGES))]

    def step(_: str) -> None:
        nonlocal left
        left -= 1
        path = place / name
        if left == -1 and path.is_file() and not path.is_symlink():
            path.write_bytes(damage(path.read_bytes(), random))

    hashed = csv_file._Hashed  # noqa: SLF001 - between two reads there is no other way in
    real = hashed.readinto

    def readinto(self: Any, buffer: memoryview) -> int:
        count = real(self, buffer)
        step("")
        return count

    hashed.readinto = readinto  # type: ignore[method-assign]  # put back below
    try:
        yield step
    finally:
        hashed.readinto = real  # type: ignore[method-assign]  # as it was


AROUND = {
    "": nothing,
    "full disc": full_disc,
    "write fails": write_fails,
    "changed while read": changed_while_read,
}
"""What can go wrong, by name."""
