"""Who is at the other end of a loopback connection: the user who owns its socket."""

import ipaddress
import sys
from collections.abc import Iterator
from pathlib import Path

from graph_service.settings import user_name

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_ESTABLISHED = "01"
_WORD = 8  # hexadecimal digits of the 32-bit words that the kernel writes addresses in
# The kernel's list is read piece by piece and may miss a socket while others come and go.
_READINGS = 3

Address = tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]


def user_of(client: tuple[str, int] | None, server: tuple[str, int] | None) -> str | None:
    """The name of the user who made a connection on this machine, or None where it cannot be told.

    Linux lists each socket with its owner. The client's is the one that stands between exactly
    these two addresses, is established and is still held by a process: one that its process has let
    go of has no owner any more, and the list gives it to user 0. Other systems have no such list.
    """
    if client is None or server is None:
        return None
    try:
        wanted = (_address(*client), _address(*server))
    except ValueError:
        return None
    for _ in range(_READINGS):
        for ends, owner in _sockets():
            if ends == wanted:
                return user_name(owner)
    return None


def _sockets() -> Iterator[tuple[tuple[Address, Address], int]]:
    """Each established socket of this machine: its own and its peer's address, and its owner."""
    for table in _TABLES:
        try:
            lines = table.read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            _, local, remote, state, *_, owner, _, inode = fields[:10]
            if state == _ESTABLISHED and inode != "0":
                yield (_kernel_address(local), _kernel_address(remote)), int(owner)


def _kernel_address(text: str) -> Address:
    """``0100007F:1F90`` as an address and a port; words are in the machine's byte order."""
    words, _, port = text.partition(":")
    raw = b"".join(
        int(words[start : start + _WORD], 16).to_bytes(4, sys.byteorder)
        for start in range(0, len(words), _WORD)
    )
    return _plain(ipaddress.ip_address(raw)), int(port, 16)


def _address(host: str, port: int) -> Address:
    return _plain(ipaddress.ip_address(host.partition("%")[0])), port


def _plain(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IPv4 address as such, though a socket of the other kind carries it."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def can_tell() -> bool:
    """Whether this machine says who owns a connection."""
    return _TABLES[0].exists()
