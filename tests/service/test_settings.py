"""The home: made closed, never out of somebody's folder; who may do what; its secret."""

import json
import threading
from pathlib import Path

import pytest

from graph_service.errors import StoreUnavailable, WrongCall
from graph_service.settings import Grant, Home, Settings, home_path, operating_system_user

USER = operating_system_user()


def test_whoever_creates_a_home_is_its_analyst(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "new" / "home")
    assert home.settings() == Settings(USER, grants=(Grant(USER, "analyst"),))
    assert (tmp_path / "new" / "home").stat().st_mode & 0o777 == 0o700
    assert (home.path / "settings.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.path.iterdir()] == ["settings.json"]


def test_an_empty_folder_becomes_a_home_and_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Home.open(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_folder_with_other_things_does_not_become_a_home(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(WrongCall, match="holds other things than Pursuit's"):
        Home.open(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_what_an_interrupted_command_left_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / ".draft.00").touch()
    assert Home.open(tmp_path).settings().creator == USER


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=r"cannot be opened or created \(Not a directory\)"):
        Home.open(tmp_path / "file" / "home")


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongCall, match="--home is a file; give a folder"):
        home_path(str(tmp_path / "file"))
    with pytest.raises(WrongCall, match="names no folder that can be looked at"):
        home_path("~nobody-of-this-name/home")


def test_the_home_is_the_one_given_then_the_environment_s_then_the_user_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PURSUIT_HOME", str(tmp_path / "a"))
    assert home_path(str(tmp_path / "b")) == tmp_path / "b"
    assert home_path(None) == tmp_path / "a"
    monkeypatch.delenv("PURSUIT_HOME")
    assert home_path(None) == tmp_path / ".pursuit"


def test_a_grant_of_the_same_role_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    home.grant(Grant("pc", "vawg_officer", ("A1",)))
    home.grant(Grant("pc", "vawg_officer", ("A2", "A3")))
    home.grant(Grant("pc", "auditor"))
    assert home.settings().of("pc") == [
        Grant("pc", "vawg_officer", ("A2", "A3")),
        Grant("pc", "auditor"),
    ]


def test_grants_that_are_made_at_once_are_all_kept(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    users = [f"user{number}" for number in range(12)]
    threads = [threading.Thread(target=home.grant, args=(Grant(one, "analyst"),)) for one in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.user for one in home.settings().grants) == sorted([USER, *users])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"creator": "x"}'])
def test_settings_that_cannot_be_read_are_told(tmp_path: Path, text: str) -> None:
    home = Home.open(tmp_path)
    (tmp_path / "settings.json").write_text(text)
    with pytest.raises(StoreUnavailable, match="Restore it from a back-up"):
        home.settings()


def test_the_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    Home.open(tmp_path)
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(Home(tmp_path).secret())) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1
    assert len(found[0]) == 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_secret_is_told(tmp_path: Path) -> None:
    Home.open(tmp_path)
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(StoreUnavailable, match=r"secret\.key is damaged"):
        Home(tmp_path).secret()


def test_settings_are_shown_as_they_are_kept(tmp_path: Path) -> None:
    home = Home.open(tmp_path, is_invented=True)
    shown = home.settings().shown()
    assert shown == {
        "creator": USER,
        "is_invented": True,
        "grants": [{"user": USER, "role": "analyst", "areas": []}],
    }
    assert json.loads((tmp_path / "settings.json").read_text()) == shown
