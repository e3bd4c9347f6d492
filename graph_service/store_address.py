"""Where the store is: the URI that a person gave, checked, and the credentials beside it."""

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from graph_service.errors import WrongCall

_ENCRYPTED = ("bolt+s", "bolt+ssc", "neo4j+s", "neo4j+ssc")
_PLAIN = ("bolt", "neo4j")


@dataclass(frozen=True)
class Address:
    """What the driver needs, and how messages name the place (without credentials)."""

    uri: str
    auth: tuple[str, str] | None = field(repr=False)
    database: str | None
    place: str


def server_address(uri: str) -> Address:
    """The address of a Neo4j server.

    Encrypted schemes go to any host, plain `bolt` and `neo4j` only to this machine. Name and
    password come from the URI, else from `PURSUIT_STORE_USER` (default `neo4j`) and the file
    `PURSUIT_STORE_PASSWORD_FILE`, else there is none; the database from `PURSUIT_STORE_DATABASE`.
    Raises `WrongCall`.
    """
    parts = _split(uri)
    where = parts.netloc.rpartition("@")[2]
    scheme = parts.scheme
    if scheme in _PLAIN:
        if not _is_loopback(parts.hostname or ""):
            raise WrongCall(
                f"The store {scheme}://{where} would be reached without encryption. "
                f"Use {scheme}+s://{where}."
            )
        # Without routing: a routing table could lead on to another host, in the clear.
        target = f"bolt://{where}"
    elif scheme in _ENCRYPTED:
        target = f"{scheme}://{where}" + (f"?{parts.query}" if parts.query else "")
    else:
        raise WrongCall("The store's URI does not begin with neo4j+s://, bolt+s:// or the like.")
    user = unquote(parts.username) if parts.username else os.environ.get("PURSUIT_STORE_USER")
    password = unquote(parts.password) if parts.password else _password_from_file()
    return Address(
        uri=target,
        auth=None if password is None else (user or "neo4j", password),
        database=os.environ.get("PURSUIT_STORE_DATABASE") or None,
        place=f"{scheme}://{where}",
    )


def _split(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise WrongCall("The store is not a URI such as neo4j+s://HOST (--store, PURSUIT_STORE).")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _password_from_file() -> str | None:
    path = os.environ.get("PURSUIT_STORE_PASSWORD_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text().strip("\r\n")
    except (OSError, ValueError) as error:
        raise WrongCall(
            f"PURSUIT_STORE_PASSWORD_FILE cannot be read ({type(error).__name__}): {path}"
        ) from None
