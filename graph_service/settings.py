"""The home of one installation: where it is, who may take which role, which store it uses.

A home is a folder of mode 0700 that belongs to the operating-system user who created it. Whoever
creates it is its analyst; ``pursuit config grant`` lets others, and other roles, in.
"""

import getpass
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_service.errors import StoreUnavailable, WrongCall

MARKING = "OFFICIAL-SENSITIVE"
_FILE = "settings.json"


def operating_system_user() -> str:
    """The name of the user who runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid{os.getuid()}"


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


class Home:
    """The folder of an installation."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, path: Path, *, is_invented: bool = False) -> "Home":
        """Open a home, creating it where there is none yet."""
        home = cls(path)
        try:
            if not (path / _FILE).exists():
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.chmod(0o700)
                user = operating_system_user()
                home._write(Settings(user, is_invented, (Grant(user, "analyst"),)))
            return home
        except OSError as error:
            raise StoreUnavailable(
                f"The home folder cannot be opened or created ({error.strerror}). "
                "Give another with --home or PURSUIT_HOME."
            ) from None

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
        held = self.settings()
        others = tuple(
            one for one in held.grants if (one.user, one.role) != (grant.user, grant.role)
        )
        self._write(Settings(held.creator, held.is_invented, (*others, grant)))

    def _write(self, settings: Settings) -> None:
        draft = self.path / f".{_FILE}.{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(settings.shown(), file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / _FILE)

    def secret(self) -> bytes:
        """The home's secret of 32 bytes, which tokens are made with; made at first use."""
        path = self.path / "secret.key"
        if not path.exists():
            draft = self.path / f".secret.{os.getpid()}"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.write(handle, secrets.token_bytes(32))
            os.fsync(handle)
            os.close(handle)
            try:
                os.link(draft, path)  # the first of two commands wins
            except FileExistsError:
                pass
            draft.unlink()
        held = path.read_bytes()
        if len(held) != 32:  # noqa: PLR2004 - as written above
            raise StoreUnavailable("The home's secret.key is damaged. Restore it from a back-up.")
        return held


def home_path(given: str | None) -> Path:
    """The home's path: as given, else ``PURSUIT_HOME``, else ``~/.pursuit``."""
    text = given or os.environ.get("PURSUIT_HOME") or "~/.pursuit"
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise WrongCall("--home is a file; give a folder.")
    return path.resolve()
