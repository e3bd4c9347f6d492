"""No answer holds a word of anybody whom its reader may not see: every path, page and command."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pursuit
from graph_service import access
from graph_service.access import Caller, Role, Sees
from graph_service.queries import facts, sight
from tests.service import asking
from tests.service.asking import Answer, leaks
from tests.service.force import PERSONS, PROTECTED
from tests.service.served import Reader, Service, purpose_of
from tests.store.servers import StoreServer

NOT_ALL = [role for role in Role if access.SEES[role] is not Sees.ALL]
# An inspector of both areas sees what an officer of the one and a sergeant of the other see.
OVERSEERS = (Role.AUDITOR, Role.ADMINISTRATOR)
ASKED = [role for role in Role if role not in (Role.INSPECTOR, Role.ANALYST)]


def test_only_analysts_and_co_ordinators_see_everybody() -> None:
    assert [role for role in Role if role not in NOT_ALL] == ["analyst", "high_harm_coordinator"]


@pytest.mark.parametrize("role", ASKED)
def test_no_answer_of_the_api_holds_a_word_that_is_hidden_from_its_reader(
    service: Service, role: Role
) -> None:
    with service.reader(role) as reader:
        assert list(leaks(reader, asking.api)) == []


@pytest.mark.parametrize("role", [role for role in ASKED if role not in OVERSEERS])
def test_no_page_holds_a_word_that_is_hidden_from_its_reader(service: Service, role: Role) -> None:
    with service.reader(role) as reader:
        assert list(leaks(reader, asking.pages)) == []


def commands(folder: Path) -> list[list[str]]:
    """Commands about everybody."""
    found = [["list"], ["list", "--scheme", "serial", "--format", "csv"], ["people"], ["config"]]
    for person in asking.ABOUT:
        out = str(folder / f"{person}.html")
        found += [["person", person], ["why", person], ["network", person, "--out", out]]
    for one in PROTECTED:
        found += [["person", "--search", text] for text in (one.stem, f"Q-{one.record_id}")]
    return found


@pytest.mark.parametrize("role", [Role.VAWG_OFFICER, Role.REFERRER])
def test_no_command_prints_or_writes_a_word_that_is_hidden_from_its_reader(
    service: Service, store_server: StoreServer, tmp_path: Path, role: Role
) -> None:
    environment = {"PURSUIT_HOME": str(service.home.path), **store_server.environment}
    found = []
    for arguments in commands(tmp_path):
        options = ["--role", role, "--purpose", purpose_of(role)]
        done = CliRunner().invoke(pursuit.main, [*arguments, *options], env=environment)
        text = done.output + "".join(file.read_text() for file in tmp_path.glob("*.html"))
        found += [
            f"{arguments}: {word}"
            for word in asking.hidden_from(role)
            if word in text and word not in arguments
        ]
    assert found == []


def seen_by(service: Service, role: Role) -> set[str]:
    """Whose names the profiles of all people give to a role."""
    with service.reader(role) as reader:
        texts = [reader.get(f"/api/people/{person}").text for person in PERSONS.values()]
    return {one.record_id for one in PROTECTED if f"{one.stem.upper()}, " in "".join(texts)}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("analyst", "V1 V2 W2 V3 V4 V8 A9 DV1 EV1 G1 G2 G3 G4 G5"),
        ("high_harm_coordinator", "V1 V2 W2 V3 V4 V8 A9 DV1 EV1 G1 G2 G3 G4 G5"),
        ("vawg_officer", "V1 V4"),
        ("sergeant", "V2 W2 V3 V4 DV1 EV1 G5"),
        ("inspector", "V1 V2 W2 V3 V4 DV1 EV1 G5"),
        ("detective_inspector", ""),
        ("referrer", ""),
        ("auditor", ""),
    ],
)
def test_each_role_sees_the_names_that_it_should(service: Service, role: str, names: str) -> None:
    assert seen_by(service, Role(role)) == set(names.split())


def everything_open(caller: Caller, person: str, held: list[dict[str, Any]]) -> sight.Seen:
    """Sight as it is, but with the words of records that are a victim's alone."""
    true = SEEN(caller, person, held)
    of_all = SEEN(dataclasses.replace(caller, role=Role.ANALYST), person, held)
    return dataclasses.replace(of_all, is_named=true.is_named, may_be_opened=true.may_be_opened)


SEEN = sight._seen  # noqa: SLF001 - the guard itself


@pytest.mark.parametrize(
    ("owner", "guard", "broken", "word"),
    [
        (Caller, "may_name", lambda *_: True, "QAVTWO"),
        (sight.Sight, "all_named", lambda *_: True, "Qavtwo"),
        (sight, "_seen", everything_open, "QADUAL"),
        (facts, "offence_code", lambda offence, **_: offence.get("code"), "Qaeast"),
    ],
)
def test_without_one_of_the_guards_a_hidden_word_comes_out_and_is_found(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    *,
    owner: Any,
    guard: str,
    broken: Any,
    word: str,
) -> None:
    monkeypatch.setattr(owner, guard, broken)
    with service.reader(Role.VAWG_OFFICER) as reader:
        assert any(found.endswith(word) for found in leaks(reader, profiles_and_timelines))


def profiles_and_timelines(reader: Reader) -> list[Answer]:
    """A few answers, each of which needs a guard."""
    paths = [f"/api/people/{PERSONS[name]}" for name in ("S1", "S2", "D")]
    asked = [*paths, *(f"{path}/timeline" for path in paths)]
    return [Answer(path, "", asking.all_of(reader.get(path))) for path in asked]
