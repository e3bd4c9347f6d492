"""A recorded list comes out again from the archive, whatever happened since."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import click.testing
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from graph_service import decisions, graph_state, ids, runs
from graph_service.archive import Archive
from graph_service.decisions import Queue
from graph_service.errors import CheckFailed, StoreUnavailable
from graph_service.store import Store
from ingest import load, pipeline
from pursuit import main
from scoring import kept_settings, record, replay, run
from scoring.parameter_files import load_parameters
from scoring.run import Made
from tests.runs import force

DAY = "2026-01-31"
AS_OF = runs.read_as_of(DAY)
LATER = {
    "person_record": force.rows(
        """
        record_id forename surname  born_on    sex died_on    pnc_id
        S9        Evan     Eller    1990-02-02 M   .          99/0000001G
        """
    ),
    "offence": [{"offence_id": "O9", "code": "19C", "code_system": "HO", "from_on": "2025-11-01"}],
    "involvement": [
        {"offence_id": "O9", "record_id": "S4", "role": "suspect", "status": "charged"},
        {"offence_id": "O9", "record_id": "S9", "role": "suspect", "status": "charged"},
    ],
}


@pytest.fixture
def first(home: Path, store: Store, tmp_path: Path) -> Made:
    force.take_in(home, store, force.extract(tmp_path / "extract", force.small_force()))
    return force.made(home, store, DAY)


def again(home: Path, of: Made) -> replay.Replayed:
    return replay.replay(Archive(home), runs.find(Archive(home), of.run.run_id), force.silent)


def test_what_came_since_has_no_say(first: Made, home: Path, store: Store, tmp_path: Path) -> None:
    folder = force.extract(tmp_path / "later", LATER, at="2026-01-20T10:00:00")
    force.take_in(home, store, folder)
    decisions.write(
        Archive(home),
        Queue.LINKS,
        "L-1",
        "not_same",
        reason="two men",
        by="kim",
        role="analyst",
        about={"records": [["force", "S5"], ["force", "S6"]]},
    )
    load.clear(store, force.silent)
    pipeline.catch_up(Archive(home), store, force.silent)
    second = force.made(home, store, DAY)
    assert not second.entries.equals(first.entries)
    for one in (first, second):
        found = again(home, one)
        assert found.is_same
        assert found.lists.entries.equals(one.entries)
        assert found.lists.contributions.equals(one.contributions)
        assert found.lists.notes == one.run.notes


def test_a_list_of_other_settings_comes_out_with_those(
    first: Made, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters = load_parameters()
    monkeypatch.setattr(
        kept_settings, "load_parameters", lambda: pytest.fail("today's settings were read")
    )
    assert kept_settings.read(Archive(home), first.run.settings) == parameters
    assert again(home, first).is_same


def test_a_run_of_before_a_scheme_came_is_what_it_was(first: Made, home: Path) -> None:
    """Its settings lack the scheme's, its files the scheme's rows."""
    archive = Archive(home)
    path = archive.folder / "settings" / f"{first.run.settings}.json"
    held = {name: value for name, value in json.loads(path.read_bytes()).items() if name != "rfgv"}
    text = json.dumps(held, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    path.with_name(f"{digest}.json").write_text(text)
    scorers = {name: one for name, one in first.run.scorers.items() if name != "rfgv"}
    old = dataclasses.replace(first.run, settings=digest, scorers=scorers)
    for name, table in first.tables().items():
        if "scheme" in table.column_names:
            kept = table.filter(pc.field("scheme") != "rfgv")
            pq.write_table(kept, runs.file(archive, old, name))
    assert replay.replay(archive, old, force.silent).is_same


def test_settings_of_a_form_that_is_not_read_any_more(first: Made, home: Path) -> None:
    folder = Archive(home).folder / "settings"
    for change, fault, said in (
        ({"serial": {"title": "x"}}, CheckFailed, "have another form than this version reads"),
        (None, StoreUnavailable, "are damaged"),
    ):
        held = json.loads((folder / f"{first.run.settings}.json").read_bytes()) | (change or {})
        text = json.dumps(held).encode() if change else b"\xff\xfe"
        digest = hashlib.sha256(text).hexdigest() if change else "0" * 64
        (folder / f"{digest}.json").write_bytes(text)
        with pytest.raises(fault, match=said):
            kept_settings.read(Archive(home), digest)


def test_a_run_made_again_stays_what_it_was_made_for_and_when(
    home: Path, store: Store, tmp_path: Path
) -> None:
    archive = Archive(home)
    force.take_in(home, store, force.extract(tmp_path / "extract", force.small_force()))
    now = run.make(archive, graph_state.read(store), as_of=AS_OF, is_for_now=True, say=force.silent)
    record.record(archive, store, now)
    force.made(home, store, DAY)  # the same instant, asked for as a past day
    [kept] = runs.read_all(archive)
    assert (kept.is_for_now, kept.made_at) == (True, now.run.made_at)
    assert kept.made_again_at is not None and kept.made_again_at > kept.made_at
    assert runs.made_by(archive, now.run.made_at).run_id == now.run.run_id


def test_it_is_computed(first: Made, home: Path) -> None:
    """With one weight changed another list comes out, and that is not told as the run's."""
    held = replay.given(Archive(home), first.run)
    victims = held.parameters.points_per_victim
    changed = victims.model_copy(update={"further": victims.further + 1})
    parameters = type(held.parameters)(
        **{
            **{
                name: getattr(held.parameters, name)
                for name in held.parameters.__dataclass_fields__
            },
            "points_per_victim": changed,
        }
    )
    other = run.Given(held.batches, held.links, held.cleared, parameters, held.as_of)
    assert not run.computed(Archive(home), other, force.silent).entries.equals(first.entries)


