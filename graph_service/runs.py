"""Recorded runs: what one is, and its files in the archive.

``archive/runs/<run_id>/``: ``run.json`` (what it was made of), ``entries.parquet`` (each scheme's
list, the entry as canonical JSON), ``contributions.parquet`` (every contribution of every score,
by scheme and person) and ``forecasts.parquet`` (what the other word on a pair of records would
change). A run is there whole or not at all. Old runs stay readable.
"""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph_service import ids
from graph_service.archive import Archive, fsync, write_whole, writing
from graph_service.contract.types import LONDON, read_day, read_instant
from graph_service.errors import NotThere, StoreUnavailable, WrongCall

_ENTRIES: Mapping[str, pa.DataType] = {
    "scheme": pa.string(),
    "rank": pa.int64(),
    "person_id": pa.string(),
    "micro_points": pa.int64(),
    "areas": pa.list_(pa.string()),
    "entry": pa.string(),
}
_CONTRIBUTIONS: Mapping[str, pa.DataType] = {
    "scheme": pa.string(),
    "person_id": pa.string(),
    "name": pa.string(),
    "micro_points": pa.int64(),
    "table": pa.string(),
    "key": pa.string(),
    "on": pa.date32(),
    "source": pa.string(),
    "text": pa.string(),
}
_FORECASTS: Mapping[str, pa.DataType] = {
    "source": pa.string(),
    "record_id": pa.string(),
    "other_source": pa.string(),
    "other_record_id": pa.string(),
    "word": pa.string(),
    "micro_points": pa.int64(),
    "forecast": pa.string(),
}
ENTRIES = pa.schema(_ENTRIES)
CONTRIBUTIONS = pa.schema(_CONTRIBUTIONS)
FORECASTS = pa.schema(_FORECASTS)
"""A pair of records, the word that is supposed, the most points that it would move anyone's score,
and the places of those concerned as canonical JSON: ``{"now": [...], "then": [...]}``."""
POINT = 1_000_000
_PIECE = 1_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def points(micro_points: int) -> str:
    """Micro-points as a decimal string without needless zeros: ``1500000`` is ``1.5``."""
    sign = "-" if micro_points < 0 else ""
    whole, rest = divmod(abs(micro_points), POINT)
    return f"{sign}{whole}" + (f".{rest:06d}".rstrip("0") if rest else "")


@dataclass(frozen=True)
class Run:
    """What a run was made of. Instants are UTC without zone.

    ``cleared`` are the facts to look at first that somebody had cleared; ``made_again_at`` is when
    the same run was last made again, if it was.
    """

    run_id: str
    as_of: datetime
    known_at: datetime
    made_at: datetime
    inputs: str
    settings: str
    code: str
    is_for_now: bool
    batches: tuple[str, ...]
    links: str | None
    scorers: Mapping[str, Mapping[str, str]]
    notes: Mapping[str, Any]
    cleared: tuple[str, ...] = ()
    made_again_at: datetime | None = None

    def check_scheme(self, scheme: str) -> None:
        """NotThere for a scheme that the run does not have."""
        if scheme not in self.scorers:
            raise NotThere(f"The run has no such scheme. Schemes: {', '.join(self.scorers)}.")

    def shown(self) -> dict[str, Any]:
        """The run as answers carry it (design §7)."""
        return {
            "run_id": self.run_id,
            "as_of": instant(self.as_of),
            "known_at": instant(self.known_at),
            "inputs": self.inputs,
            "settings": self.settings,
            "code": self.code,
        }


def instant(at: datetime) -> str:
    """A UTC instant as answers write it."""
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds") + "Z"


def read_as_of(text: str) -> datetime:
    """An instant (UTC without zone); a date means its last instant in Europe/London."""
    try:
        if _DAY.match(text):
            last = datetime.combine(read_day(text), time.max, tzinfo=LONDON)
            return last.astimezone(UTC).replace(tzinfo=None)
        return read_instant(text)
    except ValueError:
        raise WrongCall("as_of is a date (YYYY-MM-DD) or an instant.") from None


def make_id(*, as_of: datetime, known_at: datetime, inputs: str, settings: str, code: str) -> str:
    """A run's id, made of all that it depends on: the same run has the same id everywhere."""
    return "R-" + ids.digest([as_of, known_at, inputs, settings, code])[:16]


def write(archive: Archive, run: Run, tables: Mapping[str, pa.Table]) -> None:
    """Keep a run with its ``entries``, ``contributions`` and ``forecasts``.

    One that is there already stays as it is, and counts as made again.
    """
    folder = archive.folder / "runs" / run.run_id
    with writing():
        if folder.exists():
            was = find(archive, run.run_id)
            for_now = was.is_for_now or run.is_for_now
            again = replace(was, made_again_at=run.made_at, is_for_now=for_now)
            write_whole(folder / "run.json", _text(again))
        else:
            _write_anew(folder, _text(run), tables)


_INSTANTS = ("as_of", "known_at", "made_at", "made_again_at")


def _text(run: Run) -> str:
    # Not sorted: the order of the scorers is the order in which they are offered.
    return json.dumps(asdict(run), indent=1, default=datetime.isoformat)


