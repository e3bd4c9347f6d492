"""What is current as of an instant, against a model in plain Python."""

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_service import versions
from graph_service.archive import Archive
from graph_service.errors import StoreUnavailable
from tests.graph import archives

DAYS = (1, 2, 3)
KEYS = ("1", "2")


def at(day: int) -> str:
    return f"2026-01-0{day}T09:00:00"


def instant(day: int) -> datetime:
    return datetime(2026, 1, day, 9)


def current(
    archive: Archive, table: str, columns: str, as_of: datetime | None = None
) -> list[tuple[Any, ...]]:
    """Columns of a table's current rows, sorted."""
    with versions.connect(archive) as connection:
        versions.create(connection, "now", archive.batches(), as_of=as_of)
        found = connection.execute(f'SELECT {columns} FROM now."{table}"').fetchall()
        return sorted(found, key=repr)


offence = st.fixed_dictionaries(
    {
        "offence_id": st.sampled_from(KEYS),
        "title": st.sampled_from("ab"),
        "recorded_at": st.sampled_from(DAYS).map(at),
    }
)
outcome = st.fixed_dictionaries(
    {
        "outcome_id": st.sampled_from(KEYS),
        "offence_id": st.sampled_from(KEYS),
        "code": st.sampled_from(("1", "18")),
        "recorded_at": st.sampled_from(DAYS).map(at),
    }
)
retraction = st.fixed_dictionaries(
    {
        "table": st.sampled_from(("offence", "outcome")),
        "key": st.sampled_from(KEYS),
        "recorded_at": st.sampled_from(DAYS).map(at),
    }
)
batch = st.fixed_dictionaries(
    {
        "offence": st.lists(offence, min_size=1, max_size=2),
        "outcome": st.lists(outcome, max_size=2),
        "retraction": st.lists(retraction, max_size=2),
        "sent": st.sampled_from(DAYS),
    }
)


NOTHING: dict[str, Any] = {"offence": [], "outcome": [], "retraction": []}


def told(key: str, title: str, day: int) -> dict[str, str]:
    return {"offence_id": key, "title": title, "recorded_at": at(day)}


def ended(key: str, day: int) -> dict[str, str]:
    return {"table": "offence", "key": key, "recorded_at": at(day)}


class Model:
    """The rule in words, over lists: the last word on each key by the instant."""

    def __init__(self, sent: list[dict[str, Any]], as_of: int) -> None:
        self._sent = sent
        self._as_of = at(as_of)

    def last(self, table: str, key: str, shown: str) -> str | None:
        """What the current row shows, None where the key is ended or unknown."""
        words = []
        for one in self._sent:
            words += [
                (row["recorded_at"], one["sent"], False, row)
                for row in one[table]
                if row[f"{table}_id"] == key
            ]
            words += [
                (row["recorded_at"], one["sent"], True, {})
                for row in one["retraction"]
                if (row["table"], row["key"]) == (table, key)
            ]
        words = [word for word in words if word[0] <= self._as_of]
        if not words:
            return "unknown"
        top = max(word[:3] for word in words)
        told = {str(word[3].get(shown)) for word in words if word[:3] == top}
        # Rows that differ and say the same instant twice over: either may stand.
        return None if top[2] else "|".join(sorted(told))

    def offences(self) -> list[tuple[str, str]]:
        found = ((key, self.last("offence", key, "title")) for key in KEYS)
        return [(key, said) for key, said in found if said and said != "unknown"]

    def outcomes(self) -> list[tuple[str, str]]:
        ended = {key for key in KEYS if self.last("offence", key, "title") is None}
        found = []
        for key in KEYS:
            on = self.last("outcome", key, "offence_id")
            if on not in (None, "unknown") and on not in ended:
                found.append((key, str(on)))
        return found


@settings(max_examples=40, deadline=None)
@given(st.lists(batch, min_size=2, max_size=3), st.sampled_from(DAYS[1:]))
@example(
    # Sent first, recorded last; and recorded together with a retraction that was sent first.
    [
        {**NOTHING, "offence": [told("1", "a", 3), told("2", "b", 2)], "sent": 1},
        {**NOTHING, "offence": [told("1", "b", 2)], "sent": 2},
        {**NOTHING, "retraction": [ended("2", 2)], "sent": 1},
    ],
    3,
)
def test_current_rows_are_those_of_the_model(
    tmp_path_factory: pytest.TempPathFactory, sent: list[dict[str, Any]], day: int
) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    for one in sent:
        tables = {name: one[name] for name in ("offence", "outcome", "retraction") if one[name]}
        archives.accept(archive, tables, sent_at=instant(one["sent"]))
    model = Model(sent, day)
    with versions.connect(archive) as connection:
        versions.create(connection, "now", archive.batches(), as_of=instant(day))
        held = {
            table: sorted(
                connection.execute(f"SELECT {columns} FROM now.{table}").fetchall(), key=repr
            )
            for table, columns in (
                ("offence", "offence_id, title"),
                ("outcome", "outcome_id, offence_id"),
            )
        }
    agree(held["offence"], model.offences())
    if not any("|" in said for _, said in model.outcomes()):
        agree(held["outcome"], model.outcomes())


