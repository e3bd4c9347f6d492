"""What linkage keeps between two loads, so that a delta costs what the delta is worth.

``archive/linkage/state/`` holds the prepared records, their keys and what they were made of. All of
it can be made anew from the archive; where it is missing, damaged or of other code, linkage looks
at every record again.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from graph_service import identifiers, names
from graph_service.archive import Archive, Batch, fsync, write_whole, writing
from graph_service.versions import literal, parquet

_TABLES = ("prepared", "keys")


@dataclass(frozen=True)
class Kept:
    """The state that was kept: of which batches, with which parameters, ending in which links."""

    folder: Path
    batches: frozenset[str]
    parameters: str
    links: str

    def file(self, table: str) -> str:
        """A kept table as SQL."""
        return parquet([self.folder / f"{table}.parquet"])


@cache
def _code() -> str:
    """A digest of the code and data that prepare, block and compare: it runs as it was read."""
    whole = hashlib.sha256(f"DuckDB {duckdb.__version__}".encode())
    of_graph = [Path(str(module.__file__)) for module in (identifiers, names)]
    for path in sorted([*Path(__file__).parent.rglob("*"), *of_graph]):
        if path.suffix in {".py", ".csv", ".json"}:
            whole.update(path.read_bytes())
    return whole.hexdigest()


def read(home: Archive, batches: list[Batch], parameters: str) -> Kept | None:
    """What is kept of some of these batches with these parameters; None where it cannot be used."""
    folder = home.folder / "linkage" / "state"
    try:
        held = json.loads((folder / "state.json").read_text("utf-8"))
        found = Kept(folder, frozenset(held["batches"]), held["parameters"], held["links"])
        fits = held["code"] == _code() and found.parameters == parameters
    except (OSError, ValueError, KeyError, TypeError):
        return None
    known = {batch.batch_id for batch in batches}
    if not fits or not found.batches <= known:
        return None
    return found if all((folder / f"{name}.parquet").exists() for name in _TABLES) else None


def write(
    home: Archive,
    connection: duckdb.DuckDBPyConnection,
    batches: list[Batch],
    parameters: str,
    links: str,
) -> None:
    """Keep ``linkage.prepared`` and ``linkage.keys`` of these batches in place of what was kept."""
    folder = home.folder / "linkage" / "state"
    draft = folder.with_name("state.draft")
    with writing():
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
    for name in _TABLES:
        path = draft / f"{name}.parquet"
        connection.execute(f"COPY linkage.{name} TO {literal(str(path))} (FORMAT parquet)")
        path.chmod(0o600)
        fsync(path)
    told = {
        "batches": sorted(batch.batch_id for batch in batches),
        "code": _code(),
        "links": links,
        "parameters": parameters,
    }
    with writing():
        write_whole(draft / "state.json", json.dumps(told))
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
        fsync(folder.parent)
