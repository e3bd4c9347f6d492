"""The settings that runs were made with, kept in the archive under their digest.

``archive/settings/<sha256>.json`` is the canonical text, so that the file proves itself. A replay
reads it: the data files of today may say something else by then.
"""

import hashlib
import json
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from graph_service.archive import Archive, write_whole, writing
from graph_service.errors import CheckFailed, StoreUnavailable
from scoring.parameter_files import FILES, load_parameters
from scoring.parameters import Parameters, settings_digest, settings_text

_FOLDER = "settings"


def keep(home: Archive, parameters: Parameters) -> None:
    """Keep the settings, unless they are there."""
    path = home.folder / _FOLDER / f"{settings_digest(parameters)}.json"
    with writing():
        if not path.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(path, settings_text(parameters))


def read(home: Archive, digest: str) -> Parameters:
    """The settings of a digest.

    CheckFailed where they were never kept and are not those of today, or have a form that is not
    read any more; StoreUnavailable where the file was changed.
    """
    path = home.folder / _FOLDER / f"{digest}.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        today = load_parameters()
        if settings_digest(today) == digest:
            return today
        raise CheckFailed(
            f"The settings {digest[:16]} are not in the archive, and those of today are others: "
            "what was made with them cannot be computed again."
        ) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise StoreUnavailable(
            f"The archive's settings {digest[:16]} are damaged. Restore the file from a back-up."
        )
    held = json.loads(content, parse_float=Decimal)
    # What a later scheme brought was not there, and the schemes of then do not read it.
    found: dict[str, Any] = {}
    if since := FILES.keys() - held.keys():
        today = load_parameters()
        found = {name: getattr(today, name) for name in since}
    try:
        for name in FILES.keys() & held.keys():
            found[name] = FILES[name][1].model_validate(held[name])
    except ValidationError:
        raise CheckFailed(
            f"The settings {digest[:16]} have another form than this version reads: use the "
            "version that made the run."
        ) from None
    return Parameters(**found)
