"""The ingest job: one extract in, or nothing at all; then the graph brought up to the archive."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from graph_service import archive, archive_schema, decisions, graph_state, linked, versions
from graph_service.archive import Archive, Batch
from graph_service.errors import StoreUnavailable
from graph_service.graph_state import GraphState
from graph_service.store import Store
from ingest import load, quarantine, read, sample
from ingest.extract import Extract, Progress, prepare
from ingest.linkage import blocking, delta, estimate, kept, link, weigh
from ingest.linkage.parameters import Parameters, from_text, shipped
from ingest.load import Loaded
from ingest.profiles import Profile, source_name
from ingest.report import found, report

_ROW_GROUP = 50_000


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
    return ingest_and_open(home, lambda: store, folder, profile=profile, source=source, say=say)


def ingest_and_open(
    home: Archive,
    open_store: Callable[[], Store],
    folder: Path,
    *,
    profile: Profile,
    source: str,
    say: Progress,
) -> dict[str, Any]:
    """The same, and the store is opened only once the extract is safe in the archive."""
    with home.lock():
        quarantine.sweep(home)
        extract, is_new = take_in(home, folder, profile=profile, source=source, say=say)
        batch = next(one for one in home.batches() if one.batch_id == extract.batch_id)
        try:
            loaded = _catch_up(home, open_store(), say, counted=batch)
        except StoreUnavailable as error:
            raise StoreUnavailable(
                f"{error.message} The extract is in the archive and stays there: the next "
                "`pursuit ingest` or `pursuit resolve` brings it into the graph."
            ) from None
    return report(extract, is_new=is_new, loaded=loaded)


def check(
    home: Archive, folder: Path, *, profile: Profile, source: str, say: Progress
) -> dict[str, Any]:
    """What ingest would say, without changing archive, quarantine or graph.

    ``sample`` beside it holds some mapped rows of each table, masked.
    """
    with home.lock(), home.incoming() as place, read.workbench(place) as connection:
        extract = prepare(connection, folder, profile=profile, source=source, say=say)
        looked_at = sample.rows(connection, extract.tables)
    is_new = all(batch.batch_id != extract.batch_id for batch in home.batches())
    return report(extract, is_new=is_new) | {"sample": looked_at}


def take_in(
    home: Archive, folder: Path, *, profile: Profile, source: str, say: Progress
) -> tuple[Extract, bool]:
    """Archive an extract; False where the archive holds it already. The caller holds the lock."""
    with home.incoming() as place, read.workbench(place) as connection:
        extract = prepare(connection, folder, profile=profile, source=source, say=say)
        if any(batch.batch_id == extract.batch_id for batch in home.batches()):
            return extract, False
        say("Archiving")
        _accept(home, connection, extract, place / "batch")
        return extract, True


def _accept(
    home: Archive, connection: duckdb.DuckDBPyConnection, extract: Extract, prepared: Path
) -> None:
    """Keep the extract as a batch: its quarantined rows first, then all at once by a rename."""
    with archive.writing():
        prepared.mkdir(mode=0o700)
        for one in extract.tables:
            if one.accepted:
                _write_table(connection, one.table, prepared)
    try:
        quarantine.write(home, connection, extract.batch_id, extract.tables)
        home.accept(prepared, _facts(extract))
    except StoreUnavailable:
        # People's rows do not lie about for a batch that never was. A disc that does not even let
        # them go leaves them to the next ingest.
        with contextlib.suppress(StoreUnavailable):
            quarantine.sweep(home)
        raise


def _facts(extract: Extract) -> dict[str, Any]:
    return {
        "batch_id": extract.batch_id,
        "source": extract.source,
        "profile": extract.profile,
        "kind": extract.manifest.kind,
        "recorded_at": extract.manifest.recorded_at.isoformat(),
        "tables": {one.table: one.counts for one in extract.tables},
        "found": found(extract),
    }


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, prepared: Path) -> None:
    schema = archive_schema.schema(table)
    rows = connection.sql(f'SELECT * FROM made."valid_{table}"').to_arrow_reader(_ROW_GROUP)
    with pq.ParquetWriter(prepared / f"{table}.parquet", schema) as file:
        for part in rows:
            file.write_batch(part.cast(schema))


def catch_up(
    home: Archive, store: Store, say: Progress, *, anew: bool = False, estimated: bool = False
) -> dict[str, int]:
    """Finish whatever stands between archive and graph: links, a broken-off load, new batches.

    Returns how many rows of each kind were written. Under the store's lease; the caller holds the
    home's lock. With ``anew`` people are derived again even where nothing is new; with
    ``estimated`` so are linkage's parameters.
    """
    return _catch_up(home, store, say, anew=anew or estimated, estimated=estimated).written


def _catch_up(
    home: Archive,
    store: Store,
    say: Progress,
    *,
    anew: bool = False,
    estimated: bool = False,
    counted: Batch | None = None,
) -> Loaded:
    done = Loaded()
    with graph_state.turn(store, say):
        state = graph_state.read(store)
        if state.is_dropped:
            say("A rebuild was broken off. `pursuit rebuild` brings back the recorded runs too")
            load.drop(store, say)
        elif not state.is_whole:
            say("Finishing a load that was broken off")
            target = GraphState(state.loading, state.loading_links)
            done = load.go_to(store, home, target, say, counted=counted)
        batches = home.batches()
        state_now = decisions.state_digest(batches, decisions.read(home))
        links = None if anew else linked.after(home, state_now)
        if links is None:
            say("Deriving people from records")
            links = derive_links(home, batches, say, anew=estimated)
        target = GraphState(tuple(batch.batch_id for batch in batches), links)
        if graph_state.read(store) != target:
            say("Loading the graph")
            done = done.and_then(load.go_to(store, home, target, say, counted=counted))
        elif counted and not done.standing:
            done.standing = load.look(home, target, counted)
    return done


def derive_links(home: Archive, batches: list[Batch], say: Progress, *, anew: bool = False) -> str:
    """Judge which records of batches are one person, and archive the pairs; returns their digest.

    The parameters are those that were used last. They are estimated where there are none yet, where
    the records have grown beyond them, and with ``anew``.
    """
    made = decisions.read(home)
    text = None if anew else linked.last_parameters(home)
    last = from_text(text) if text else None
    with versions.connect(home) as connection:
        if last and _is_delta(home, connection, batches, last):
            parameters = last
        else:
            connection.execute("DROP SCHEMA IF EXISTS linkage CASCADE")
            versions.create(connection, "now", batches, tables=link.TABLES)
            link.prepared(connection, "now")
            if alone := blocking.alone(connection):
                say(f"Records that tell nothing which can be compared, and stay apart: {alone:,}")
            if crowded := blocking.crowded(connection):
                say(f"Records that share all they tell with a crowd, and stay apart: {crowded:,}")
            parameters = _parameters(connection, last, say)
            link.weighed(connection, parameters)
        pairs = link.judged(connection, "now", parameters, decisions.words(made))
        named = parameters.digest
        linked.keep_parameters(home, named, parameters.text())
        digest = linked.write(
            home,
            pairs,
            parameters=named,
            after=decisions.state_digest(batches, made),
            at=archive.now(),
        )
        kept.write(home, connection, batches, named, digest)
    return digest


def _is_delta(
    home: Archive, connection: duckdb.DuckDBPyConnection, batches: list[Batch], last: Parameters
) -> bool:
    """Link what came since the last time against what is there; False where all must be looked at.

    ``last`` are the parameters of the last time.
    """
    held = kept.read(home, batches, last.digest)
    if held is None or not linked.holds(home, held.links):
        return False
    delta.prepared(connection, batches, held)
    if estimate.is_outgrown(connection, last):
        return False
    versions.create(connection, "now", batches, tables=link.FACTS)
    weigh.compare(connection)
    link.weighed(connection, last, delta.evidence(linked.sql(home, held.links)))
    return True


def _parameters(
    connection: duckdb.DuckDBPyConnection, last: Parameters | None, say: Progress
) -> Parameters:
    if last and not estimate.is_outgrown(connection, last):
        return last
    if estimate.are_few(connection):
        return shipped()
    say("Estimating how records of one person agree")
    return estimate.estimate(connection, shipped(), on=archive.now().date())


def source_of(given: str | None, profile: Profile) -> str:
    """The source's name: as given, else the profile's (design, rule 3)."""
    return source_name(given) if given else profile.name
