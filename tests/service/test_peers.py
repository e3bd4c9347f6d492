"""Who is at the other end of a connection: by the kernel's list as it is written, and for real."""

import os
import socket
from pathlib import Path

import pytest

from graph_service import peers
from graph_service.settings import operating_system_user

# As Linux writes it on a machine of this byte order: own address, peer, state, …, owner, …, inode.
TCP = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 1681 1 0 100
   1: 0200007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 70001 0 1682 1 0 100
   2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 70002 0 1683 1 0 100
   3: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000 70003 0 1684 1 0 100
   4: 0100007F:C351 0100007F:1F90 06 00000000:00000000 03:00000000 00000000     0 0 0 3 0
   5: 0100007F:C352 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0 0 0 1 0
   6: 0100007F:C353 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0 0 0 1 0
"""
TCP6 = """\
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000001000000:C360 00000000000000000000000001000000:1F90 01 \
00000000:00000000 00:00000000 00000000 70004 0 1690 1 0
   1: 0000000000000000FFFF00000100007F:C361 0000000000000000FFFF00000100007F:1F90 01 \
00000000:00000000 00:00000000 00000000 70005 0 1691 1 0
"""
SERVER = ("127.0.0.1", 8080)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's lists as above. Their numbers are of little-endian machines, as ours are."""
    (tmp_path / "tcp").write_text(TCP, "ascii")
    (tmp_path / "tcp6").write_text(TCP6, "ascii")
    monkeypatch.setattr(peers, "_TABLES", (tmp_path / "tcp", tmp_path / "tcp6"))


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("client", "user"),
    [
        (("127.0.0.1", 50000), "uid70002"),
        (("127.0.0.2", 50000), "uid70001"),  # the same ports between other addresses
        (("127.0.0.1", 50001), None),  # closed: the list says user 0
        (("127.0.0.1", 50002), None),  # closing: the list says user 0
        (("127.0.0.1", 50003), None),  # held by no process any more
        (("127.0.0.1", 50004), None),  # not there
        (("::1", 50016), None),  # not to this address of the server
        (("::ffff:127.0.0.1", 50017), "uid70005"),
        (("127.0.0.1", 50017), "uid70005"),  # a socket of the other kind
        (("testclient", 50000), None),
    ],
)
def test_the_owner_of_exactly_this_connection_is_told(
    client: tuple[str, int], user: str | None
) -> None:
    assert peers.user_of(client, SERVER) == user


@pytest.mark.usefixtures("listed")
def test_the_owner_of_a_connection_over_ipv6_is_told() -> None:
    assert peers.user_of(("::1", 50016), ("::1", 8080)) == "uid70004"


def test_without_both_ends_nobody_is_told() -> None:
    assert peers.user_of(None, SERVER) is None
    assert peers.user_of(("127.0.0.1", 1), None) is None


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_real_connection_is_its_user_s_until_it_is_closed(family: int, host: str) -> None:
    with socket.socket(family) as listening:
        listening.bind((host, 0))
        listening.listen()
        with socket.create_connection(listening.getsockname()[:2]):
            accepted, client = listening.accept()
            server = accepted.getsockname()[:2]
            assert peers.user_of(client[:2], server) == operating_system_user()
        assert accepted.recv(1) == b""  # the other end has closed
        assert peers.user_of(client[:2], server) is None
        accepted.close()


def test_the_user_is_not_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert operating_system_user() != "somebody-else"
    assert os.getuid() >= 0
