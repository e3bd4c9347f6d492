"""Who is at the other end of a loopback connection: the operating-system user that owns its socket."""

import os
import pwd
from pathlib import Path

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


def user_of(client: tuple[str, int] | None, server: tuple[str, int] | None) -> str | None:
    """The name of the user who made a connection on this machine, or None where it cannot be told.

    Linux lists each socket with its owner. The client's socket is the one whose local port is the
    connection's client port and whose remote port is the server's. Elsewhere there is no such list;
    then the process's own user is taken, as on a machine with one user.
    """
    if client is None or server is None:
        return None
    if not _TABLES[0].exists():
        return _name(os.getuid())
    for table in _TABLES:
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            local, remote, owner = fields[1], fields[2], fields[7]
            if _port(local) == client[1] and _port(remote) == server[1]:
                return _name(int(owner))
    return None


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid{uid}"
