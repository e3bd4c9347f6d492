"""Values on their way into the store and out of it.

An instant goes in as an aware `datetime` and comes out as an aware `datetime` in UTC. In the store
it is a local date-time in UTC: ArcadeDB drops offsets, and the driver must never be handed a
`ZoneInfo` (neo4j 6.4 passes it a foreign object: an hour wrong, or a crash of the process). So
queries compare instants with parameters, never with Cypher's zoned `datetime()`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

_PLAIN = frozenset({str, int, float, bool, type(None)})
_AS_THEY_ARE = frozenset({str, int, bool, date, type(None)})


def outgoing(value: Any) -> Any:
    """A value as the store keeps it, at any depth of mappings, lists and tuples.

    Missing numbers and times (`nan`, `NaT`) become null. `ValueError` for a naive `datetime`.
    """
    if value.__class__ in _AS_THEY_ARE:  # most are, and a load sends millions
        return value
    if value.__class__ is dict or isinstance(value, Mapping):
        return {key: outgoing(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [outgoing(item) for item in value]
    if isinstance(value, datetime | float) and value != value:  # noqa: PLR0124 - nan, NaT
        return None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("An instant without a time zone cannot be stored.")
        return _clock_time(value.astimezone(UTC).replace(tzinfo=None))
    return value


def _clock_time(at: datetime) -> datetime | np.datetime64:
    """The same time in the form that the driver sends fastest, a quarter of the work.

    It counts numpy's times in 64 bits of nanoseconds, which hold these years.
    """
    return np.datetime64(at) if 1678 <= at.year < 2262 else at  # noqa: PLR2004 - said above


def incoming(value: Any) -> Any:
    """A value of the store as plain Python, at any depth; a node is a dict of its properties."""
    if value.__class__ in _PLAIN:
        return value
    if isinstance(value, list):
        return [incoming(item) for item in value]
    if isinstance(value, Mapping):
        return {key: incoming(item) for key, item in value.items()}
    if not hasattr(value, "to_native"):
        return value
    native = value.to_native()  # the driver's own dates and times
    if not isinstance(native, datetime):
        return native
    return native.astimezone(UTC) if native.tzinfo else native.replace(tzinfo=UTC)
