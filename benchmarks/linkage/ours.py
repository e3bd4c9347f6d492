"""The same records through Pursuit: a profile, an archive, linkage."""

from pathlib import Path

import duckdb

from benchmarks.linkage.sets import DATA, Set
from graph_service import archive, linked, persons, versions
from graph_service.archive import Archive
from graph_service.people import RecordKey
from ingest import manifest, pipeline, profiles
from ingest.linkage import estimate, link
from ingest.linkage.parameters import shipped

SOURCE = "benchmark"


def take_in(place: Path, one: Set) -> Archive:
    """An archive that holds the set."""
    extract, profile = place / "extract", place / "profile"
    extract.mkdir(parents=True)
    profile.mkdir()
    text = (DATA / one.file).read_text("utf-8")
    (extract / one.file).write_text(text, "utf-8")
    (profile / "profile.toml").write_text(f'name = "{one.name}"\n')
    (profile / "person_record.sql").write_text(one.mapping)
    home = Archive(place / "home")
    loaded = profiles.load(str(profile))
    manifest.write(extract, source=SOURCE, profile=one.name, rows={one.file: text.count("\n") - 1})
    with home.lock():
        pipeline.take_in(home, extract, profile=loaded, source=SOURCE, say=lambda _: None)
    return home


def truth(one: Set) -> dict[RecordKey, str]:
    """Each record's person."""
    with duckdb.connect() as connection:
        view = one.file.removesuffix(".csv")
        connection.execute(
            f"CREATE TABLE {view} AS FROM read_csv('{DATA / one.file}', all_varchar = true)"
        )
        rows = connection.execute(one.truth).fetchall()
    return {(SOURCE, record): str(cluster) for record, cluster in rows}


def clusters(home: Archive, precision: float) -> dict[RecordKey, str]:
    """Each record's person, with the thresholds for an expected precision."""
    batches = home.batches()
    with versions.connect(home) as connection:
        versions.create(connection, "now", batches, tables=link.TABLES)
        link.prepared(connection, "now")
        found = estimate.estimate(
            connection, shipped(), on=archive.now().date(), precision=precision
        )
        link.weighed(connection, found)
        pairs = link.judged(connection, "now", found)
        digest = linked.write(
            home, pairs, parameters=found.digest, after=f"{precision}", at=archive.now()
        )
        who = persons.of_state(connection, "now", linked.joined(home, digest))
    return dict(who.of_record)
