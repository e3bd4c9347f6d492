"""Profiles: how a source's files become contract tables, in SQL alone.

A profile is a folder: ``profile.toml`` (``name`` required; ``files``, ``delimiter``, ``encoding``
optional) and one ``<contract table>.sql`` per table that it fills. Each raw file is a view named
after the file's stem in lower case with every character other than a to z and 0 to 9 turned to
``_``; all columns are text; an empty field is NULL. ``contract`` is the profile of files that
already are contract tables.
"""

import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from graph_service import contract
from graph_service.errors import InputRefused, WrongCall

CONTRACT = "contract"
_FOLDER = Path(__file__).parent
_KEYS = {"name", "files", "delimiter", "encoding", "description"}
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _.-]{0,62}[A-Za-z0-9_.-])?\Z")


@dataclass(frozen=True)
class Profile:
    """How a source is mapped. ``queries`` has one SELECT text per contract table.

    Without any, the files are contract tables already.
    """

    name: str
    files: tuple[str, ...]
    delimiter: str
    encoding: str
    queries: Mapping[str, str]

    @property
    def is_contract(self) -> bool:
        """The files already are contract tables."""
        return not self.queries

    def takes(self, file_name: str) -> bool:
        """Whether the profile reads a file of that name."""
        return not self.files or any(fnmatch(file_name, pattern) for pattern in self.files)


def in_the_box() -> list[str]:
    """Names of the profiles that come with the product."""
    return sorted([CONTRACT, *(path.parent.name for path in _FOLDER.glob("*/profile.toml"))])


def source_name(name: str) -> str:
    """A name fit to stand before keys; WrongCall otherwise."""
    if not _NAME.match(name):
        raise WrongCall(
            "A source's name is made of A to Z, a to z, 0 to 9, '-', '_', '.' and spaces within; "
            "it has at most 64 characters."
        )
    return name


def load(name_or_path: str) -> Profile:
    """A profile by name or by the path of its folder."""
    if name_or_path == CONTRACT:
        return Profile(CONTRACT, (), ",", "utf-8", {})
    boxed = _FOLDER / name_or_path
    folder = boxed if (boxed / "profile.toml").is_file() else Path(name_or_path)
    settings = folder / "profile.toml"
    if not settings.is_file():
        raise WrongCall(
            f"There is no profile '{name_or_path}'. In the box are: {', '.join(in_the_box())}. "
            "Or give the path of a folder that holds a profile.toml."
        )
    try:
        held = tomllib.loads(settings.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputRefused(f"profile.toml cannot be read: {error}.") from None
    unknown = sorted(set(held) - _KEYS)
    if unknown:
        known = ", ".join(sorted(_KEYS))
        raise InputRefused(f"profile.toml: unknown key {unknown[0]}. Known: {known}.")
    name = held.get("name")
    if not isinstance(name, str) or not _NAME.match(name) or name == CONTRACT:
        raise InputRefused(
            "profile.toml: name is missing, or taken, or not made of A to Z, a to z, 0 to 9, '-', "
            "'_', '.' and spaces within."
        )
    files = held.get("files", [])
    if not isinstance(files, list) or not all(isinstance(file, str) for file in files):
        raise InputRefused("profile.toml: files is a list of file names or patterns.")
    delimiter = held.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise InputRefused("profile.toml: delimiter is one character.")
    encoding = held.get("encoding", "utf-8")
    if not _is_encoding(encoding):
        raise InputRefused("profile.toml: encoding is not the name of a known one.")
    return Profile(name, tuple(files), delimiter, encoding, _queries(folder))


def _is_encoding(name: object) -> bool:
    """Whether a text file can be read in it; Python has codecs for other things too."""
    if not isinstance(name, str):
        return False
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError):
        return False
    return True


def _queries(folder: Path) -> dict[str, str]:
    queries = {}
    for path in sorted(folder.glob("*.sql")):
        if path.stem not in contract.TABLES:
            raise InputRefused(
                f"{path.name}: there is no contract table of that name. "
                f"Tables: {', '.join(contract.TABLES)}."
            )
        try:
            queries[path.stem] = path.read_text("utf-8-sig")
        except (UnicodeDecodeError, OSError):
            raise InputRefused(f"{path.name}: cannot be read as UTF-8 text.") from None
    if not queries:
        raise InputRefused("The profile's folder holds no <contract table>.sql.")
    return queries


def view_name(file_name: str) -> str:
    """The view's name for a raw file."""
    return re.sub(r"[^a-z0-9]", "_", Path(file_name).stem.lower())