def test_a_run_whose_files_were_changed_is_not_told_as_recorded(first: Made, home: Path) -> None:
    path = runs.file(Archive(home), first.run, "entries")
    pq.write_table(first.entries.slice(1), path)
    with pytest.raises(CheckFailed, match="does not come out as it was recorded"):
        again(home, first)


def test_what_is_gone_is_said(first: Made, home: Path) -> None:
    archive = Archive(home)
    path = archive.folder / "settings" / f"{first.run.settings}.json"
    path.write_text(path.read_text("utf-8") + " ")
    with pytest.raises(StoreUnavailable, match="are damaged"):
        again(home, first)
    path.unlink()
    assert again(home, first).is_same  # they are those of today
    with pytest.raises(CheckFailed, match="are not in the archive"):
        kept_settings.read(archive, "0" * 64)
    (archive.folder / "links" / f"{first.run.links}.parquet").unlink()
    with pytest.raises(CheckFailed, match="does not hold the links"):
        again(home, first)


Run = Callable[..., click.testing.Result]


@pytest.fixture
def typed(first: Made, store_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Run:
    del first
    monkeypatch.delenv("PURSUIT_PURPOSE", raising=False)

    def called(*words: str) -> click.testing.Result:
        return click.testing.CliRunner(env=store_environment).invoke(main, list(words))

    return called


def test_the_command_answers_in_the_shape_of_the_list(typed: Run, first: Made) -> None:
    asked = ["--scheme", "serial", "--area", "A1", "--limit", "1", "--format", "json"]
    told = typed("list", "--run", first.run.run_id, *asked)
    found = typed("replay", first.run.run_id, *asked)
    assert (found.exit_code, json.loads(found.stdout)) == (0, json.loads(told.stdout))
    assert json.loads(found.stdout)["entries"][0]["person_id"] == ids.person_id("force", "S1")
    assert found.stderr.splitlines()[-1] == (
        f"Computed again, {first.run.run_id} is what was recorded, to the byte."
    )
    late = typed("replay", "--made-by", "2099-01-01", *asked)
    assert (late.stderr, late.stdout) == (found.stderr, found.stdout)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "Say which run: by its id, or by --made-by."),
        (["R-0", "--made-by", "2026-01-01"], 2, "Say which run: by its id, or by --made-by."),
        (["R-0"], 2, "There is no such run."),
        (["--made-by", "2001-01-01"], 2, "No run was made by 2001-01-01T23:59:59.999999Z."),
    ],
)
def test_calls_that_are_wrong(typed: Run, words: list[str], code: int, said: str) -> None:
    found = typed("replay", *words)
    assert (found.exit_code, said in found.stderr) == (code, True), found.stderr
