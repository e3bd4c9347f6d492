"""The ingest job: one extract in, or nothing at all; then the graph brought up to the archive."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from graph_service import archive, graph_state, ids, versions
from graph_service.archive import Archive
from graph_service.graph_state import GraphState
from graph_service.store import Store
from ingest import load, manifest, mapping, profiles, quarantine, read, resolve, validate
from ingest.manifest import Manifest
from ingest.profiles import Profile
from ingest.read import RawFile
from ingest.resolve import Identifiers
from ingest.validate import Validated

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Extract:
    """An extract that was read, mapped and validated, and changed nothing yet."""

    batch_id: str
    source: str
    profile: str
    manifest: Manifest
    files: list[RawFile]
    tables: list[Validated]


def prepare(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    profile: Profile,
    source: str,
    say: Progress,
) -> Extract:
    """Read, map and validate an extract in a DuckDB connection that is for it alone."""
    sent = manifest.read(folder)
    files = []
    for file in sent.files:
        if profile.takes(file.name):
            say(f"Reading {file.name}")
            files.append(read.load(connection, folder, file, profile))
    _no_view_twice(files)
    mapping.shut(connection)
    tables = []
    for mapped in mapping.run(connection, profile, files):
        say(f"Validating {mapped.table}")
        tables.append(
            validate.run(connection, mapped, source=source, batch_recorded_at=sent.recorded_at)
        )
    content = {
        "source": source,
        "recorded_at": sent.recorded_at,
        "kind": sent.kind,
        "tables": {one.table: one.digest for one in tables if one.accepted},
        "quarantined": {one.table: len(one.quarantined) for one in tables if one.quarantined},
    }
    return Extract(ids.digest(content), source, profile.name, sent, files, tables)


def _no_view_twice(files: list[RawFile]) -> None:
    twice = [view for view, count in Counter(raw.view for raw in files).items() if count > 1]
    if twice:
        names = ", ".join(raw.name for raw in files if raw.view == twice[0])
        raise mapping.InputRefused(
            f"{names}: the view {twice[0]} would stand for more than one file."
        )


def accept(
    home: Archive, connection: duckdb.DuckDBPyConnection, extract: Extract, prepared: Path
) -> bool:
    """Keep the extract as a batch; False where the archive already holds it."""
    if any(batch.batch_id == extract.batch_id for batch in home.batches()):
        return False
    for one in extract.tables:
        if one.accepted:
            table = connection.sql(f'SELECT * FROM "valid_{one.table}"').to_arrow_table()  # noqa: S608
            archive.pq.write_table(
                table.cast(archive.schema(one.table)), prepared / f"{one.table}.parquet"
            )
    home.accept(
        prepared,
        {
            "batch_id": extract.batch_id,
            "source": extract.source,
            "profile": extract.profile,
            "kind": extract.manifest.kind,
            "recorded_at": extract.manifest.recorded_at.isoformat(),
            "tables": {
                one.table: {
                    "read": one.read,
                    "accepted": one.accepted,
                    "quarantined": len(one.quarantined),
                }
                for one in extract.tables
            },
        },
    )
    return True


def catch_up(home: Archive, store: Store, say: Progress, *, anew: bool = False) -> dict[str, int]:
    """Finish whatever stands between archive and graph: links, a broken-off load, new batches.

    Returns how many rows of each kind were written. Under the store's lease.
    """
    written: Counter[str] = Counter()
    with store.lease(archive.holder()):
        state = graph_state.read(store)
        if not state.is_whole:
            say("Finishing a load that was broken off")
            target = GraphState(state.loading, state.loading_links)
            written.update(load.go_to(store, home, target, say))
        batches = home.batches()
        digest = archive.batches_digest(batches)
        links = None if anew else home.links_after(digest)
        if links is None:
            say("Deriving people from records")
            links = _resolve(home, batches, digest)
        target = GraphState(tuple(batch.batch_id for batch in batches), links)
        if graph_state.read(store) != target:
            say("Loading the graph")
            written.update(load.go_to(store, home, target, say))
    return dict(written)


def _resolve(home: Archive, batches: list[archive.Batch], digest: str) -> str:
    with versions.connect() as connection:
        versions.create(connection, "now", batches)
        held = connection.execute(
            "SELECT source, record_id, pnc_id, born_on, sex FROM now.person_record "
            "WHERE pnc_id IS NOT NULL"
        ).fetchall()
    joined = resolve.links(Identifiers(*row) for row in held)
    return home.write_links(archive.links_table(joined), after=digest, at=archive.now())


def ingest(
    home: Archive,
    store: Store,
    folder: Path,
    *,
    profile: Profile,
    source: str,
    say: Progress,
) -> dict[str, Any]:
    """Take an extract in; returns the report in the shape of design §7."""
    with home.lock(), home.incoming() as prepared:
        with duckdb.connect(str(prepared / "raw.duckdb")) as connection:
            extract = prepare(connection, folder, profile=profile, source=source, say=say)
            batch_folder = prepared / "batch"
            batch_folder.mkdir(mode=0o700)
            say("Archiving")
            is_new = accept(home, connection, extract, batch_folder)
        if is_new:
            quarantine.write(home.folder.parent, extract.batch_id, extract.tables)
        written = catch_up(home, store, say)
    return quarantine.report(extract, is_new=is_new, written=written)


def check(
    home: Archive, folder: Path, *, profile: Profile, source: str, say: Progress
) -> dict[str, Any]:
    """What ingest would say, without changing anything."""
    with home.lock(), home.incoming() as prepared:
        with duckdb.connect(str(prepared / "raw.duckdb")) as connection:
            extract = prepare(connection, folder, profile=profile, source=source, say=say)
    is_new = all(batch.batch_id != extract.batch_id for batch in home.batches())
    return quarantine.report(extract, is_new=is_new, written=None)
