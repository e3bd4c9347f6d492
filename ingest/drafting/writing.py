"""The text of a drafted profile. What is sure enough is mapped; the rest stands in comments."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from graph_service import contract
from graph_service.contract import Column
from graph_service.versions import literal, quoted
from ingest import names
from ingest.drafting.looking import RawColumn, Seen, SeenFile
from ingest.drafting.plan import Part, Plan

_DAY = "%Y-%m-%d"
_INSTANT = "%Y-%m-%dT%H:%M:%S"
_READS_AS_WHOLE = {"whole number", "flag", "empty"}
_KEYWORDS = {"on", "at", "by", "order", "table"}
# What a column of people may be by its values, where its name does not say it.
_BY_VALUES = {"e-mail": "email", "postcode": "postcode", "PNC id": "pnc_id"}


class _Lines:
    """The lines of a SELECT list; commas stand between what is not a comment."""

    def __init__(self) -> None:
        self.held: list[tuple[str, str, bool]] = []

    def add(self, sql: str, note: str = "") -> None:
        self.held.append((sql, note, True))

    def suggest(self, sql: str, note: str) -> None:
        self.held.append((f"-- {printable(sql)},", note, False))

    def text(self) -> str:
        last = max(place for place, (_, _, is_real) in enumerate(self.held) if is_real)
        return "\n".join(
            f"    {sql}{',' if is_real and place < last else ''}{f' -- {note}' if note else ''}"
            for place, (sql, note, is_real) in enumerate(self.held)
        )


def printable(text: str) -> str:
    """A name or code on one line, as a comment may hold it."""
    return "".join(one if one.isprintable() else " " for one in text)


def statement(parts: Iterable[Part], at: datetime) -> str:
    """The statement of one table. ``at`` stands in where nothing says when a row was recorded."""
    held = list(parts)
    union = "UNION BY NAME" if any(one.is_shared for one in held) else "UNION ALL BY NAME"
    top = _top(held)
    return top + f"\n{union}\n".join(_select(one, at) for one in held) + "\n"


def _top(parts: list[Part]) -> str:
    files = ", ".join(dict.fromkeys(one.file.name for one in parts))
    said = [f"-- A draft from {files}. Read each line; what is not sure stands behind --."]
    if parts[0].table == "offence" and all("is_vawg" not in one.found for one in parts):
        said.append("-- Without is_vawg every offence counts as violence against women and girls.")
    if parts[0].table == "person_record" and any(one.key for one in parts):
        said += [
            "-- Whoever has no key in the file gets one for each mention: a victim of two offences",
            "-- counts as two people. If the file tells people apart, make the key of that.",
        ]
    return "\n".join(said) + "\n"


def _select(part: Part, at: datetime) -> str:
    lines = _Lines()
    for column in contract.columns(part.table):
        _write_column(lines, part, column, at)
    if part.table == "person_record" and not part.key and not part.guards:
        _suggest_by_values(lines, part)
    where = [f"{quoted(one.name)} IS NOT NULL" for one in part.guards]
    # Quoted always: a file may be called case.csv or group.csv.
    view = quoted(part.file.view)
    text = f"SELECT{' DISTINCT' if part.is_shared else ''}\n{lines.text()}\nFROM {view}"
    return text + (f"\nWHERE {' OR '.join(where)}" if where else "")


def _write_column(lines: _Lines, part: Part, column: Column, at: datetime) -> None:
    raw = part.found.get(column.name)
    name = quoted(column.name) if column.name in _KEYWORDS else column.name
    if column.name == "record_id" and part.key:
        lines.add(f"{quoted(part.key[0].name)} || {literal(part.key[1])} AS record_id")
    elif column.name in part.fixed:
        lines.add(f"{literal(part.fixed[column.name])} AS {name}")
    elif raw:
        sql, note, is_sure = _expression(column, raw)
        if part.table == "area" and column.name == "recorded_at":
            sql = f"min({sql}) OVER (PARTITION BY {quoted(part.found['area_id'].name)})"
        if is_sure or column.is_required:
            lines.add(f"{sql} AS {name}", note)
        else:
            lines.suggest(f"{sql} AS {name}", note)
    elif column.name == "recorded_at":
        note = "no column says when it was recorded: the day of this draft stands in"
        lines.add(f"{literal(at.strftime(_INSTANT))} AS recorded_at", note)
    elif column.name == "is_vawg":
        lines.suggest("NULL AS is_vawg", "with this line a dated rule decides for each offence")
    elif column.name == "code_system" and "code" in part.found:
        _write_code_system(lines, part.found["code"])


def _write_code_system(lines: _Lines, code: RawColumn) -> None:
    system = code.shape.system
    if system:
        lines.add(f"'{system}' AS code_system", "by the form of the codes: check it")
    else:
        lines.suggest("'HO' AS code_system", "HO, HO5 or CJS; without it harm is not known")


def _suggest_by_values(lines: _Lines, part: Part) -> None:
    for column in part.file.columns:
        name = _BY_VALUES.get(column.shape.kind)
        if name and name not in part.found and column not in part.found.values():
            lines.suggest(f"{quoted(column.name)} AS {name}", "by its values")


def _expression(column: Column, raw: RawColumn) -> tuple[str, str, bool]:
    """A raw column as the contract writes it: SQL, a note, and whether it is sure enough."""
    shape = raw.shape
    if column.kind in {"date", "instant"}:
        return _time(column, raw)
    if column.values or column.kind == "true or false":
        return _coded(column, raw)
    if column.kind == "whole number":
        return quoted(raw.name), "not whole numbers", shape.kind in _READS_AS_WHOLE
    if column.kind == "number":
        return quoted(raw.name), "not numbers", shape.kind in {*_READS_AS_WHOLE, "number"}
    return quoted(raw.name), "", True


def _time(column: Column, raw: RawColumn) -> tuple[str, str, bool]:
    name, shape = quoted(raw.name), raw.shape
    if shape.kind == "empty":
        return name, "empty in every row: nothing shows how it is written", True
    if shape.kind == "whole number":
        days = f"(DATE '1899-12-30' + TRY_CAST({name} AS INTEGER))::VARCHAR"
        return days, "if these are a spreadsheet's days", False
    if not shape.is_time:
        return name, shape.note or "does not look like a date", False
    is_short = any("%y" in form for form in shape.forms)
    is_sure = not (is_short and column.name == "born_on")
    if shape.forms:
        forms = ", ".join(map(literal, shape.forms))
        forms = f"[{forms}]" if len(shape.forms) > 1 else forms
        form = _DAY if column.kind == "date" else _INSTANT
        day = f"strftime(try_strptime({name}, {forms}), '{form}')"
        return f"coalesce({day}, {name})", shape.note, is_sure
    if column.kind == "date":
        return (f"{name}[:10]" if shape.kind == "instant" else name), shape.note, True
    return (f"{name} || 'T00:00:00'" if shape.kind == "date" else name), shape.note, True


def _coded(column: Column, raw: RawColumn) -> tuple[str, str, bool]:
    name, codes = quoted(raw.name), raw.shape.codes
    if raw.shape.kind == "empty":
        return name, "", True
    if codes is None:
        return name, "many different values: is it the right column?", False
    known = {code.lower(): held for code in codes if (held := names.value(column, code))}
    if not known:
        said = f"map its codes to: {', '.join(column.values)}"
        return name, said if column.is_required else "none of its values is known", False
    whens = [f"        WHEN {literal(code)} THEN '{held}'" for code, held in sorted(known.items())]
    # A code is known, so the column is what its name says, and its other codes may be shown.
    if not names.is_personal(raw.name):
        unknown = (code for code in raw.shape.frequent_codes if code.lower() not in known)
        whens += [f"        -- WHEN {literal(printable(code.lower()))} THEN ''" for code in unknown]
    if all(code == held for code, held in known.items()) and len(whens) == len(known) == len(codes):
        return f"lower({name})", "", True
    values = ", ".join(column.values) or "true, false"
    listed = "\n".join(whens)
    return f"CASE lower({name}) -- {values}\n{listed}\n        ELSE {name}\n    END", "", True


def settings(name: str, seen: Seen, plan: Plan) -> str:
    """The text of profile.toml: settings, and in comments every column with what became of it."""
    lines = [f"name = {json.dumps(name)}"]
    lines += [
        f"delimiter = {json.dumps(seen.delimiter)}",
        f"encoding = {json.dumps(seen.encoding)}",
    ]
    if seen.left_out:
        files = ", ".join(json.dumps(_pattern(one.name), ensure_ascii=False) for one in seen.files)
        lines.append(f"files = [{files}]")
    lines += ["", "# A draft. What was seen, and what became of it:"]
    for file in seen.files:
        lines += ["#", f"# {file.name}: the view {file.view}, rows looked at: {file.rows:,}"]
        went = destinations(file, plan)
        lines += [
            f"#   {printable(column.name)}: {column.shape.kind}{_form(column)}"
            f" -> {', '.join(_went(went[column.name])) or 'not mapped'}"
            for column in file.columns
        ]
    lines += [f"#\n# {file}: left out: {why}" for file, why in seen.left_out.items()]
    lines += [
        f"#\n# {gap.file}: could fill {gap.table}; missing: {', '.join(gap.missing)}"
        for gap in plan.gaps
    ]
    return "\n".join(lines) + "\n"


def _pattern(name: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)


def _form(column: RawColumn) -> str:
    said = [*column.shape.forms, *([column.shape.note] if column.shape.note else [])]
    return f" ({'; '.join(said)})" if said else ""


def _went(found: Mapping[str, bool]) -> Iterable[str]:
    return (
        name if is_sure else f"{name} (not sure, so behind --)" for name, is_sure in found.items()
    )


def destinations(file: SeenFile, plan: Plan) -> Mapping[str, dict[str, bool]]:
    """For each column of a file the contract columns that it may fill, and whether it does."""
    went: dict[str, dict[str, bool]] = {column.name: {} for column in file.columns}
    for parts in plan.parts.values():
        for part in parts:
            for name in written(part) if part.file is file else ():
                if raw := part.found.get(name):
                    went[raw.name][f"{part.table}.{name}"] = _is_written(part, name)
    return went


def written(part: Part) -> list[str]:
    """The contract columns that a part names, sure or not, in the contract's order."""
    held = {*part.found, *part.fixed, *(["record_id"] if part.key else [])}
    return [column.name for column in contract.columns(part.table) if column.name in held]


def _is_written(part: Part, name: str) -> bool:
    [column] = [one for one in contract.columns(part.table) if one.name == name]
    return column.is_required or _expression(column, part.found[name])[2]
