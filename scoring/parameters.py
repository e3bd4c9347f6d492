"""The numbers that scores are made of: dated data files, each with its source and its status.

Every file under `scoring/data` is one model of this module. A number outside a file is a mistake;
so is a file without `title`, `dated_on`, `source` and `status`. Decimals have three places at most
and are kept as whole thousandths, so that every product of a score is exact before its one
rounding. `scoring/parameter_files.py` reads and checks the files.
"""

import datetime as dt
import hashlib
import itertools
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Status = Literal["published", "inferred", "local"]
Index = Literal["cchi", "ons", "source"]

LARGEST: Final = Decimal(100_000)
"""No weight, factor or number of points is larger; it keeps every product inside 64 bits."""


def _three_places(value: Decimal) -> Decimal:
    if value != value.quantize(Decimal("0.001")):
        raise ValueError("more than three decimal places")
    return value


Number = Annotated[Decimal, Field(ge=0, le=LARGEST), AfterValidator(_three_places)]
Days = Annotated[int, Field(ge=0, le=100_000)]
Text = Annotated[str, Field(min_length=1)]


def thousandths(value: Decimal) -> int:
    """A number of a data file as whole thousandths, exactly."""
    return int(value * 1000)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(_Table):
    """What every data file says of itself."""

    title: Text
    dated_on: dt.date
    source: Text
    status: Status


class Step(_Table):
    """From this many days before the as-of day on, this factor counts."""

    from_days: Days
    factor: Annotated[Number, Field(gt=0, le=1)]


class Recency(Dated):
    """How much an offence counts by the days since it happened; the oldest step is above zero."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _ascending([step.from_days for step in self.steps])
        return self


class Factors(_Table):
    """How much an allegation counts by what came of it; `not_recorded` where nothing is said."""

    convicted: Annotated[Number, Field(le=1)]
    charged: Annotated[Number, Field(le=1)]
    arrested: Annotated[Number, Field(le=1)]
    named: Annotated[Number, Field(le=1)]
    discontinued: Annotated[Number, Field(le=1)]
    no_further_action: Annotated[Number, Field(le=1)]
    acquitted: Annotated[Number, Field(le=1)]
    not_recorded: Annotated[Number, Field(le=1)]


class Evidence(Dated):
    """Strength of evidence by the status of the suspect in the offence."""

    factors: Factors


class Cap(_Table):
    """The most that one class of offence can add to one person's harm under one index."""

    index: Literal["cchi", "ons", "pursuit"]
    offence_class: Text
    at_most: Number


class HarmCaps(Dated):
    """Declared caps, so that many minor records do not add up to the harm of a grave one."""

    caps: tuple[Cap, ...]


class Band(_Table):
    """From this many days of harm on, each further day is worth this many points."""

    from_days: Days
    points_per_day: Annotated[Number, Field(le=50)]


class PointsPerHarm(Dated):
    """Points of one crime by its days of harm, band by band."""

    index: Literal["cchi"]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _ascending([band.from_days for band in self.bands])
        return self


class PointsPerVictim(Dated):
    """Points for the first victim (small, so that the list is complete) and each further one."""

    first: Annotated[Number, Field(gt=0)]
    further: Number
    connected_by: Annotated[tuple[Text, ...], Field(min_length=1)]


class PointsPerStep(Dated):
    """Points for each record, repetition and escalation, with the windows they are seen in."""

    first_record: Annotated[Number, Field(gt=0)]
    further_record: Number
    records_at_most: Number
    same_victim: Number
    course_of_conduct: Number
    escalation_in_harm: Number
    escalation_in_harm_within_days: Days
    more_often: Number
    more_often_days: Annotated[Days, Field(ge=1)]
    more_often_at_least: Annotated[int, Field(ge=1)]


class SerialScheme(Dated):
    """The scheme `serial`."""

    lookback_days: Days | None


class V100Scheme(Dated):
    """The scheme `v100`."""

    window_days: Annotated[Days, Field(ge=1)]
    crimes_at_least: Annotated[int, Field(ge=1)]


class NamedDefinitions(Dated):
    """The parts of the named definitions of a serial perpetrator that are numbers."""

    matac_lookback_years: Annotated[int, Field(ge=1, le=100)]
    matac_records_at_least: Annotated[int, Field(ge=1)]
    matac_victims_at_least: Annotated[int, Field(ge=1)]
    matac_age_at_least: Annotated[int, Field(ge=0, le=100)]
    acpo_2009_victims_at_least: Annotated[int, Field(ge=1)]
    drive_victims_at_least: Annotated[int, Field(ge=1)]


class Conduct(_Table):
    """One offence code that is by its definition a course of conduct."""

    code_system: Text
    code: Text
    name: Text
    status: Status


class LookFirst(Dated):
    """When an entry is to be looked at before it is used, and by when."""

    cross_allegations_within_days: Days
    look_within_hours: Annotated[int, Field(ge=1, le=10_000)]
    else_by_hour: Annotated[int, Field(ge=0, le=23)]


class CoursesOfConduct(Dated):
    """Offences made of repeated acts, and breaches of orders that protect a person."""

    codes: tuple[Conduct, ...]


class Weight(_Table):
    """The harm of one class of offence."""

    offence_class: Text
    name: Text
    weight: Number
    status: Status
    source: Text


class Weights(Dated):
    """A harm index: weights by class of offence."""

    rows: Annotated[tuple[Weight, ...], Field(min_length=1)]


class Crossing(_Table):
    """One offence code and the class that a harm index knows it by."""

    code_system: Text
    code: Text
    name: Text
    offence_class: Text
    status: Status
    source: Text


class Crosswalk(Dated):
    """Offence codes and the classes of a harm index."""

    rows: tuple[Crossing, ...]


class CodeName(_Table):
    """What an offence code is called by those who publish it."""

    code_system: Text
    code: Text
    name: Text


class CodeNames(Dated):
    """Names of offence codes that no crosswalk holds."""

    rows: tuple[CodeName, ...]


def _ascending(values: list[int]) -> None:
    if values[0] != 0 or any(a >= b for a, b in itertools.pairwise(values)):
        raise ValueError("from_days must begin with 0 and rise from row to row")


@dataclass(frozen=True, slots=True)
class Parameters:
    """All data files, each under the name of its file."""

    recency: Recency
    evidence: Evidence
    harm_caps: HarmCaps
    points_per_harm: PointsPerHarm
    points_per_victim: PointsPerVictim
    points_per_step: PointsPerStep
    serial: SerialScheme
    v100: V100Scheme
    definitions: NamedDefinitions
    look_first: LookFirst
    courses_of_conduct: CoursesOfConduct
    cchi_weights: Weights
    ons_weights: Weights
    crosswalk_cchi: Crosswalk
    crosswalk_ons: Crosswalk
    offence_names: CodeNames


def settings_digest(parameters: Parameters) -> str:
    """The sha256 of all parameters in canonical form: equal content gives an equal digest.

    Comments, the order of keys and how a number is written (0.5, 0.50) make no difference.
    """
    content = {
        name: getattr(parameters, name).model_dump(mode="python")
        for name in Parameters.__dataclass_fields__
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_canonical)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
