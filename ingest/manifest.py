"""The manifest of an extract: what the sender says is in the folder.

``manifest.json``: ``source``, ``kind`` (``full`` or ``delta``), ``period`` (``from``, ``to``),
``recorded_at``, optional ``profile``, and ``files``: each ``name``, ``rows`` (records without the
header) and ``sha256``. A truncated CSV file parses without complaint, so nothing is read without
these.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph_service import ids
from graph_service.archive import now, write_whole
from graph_service.contract.types import read_instant
from graph_service.errors import InputRefused

NAME = "manifest.json"
READABLE = (".csv", ".parquet")
LONGEST = 16_000_000


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class ManifestFile(_Said):
    """One file of the extract."""

    name: str
    rows: int = Field(ge=0, strict=True)
    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")

    @field_validator("name")
    @classmethod
    def _stays_in_the_folder(cls, name: str) -> str:
        if Path(name).name != name or not name.isprintable() or name in {"", ".", ".."}:
            raise ValueError("a file's name, without folders")
        if Path(name).suffix.lower() not in READABLE:
            raise ValueError("ends in neither .csv nor .parquet")
        return name


class Period(_Said):
    """First and last day that the extract covers."""

    from_on: str | None = Field(None, alias="from")
    to_on: str | None = Field(None, alias="to")


class Manifest(_Said):
    """What an extract says of itself. ``recorded_at`` is UTC without zone."""

    source: str | None = None
    profile: str | None = None
    kind: Literal["full", "delta"]
    period: Period | None = None
    recorded_at: datetime
    files: list[ManifestFile] = Field(min_length=1)

    @field_validator("recorded_at", mode="before")
    @classmethod
    def _an_instant(cls, value: object) -> datetime:
        if not isinstance(value, str):
            raise ValueError("not an instant as text")  # noqa: TRY004 - pydantic takes ValueError
        return read_instant(value)


def read(folder: Path) -> Manifest:
    """The folder's manifest; InputRefused where there is none or it is not one."""
    path = folder / NAME
    if not folder.is_dir():
        raise InputRefused(f"{folder}: is not a folder. Give the folder of an extract.")
    if not path.is_file():
        raise InputRefused(
            f"{folder}: there is no {NAME}, so nobody can tell whether the files are whole. "
            "Ask the sender for it, or write one with `pursuit ingest DIR --profile P "
            "--write-manifest` after looking at the files."
        )
    try:
        manifest = Manifest.model_validate(json.loads(_bytes(path).decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise InputRefused(f"{NAME} is not UTF-8. Ask the sender for a whole one.") from None
    except json.JSONDecodeError as error:
        raise InputRefused(
            f"{NAME} is not JSON at line {error.lineno}. Ask the sender for a whole one."
        ) from None
    except RecursionError:
        raise InputRefused(f"{NAME} is nested too deep to be one. Ask for another.") from None
    except OSError as error:
        raise InputRefused(f"{NAME} cannot be read ({error.strerror}).") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        what = first["msg"].removeprefix("Value error, ")
        raise InputRefused(f"{NAME}: {where}: {what}. Correct it and try again.") from None
    except ValueError:  # JSON, but a number of thousands of digits
        raise InputRefused(f"{NAME} holds a number that is none. Ask for another.") from None
    names = [file.name for file in manifest.files]
    if len(set(names)) < len(names):
        raise InputRefused(f"{NAME} names a file twice. Correct it and try again.")
    return manifest


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        held = file.read(LONGEST + 1)
    if len(held) > LONGEST:
        raise InputRefused(
            f"{NAME} is longer than {LONGEST:,} bytes, so it is no manifest. Ask the sender for "
            "another."
        )
    return held


def unnamed(folder: Path, manifest: Manifest) -> list[str]:
    """Names of data files in the folder that the manifest does not name; they are not read."""
    named = {file.name for file in manifest.files}
    return [name for name in data_files(folder) if name not in named]


def data_files(folder: Path) -> list[str]:
    """Names of the data files that lie in a folder, sorted."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in READABLE and path.is_file() and not path.is_symlink()
    )


def write(folder: Path, *, source: str, profile: str, rows: dict[str, int]) -> Path:
    """Write the folder's manifest for files whose records were counted: ``full``, as of now."""
    text = json.dumps(
        {
            "source": source,
            "profile": profile,
            "kind": "full",
            "recorded_at": now().isoformat() + "Z",
            "files": [
                {"name": name, "rows": count, "sha256": ids.file_digest(folder / name)}
                for name, count in sorted(rows.items())
            ],
        },
        indent=1,
        sort_keys=True,
    )
    write_whole(folder / NAME, text + "\n")
    return folder / NAME
