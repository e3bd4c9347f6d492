"""The draft of a profile, from a folder to a folder."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from graph_service.errors import InputRefused, WrongCall
from ingest import profiles
from ingest.drafting import looking, plan, writing
from ingest.drafting.looking import Seen
from ingest.drafting.plan import Plan

_OF_A_LIST = ("person_record", "offence", "involvement")
_SHOWN = 20


def draft(
    name: str, folder: Path, out: Path, *, at: datetime, meant: Mapping[str, str]
) -> dict[str, Any]:
    """Write the draft of a profile for a folder's files; returns what was seen and drafted.

    ``{"profile", "encoding", "delimiter", "files": [{"file", "view", "rows", "columns": [{"column",
    "looks_like", "to": [...], "perhaps": [...]}]}], "left_out": [{"file", "reason"}], "tables":
    [{"table", "from", "columns"}], "gaps": [{"table", "file", "missing"}]}``. ``at`` stands in for
    ``recorded_at`` where no column is one; ``meant`` says which columns to read under
    another name. WrongCall where ``out`` holds something already, or no file has such a column;
    InputRefused, and nothing written, where no table can be drafted.
    """
    if profiles.source_name(name) in profiles.in_the_box():
        raise WrongCall(f"A profile {name} comes with Pursuit. Give another name.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongCall(f"{out.name}: is there already and not empty. Give another with --out.")
    seen = looking.look(folder, {column.lower(): read_as for column, read_as in meant.items()})
    held = {column.name.lower() for file in seen.files for column in file.columns}
    if unknown := next((column for column in meant if column.lower() not in held), None):
        raise WrongCall(
            f"--column: no file of the draft has a column {unknown}. Write it as in the header."
        )
    planned = plan.of(seen.files)
    report = _report(out, seen, planned)
    if not planned.parts:
        why = "\n".join(advice(report))
        raise InputRefused(f"{folder}: no table can be drafted, so nothing was written.\n{why}")
    texts = {"profile.toml": writing.settings(name, seen, planned)} | {
        f"{table}.sql": writing.statement(parts, at) for table, parts in planned.parts.items()
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            (out / file).write_text(text, "utf-8")
    except OSError as error:
        raise InputRefused(f"{out.name}: cannot be written ({error.strerror}).") from None
    return report


def advice(report: dict[str, Any]) -> list[str]:
    """What to say beside a draft: what was left out, what is missing, and how to go on."""
    said = [f"Left out: {one['file']}: {one['reason']}" for one in report["left_out"]]
    for file in report["files"]:
        idle = [one["column"] for one in file["columns"] if not one["to"] + one["perhaps"]]
        more = f" and {len(idle) - _SHOWN} more" if len(idle) > _SHOWN else ""
        if idle:
            listed = ", ".join(writing.printable(name) for name in idle[:_SHOWN])
            said.append(f"Not mapped: {file['file']}: {listed}{more}")
    for gap in report["gaps"]:
        missing = ", ".join(gap["missing"])
        said.append(f"Not drafted: {gap['table']} from {gap['file']}: missing: {missing}")
    drafted = {one["table"] for one in report["tables"]}
    lacking = [table for table in _OF_A_LIST if table not in drafted]
    if lacking:
        said.append(f"Not drafted, and a list needs it: {', '.join(lacking)}")
    if lacking or report["gaps"]:
        again = "remove the draft and make it again" if drafted else "make the draft again"
        said.append(
            f"Where a column is there under another name, {again} with --column COLUMN=NAME."
        )
    return said


def _report(out: Path, seen: Seen, planned: Plan) -> dict[str, Any]:
    return {
        "profile": str(out),
        "encoding": seen.encoding,
        "delimiter": seen.delimiter,
        "files": [
            {
                "file": file.name,
                "view": file.view,
                "rows": file.rows,
                "columns": [
                    {
                        "column": column.name,
                        "looks_like": column.shape.kind,
                        "to": [name for name, is_sure in went.items() if is_sure],
                        "perhaps": [name for name, is_sure in went.items() if not is_sure],
                    }
                    for column, went in zip(
                        file.columns, writing.destinations(file, planned).values(), strict=True
                    )
                ],
            }
            for file in seen.files
        ],
        "left_out": [{"file": file, "reason": why} for file, why in seen.left_out.items()],
        "tables": [
            {
                "table": table,
                "from": list(dict.fromkeys(one.file.name for one in parts)),
                "columns": list(
                    dict.fromkeys(name for one in parts for name in writing.written(one))
                ),
            }
            for table, parts in planned.parts.items()
        ],
        "gaps": [
            {"table": gap.table, "file": gap.file, "missing": list(gap.missing)}
            for gap in planned.gaps
        ],
    }
