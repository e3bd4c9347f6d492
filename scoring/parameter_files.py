"""The edge where data files become parameters; a file that does not fit is refused by name and key.

A `.toml` file is its model. A `.csv` file is a dated list.
"""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from graph_service.errors import InputRefused
from graph_service.rules import dated_list
from scoring import parameters as models
from scoring.dated import Dated
from scoring.parameters import Parameters

DATA: Final = Path(__file__).parent / "data"

_CORRECT: Final = "Correct the file; nothing was scored."

FILES: Final[dict[str, tuple[str, type[Dated]]]] = {
    "recency": ("recency.toml", models.Recency),
    "evidence": ("evidence.toml", models.Evidence),
    "harm_caps": ("harm_caps.toml", models.HarmCaps),
    "points_per_harm": ("points_per_harm.toml", models.PointsPerHarm),
    "points_per_victim": ("points_per_victim.toml", models.PointsPerVictim),
    "points_per_step": ("points_per_step.toml", models.PointsPerStep),
    "serial": ("serial.toml", models.SerialScheme),
    "v100": ("v100.toml", models.V100Scheme),
    "rfgv": ("rfgv.toml", models.RfgvScheme),
    "definitions": ("definitions.toml", models.NamedDefinitions),
    "look_first": ("look_first.toml", models.LookFirst),
    "courses_of_conduct": ("courses_of_conduct.toml", models.CoursesOfConduct),
    "cchi_weights": ("cchi_weights.csv", models.Weights),
    "ons_weights": ("ons_weights.csv", models.Weights),
    "crosswalk_cchi": ("crosswalk_cchi.csv", models.Crosswalk),
    "crosswalk_ons": ("crosswalk_ons.csv", models.Crosswalk),
    "offence_names": ("offence_names.csv", models.CodeNames),
}
"""Each parameter with its file and its model."""


def load_parameters(folder: Path = DATA) -> Parameters:
    """All parameters from one folder. Raises InputRefused, which names the file and the key."""
    read = {name: _read(folder / file, model) for name, (file, model) in FILES.items()}
    parameters = Parameters(**read)
    _crossed(FILES["crosswalk_cchi"][0], parameters.crosswalk_cchi, parameters.cchi_weights)
    _crossed(FILES["crosswalk_ons"][0], parameters.crosswalk_ons, parameters.ons_weights)
    return parameters


def _crossed(file: str, crosswalk: models.Crosswalk, weights: models.Weights) -> None:
    """Refuse a crosswalk that has two rows for a code, or a class without a weight."""
    codes = [(row.code_system, row.code) for row in crosswalk.rows]
    if len(set(codes)) < len(codes):
        raise InputRefused(f"{file}: code: a code with two rows. {_CORRECT}")
    weighed = {row.offence_class for row in weights.rows}
    if not {row.offence_class for row in crosswalk.rows} <= weighed:
        raise InputRefused(
            f"{file}: offence_class: a class that the weights do not have. {_CORRECT}"
        )


def _read(path: Path, model: type[Dated]) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(
            f"{path.name}: the settings file cannot be read as UTF-8 text. Restore it."
        ) from error
    try:
        content = _toml(text) if path.suffix == ".toml" else dated_list.parse(text)
    except (tomllib.TOMLDecodeError, csv.Error) as error:
        raise InputRefused(f"{path.name}: not well formed ({error}). Correct the file.") from error
    return _checked(path.name, content, model)


def _toml(text: str) -> dict[str, Any]:
    content = tomllib.loads(text, parse_float=Decimal)
    # TOML has no null: "none" stands for "no such limit", only where a model allows it.
    return {key: None if value == "none" else value for key, value in content.items()}


def _checked(file: str, content: dict[str, Any], model: type[BaseModel]) -> BaseModel:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise InputRefused(f"{file}: {key}: {first['msg']}. {_CORRECT}") from error
