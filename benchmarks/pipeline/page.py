"""Writes the measured part of docs/performance.md."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.marks import write_between
from benchmarks.pipeline import aims
from graph_service.documentation_markdown import table

PAGE = Path("docs/performance.md")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_GIB = 1 << 30
_STEPS = {
    "read": ("read, check, map, validate", "DuckDB reads the files as text, writes Parquet"),
    "archive": ("archive", ""),
    "links": ("connect, take the turn, derive people", ""),
    "load": ("load the graph", "the driver sends the same statements"),
    "score": ("score", "history read to a frame and grouped by suspect"),
    "record": ("record the run", "the driver sends the same score statements"),
    "first page": ("first page of the list, first time", "the driver asks the same, first time"),
    "list": ("first page of the list, after that", "the driver asks the same, after that"),
}
_PROCESSES = {
    "ingest": "ingest",
    "delta": "ingest of the delta",
    "score": "score",
    "list": "list",
    "bare load": "bare load",
    "server": "the store's server",
    "server of the bare load": "the store's server under the bare load",
}
_GROUPS = {
    "others": "others",
    "victims": "victims of these offences",
    "hub": "the one suspect",
}
_HUB_STEPS = {
    "ingest": "whole ingest",
    "cpu": "processor of ingest and server",
    "load": "load",
    "score": "score",
}
_QUERIES = {"person": "page", "network": "network", "list": "list"}


def figures(result: Mapping[str, Any]) -> str:
    """Everything that was measured, as Markdown. ``result`` has ``sizes`` and ``hub`` (or None)."""
    sizes, hub = result["sizes"], result["hub"]
    others = aims.taken_by_others(sizes, hub)
    parts = [
        _aims(aims.judged(sizes, hub), others),
        _times(sizes),
        *map(_steps, sizes),
        _memory(sizes),
    ]
    if hub:
        parts.append(_hub(hub))
    return "\n".join(parts)


def write(result: Mapping[str, Any], *, command: str, page: Path = PAGE) -> None:
    """Put the figures between their marks in the page, with the machine and the command."""
    said = f"{result['on']}: `{command}`. {result['machine']}\n\n"
    write_between(page, BEGIN, END, f"{said}{figures(result)}")


def today() -> str:
    """The day as the page says it."""
    return date.today().isoformat()  # noqa: DTZ011 - the machine's own day


def machine(uri: str | None) -> str:
    """The machine and the versions that the figures hold for; it names no host."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    store = "Neo4j over Bolt" if uri else f"embedded store {version('arcadedb-embedded')}"
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"DuckDB {version('duckdb')}, driver neo4j {version('neo4j')}, {store}."
    )


def _aims(judged: Sequence[aims.Aim], others: float | None) -> str:
    rows = [(one.what, one.at, one.aimed, one.measured, one.verdict) for one in judged]
    busy = ""
    if others is not None and others > aims.LEFT_ALONE:
        busy = (
            f"**The machine was not left alone: others had up to {others * 100:.0f} % of the "
            "processors. Nothing that follows from times is settled by this run.**\n\n"
        )
    return "### Aims\n\n" + busy + table(("what", "at", "aim", "measured", ""), rows)


def _times(sizes: Sequence[Mapping[str, Any]]) -> str:
    heads = ("", *(f"{size['persons']:,} persons" for size in sizes))
    growth = [None, *aims.growth([(size["rows"], size["ingest"]["seconds"]) for size in sizes])]
    rows: list[tuple[str, Callable[[Mapping[str, Any]], str]]] = [
        ("runs", lambda size: f"{size['runs']}"),
        ("rows of the extract", lambda size: f"{size['rows']:,}"),
        ("nodes and relationships", lambda size: f"{size['elements']:,}"),
        ("whole ingest", lambda size: _seconds(size["ingest"]["seconds"])),
        ("rows a second", lambda size: f"{size['rows'] / size['ingest']['seconds']:,.0f}"),
        ("whole ingest, times the bare load", _times_load),
        ("processor of ingest and server", lambda size: _seconds(size["ingest"]["cpu"])),
        ("the same, times the bare load", _times_cpu),
        ("processors in others' hands meanwhile", _others),
        ("rows of the delta", lambda size: f"{size['delta']['rows']:,}"),
        ("delta", lambda size: _seconds(size["delta"]["seconds"])),
        ("delta, share of the full", _share),
        ("processor of the delta, share of the full", _share_cpu),
    ]
    shown = [(name, *(told(size) for size in sizes)) for name, told in rows]
    exponents = ["" if one is None else f"n^{one:.2f}" for one in growth]
    shown.append(("growth since the size before", *exponents))
    return "### From extract to graph\n\n" + table(heads, shown)


def _times_load(size: Mapping[str, Any]) -> str:
    return _ratio(size["ingest"]["seconds"], size["steps"]["load"]["floor"])


def _times_cpu(size: Mapping[str, Any]) -> str:
    return _ratio(size["ingest"]["cpu"], size["ingest"]["bare_cpu"])


def _share(size: Mapping[str, Any]) -> str:
    return f"{size['delta']['seconds'] / size['ingest']['seconds'] * 100:.1f} %"


def _share_cpu(size: Mapping[str, Any]) -> str:
    found = aims.ratio(size["delta"]["cpu"], size["ingest"]["cpu"])
    return "" if found is None else f"{found * 100:.1f} %"


def _others(size: Mapping[str, Any]) -> str:
    shares = [share for share in size["taken"].values() if share is not None]
    return f"{max(shares) * 100:.0f} %" if shares else "not known"


def _steps(size: Mapping[str, Any]) -> str:
    rows = [
        (
            what,
            _seconds(size["steps"][name]["seconds"]),
            _seconds(size["steps"][name]["floor"]),
            _ratio(size["steps"][name]["seconds"], size["steps"][name]["floor"]),
            floor,
        )
        for name, (what, floor) in _STEPS.items()
    ]
    heads = ("step", "Pursuit", "floor", "ratio", "what the floor is")
    return f"### Steps, {size['persons']:,} persons\n\n" + table(heads, rows)


def _memory(sizes: Sequence[Mapping[str, Any]]) -> str:
    heads = ("most memory of", *(f"{size['persons']:,} persons" for size in sizes))
    rows = [
        (what, *(_mib(size["peak_mib"][name]) for size in sizes))
        for name, what in _PROCESSES.items()
    ]
    return "### Memory\n\n" + table(heads, rows)


def _hub(hub: Mapping[str, Any]) -> str:
    heads = ("", "one suspect", "spread over many", "ratio")
    both = hub["hub"], hub["spread"]
    rows = [
        (what, *(_seconds(one[name]) for one in both), _ratio(*(one[name] for one in both)))
        for name, what in _HUB_STEPS.items()
    ]
    rows += [
        (
            f"{query} of {people}, {'median' if place == 'p50' else '95 %'}",
            *(f"{one[group][name][place]:.1f} ms" for one in both),
            _ratio(*(one[group][name][place] for one in both)),
        )
        for group, people in _GROUPS.items()
        for name, query in _QUERIES.items()
        for place in ("p50", "p95")
    ]
    rows.append(("memory of the ingest", *(_mib(one["peak_mib"]) for one in both), ""))
    return f"### {hub['offences']:,} offences of one suspect\n\n" + table(heads, rows)


def _seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _ratio(value: float | None, floor: float | None) -> str:
    found = aims.ratio(value, floor)
    return "" if found is None else f"{found:.1f}"


def _mib(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.0f} MiB"
