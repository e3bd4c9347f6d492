"""How long linkage takes and how much memory, beside plain Splink with the same comparisons.

`python -m benchmarks.linkage.speed --records 50000 200000 --write`. Each part runs in a process of
its own, so that memory is its own. Of invented forces the records of people alone are taken, with
aliases and addresses. Both sides have the same records, parameters and pairs to compare: ours from
the archive to the archived links, Splink's from the prepared records in its memory to clusters.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from benchmarks.marks import write_between
from graph_service import linked
from graph_service.archive import Archive
from graph_service.versions import literal, parquet
from ingest import manifest, pipeline, profiles, read
from ingest.linkage import blocking, weigh
from ingest.linkage.parameters import from_text
from ingest.profiles import Profile
from ingest.synthetic import generate

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
_BEGIN, _END = "<!-- linkage: begin -->", "<!-- linkage: end -->"
_FORCE, _RECORDS_PER_PERSON = 240_000, 0.82
_FILES = {"NOMINAL": "person_record", "NOMINAL_ALIAS": "alias", "NOMINAL_ADDRESS": "address"}
_MEGA = 1024
_COLUMNS = (
    "records",
    "pairs compared",
    "plain Splink",
    "Pursuit",
    "ratio",
    "1 % new",
    "of all",
    "with estimate",
    "memory: Splink",
    "memory: Pursuit",
)
SOURCE = "benchmark"


def extracts(place: Path, records: int) -> tuple[Path, Path]:
    """The records of invented forces, some hundredth of them apart as a delta, with a profile."""
    persons = int(records / _RECORDS_PER_PERSON)
    full, delta = place / "full", place / "delta"
    for folder in (full, delta):
        folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        for seed in range(-(-persons // _FORCE)):
            force = place / f"force-{seed}"
            generate(force, persons=min(_FORCE, persons - seed * _FORCE), seed=seed + 1)
            for file in _FILES:
                rows = (
                    f"SELECT * REPLACE ('{seed}-' || NOM_REF AS NOM_REF) "
                    f"FROM read_csv({literal(str(force / file))} || '.csv', all_varchar = true)"
                )
                made = f"CREATE TABLE {file} AS" if seed == 0 else f"INSERT INTO {file}"
                connection.execute(f"{made} {rows}")
            shutil.rmtree(force)
            shutil.rmtree(place / f"force-{seed}.truth", ignore_errors=True)
        for file in _FILES:
            for folder, which in ((full, "<> 0"), (delta, "= 0")):
                to = literal(str(folder / f"{file}.csv"))
                rows = f"FROM {file} WHERE hash(NOM_REF) % 100 {which}"
                connection.execute(f"COPY ({rows}) TO {to} (HEADER, QUOTE '\"')")
    mapping = profile(place)
    for folder in (full, delta):
        names = [f"{file}.csv" for file in _FILES]
        rows_of = {name: read.count(folder, name, mapping) for name in names}
        manifest.write(folder, source=SOURCE, profile="benchmark", rows=rows_of)
    return full, delta


def profile(place: Path) -> Profile:
    """The invented force's mapping, of people alone."""
    folder = place / "profile"
    folder.mkdir(exist_ok=True)
    box = Path(profiles.__file__).parent / "synthetic"
    (folder / "profile.toml").write_text('name = "benchmark"\n')
    for table in _FILES.values():
        shutil.copy(box / f"{table}.sql", folder)
    return profiles.load(str(folder))


def _take_in(place: Path, folder: Path) -> None:
    home = Archive(place / "home")
    with home.lock():
        pipeline.take_in(home, folder, profile=profile(place), source=SOURCE, say=lambda _: None)


def _timed(of: Any) -> dict[str, Any]:
    begun = time.perf_counter()
    told = of()
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGA
    return {"seconds": took, "mebibytes": peak, **told}


def _derive(place: Path) -> dict[str, Any]:
    home = Archive(place / "home")
    digest = pipeline.derive_links(home, home.batches(), lambda _: None)
    return {"judged": linked.read(home, digest).num_rows}


def part_estimate(place: Path) -> dict[str, Any]:
    """The first look: parameters are estimated, then used."""
    return _timed(lambda: _derive(place))


def part_full(place: Path) -> dict[str, Any]:
    """A look at everything with the parameters that there are."""
    shutil.rmtree(place / "home" / "archive" / "linkage" / "state")
    return _timed(lambda: _derive(place))


def part_delta(place: Path) -> dict[str, Any]:
    """What a hundredth of new records costs."""
    _take_in(place, place / "delta")
    return _timed(lambda: _derive(place))