def _write_anew(folder: Path, text: str, tables: Mapping[str, pa.Table]) -> None:
    for left in folder.parent.glob(".R-*"):  # of a command that ended before the renaming
        shutil.rmtree(left, ignore_errors=True)
    draft = folder.with_name(f".{folder.name}")
    draft.mkdir(mode=0o700)
    for name, table in tables.items():
        # Small pieces with their bounds: one scheme, or one person of it, is read without the rest.
        pq.write_table(table, draft / f"{name}.parquet", row_group_size=_PIECE)
        (draft / f"{name}.parquet").chmod(0o600)
        fsync(draft / f"{name}.parquet")
    write_whole(draft / "run.json", text)
    draft.rename(folder)
    fsync(folder.parent)


def read_all(archive: Archive) -> list[Run]:
    """Every run in the order in which they were last made."""
    found = []
    for path in (archive.folder / "runs").glob("R-*/run.json"):
        held = path.stat()
        found.append(_read(path, held.st_mtime_ns, held.st_size))
    return sorted(found, key=lambda run: (run.made_again_at or run.made_at, run.run_id))


@cache
def _read(path: Path, changed: int, size: int) -> Run:
    """A run's file; read once for as long as it stays as it is."""
    del changed, size
    try:
        held = json.loads(path.read_text("utf-8"))
    except ValueError:
        raise StoreUnavailable(
            f"The run {path.parent.name} in the archive cannot be read: its run.json is damaged. "
            "Put the folder back from a copy, or take it away and make the run again."
        ) from None
    held |= {name: datetime.fromisoformat(held[name]) for name in _INSTANTS if held.get(name)}
    lists = {name: tuple(held.get(name, ())) for name in ("batches", "cleared")}
    return Run(**held | lists)


def current(archive: Archive) -> Run:
    """The last run made for now, or the last made where there is none for now."""
    made = read_all(archive)
    if not made:
        raise NotThere("There is no run yet. Make one with `pursuit score`.")
    return next((run for run in reversed(made) if run.is_for_now), made[-1])


def find(archive: Archive, run_id: str | None, as_of: datetime | None = None) -> Run:
    """A run by id, or the latest whose as-of is at or before an instant, or the current one."""
    if run_id is None and as_of is None:
        return current(archive)
    made = read_all(archive)
    if run_id is not None:
        fitting = [run for run in made if run.run_id == run_id]
    else:
        fitting = sorted(
            (run for run in made if as_of is not None and run.as_of <= as_of),
            key=lambda run: (run.as_of, run.made_again_at or run.made_at),
        )
    if not fitting:
        raise NotThere(
            "There is no such run. Those there are stand on the page Runs, under /api/runs, and as "
            "folders of HOME/archive/runs."
        )
    return fitting[-1]


def made_by(archive: Archive, at: datetime) -> Run:
    """The latest run that was made by an instant (UTC without zone)."""
    made = [run for run in read_all(archive) if run.made_at <= at]
    if not made:
        raise NotThere(f"No run was made by {instant(at)}.")
    return max(made, key=lambda run: (run.made_at, run.run_id))


def file(archive: Archive, run: Run, name: str) -> Path:
    """A run's file: ``entries``, ``contributions`` or ``forecasts``."""
    return archive.folder / "runs" / run.run_id / f"{name}.parquet"


def contributions(archive: Archive, run: Run, person: str, scheme: str) -> list[dict[str, Any]]:
    """The contributions of one person's score under one scheme, greatest first as written."""
    table = pq.read_table(
        file(archive, run, "contributions"),
        filters=(pc.field("person_id") == person) & (pc.field("scheme") == scheme),
    )
    return table.to_pylist()


def entries(archive: Archive, run: Run, scheme: str) -> list[dict[str, Any]]:
    """A scheme's list in a run, by rank."""
    table = pq.read_table(file(archive, run, "entries"), filters=pc.field("scheme") == scheme)
    return table.sort_by("rank").to_pylist()


def read_whole(archive: Archive, run: Run, name: str) -> pa.Table:
    """Every scheme's ``entries`` or ``contributions`` in a run."""
    schema = {"entries": ENTRIES, "contributions": CONTRIBUTIONS}[name]
    return pq.read_table(file(archive, run, name), schema=schema)


def read_forecasts(
    archive: Archive, run: Run, where: pc.Expression | None = None
) -> list[dict[str, Any]]:
    """What the other word on pairs of records would change: the columns of ``FORECASTS``.

    Nothing for a run of before there were forecasts.
    """
    path = file(archive, run, "forecasts")
    return pq.read_table(path, filters=where).to_pylist() if path.exists() else []


def write_diff(
    archive: Archive, before: Run, after: Run, scheme: str, moved: list[dict[str, Any]]
) -> None:
    """Keep what moved under a scheme between two runs, beside the later one."""
    with writing():
        write_whole(_diff(archive, before, after, scheme), json.dumps(moved))


def read_diff(archive: Archive, before: Run, after: Run, scheme: str) -> list[dict[str, Any]]:
    """What moved under a scheme between two runs, as it was kept; NotThere before it was."""
    path = _diff(archive, before, after, scheme)
    if not path.exists():
        raise NotThere(
            f"Nobody has compared these runs yet: `pursuit diff {before.run_id} {after.run_id}"
            f"{'' if scheme == 'pursuit' else f' --scheme {scheme}'}` does."
        )
    held: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return held


def _diff(archive: Archive, before: Run, after: Run, scheme: str) -> Path:
    return archive.folder / "runs" / after.run_id / f"diff-{before.run_id}-{scheme}.json"


def listed(archive: Archive, run: Run, person_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The places that a run gives any of these ids: the columns of ``ENTRIES``."""
    ids_wanted = pc.field("person_id").isin(list(person_ids))
    return pq.read_table(file(archive, run, "entries"), filters=ids_wanted).to_pylist()