def agree(found: list[tuple[Any, ...]], expected: list[tuple[str, str]]) -> None:
    assert [key for key, _ in found] == [key for key, _ in expected]
    for (_, told), (_, said) in zip(found, expected, strict=True):
        assert told in said.split("|")


def test_a_past_day_shows_what_was_known_of_it_then(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for day, title in ((1, "Theft"), (3, "Robbery")):
        row = {"offence_id": "1", "title": title, "recorded_at": at(day)}
        archives.accept(archive, {"offence": [row]}, sent_at=instant(day))
    gone = {"table": "offence", "key": "1", "recorded_at": at(2)}
    archives.accept(archive, {"retraction": [gone]}, sent_at=instant(2))
    titles = [
        [title for (title,) in current(archive, "offence", "title", as_of)]
        for as_of in (datetime(2025, 12, 31), instant(1), instant(2), instant(3), None)
    ]
    assert titles == [[], ["Theft"], [], ["Robbery"], ["Robbery"]]


def test_a_column_that_older_batches_have_not_is_null_in_them(tmp_path: Path) -> None:
    archive = archives.small(tmp_path)
    [one] = archive.batches()
    file = one.folder / "offence.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["title", "from_on_raw"]), file)
    assert current(archive, "offence", "offence_id, title, from_on_raw") == [("O1", None, None)]
    newer = {"offence_id": "O2", "title": "Theft", "recorded_at": at(1)}
    archives.accept(archive, {"offence": [newer]}, sent_at=instant(2))
    assert current(archive, "offence", "offence_id, title") == [("O1", None), ("O2", "Theft")]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"is_vawg": "false", "is_domestic": "true", "code_system": "HO", "code": "19A"}, False),
        ({"is_domestic": "true"}, True),
        ({"code_system": "HO", "code": "19A"}, True),
        ({"code_system": "HO", "code": "19/A"}, True),
        ({"code_system": "HO", "code": "99X", "included_codes": "99Y;8/Q"}, True),
        ({"code_system": "HO", "code": "08q"}, True),
        ({"code_system": "HO5", "code": "866"}, True),
        ({"code_system": "HO5", "code": "8/66"}, True),
        ({"code_system": "NIBRS", "code": "8Q"}, False),
        ({"code_system": "HO", "code": "99X"}, False),
        ({"code": "19A"}, False),
        ({}, False),
    ],
)
def test_an_offence_that_does_not_say_counts_by_flag_or_dated_code(
    tmp_path: Path, row: dict[str, str], counts: bool
) -> None:
    archive = Archive(tmp_path)
    whole = {"offence_id": "1", "recorded_at": at(1), **row}
    archives.accept(archive, {"offence": [whole]}, sent_at=instant(1))
    assert current(archive, "offence", "is_vawg") == [(counts,)]


def test_a_database_spills_into_the_home_and_leaves_nothing(tmp_path: Path) -> None:
    archive = archives.small(tmp_path)
    with versions.connect(archive) as connection:
        [[place]] = connection.execute("SELECT current_setting('temp_directory')").fetchall()
        assert Path(place).parent == archive.folder / "incoming"
        assert oct(Path(place).stat().st_mode & 0o777) == "0o700"
    assert list((archive.folder / "incoming").iterdir()) == []
    with pytest.raises(duckdb.ConnectionException, match="closed"):
        connection.execute("SELECT 1")
    with versions.connect() as connection:
        spills = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    assert spills == [("",)]


def fill(archive: Archive) -> None:
    """Ask more of a small database than there is room for."""
    with versions.connect(archive) as connection:
        connection.execute("SET memory_limit = '20MB'")
        connection.execute("SET max_temp_directory_size = '1MB'")
        connection.execute(
            "CREATE TABLE x AS SELECT range, md5(range::VARCHAR) FROM range(9000000)"
        )


def test_a_database_that_runs_out_of_room_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        fill(archives.small(tmp_path))
    assert caught.value.message == (
        "There is not enough memory or disk for this. Nothing is lost: make room in the home "
        "folder, or send extracts in parts, and give the command again."
    )
