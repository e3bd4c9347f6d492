"""Makes the forces, measures them, and prints the figures or writes them into the page."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pipeline import page, run
from graph_service.errors import PursuitError

_EMBEDDED = "embedded"
_ENDED = 128 + signal.SIGTERM


def main() -> int:
    """The command. Aims that are missed are said; they are no failure of the command."""
    asked = _asked(sys.argv[1:])
    # Told to end, it ends what it started and leaves nothing behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))
    try:
        result = run.measure(
            asked.persons,
            None if asked.store == _EMBEDDED else asked.store,
            runs=asked.runs,
            hub_persons=asked.hub_persons,
            hub_offences=asked.hub_offences,
        )
    except PursuitError as error:
        print(error.message, file=sys.stderr)
        return error.exit_code
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    if asked.write:
        page.write(result, command=_command(asked))
    print(page.figures(result))
    return 0


def _asked(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pipeline", description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[10_000, 40_000, 160_000])
    parser.add_argument("--store", default=_EMBEDDED, help="embedded, or an empty server's URI")
    parser.add_argument("--runs", type=int, default=3, help=f"of sizes up to {run.REPEATED:,}")
    parser.add_argument("--hub-persons", type=int, default=10_000, help="0: without the hub")
    parser.add_argument("--hub-offences", type=int, default=20_000)
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    parser.add_argument("--write", action="store_true", help=f"write {page.PAGE} anew")
    asked = parser.parse_args(given)
    if min(asked.runs, asked.hub_offences, *asked.persons) < 1:
        parser.error("persons, runs and offences are counted from 1")
    return asked


def _command(asked: argparse.Namespace) -> str:
    """The command as the page tells it; a URI may name a host."""
    given = [
        *("--persons", *asked.persons),
        *("--store", _EMBEDDED if asked.store == _EMBEDDED else "URI"),
        *("--runs", asked.runs),
        *("--hub-persons", asked.hub_persons),
        *("--hub-offences", asked.hub_offences),
    ]
    return " ".join(("python -m benchmarks.pipeline", *map(str, given), "--write"))


if __name__ == "__main__":
    raise SystemExit(main())
