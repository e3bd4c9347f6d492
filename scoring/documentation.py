"""Writes docs/scores.md from the scorers' docstrings, the data files and the worked examples.

`python -m scoring.documentation` in the root of a checkout: the examples are tests
(`tests/spec/scoring_*.py`), which no installed package holds.
"""

import importlib
import inspect
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

from graph_service.documentation import run
from graph_service.documentation_markdown import table
from scoring import overlap
from scoring.dated import Dated
from scoring.definitions import definitions
from scoring.overlap import KINDS
from scoring.parameter_files import FILES, load_parameters
from scoring.parameters import Parameters
from scoring.repeat import repeat
from scoring.reports import civil_day
from scoring.schemes import SCORERS, Scorer, axes, unknown_harm

PAGE: Final = "docs/scores.md"
_EXAMPLES: Final = (
    "tests.spec.scoring_harm",
    "tests.spec.scoring_people",
    "tests.spec.scoring_rfgv",
)

_HEAD: Final = """\
<!-- Generated. Do not edit. Written by `python -m scoring.documentation`. -->

# The scores

A score puts records in order; it does not predict a person. Each score is the exact sum of named
contributions, and each contribution points to the record it comes from. A person's score depends on
that person's own recorded history and on nothing else: no other person's records can move it, and
neither age nor sex weighs in any.

Only offences in scope count (`is_vawg`; a source outside the reach of that rule is in scope as a
whole). Values are whole millionths of a point inside and decimals outside; each contribution is
rounded once, half to even. The heaviest of an offence's principal and included codes gives its
harm. Several reports of one event are not yet recognised as one. Every number below lies in a dated
file under `scoring/data` with its source and its status: **published**, **inferred** (read
second-hand or by our own reading) or **local** (our choice; nobody has validated it).
"""


def page(root: Path) -> str:
    """The whole page; the worked examples are read from the checkout at `root`."""
    parameters = load_parameters()
    examples = _examples(root)
    parts = [_HEAD, _overview(parameters)]
    parts += [_scheme(one, parameters, examples) for one in SCORERS]
    parts.append(f"## The axes\n\n{_doc(axes)}\n\nThe repeat axis. {_doc(repeat)}\n")
    parts.append(f"## Named definitions\n\n{_doc(definitions)}\n")
    parts.append(f"## Unknown harm\n\n{_doc(unknown_harm)}\n")
    parts.append(f"## Look first\n\n{inspect.getdoc(overlap)}\n\n{_kinds()}")
    parts.append("## The numbers\n")
    parts += [_file(file, getattr(parameters, name)) for name, (file, _) in FILES.items()]
    return "\n".join(parts)


def _examples(root: Path) -> list[Any]:
    sys.path.insert(0, str(root))
    try:
        modules = [importlib.import_module(name) for name in _EXAMPLES]
    finally:
        sys.path.remove(str(root))
    return [example for module in modules for example in module.EXAMPLES]


def _doc(of: Callable[..., object]) -> str:
    return inspect.getdoc(of) or ""


def _kinds() -> str:
    return table(("fact", "what it says"), [(f"`{name}`", said) for name, said in KINDS.items()])


def _overview(parameters: Parameters) -> str:
    rows = [
        (
            f"[`{one.name}`](#{one.name})",
            one.axis,
            one.unit,
            _lookback(one, parameters),
            one.summary,
        )
        for one in SCORERS
    ]
    return "## The schemes\n\n" + table(("scheme", "axis", "unit", "look-back", "what"), rows)


def _lookback(one: Scorer, parameters: Parameters) -> str:
    days = one.lookback_days(parameters)
    return "none" if days is None else f"{days} days"


def _scheme(one: Scorer, parameters: Parameters, examples: list[Any]) -> str:
    files = ", ".join(f"`{file}`" for file in one.parameter_files)
    text = (
        f"## {one.name}\n\nVersion {one.version}; {one.unit}; look-back "
        f"{_lookback(one, parameters)}; numbers in {files}.\n\n{one.text}\n"
    )
    return text + "".join(_example(each) for each in examples if each.scheme == one.name)


def _example(example: Any) -> str:
    text = f"\n### Example: {example.title}\n\n{dedent(example.text).strip()}\n"
    tables = {
        f"Recorded, as of {civil_day(example.as_of)}:": example.suspicions,
        "Persons:": example.persons,
        "Victims:": example.victims,
        "Relationships:": example.relationships,
        "Contributions:": example.answer,
    }
    for caption, content in tables.items():
        lines = [[cell.strip() for cell in line.split("|")] for line in content.splitlines()]
        rows = [cells for cells in lines if cells != [""]]
        if rows:
            text += f"\n{caption}\n\n{table(rows[0], rows[1:])}"
    return text


def _file(file: str, content: Dated) -> str:
    head = (
        f"### {content.title}\n\n`{file}`, {civil_day(content.dated_on)}, **{content.status}**. "
        f"Source: {content.source}.\n"
    )
    values = content.model_dump(exclude={"title", "dated_on", "source", "status"})
    single = [(name, _said(value)) for name, value in values.items() if not _is_rows(value)]
    text = head + (f"\n{table(('what', 'value'), single)}" if single else "")
    for name, rows in values.items():
        if _is_rows(rows):
            text += f"\n{_rows(name, rows)}"
    return text


_SHOWN: Final = 60
"""A longer table is counted, not shown."""


def _is_rows(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, tuple) and len(value) > 0 and isinstance(value[0], dict)
    )


def _rows(name: str, rows: Any) -> str:
    if isinstance(rows, dict):
        return table((name, "value"), [(key, _said(value)) for key, value in rows.items()])
    if len(rows) > _SHOWN:
        return f"{len(rows):,} rows: see the file.\n"
    return table(list(rows[0]), [[_said(value) for value in row.values()] for row in rows])


def _said(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return ", ".join(value) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], {PAGE: lambda: page(Path.cwd())}, "python -m scoring.documentation"))