def part_splink(place: Path) -> dict[str, Any]:
    """The same comparisons by Splink alone, of the prepared records that linkage keeps."""
    home = Archive(place / "home")
    parameters = from_text(str(linked.last_parameters(home)))
    with duckdb.connect() as connection:
        _kept(connection, home)
        columns = _keyed(connection)
        weigh.count_values(connection, parameters, of="linkage.keyed")
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name=weigh.ID,
            comparisons=weigh.as_splink(parameters.shares),
            blocking_rules_to_generate_predictions=[
                {"blocking_rule": f"l.{one} = r.{one}", "arrays_to_explode": [one]}
                for one in columns
            ],
            probability_two_random_records_match=parameters.prior,
            retain_matching_columns=False,
            retain_intermediate_calculation_columns=False,
        )

        def look() -> dict[str, Any]:
            api = DuckDBAPI(connection)
            held = weigh.registered(api, connection.table("linkage.input"))
            linker = Linker(held, settings, log_level=None, validate_settings=False)
            found = linker.inference.predict(threshold_match_weight=parameters.lower)
            linker.clustering.cluster_pairwise_predictions_at_threshold(
                found, threshold_match_weight=parameters.upper
            )
            [[pairs]] = connection.execute(f"SELECT count(*) FROM {found.physical_name}").fetchall()
            return {"judged": pairs}

        return _timed(look)


def _keyed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Make ``linkage.keyed``: the records with a list of keys per rule, of bearable blocks."""
    blocking.pairs(connection)
    columns = [f"rule_{number}" for number in range(len(blocking.RULES))]
    lists = ", ".join(
        f"list(key) FILTER (rule = {number}) AS {one}" for number, one in enumerate(columns)
    )
    connection.execute(
        f"""
        CREATE TABLE linkage.keyed AS
        SELECT prepared.*, {", ".join(columns)} FROM linkage.prepared AS prepared
        LEFT JOIN (SELECT id, {lists} FROM linkage.blocked GROUP BY id) USING (id)"""
    )
    return columns


def part_pairs(place: Path) -> dict[str, Any]:
    """How many records there are, and how many pairs are compared."""
    with duckdb.connect() as connection:
        _kept(connection, Archive(place / "home"))
        blocking.pairs(connection)
        [[records]] = connection.execute("SELECT count(*) FROM linkage.prepared").fetchall()
        [[pairs]] = connection.execute("SELECT count(*) FROM linkage.pairs").fetchall()
    return {"records": records, "pairs": pairs}


def _kept(connection: duckdb.DuckDBPyConnection, home: Archive) -> None:
    """The prepared records and their keys, as linkage keeps them."""
    state = home.folder / "linkage" / "state"
    connection.execute("CREATE SCHEMA linkage")
    for table in ("prepared", "keys"):
        rows = parquet([state / f"{table}.parquet"])
        connection.execute(f"CREATE TABLE linkage.{table} AS FROM {rows}")


PARTS = {
    "estimate": part_estimate,
    "full": part_full,
    "pairs": part_pairs,
    "splink": part_splink,
    "delta": part_delta,
}


def _run(place: Path, part: str) -> dict[str, Any]:
    """A part in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.linkage.speed", "--part", part, str(place)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this module
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(records: int, place: Path) -> str:
    """A line of the table."""
    full, _ = extracts(place, records)
    _take_in(place, full)
    found = {part: _run(place, part) for part in PARTS}
    ours, splink, delta = found["full"], found["splink"], found["delta"]
    held = [
        f"{found['pairs']['records']:,}",
        f"{found['pairs']['pairs']:,}",
        f"{splink['seconds']:.1f} s",
        f"{ours['seconds']:.1f} s",
        f"{ours['seconds'] / splink['seconds']:.2f}",
        f"{delta['seconds']:.1f} s",
        f"{delta['seconds'] / ours['seconds']:.0%}",
        f"{found['estimate']['seconds']:.1f} s",
        f"{splink['mebibytes']:,.0f} MiB",
        f"{max(found[part]['mebibytes'] for part in ('estimate', 'full', 'delta')):,.0f} MiB",
    ]
    return f"| {' | '.join(held)} |"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linkage.speed")
    parser.add_argument("--records", type=int, nargs="+", default=[50_000, 200_000])
    parser.add_argument("--write", action="store_true", help="write docs/performance.md anew")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        part, place = asked.part
        print(json.dumps(PARTS[part](Path(place))))
        return 0
    by_size = {}
    for records in asked.records:
        with tempfile.TemporaryDirectory() as place:
            by_size[records] = measured(records, Path(place))
        print(by_size[records], flush=True)
    head = [f"| {' | '.join(_COLUMNS)} |", "|---:" * len(_COLUMNS) + "|"]
    lines = [*head, *(line for _, line in sorted(by_size.items()))]
    if asked.write:
        sizes = " ".join(map(str, asked.records))
        command = f"python -m benchmarks.linkage.speed --records {sizes} --write"
        told = "\n".join([f"{datetime.now(UTC).date()}: `{command}`.", "", *lines])
        write_between(PAGE, _BEGIN, _END, f"{told}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
