"""Gives a case to ingest and judges what comes of it.

Either a typed report and nothing changed, or accepted + quarantined = read and the right rows.
Never an error of another kind, never half a batch, never a person's data in what is said.
"""

import csv
import hashlib
import json
import logging
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import pyarrow.parquet as pq

from graph_service import ids
from graph_service.archive import Archive
from graph_service.errors import InputRefused, PursuitError, StoreUnavailable
from graph_service.quarantined import folder_of
from ingest import pipeline, quarantine
from ingest.report import report
from tests.dirty import command, oracle
from tests.dirty.around import AROUND
from tests.dirty.mutator import Case, sealed
from tests.dirty.oracle import Expected, RefusedError, Row, UnsureError
from tests.dirty.specimens import lay_out, marks_in, specimens

SOURCE = "dirty"
COMMAND_EVERY = 10
"""Every so many cases go through the real command too."""
FULL = ("full disc", "write fails")
_OURS = ("source", "row_key", "row_digest", "batch_recorded_at")


@dataclass
class Verdict:
    """What came of a case: ``refused``, ``unavailable`` or ``accepted``, and what is wrong."""

    ending: str = ""
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class _Log(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    handler = _Log(said)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def state(home: Path) -> dict[str, str]:
    """What the home keeps: each file with its hash, and each folder."""
    return {
        str(path.relative_to(home)): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        )
        for path in sorted(home.rglob("*"))
        if path.name != "writer.lock"
    }


@cache
def _clean_rows(name: str) -> dict[str, list[Row]]:
    clean = specimens()[name]
    tables = oracle.expected(sealed(clean.files, {}, clean), clean.profile).tables
    return {table: held.rows for table, held in tables.items()}


