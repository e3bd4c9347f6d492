"""The page on data quality as tables: each source's batches over time, in counts and shares.

Pure functions of the JSON of ``/api/quality``. A table is ``{"caption", "columns", "rows"}`` of
texts; captions name the source, so that no two regions of a page are called alike.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from graph_service.contract import Reason
from graph_service.web import words

_Row = Mapping[str, Any]
_Table = dict[str, Any]
# So many batches stand side by side.
_BESIDE = 6
_NOT_KEPT = "not kept"
_NONE = "\N{EN DASH}"


def heading(sources: Iterable[_Row]) -> str:
    """The answer of the page: how much of the newest extracts was not taken."""
    newest = [source["batches"][0] for source in sources]
    if not newest:
        return "No extract has been taken in yet"
    away = sum(_total(batch, "quarantined") for batch in newest)
    lines = sum(one["rows"] for batch in newest for one in batch["lines_not_parsed"])
    not_kept = sum(not batch["is_report_kept"] for batch in newest)
    of = "of the newest extracts"
    said = []
    if away:
        said.append(f"{words.counted(away, f'row {of} is', f'rows {of} are')} in quarantine")
    elif not_kept and not lines:
        said.append(f"No row {of} is in quarantine")
    if lines and away:
        said.append(words.counted(lines, "line was not read", "lines were not read"))
    elif lines:
        said.append(words.counted(lines, f"line {of} was not read", f"lines {of} were not read"))
    if not_kept:
        of_these = words.counted(not_kept, "source", "sources")
        said.append(f"for {of_these} lines not read are not known")
    return "; ".join(said) or f"Every row {of} was taken"


def parts(source: _Row, now: datetime) -> list[dict[str, Any]]:
    """The parts of a source: ``{"heading", "empty", "tables", "more"}``.

    ``tables`` stand open; ``more`` are ``(summary, table)`` to be opened. ``empty`` is said where
    no table stands open, if there is anything to say.
    """
    return [
        _part("Batches", [_batches(source, now)], "None."),
        _quarantine(source, now),
        _part(
            "Values kept as text",
            _not_readable(source, now),
            _none_amiss(source["batches"][:_BESIDE], "Every value could be read."),
        ),
        _part(
            "Lines not read",
            _lines(source, now),
            _none_amiss(source["batches"], "Every line of the files could be read."),
        ),
        _part(
            "What waits",
            _waiting(source),
            "Nothing: whatever a row refers to is there.",
        ),
        _completeness(source, now),
    ]


def _part(heading_: str, tables: list[_Table], empty: str) -> dict[str, Any]:
    tables = [table for table in tables if table["rows"]]
    return {"heading": heading_, "empty": empty, "tables": tables, "more": []}


def _none_amiss(batches: list[_Row], said: str) -> str:
    """What is said where reports tell of nothing: of a batch whose report was not kept, nothing."""
    not_kept = sum(not batch["is_report_kept"] for batch in batches)
    if not not_kept:
        return said
    if not_kept == len(batches):
        return "Not known: the report was not kept."
    of_these = words.counted(not_kept, "batch", "batches")
    return f"None as far as reports were kept; of {of_these} it was not."


def _total(batch: _Row, count: str) -> int:
    return sum(counts[count] for counts in batch["tables"].values())


def _at(batch: _Row, now: datetime) -> str:
    return words.moment(batch["accepted_at"], now)


def _batches(source: _Row, now: datetime) -> _Table:
    columns = ["Taken in", "Recorded to", "Kind", "Read", "Accepted", "Quarantined", "Given again"]
    columns += ["Lines not read", "Values kept as text", "New offences"]
    columns += ["Median days to record", "9 in 10 within days"]
    rows = []
    for batch in source["batches"]:
        late = batch["late"] or {"offences": 0, "before": 0, "median": None, "ninetieth": None}
        early = f", {late['before']:,} before they happened" if late["before"] else ""
        amiss = [
            f"{sum(one['rows'] for one in batch[name]):,}" if batch["is_report_kept"] else _NOT_KEPT
            for name in ("lines_not_parsed", "not_readable")
        ]
        rows.append(
            [
                _at(batch, now),
                words.moment(batch["recorded_at"], now),
                batch["kind"],
                *(f"{_total(batch, name):,}" for name in ("read", "accepted", "quarantined")),
                f"{sum(one['given_again'] or 0 for one in batch['quarantine']):,}",
                *amiss,
                f"{late['offences']:,}{early}",
                *(_days(late[name]) for name in ("median", "ninetieth")),
            ]
        )
    return {"caption": f"{source['source']}: batches", "columns": columns, "rows": rows}


def _days(number: int | None) -> str:
    return _NONE if number is None else f"{number:,}"


def _quarantine(source: _Row, now: datetime) -> dict[str, Any]:
    newest, *earlier = source["batches"]
    name = source["source"]
    old = _away(f"{name}: quarantined from earlier batches", earlier, now)
    part = _part(
        "In quarantine",
        [_away(f"{name}: quarantined from the newest batch", [newest], now)],
        _nothing_away(newest),
    )
    kinds = words.counted(len(old["rows"]), "reason", "reasons")
    return {**part, "more": [(f"Earlier batches: {kinds}", old)] if old["rows"] else []}


def _nothing_away(batch: _Row) -> str:
    """What is said where no reason is known: there is nothing, or it was not kept."""
    away = _total(batch, "quarantined")
    if not away:
        return "Nothing of the newest batch."
    return (
        f"{words.counted(away, 'row', 'rows')} of the newest batch; why was not kept, and the file "
        "is not there any more or cannot be read."
    )


def _away(caption: str, batches: Iterable[_Row], now: datetime) -> _Table:
    columns = ["Taken in", "Table", "Why", "Rows", "What to do", "What became of them", "Where"]
    rows = [
        [
            _at(batch, now),
            one["table"],
            one["reason"],
            f"{one['rows']:,}",
            one["what_to_do"],
            _fate(one),
            _where(batch, one),
        ]
        for batch in batches
        for one in batch["quarantine"]
    ]
    return {"caption": caption, "columns": columns, "rows": rows}


def _where(batch: _Row, one: _Row) -> str:
    """The file, as a pattern that a shell completes, and the lines of the first rows in it."""
    batch_id = batch["batch_id"]
    file = one["file"].replace(batch_id, f"{batch_id[:12]}*")
    lines = _listed((place["line"] for place in one["places"]), one["more"], "line")
    return f"HOME/{file}{', ' + lines if lines else ''}"


def _listed(numbers: Iterable[int], more: int, noun: str) -> str:
    named = [f"{number:,}" for number in numbers]
    if not named:
        return ""
    rest = f" and {more:,} more" if more else ""
    return f"{noun}{'s' if len(named) + more > 1 else ''} {', '.join(named)}{rest}"


def _fate(one: _Row) -> str:
    if one["reason"] == Reason.DOUBLE:
        return "nothing was lost"
    if not one["is_file_there"]:
        return "the file was removed, so this is not known"
    if one["given_again"] is None:
        return "the file cannot be read or has none of them any more, so this is not known"
    left = one["rows"] - one["given_again"] - one["not_followed"]
    said = [
        f"{count:,} {text}"
        for count, text in (
            (one["given_again"], "given again"),
            (left, "not given again"),
            (one["not_followed"], "cannot be followed"),
        )
        if count > 0  # a file that was changed may have more rows than the report told of
    ]
    return ", ".join(said)


def _not_readable(source: _Row, now: datetime) -> list[_Table]:
    batches = source["batches"][:_BESIDE]
    kept: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for batch in batches:
        for one in batch["not_readable"]:
            key = (one["table"], one["column"], one["reason"], one["what_to_do"])
            kept.setdefault(key, {})[batch["batch_id"]] = one["rows"]
    rows = [
        [
            f"{table}.{column}",
            reason,
            todo,
            *(
                f"{counts.get(batch['batch_id'], 0):,}" if batch["is_report_kept"] else _NOT_KEPT
                for batch in batches
            ),
        ]
        for (table, column, reason, todo), counts in sorted(kept.items())
    ]
    columns = ["Column", "Why", "What to do", *(_at(batch, now) for batch in batches)]
    caption = f"{source['source']}: values kept as text, by batch"
    return [{"caption": caption, "columns": columns, "rows": rows}]


def _lines(source: _Row, now: datetime) -> list[_Table]:
    rows = [
        [
            _at(batch, now),
            one["reason"],
            one["what_to_do"],
            one["file"],
            _listed(one["lines"], one["more"], "line"),
        ]
        for batch in source["batches"]
        for one in batch["lines_not_parsed"]
    ]
    columns = ["Taken in", "Why", "What to do", "File", "Where"]
    caption = f"{source['source']}: lines not read"
    return [{"caption": caption, "columns": columns, "rows": rows}]


def _waiting(source: _Row) -> list[_Table]:
    rows = [
        [one["table"], f"{one['refers_to']}, by {one['column']}", f"{one['rows']:,}"]
        for one in source["waiting"]
    ]
    columns = ["Rows of", "Wait for a row of", "How many"]
    return [{"caption": f"{source['source']}: what waits", "columns": columns, "rows": rows}]


def _completeness(source: _Row, now: datetime) -> dict[str, Any]:
    more = _filled(source, now)
    empty = "" if more else "No batch has an accepted row."
    return {"heading": "Rows with a value", "empty": empty, "tables": [], "more": more}


def _filled(source: _Row, now: datetime) -> list[tuple[str, _Table]]:
    """Per contract table the share of accepted rows with a value, batches side by side."""
    names = dict.fromkeys(
        name
        for batch in source["batches"]
        for name, counts in batch["tables"].items()
        if counts["filled"]
    )
    found = []
    for name in names:
        batches = [
            batch
            for batch in source["batches"]
            if name in batch["tables"] and batch["tables"][name]["filled"]
        ][:_BESIDE]
        each = [batch["tables"][name] for batch in batches]
        rows = [
            [column, *(share(counts["filled"][column], counts["accepted"]) for counts in each)]
            for column in each[0]["filled"]
        ]
        heads = [
            f"{_at(batch, now)}: {words.counted(counts['accepted'], 'row', 'rows')}"
            for batch, counts in zip(batches, each, strict=True)
        ]
        caption = f"{source['source']}: share of the rows of {name} with a value"
        found.append((name, {"caption": caption, "columns": ["Column", *heads], "rows": rows}))
    return found


def share(part: int, whole: int) -> str:
    """A share in whole per cent that says neither none nor all where it is not so."""
    if part in (0, whole):
        return "100 %" if part else "0 %"
    per_cent = 100 * part / whole
    if per_cent < 1:
        return "under 1 %"
    return "over 99 %" if per_cent > 99 else f"{per_cent:.0f} %"  # noqa: PLR2004 - per cent
