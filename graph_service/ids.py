"""Keys, digests and the canonical text that they are taken of."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
)


def canonical(value: Any) -> str:
    """One JSON text per value: sorted keys, no spaces, ISO dates, UTF-8 letters as they are."""
    return _ENCODER.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_all(digests: Iterable[str]) -> str:
    """One digest of a multiset of digests; the order in which they come does not matter."""
    whole = hashlib.sha256()
    for one in sorted(digests):
        whole.update(one.encode())
    return whole.hexdigest()


def row_key(values: Iterable[str]) -> str:
    """Key columns joined by ``;`` as the contract has it; a single one stands as it is.

    Of several, one that holds a ``;`` is put in double quotes as in a CSV file, so that no two
    rows share a key.
    """
    parts = list(values)
    return parts[0] if len(parts) == 1 else ";".join(_key_part(part) for part in parts)


def _key_part(part: str) -> str:
    if ";" not in part and not part.startswith('"'):
        return part
    return '"' + part.replace('"', '""') + '"'


def graph_key(source: str, key: str) -> str:
    """The key of a node: keys are within a source, so the source stands before it."""
    return f"{source}/{key}"


def person_id(source: str, record_id: str) -> str:
    """The id of the person whose founding record this is: ``P-``, 16 letters and digits (80 bits).

    Made from the founding record alone, so it is the same on every machine and in every rebuild.
    The id that any member record would found leads to its person, which keeps old ids working.
    """
    raw = hashlib.sha256(f"person\x1f{source}\x1f{record_id}".encode()).digest()[:10]
    return "P-" + base64.b32encode(raw).decode().lower()


def link_id(one: tuple[str, str], other: tuple[str, str]) -> str:
    """The item of two records (source, record_id) in the queue of links, whichever comes first."""
    return "L-" + digest(sorted((one, other)))[:16]


def without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping without nulls and empty lists, which stores keep differently or not at all."""
    return {name: value for name, value in values.items() if value is not None and value != []}
