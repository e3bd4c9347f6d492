"""Which stores may be named, and with which credentials."""

from pathlib import Path

import pytest

from graph_service.errors import StoreUnavailable, WrongCall
from graph_service.store import connect
from graph_service.store_address import Address, server_address

NAMES = ("USER", "PASSWORD_FILE", "DATABASE")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(f"PURSUIT_STORE_{name}", raising=False)


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("neo4j+s://graph.example.org", "neo4j+s://graph.example.org"),
        ("neo4j+ssc://10.0.0.1:7687", "neo4j+ssc://10.0.0.1:7687"),
        ("bolt+s://graph.example.org:7688", "bolt+s://graph.example.org:7688"),
        ("bolt+ssc://[2001:db8::1]:7687", "bolt+ssc://[2001:db8::1]:7687"),
        ("neo4j+s://graph.example.org?region=north", "neo4j+s://graph.example.org?region=north"),
        ("bolt://127.0.0.1:7687", "bolt://127.0.0.1:7687"),
        ("bolt://[::1]:7687", "bolt://[::1]:7687"),
        ("bolt://localhost", "bolt://localhost"),
        ("neo4j://127.8.9.1", "bolt://127.8.9.1"),
    ],
)
def test_encrypted_stores_may_be_anywhere_and_plain_ones_here_without_routing(
    uri: str, target: str
) -> None:
    assert server_address(uri) == Address(
        target, auth=None, database=None, place=uri.partition("?")[0]
    )


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        (
            "bolt://graph.example.org",
            (
                "The store bolt://graph.example.org would be reached without encryption. "
                "Use bolt+s://graph.example.org."
            ),
        ),
        (
            "neo4j://ada:hush@10.0.0.1:7687",
            (
                "The store neo4j://10.0.0.1:7687 would be reached without encryption. "
                "Use neo4j+s://10.0.0.1:7687."
            ),
        ),
        (
            "bolt://127.0.0.1.example.org",
            (
                "The store bolt://127.0.0.1.example.org would be reached without encryption. "
                "Use bolt+s://127.0.0.1.example.org."
            ),
        ),
        (
            "https://ada:hush@graph.example.org",
            "The store's URI does not begin with neo4j+s://, bolt+s:// or the like.",
        ),
        *(
            (uri, "The store is not a URI such as neo4j+s://HOST (--store, PURSUIT_STORE).")
            for uri in ("", "graph.example.org", "neo4j+s://", "bolt://[::1", "bolt://127.0.0.1:x")
        ),
    ],
)
def test_other_stores_are_refused_with_a_sentence_and_without_the_password(
    home: Path, uri: str, why: str
) -> None:
    with pytest.raises(WrongCall) as refused:
        connect(home, uri)
    assert refused.value.message == why


def test_credentials_come_from_the_uri_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from the file\n")
    monkeypatch.setenv("PURSUIT_STORE_PASSWORD_FILE", str(secret))
    monkeypatch.setenv("PURSUIT_STORE_DATABASE", "pursuit")
    place = "neo4j+s://graph.example.org"
    assert server_address(place) == Address(
        place, auth=("neo4j", "from the file"), database="pursuit", place=place
    )
    monkeypatch.setenv("PURSUIT_STORE_USER", "reader")
    assert server_address(place).auth == ("reader", "from the file")
    assert server_address("neo4j+s://ada@graph.example.org").auth == ("ada", "from the file")
    assert server_address("neo4j+s://ada:p%40ss@graph.example.org") == Address(
        place, auth=("ada", "p@ss"), database="pursuit", place=place
    )
    assert "from the file" not in repr(server_address(place))


def test_a_password_file_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "missing"
    monkeypatch.setenv("PURSUIT_STORE_PASSWORD_FILE", str(missing))
    with pytest.raises(WrongCall) as refused:
        server_address("neo4j+s://graph.example.org")
    assert refused.value.message == (
        f"PURSUIT_STORE_PASSWORD_FILE cannot be read (FileNotFoundError): {missing}"
    )


def test_a_server_that_does_not_answer_is_named_without_the_password(home: Path) -> None:
    with pytest.raises(StoreUnavailable) as unavailable:
        connect(home, "bolt://ada:hush@127.0.0.1:1")
    assert unavailable.value.message == (
        "The store bolt://127.0.0.1:1 does not answer (ServiceUnavailable). Check that it runs and "
        "can be reached, then try again."
    )
