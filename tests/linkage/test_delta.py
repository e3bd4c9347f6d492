"""A delta ends in the pairs that a full look at the same rows ends in."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service import decisions, linked
from graph_service.archive import Archive
from ingest import pipeline, profiles
from ingest.linkage import blocking, delta, kept
from tests.ingest import extracts
from tests.ingest.extracts import rows

CONTRACT = profiles.load("contract")
RECORDS = tuple("ABCDEFG")


def silent(_: str) -> None:
    """Progress that nobody reads."""


@st.composite
def batches(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    day = draw(st.integers(1, 4))
    at = f"2026-01-0{day}T00:00:00"
    record = st.sampled_from(RECORDS)
    person = st.fixed_dictionaries(
        {"record_id": record},
        optional={
            "forename": st.sampled_from(["Ann", "Anne", "Raj"]),
            "surname": st.sampled_from(["Evans", "Patel"]),
            "born_on": st.sampled_from(["1980-05-04", "1980-04-05", "1991-12-17"]),
            "pnc_id": st.sampled_from(["99/1G", "99/23F"]),
            "postcode": st.sampled_from(["TF11AA", "HR12AA"]),
            "phone": st.sampled_from(["07700900123", "07700900987"]),
        },
    )
    alias = st.fixed_dictionaries(
        {"alias_id": st.sampled_from("xy"), "record_id": record},
        optional={"surname": st.sampled_from(["Evans", "Patel", "Quill"])},
    )
    address = st.fixed_dictionaries(
        {"address_id": st.sampled_from("xy"), "record_id": record},
        optional={"postcode": st.sampled_from(["TF11AA", "HR12AA"])},
    )
    ended = st.one_of(
        st.fixed_dictionaries({"table": st.just("person_record"), "key": record}),
        st.fixed_dictionaries(
            {"table": st.sampled_from(["alias", "address"]), "key": st.sampled_from("xy")}
        ),
    )
    held = {
        "person_record": draw(st.lists(person, max_size=4, unique_by=lambda row: row["record_id"])),
        "alias": draw(st.lists(alias, max_size=1)),
        "address": draw(st.lists(address, max_size=1)),
        "retraction": draw(st.lists(ended, max_size=1)),
    }
    return {
        table: [{**row, "recorded_at": at} for row in told] for table, told in held.items() if told
    }


def give(home: Archive, place: Path, sent: list[dict[str, Any]], *, each: bool) -> pa.Table:
    """The judged pairs after these batches, linked after each of them or after the last alone."""
    digest = None
    for number, tables in enumerate(sent):
        folder = extracts.write(place / f"{number}", tables)
        pipeline.take_in(home, folder, profile=CONTRACT, source="north", say=silent)
        if each:
            digest = pipeline.derive_links(home, home.batches(), silent)
    digest = digest or pipeline.derive_links(home, home.batches(), silent)
    return linked.read(home, digest)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of which some grow beyond their limit."""
    small = tuple(
        blocking.Rule(rule.name, rule.parts, rule.lists, limit=2 if number % 2 else 3)
        for number, rule in enumerate(blocking.RULES)
    )
    monkeypatch.setattr(blocking, "RULES", small)


@pytest.mark.usefixtures("small_blocks")
def test_a_delta_ends_where_a_full_look_ends(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    looked = []
    prepared = delta.prepared

    def counted(*given: Any) -> None:
        looked.append(given)
        prepared(*given)

    @settings(
        max_examples=12 * pytestconfig.getoption("longer"),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(batches().filter(bool), min_size=2, max_size=4))
    def holds(sent: list[dict[str, Any]]) -> None:
        place = tmp_path_factory.mktemp("deltas")
        by_steps = give(Archive(place / "steps"), place / "a", sent, each=True)
        at_once = give(Archive(place / "once"), place / "b", sent, each=False)
        assert by_steps.to_pylist() == at_once.to_pylist()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delta, "prepared", counted)
        holds()
    assert looked


@pytest.mark.usefixtures("small_blocks")
def test_pairs_of_others_are_lost_and_won_as_a_block_grows_and_shrinks(tmp_path: Path) -> None:
    def after(*sent: str) -> list[str]:
        found = give(
            home,
            tmp_path / f"{len(seen)}",
            [{"person_record": rows(one)} for one in sent],
            each=True,
        )
        seen.append(found)
        return [f"{one['record_id']}{one['other_record_id']}" for one in found.to_pylist()]

    home, seen = Archive(tmp_path / "home"), []
    phone = "record_id phone recorded_at\n{} 07700900123 2026-01-0{}T00:00:00"
    assert after(phone.format("A", 1), phone.format("B", 1)) == ["AB"]
    assert after(phone.format("C", 2), phone.format("D", 2)) == []  # four share it: too many
    gone = "record_id recorded_at\nC 2026-01-03T00:00:00\nD 2026-01-03T00:00:00"
    assert after(gone) == ["AB"]


def test_what_was_kept_is_used_only_where_it_fits(tmp_path: Path) -> None:
    home = Archive(tmp_path / "home")
    give(home, tmp_path / "a", [{"person_record": rows("record_id surname\nA Evans")}], each=True)
    [batch] = home.batches()
    text = linked.last_parameters(home)
    parameters = pipeline.from_text(str(text)).digest
    assert kept.read(home, [batch], parameters) is not None
    assert kept.read(home, [], parameters) is None  # a batch that is no longer there
    assert kept.read(home, [batch], "others") is None
    folder = home.folder / "linkage" / "state"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    (folder / "keys.parquet").unlink()
    assert kept.read(home, [batch], parameters) is None
    (folder / "state.json").write_text("[]")
    assert kept.read(home, [batch], parameters) is None
    pipeline.derive_links(home, home.batches(), silent)
    assert kept.read(home, [batch], parameters) is not None
    assert linked.after(home, decisions.state_digest([batch], [])) is not None
