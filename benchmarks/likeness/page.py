"""Writes the measured part of docs/synthetic.md, and its picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.likeness.targets import Target, targets
from benchmarks.marks import write_between
from graph_service.documentation_markdown import table
from visualisation import curves as drawing

PAGE = Path("docs/synthetic.md")
PICTURE = Path("docs/images/concentration.svg")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_REACH = 0.2


def table_of(figures: Mapping[str, float | None]) -> str:
    """The figures beside what is published, as a Markdown table."""
    heads = ("what is counted", "here", "published", "source", "read?", "may lie in")
    return table(heads, [_row(target, figures.get(name)) for name, target in targets().items()])


def _row(target: Target, value: float | None) -> Sequence[str]:
    band = f"{target.shown(target.low)} to {target.shown(target.high)}"
    published = f"{target.published}. Off: {target.off}." if target.off else target.published
    return target.what, target.shown(value), published, target.source, target.status, band


def write(
    figures: Mapping[str, float | None],
    curves: Mapping[str, Sequence[tuple[float, float]]],
    *,
    persons: int,
    seed: int,
) -> None:
    """Put the figures between their marks in the page, and draw the curves of concentration."""
    command = f"python -m benchmarks.likeness --persons {persons} --seed {seed}"
    said = f"Measured on {persons:,} persons, seed {seed}, by `{command}`.\n\n"
    write_between(PAGE, BEGIN, END, f"{said}{table_of(figures)}")
    names = {"couple": "couples", "suspect": "suspects"}
    PICTURE.write_text(
        drawing.picture(
            {names[name]: points for name, points in curves.items()},
            across="Share of couples or suspects, most harmful first",
            up="Share of all harm",
            reach=_REACH,
            ident="concentration",
        )
        + "\n",
        "utf-8",
    )
