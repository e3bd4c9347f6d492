"""Measures one size of force, once: Pursuit first, then the floors, on empty stores of one kind."""

from pathlib import Path
from typing import Any

from benchmarks.pipeline.child import measured
from benchmarks.pipeline.extracts import Extracts
from benchmarks.pipeline.stores import Place, empty, peak_mib


def measure(extracts: Extracts, uri: str | None, scratch: Path) -> dict[str, Any]:
    """Seconds of each step and its floor, the delta, and the most memory of each process in MiB.

    ``uri`` names an empty server, None the embedded store. RuntimeError where the floor's graph is
    another than Pursuit's, so that their times cannot be compared.
    """
    loading, scoring, asking = (scratch / name for name in ("load", "score", "list"))
    with empty(uri) as place:
        ingest = measured("ingest", place, extract=extracts.full)
        measured("record load", place, out=loading)
        score = measured("score", place)
        measured("record score", place, out=scoring)
        first = measured("list", place)
        measured("record list", place, out=asking)
        bare_score = measured("bare score", place)
        elements = place.elements()
        delta = measured("ingest", place, extract=extracts.delta)
        server = _server_peak(place)
    raw = scratch / "raw"
    raw.mkdir()
    bare_read = measured("bare read", extract=extracts.full, out=raw)
    with empty(uri) as place:
        bare_load = measured("bare load", place, kept=loading)
        bare_record = measured("bare write", place, kept=scoring)
        bare_list = measured("bare list", place, kept=asking)
        bare_elements = place.elements()
        bare_server = _server_peak(place)
    if bare_elements != elements:
        raise RuntimeError(
            f"The bare driver made {bare_elements:,} nodes and relationships of what Pursuit made "
            f"{elements:,} of."
        )
    return {
        "rows": extracts.rows,
        "elements": elements,
        "ingest": {
            "seconds": ingest["seconds"],
            "cpu": ingest["cpu"],
            "bare_cpu": bare_load["cpu"],
        },
        "steps": {
            "read": _beside(ingest["read"], bare_read["seconds"]),
            "archive": _beside(ingest["archive"]),
            "links": _beside(ingest["links"]),
            "load": _beside(ingest["load"], bare_load["seconds"]),
            "score": _beside(score["make"], bare_score["seconds"]),
            "record": _beside(score["record"], bare_record["seconds"]),
            "first page": _beside(first["seconds"], bare_list["seconds"]),
            "list": _beside(first["warm"], bare_list["warm"]),
        },
        "delta": {"rows": extracts.delta_rows, "seconds": delta["seconds"], "cpu": delta["cpu"]},
        "taken": {"ingest": ingest["taken"], "bare load": bare_load["taken"]},
        "peak_mib": {
            "ingest": ingest["peak_mib"],
            "delta": delta["peak_mib"],
            "score": score["peak_mib"],
            "list": first["peak_mib"],
            "bare load": bare_load["peak_mib"],
            "server": server,
            "server of the bare load": bare_server,
        },
    }


def _beside(seconds: float, floor: float | None = None) -> dict[str, float | None]:
    return {"seconds": seconds, "floor": floor}


def _server_peak(place: Place) -> float | None:
    pid = place.server_pid()
    return None if pid is None else peak_mib(pid)
