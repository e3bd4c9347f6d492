"""Lock files: held by a process as long as it lives, whatever it leaves behind."""

import fcntl
import os
import time
from pathlib import Path

POLL_SECONDS = 0.05


def held(path: Path) -> bool:
    """Whether another process (or thread) holds this lock file."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def take(path: Path, seconds: float) -> int | None:
    """Take a lock file; the descriptor that holds it, or None when it cannot be had in time."""
    deadline = time.monotonic() + seconds
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                return None
            time.sleep(POLL_SECONDS)
        except OSError:  # a file system without locks
            os.close(descriptor)
            raise
        else:
            return descriptor