class Judge:
    """A home to ingest into, and a folder for the extracts. Cases leave nothing behind in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "home"
        self.home.mkdir(parents=True)
        self.archive = Archive(self.home)
        self.before = state(self.home)

    def _take_in(self, case: Case, extract: Path, said: list[str], *, calm: bool) -> Verdict:
        verdict = Verdict(said=said)
        around = AROUND["" if calm else case.fault]
        chance = Random(case.chance)  # noqa: S311 - it must be the same again, not secret

        def say(text: str) -> None:
            said.append(text)
            step(text)

        try:
            with (
                _listening(said),
                around(extract, case.folder, chance) as step,
                self.archive.lock(),
            ):
                quarantine.sweep(self.archive)
                taken, is_new = pipeline.take_in(
                    self.archive, extract, profile=case.clean.profile, source=SOURCE, say=say
                )
            said.append(json.dumps(report(taken, is_new=is_new), ensure_ascii=False))
        except InputRefused as error:
            verdict.ending = "refused"
            said.append(error.message)
        except StoreUnavailable as error:
            verdict.ending = "unavailable"
            said.append(error.message)
        except PursuitError as error:
            verdict.ending = f"{type(error).__name__}"
            said.append(error.message)
        except Exception as error:  # noqa: BLE001 - that none comes is what is tested
            verdict.ending = "fault"
            verdict.wrong.append(f"a fault: {_told(error)}")
        else:
            verdict.ending = "accepted"
        return verdict

    def judge(self, case: Case) -> Verdict:
        """Take a case in, and say all that is wrong with what came of it."""
        extract = self.place / "extract"
        if extract.exists():
            shutil.rmtree(extract)
        lay_out(case.folder, extract)
        verdict = self._take_in(case, extract, [], calm=False)
        self._judge(case, verdict)
        if case.fault in FULL and verdict.ending == "unavailable":
            again = self._take_in(case, extract, verdict.said, calm=True)
            self._judge(case, again)
            verdict.wrong += [f"given again: {one}" for one in again.wrong]
        if case.number % COMMAND_EVERY == 0 and not case.fault:
            verdict.wrong += command.wrong(extract, case, self.place / "desk", verdict.ending)
        verdict.wrong += [f"a person's data was said: {mark}" for mark in marks_in(verdict.said)]
        self._put_back()
        return verdict

    def _judge(self, case: Case, verdict: Verdict) -> None:
        must = _must(case)
        wrong = verdict.wrong
        wrong += _ending(case, verdict, must)
        try:
            batches = self.archive.batches()
        except StoreUnavailable:
            batches = []
            wrong.append("half a batch")
        if len(batches) != 1 and verdict.ending == "accepted":
            wrong.append(f"{len(batches)} batches")
        # Only where the last step of all fails, the batch is there, whole, and its error is told.
        if batches and verdict.ending in {"accepted", "unavailable"}:
            wrong += self._batch(case, must if isinstance(must, Expected) else None)
        elif changed := self._changed(verdict):
            wrong.append(f"{verdict.ending}, and the home changed: {changed[0]}")

    def _changed(self, verdict: Verdict) -> list[str]:
        """What is not in the home as it was before."""
        changed = {name for name, _ in state(self.home).items() ^ self.before.items()}
        if verdict.ending == "unavailable":
            # Where the disc fails after the quarantine was written and before its batch was
            # accepted, the next ingest sweeps it, which is looked at when the case is given again.
            changed = {name for name in changed if not name.startswith("quarantine")}
        return sorted(changed)

    def _batch(self, case: Case, must: Expected | None) -> list[str]:
        """What is wrong with the batch that was accepted."""
        wrong: list[str] = []
        batch = self.archive.batches()[0]
        away = folder_of(self.archive) / batch.batch_id
        left = [path.name for path in (self.home / "archive" / "incoming").iterdir()]
        if left:
            wrong.append("a folder was left in incoming")
        if away.parent.exists() and {path.name for path in away.parent.iterdir()} - {away.name}:
            wrong.append("a quarantine of a batch that was never accepted")
        if marks_in([(batch.folder / "batch.json").read_text("utf-8")]):
            wrong.append("a person's data stands in batch.json")
        kept = must.tables if must else {}
        if must and set(kept) != set(batch.tables):
            wrong.append("other tables")
        for table, counts in batch.tables.items():
            rows = _rows(batch.file(table))
            lost = _csv_rows(away / f"{table}.csv")
            if counts["read"] != counts["accepted"] + counts["quarantined"]:
                wrong.append(f"{table}: read is not accepted + quarantined")
            if (len(rows), lost) != (counts["accepted"], counts["quarantined"]):
                wrong.append(f"{table}: {len(rows)} rows and {lost} quarantined, not {counts}")
            if any(_digest(row) != row["row_digest"] for row in rows):
                wrong.append(f"{table}: a row is not what its digest says")
            if must and table in kept:
                wrong += _against(case, table, must, rows, lost)
        return wrong

    def _put_back(self) -> None:
        for folder in (self.archive.folder / "batches").iterdir():
            shutil.rmtree(folder)
        shutil.rmtree(folder_of(self.archive), ignore_errors=True)
        for folder in (self.archive.folder / "incoming").iterdir():
            shutil.rmtree(folder)


def _must(case: Case) -> Expected | str | None:
    """What must come out: tables, or why it must be refused; None where nobody can say."""
    try:
        return oracle.expected(case.folder, case.clean.profile)
    except RefusedError as error:
        return str(error)
    except UnsureError:
        return None


def _ending(case: Case, verdict: Verdict, must: Expected | str | None) -> list[str]:
    """What is wrong with the way in which it ended."""
    if verdict.ending == "accepted" and isinstance(must, str):
        return [f"accepted, though {must}"]
    if verdict.ending == "refused" and isinstance(must, Expected):
        changed = case.fault == "changed while read"
        # Of a damaged Parquet file one reader may still make sense where the other does not.
        damaged = "cannot be read as a Parquet file" in verdict.said[-1]
        if changed or damaged:
            return []
        return [f"refused, though it is sound: {verdict.said[-1]}"]
    if verdict.ending == "unavailable" and case.fault not in FULL:
        return [f"unavailable: {verdict.said[-1]}"]
    if verdict.ending not in {"accepted", "refused", "unavailable", "fault"}:
        return [f"another error: {verdict.ending}"]
    return []


def _told(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} at {where}: {str(error)[:200]}"


def _rows(path: Path | None) -> list[dict[str, object]]:
    return pq.read_table(path, partitioning=None).to_pylist() if path else []


def _csv_rows(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(2**31)
        return sum(1 for _ in csv.reader(file)) - 1


def _digest(row: dict[str, object]) -> str:
    return ids.digest(
        ids.without_nothing({name: held for name, held in row.items() if name not in _OURS})
    )


def _against(
    case: Case, table: str, must: Expected, rows: list[dict[str, object]], lost: int
) -> list[str]:
    """What differs from the oracle's rows."""
    held = must.tables[table]
    kept, away = oracle.accepted(table, held, SOURCE)
    found = Counter((str(row["row_key"]), str(row["row_digest"])) for row in rows)
    wrong = []
    if found != kept:
        wrong.append(
            f"{table}: {(found - kept).total()} rows that should not be there, "
            f"{(kept - found).total()} missing"
        )
    if lost != away:
        wrong.append(f"{table}: {lost} quarantined instead of {away}")
    same = oracle.untouched(table, held, _clean_rows(case.clean.name).get(table, []), SOURCE)
    if not same <= {digest for _, digest in found}:
        wrong.append(f"{table}: a row that nothing touched is not there as it was")
    return wrong
