"""Whether one suspect with very many offences slows anything for others.

The same offences are added to one extract twice: once all of one suspect (a placeholder for "not
known", as record systems hold them), once spread over many. Their victims are the same, and so are
the people whose pages are opened, to whom nothing was added.
"""

from pathlib import Path
from typing import Any

from benchmarks.pipeline.child import measured
from benchmarks.pipeline.extracts import Cast, with_offences
from benchmarks.pipeline.stores import empty

_NEXT = 50


def measure(
    extract: Path, cast: Cast, offences: int, uri: str | None, scratch: Path
) -> dict[str, Any]:
    """Load, score, and queries of others, of victims of the hub, and of the hub; both ways."""
    suspects = {
        "spread": [cast.suspects[number % len(cast.suspects)] for number in range(offences)],
        "hub": [cast.hub] * offences,
    }
    groups = {
        "others": list(cast.others),
        "victims": list(cast.victims[:_NEXT]),
        "hub": [cast.hub] * 5,
    }
    found: dict[str, Any] = {"offences": offences}
    for name, of in suspects.items():
        changed = scratch / f"extract-{name}"
        with_offences(extract, changed, of, cast.victims)
        with empty(uri) as place:
            ingest = measured("ingest", place, extract=changed)
            score = measured("score", place)
            pages = measured("pages", place, groups=groups)
        found[name] = {
            "ingest": ingest["seconds"],
            "load": ingest["load"],
            "score": score["seconds"],
            "cpu": ingest["cpu"],
            "taken": ingest["taken"],
            "peak_mib": ingest["peak_mib"],
            **{group: pages[group] for group in groups},
        }
    return found
