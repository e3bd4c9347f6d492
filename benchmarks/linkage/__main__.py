"""Measures linkage on public sets beside Splink's own settings; prints the table or writes it."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.linkage import ours, published
from benchmarks.linkage.sets import SETS
from benchmarks.marks import write_between
from ingest.linkage.evaluation import Measure, measure

PAGE = Path(__file__).parents[2] / "docs" / "linkage.md"
CURVE = PAGE.parent / "images" / "linkage-curve.svg"
"""Drawn by `pursuit evaluate linkage --picture`, of the invented force that the page names."""
_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"
_PRECISIONS = (0.95, 0.98, 0.99)
_THRESHOLDS = [0.5, 0.8, 0.95, 0.99]


def _line(name: str, what: str, pairs: Measure, groups: Measure) -> str:
    held = [
        f"{value:.4f}" if value is not None else ""
        for one in (pairs, groups)
        for value in (one.shown()[key] for key in ("precision", "recall", "f1"))
    ]
    return f"| {name} | {what} | {' | '.join(held)} |"


def table() -> str:
    """The figures as a table."""
    lines = [
        "| set | linkage | pairs: precision | recall | F1 | people: precision | recall | F1 |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in SETS:
        cluster = ours.truth(one)
        with tempfile.TemporaryDirectory() as place:
            home = ours.take_in(Path(place), one)
            for precision in _PRECISIONS:
                person = ours.clusters(home, precision)
                what = f"Pursuit, expecting {precision:.0%} right"
                lines.append(_line(one.name, what, *measure(cluster, person)))
        for threshold, found in published.clusters(one.name, _THRESHOLDS):
            person = {record: found[record[1]] for record in cluster}
            what = f"Splink's settings, from {threshold:.0%} on"
            lines.append(_line(one.name, what, *measure(cluster, person)))
    return "\n".join(lines)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/linkage.md anew")
    asked = parser.parse_args()
    found = table()
    print(found)
    if asked.write:
        on = datetime.now(UTC).date()
        figures = f"{on}: `python -m benchmarks.linkage --write`.\n\n{found}\n"
        write_between(PAGE, _BEGIN, _END, figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
