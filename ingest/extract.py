"""An extract, read, mapped and validated in a DuckDB of its own; nothing is changed yet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph_service import ids
from graph_service.errors import InputRefused
from ingest import manifest, mapping, places, read, validate
from ingest.csv_file import RawFile
from ingest.manifest import Manifest
from ingest.places import Away
from ingest.profiles import Profile, view_name
from ingest.validate import Validated

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Extract:
    """What an extract holds; its rows stand in the DuckDB that it was prepared in.

    ``batch_id`` is of its content: the same extract has the same one wherever it is read.
    """

    batch_id: str
    source: str
    profile: str
    manifest: Manifest
    files: list[RawFile]
    tables: list[Validated]
    away: list[Away]
    unnamed: list[str]


def prepare(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    profile: Profile,
    source: str,
    say: Progress,
) -> Extract:
    """Read, map and validate an extract in a connection from :func:`ingest.read.workbench`.

    InputRefused where it is not whole or its profile does not fit.
    """
    sent = manifest.read(folder)
    taken = [file for file in sent.files if profile.takes(file.name)]
    _check_views([file.name for file in taken])
    files = []
    for file in taken:
        say(f"Reading {file.name}")
        files.append(read.load(connection, folder, file, profile))
    mapping.shut(connection)
    tables = []
    for mapped in mapping.run(connection, profile, files):
        say(f"Validating {mapped.table}")
        tables.append(validate.run(connection, mapped, source=source, recorded_at=sent.recorded_at))
    content = {
        "source": source,
        "recorded_at": sent.recorded_at,
        "kind": sent.kind,
        "tables": {one.table: one.digest for one in tables if one.accepted},
        "quarantined": {one.table: one.quarantined_digest for one in tables if one.quarantined},
    }
    unnamed = [name for name in manifest.unnamed(folder, sent) if profile.takes(name)]
    away = places.found(connection, tables)
    return Extract(ids.digest(content), source, profile.name, sent, files, tables, away, unnamed)


def _check_views(names: list[str]) -> None:
    if not names:
        raise InputRefused(
            f"{manifest.NAME} names no file that the profile reads. Give another --profile."
        )
    by_view: dict[str, str] = {}
    for name in names:
        other = by_view.setdefault(view_name(name), name)
        if other != name:
            raise InputRefused(
                f"{other}, {name}: the view {view_name(name)} would stand for both. Rename one."
            )
