"""Two thousand damaged extracts: a typed report and nothing changed, or the right rows.

Each case is told by seed and number: ``python -m tests.dirty.torture --seed S --only N``.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_service import ids
from graph_service.archive import Archive
from graph_service.errors import InputRefused, StoreUnavailable
from ingest import csv_file, manifest, mapping, validate
from ingest.manifest import Manifest
from ingest.validate import Quarantined, TableValidator
from tests.dirty import torture
from tests.dirty.judge import Judge
from tests.dirty.mutator import make

SEED, CASES = 1, 2_000


def test_two_thousand_damaged_extracts() -> None:
    results = list(torture.run(SEED, range(CASES), workers=2))
    assert [(one.case, one.wrong) for one in results if one.wrong] == []
    assert sorted(one.number for one in results) == list(range(CASES))
    # Neither is everything refused nor everything let in.
    endings = Counter(one.ending for one in results)
    assert set(endings) == {"accepted", "refused", "unavailable"}
    assert endings["accepted"] > CASES / 10
    assert endings["refused"] > CASES / 2
    assert endings["unavailable"] > CASES / 100


def test_a_case_is_the_same_whenever_it_is_made() -> None:
    for number in range(60):
        assert make(5, number) == make(5, number)
    assert len({str(make(5, number)) for number in range(60)}) > 50


def first_wrong(place: Path, said: str, *kinds: str) -> str:
    """The first thing of this kind found wrong in cases of contract files whose text names a kind.

    Empty where the first two thousand cases are all found right.
    """
    judge = Judge(place / "judge")
    for number in range(CASES):
        case = make(SEED, number)
        if case.clean.name == "contract" and any(kind in str(case) for kind in kinds):
            for wrong in judge.judge(case).wrong:
                if said in wrong:
                    return wrong
    return ""


def test_a_hash_that_is_not_looked_at_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = manifest.read

    def trusting(folder: Path) -> Manifest:
        said = real(folder)
        for file in said.files:
            if (folder / file.name).is_file():
                file.sha256 = ids.file_digest(folder / file.name)
        return said

    monkeypatch.setattr(manifest, "read", trusting)
    assert first_wrong(tmp_path, "has another hash", "manifest stale)").startswith(
        "accepted, though "
    )


def test_a_number_of_rows_that_is_not_looked_at_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class AnyNumber(int):
        """Every number of rows will do."""

        __hash__ = int.__hash__

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    real = manifest.read

    def trusting(folder: Path) -> Manifest:
        said = real(folder)
        for file in said.files:
            file.rows = AnyNumber(file.rows)
        return said

    monkeypatch.setattr(manifest, "read", trusting)
    wrong = first_wrong(tmp_path, "has another number of rows", "stale rows)")
    assert wrong.startswith("accepted, though ")


def test_quotes_that_are_read_leniently_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = csv.reader

    class Lenient:
        field_size_limit = staticmethod(csv.field_size_limit)
        Error = csv.Error

        @staticmethod
        def reader(lines: Iterator[str], *, delimiter: str, strict: bool) -> Any:
            del strict
            return real(lines, delimiter=delimiter, strict=False)

    monkeypatch.setattr(csv_file, "csv", Lenient)
    wrong = first_wrong(tmp_path, "accepted, though", "stray_quotes", "cut person")
    assert wrong == "accepted, though a quoted field does not end"


def test_a_row_that_is_lost_on_the_way_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mapping.rows

    def losing(*given: Any) -> Iterator[list[dict[str, Any]]]:
        for chunk in real(*given):
            yield chunk[:-1]

    monkeypatch.setattr(mapping, "rows", losing)
    # Ingest's own sum finds it first.
    wrong = first_wrong(tmp_path, "a fault: RuntimeError", "formulas")
    assert wrong.endswith("rows were lost on the way. Please report it.")
    checked = validate._sum_up  # noqa: SLF001 - the guard that is taken out
    monkeypatch.setattr(validate, "_sum_up", without_the_sum(checked))
    wrong = first_wrong(tmp_path / "again", "read is not", "formulas")
    assert wrong.endswith(": read is not accepted + quarantined")


def without_the_sum(real: Callable[..., None]) -> Callable[..., None]:
    def trusting(*given: Any) -> None:
        try:
            real(*given)
        except RuntimeError:
            given[1].quarantined_digest = ""

    return trusting


def test_a_value_that_is_changed_on_the_way_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = TableValidator.validate

    def changing(self: Any, row: Any, nulled: Any) -> Any:
        found = real(self, row, nulled)
        if isinstance(found, dict) and "surname" in found:
            found["surname"] = found["surname"].upper()
        return found

    monkeypatch.setattr(TableValidator, "validate", changing)
    wrong = first_wrong(tmp_path, "digest", "move_columns")
    assert wrong == "person_record: a row is not what its digest says"


def test_a_value_in_a_reason_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = TableValidator.validate

    def telling(self: Any, row: Any, nulled: Any) -> Any:
        found = real(self, row, nulled)
        if isinstance(found, Quarantined):
            return Quarantined(f"{found.reason}: {' '.join(filter(None, row.values()))}")
        return found

    monkeypatch.setattr(TableValidator, "validate", telling)
    assert first_wrong(tmp_path, "was said", "nothing_in_cells").endswith(": zqx")


def test_a_value_in_a_refusal_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = csv_file.header

    def telling(record: list[str], name: str) -> list[str]:
        try:
            return real(record, name)
        except InputRefused:
            raise InputRefused(f"{name}: its header is {', '.join(record)}.") from None

    monkeypatch.setattr(csv_file, "header", telling)
    wrong = first_wrong(tmp_path, "was said", "without_header")
    assert wrong == "a person's data was said: zqx"


def test_half_a_batch_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def table_by_table(self: Archive, prepared: Path, facts: Any) -> None:
        place = self.folder / "batches" / facts["batch_id"]
        place.mkdir()
        for file in prepared.iterdir():
            (place / file.name).write_bytes(file.read_bytes())
        raise StoreUnavailable("The disc is full.")

    monkeypatch.setattr(Archive, "accept", table_by_table)
    assert first_wrong(tmp_path, "half", "move_columns") == "half a batch"


def test_an_error_of_another_kind_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is no UTF-8 is no longer caught where the file is read.
    monkeypatch.setattr(csv_file, "UnicodeError", KeyError, raising=False)
    wrong = first_wrong(tmp_path, "a fault: ", "other_encoding")
    assert wrong.startswith("a fault: UnicodeDecodeError at ")


def test_a_process_that_dies_is_told_with_its_case() -> None:
    results = list(torture.run(SEED, range(3), workers=1, do=dying))
    assert [(one.number, one.ending) for one in results] == [(0, "died"), (1, "died"), (2, "died")]
    assert results[0].wrong == ("the process died (9)",)


def dying(*_: Any) -> None:
    os._exit(9)
