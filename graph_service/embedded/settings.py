"""Settings of the embedded store, read from the environment when its server starts."""

import os
import re
from dataclasses import dataclass

from graph_service.errors import WrongCall


@dataclass(frozen=True)
class Settings:
    """Heap of the Java machine, longest time of a statement, time without use until it ends."""

    heap: str
    query_ms: int
    idle_seconds: float

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read and check them. `WrongCall` for one that makes no sense."""
        heap = os.environ.get("PURSUIT_STORE_HEAP") or "2g"
        if not re.fullmatch(r"[1-9][0-9]*[mMgG]", heap):
            raise WrongCall("PURSUIT_STORE_HEAP is not a size such as 2g or 512m.")
        return cls(
            heap=heap,
            query_ms=int(query_seconds() * 1000),
            idle_seconds=_positive("PURSUIT_STORE_IDLE_MINUTES", 15) * 60,
        )


def query_seconds() -> float:
    """Longest time that one statement may run on a store, in seconds."""
    return _positive("PURSUIT_STORE_QUERY_SECONDS", 120)


def _positive(name: str, default: float) -> float:
    try:
        value = float(os.environ.get(name) or default)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:  # noqa: PLR2004 - some days; it also refuses inf and nan
        raise WrongCall(f"{name} is not a number above 0.")
    return value
