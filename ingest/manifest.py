"""The manifest of an extract: what the sender says is in the folder.

``manifest.json``: ``source``, ``kind`` (``full`` or ``delta``), ``period`` (``from``, ``to``),
``recorded_at``, optional ``profile``, and ``files``: each ``name``, ``rows`` (records without the header)
and ``sha256``. A truncated CSV file parses without complaint, so nothing is read without these.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph_service.archive import now, write_whole
from graph_service.contract.types import read_instant
from graph_service.errors import InputRefused

NAME = "manifest.json"
READABLE = (".csv", ".parquet")


class ManifestFile(BaseModel):
    """One file of the extract."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    name: str
    rows: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("name")
    @classmethod
    def _stays_in_the_folder(cls, name: str) -> str:
        if Path(name).name != name or name in {"", ".", ".."}:
            raise ValueError("a file's name, without folders")
        if Path(name).suffix.lower() not in READABLE:
            raise ValueError("ends in neither .csv nor .parquet")
        return name


class Period(BaseModel):
    """First and last day that the extract covers."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    from_on: str | None = Field(None, alias="from")
    to_on: str | None = Field(None, alias="to")


class Manifest(BaseModel):
    """What an extract says of itself."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    source: str | None = None
    profile: str | None = None
    kind: Literal["full", "delta"]
    period: Period | None = None
    recorded_at: datetime
    files: list[ManifestFile] = Field(min_length=1)

    @field_validator("recorded_at", mode="before")
    @classmethod
    def _an_instant(cls, value: object) -> object:
        return read_instant(value) if isinstance(value, str) else value


def read(folder: Path) -> Manifest:
    """The folder's manifest; InputRefused where there is none or it is not one."""
    path = folder / NAME
    if not folder.is_dir():
        raise InputRefused(f"{folder.name}: there is no such folder. Nothing was changed.")
    if not path.is_file():
        raise InputRefused(
            f"{folder.name}: there is no {NAME}, so nobody can tell whether the files are whole. "
            "Ask the sender for it, or write one with `pursuit ingest DIR --profile P "
            "--write-manifest` after looking at the files."
        )
    try:
        manifest = Manifest.model_validate(json.loads(path.read_text("utf-8-sig")))
    except UnicodeDecodeError:
        raise InputRefused(f"{NAME} is not UTF-8. Ask the sender for a whole one.") from None
    except json.JSONDecodeError as error:
        raise InputRefused(
            f"{NAME} is not JSON at line {error.lineno}. Ask the sender for a whole one."
        ) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        raise InputRefused(f"{NAME}: {where}: {first['msg']}. Correct it and try again.") from None
    names = [file.name for file in manifest.files]
    if len(set(names)) < len(names):
        raise InputRefused(f"{NAME} names a file twice. Correct it and try again.")
    return manifest


def sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path, *, source: str, profile: str, rows: dict[str, int]) -> Path:
    """Write the folder's manifest for files whose records were counted; kind ``full``, as of now."""
    text = json.dumps(
        {
            "source": source,
            "profile": profile,
            "kind": "full",
            "recorded_at": now().isoformat(timespec="seconds") + "Z",
            "files": [
                {"name": name, "rows": count, "sha256": sha256(folder / name)}
                for name, count in sorted(rows.items())
            ],
        },
        indent=1,
        sort_keys=True,
    )
    write_whole(folder / NAME, text + "\n")
    return folder / NAME
