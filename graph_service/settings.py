"""The home of one installation: where it is, who may take which role, which store it uses.

A home is a folder of mode 0700 that belongs to the operating-system user who created it. Whoever
creates it is its analyst; ``pursuit config grant`` lets others, and other roles, in.
"""

import errno
import fcntl
import json
import os
import pwd
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_service.errors import StoreUnavailable, WrongCall

MARKING = "OFFICIAL-SENSITIVE"
_FILE = "settings.json"
# What may lie in a home before its settings do: what an interrupted first command leaves.
_OURS = frozenset(
    {"archive", "audit", "log", "quarantine", "secret.key", "store", ".settings.lock"}
)
_DRAFT = ".draft."
_SECRET_BYTES = 32


def user_name(uid: int) -> str:
    """The name of a user of this machine; ``uid1234`` where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid{uid}"


def operating_system_user() -> str:
    """The user who runs this process; not read from the environment, which anyone can set."""
    return user_name(os.getuid())


@dataclass(frozen=True)
class Grant:
    """A role that a user may take, and the areas it is for."""

    user: str
    role: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What the settings file says."""

    creator: str
    is_invented: bool = False
    grants: tuple[Grant, ...] = field(default_factory=tuple)

    def of(self, user: str) -> list[Grant]:
        """The grants of a user, in the order in which they were made."""
        return [grant for grant in self.grants if grant.user == user]

    def shown(self) -> dict[str, Any]:
        """The settings as ``pursuit config`` shows them."""
        return {
            "creator": self.creator,
            "is_invented": self.is_invented,
            "grants": [
                {"user": grant.user, "role": grant.role, "areas": list(grant.areas)}
                for grant in self.grants
            ],
        }


def _is_ours(name: str) -> bool:
    return name in _OURS or name.startswith(_DRAFT)


class Home:
    """The folder of an installation."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._secret: bytes | None = None

    @classmethod
    def open(cls, path: Path, *, is_invented: bool = False) -> "Home":
        """Open a home, creating it where there is none yet.

        WrongCall for a folder that holds other things: a home is closed to everybody else, and
        that must not happen to a folder that is not Pursuit's. StoreUnavailable where it cannot be
        opened or created.
        """
        home = cls(path)
        try:
            if not (path / _FILE).exists():
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                if any(not _is_ours(one.name) for one in path.iterdir()):
                    raise WrongCall(
                        "The home folder holds other things than Pursuit's. Give a new or an empty "
                        "one with --home or PURSUIT_HOME."
                    )
                path.chmod(0o700)
                user = operating_system_user()
                home._write(Settings(user, is_invented, (Grant(user, "analyst"),)))
            elif not os.access(path, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            raise StoreUnavailable(
                f"The home folder cannot be opened or created ({error.strerror}). "
                "Give another with --home or PURSUIT_HOME."
            ) from None
        return home

    def settings(self) -> Settings:
        """The settings as they stand."""
        try:
            held = json.loads((self.path / _FILE).read_text("utf-8"))
            grants = tuple(
                Grant(one["user"], one["role"], tuple(one["areas"])) for one in held["grants"]
            )
            return Settings(held["creator"], bool(held["is_invented"]), grants)
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreUnavailable(
                f"The home's {_FILE} cannot be read. Restore it from a back-up."
            ) from None

    def grant(self, grant: Grant) -> None:
        """Let a user take a role; a grant of the same role is replaced."""
        with self._changing():
            held = self.settings()
            others = tuple(
                one for one in held.grants if (one.user, one.role) != (grant.user, grant.role)
            )
            self._write(Settings(held.creator, held.is_invented, (*others, grant)))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One change of the settings at a time."""
        try:
            with (self.path / ".settings.lock").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise StoreUnavailable(
                f"The home's {_FILE} cannot be written ({error.strerror})."
            ) from None

    def _write(self, settings: Settings) -> None:
        draft = self._draft(json.dumps(settings.shown(), indent=1, sort_keys=True).encode())
        draft.replace(self.path / _FILE)

    def _draft(self, content: bytes) -> Path:
        """A durable file of mode 0600 in the home, under a name of its own."""
        path = self.path / f"{_DRAFT}{secrets.token_hex(8)}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return path

    def secret(self) -> bytes:
        """The home's secret of 32 bytes, which tokens are made with; made at first use."""
        if self._secret is None:
            try:
                held = self._read_secret()
            except OSError as error:
                raise StoreUnavailable(
                    f"The home's secret.key cannot be read or made ({error.strerror})."
                ) from None
            if len(held) != _SECRET_BYTES:
                raise StoreUnavailable(
                    "The home's secret.key is damaged. Restore it from a back-up."
                )
            self._secret = held
        return self._secret

    def _read_secret(self) -> bytes:
        path = self.path / "secret.key"
        if not path.exists():
            draft = self._draft(secrets.token_bytes(_SECRET_BYTES))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass  # the first of two commands wins
            finally:
                draft.unlink()
        return path.read_bytes()


def home_path(given: str | None) -> Path:
    """The home's path: as given, else ``PURSUIT_HOME``, else ``~/.pursuit``."""
    text = given or os.environ.get("PURSUIT_HOME") or "~/.pursuit"
    try:
        path = Path(text).expanduser().resolve()
        is_file = path.exists() and not path.is_dir()
    except (OSError, RuntimeError):
        raise WrongCall("--home names no folder that can be looked at.") from None
    if is_file:
        raise WrongCall("--home is a file; give a folder.")
    return path
