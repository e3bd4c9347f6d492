"""How the tests of sense ask: which codes, which days, which homes, and how often."""

import csv
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from ingest.synthetic.generate import circles
from ingest.synthetic.truth import cluster
from tests.synthetic.mapped import Tables


def data(name: str) -> dict[str, Any]:
    """One of the generator's data files."""
    text = resources.files("ingest.synthetic").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def listed(values: list[str]) -> str:
    """Values as a list of SQL texts."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def codes(least: int, *, sexual: bool = False) -> str:
    """Codes of offences at least as grave, or of the sexual ones."""
    found = data("offences").values()
    return listed(
        [
            o["code"]
            for o in found
            if "code" in o and (o["grade"] >= least or (sexual and o["kind"] == "sexual"))
        ]
    )


CLOSED = listed([day.isoformat() for day in data("calendar")["closed"]])


def weekday(moment: str) -> str:
    """The ISO number of the weekday of a moment, 7 for Sunday."""
    return f"isodow(CAST({moment} AS TIMESTAMP))"


def is_closed(moment: str) -> str:
    """True on a public holiday."""
    return f"left({moment}, 10) IN {CLOSED}"


def home(record: str, moment: str) -> str:
    """The address of a record as it stood at a moment."""
    return f"""(SELECT arg_max(home.address, home.recorded_at) FROM person_record AS home
        WHERE home.record_id = {record} AND home.recorded_at <= {moment})"""


def counted(tables: Tables, absurdities: dict[str, str]) -> dict[str, int]:
    """Each absurdity that is there, with how often."""
    found = {name: tables.count(rest) for name, rest in absurdities.items()}
    return {name: count for name, count in found.items() if count}


def add_ties(tables: Tables, seed: int, persons: int, file: Path) -> None:
    """The ties of a world's people as the table `true_ties`, each both ways round."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("one", "other", "kind", "from_on", "to_on"))
        for circle in circles(seed, persons):
            for tie in circle.ties:
                for one, other in ((tie.one, tie.other), (tie.other, tie.one)):
                    writer.writerow(
                        (
                            cluster(circle, one),
                            cluster(circle, other),
                            tie.kind,
                            tie.from_on,
                            tie.to_on or "",
                        )
                    )
    tables.add("true_ties", file)
