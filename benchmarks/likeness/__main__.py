"""Makes a world, measures it, and prints the figures or writes them into docs/synthetic.md."""

import argparse
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.likeness import page
from benchmarks.likeness.measures import curve, measure, world
from benchmarks.likeness.targets import off_target, targets
from ingest.synthetic import generate

UNTIL = date(2026, 11, 23)


def main() -> int:
    """The command; gives 1 where a figure lies outside its band."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likeness", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/synthetic.md anew")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        extract = Path(folder) / "force"
        generate(extract, persons=asked.persons, seed=asked.seed, until=UNTIL)
        database = world(extract)
        figures = measure(database)
        curves = {name: curve(database, name) for name in ("couple", "suspect")}
        database.close()
    if asked.write:
        page.write(figures, curves, persons=asked.persons, seed=asked.seed)
    else:
        print(page.table_of(figures))
    off = off_target(figures)
    for name in off:
        print(f"Outside its band: {targets()[name].what}.")
    return 1 if off else 0


if __name__ == "__main__":
    raise SystemExit(main())
