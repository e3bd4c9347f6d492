"""The numbers that scores are made of: dated data files, each with its source and its status.

Every file under `scoring/data` is one model of this module. A number outside a file is a mistake;
so is a file without `title`, `dated_on`, `source` and `status`. Decimals have three places at most
and are kept as whole thousandths, so that every product of a score is exact before its one
rounding. `scoring/parameter_files.py` reads and checks the files.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scoring.dated import Dated, Days, Number, Status, Table, Text, ascending

Index = Literal["cchi", "ons", "source"]


def thousandths(value: Decimal) -> int:
    """A number of a data file as whole thousandths, exactly."""
    return int(value * 1000)


class Step(Table):
    """From this many days before the as-of day on, this factor counts."""

    from_days: Days
    factor: Annotated[Number, Field(gt=0, le=1)]


class Recency(Dated):
    """How much an offence counts by the days since it happened; the oldest step is above zero."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ascending([step.from_days for step in self.steps])
        return self


class Factors(Table):
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


class Cap(Table):
    """The most that one class of offence can add to one person's harm under one index."""

    index: Literal["cchi", "ons", "pursuit"]
    offence_class: Text
    at_most: Number


class HarmCaps(Dated):
    """Declared caps, so that many minor records do not add up to the harm of a grave one."""

    caps: tuple[Cap, ...]


class Band(Table):
    """From this many days of harm on, each further day is worth this many points."""

    from_days: Days
    points_per_day: Annotated[Number, Field(le=50)]


class PointsPerHarm(Dated):
    """Points of one crime by its days of harm, band by band."""

    index: Literal["cchi"]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ascending([band.from_days for band in self.bands])
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


class PointsFrom(Table):
    """From this number on, so many points."""

    from_days: Days
    points: Number


class RfgvScheme(Dated):
    """The scheme `rfgv`: points for recency, frequency, gravity and victims within a window."""

    window_days: Annotated[Days, Field(ge=1)]
    recency: Annotated[tuple[PointsFrom, ...], Field(min_length=1)]
    per_crime: Number
    crimes_at_most: Number
    gravity: Annotated[tuple[PointsFrom, ...], Field(min_length=1)]
    per_victim: Number
    victims_at_most: Number

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ascending([step.from_days for step in self.recency])
        ascending([step.from_days for step in self.gravity])
        return self


class NamedDefinitions(Dated):
    """The parts of the named definitions of a serial perpetrator that are numbers."""

    matac_lookback_years: Annotated[int, Field(ge=1, le=100)]
    matac_records_at_least: Annotated[int, Field(ge=1)]
    matac_victims_at_least: Annotated[int, Field(ge=1)]
    matac_age_at_least: Annotated[int, Field(ge=0, le=100)]
    acpo_2009_victims_at_least: Annotated[int, Field(ge=1)]
    drive_victims_at_least: Annotated[int, Field(ge=1)]


class Conduct(Table):
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


class Weight(Table):
    """The harm of one class of offence."""

    offence_class: Text
    name: Text
    weight: Number
    status: Status
    source: Text


class Weights(Dated):
    """A harm index: weights by class of offence."""

    rows: Annotated[tuple[Weight, ...], Field(min_length=1)]


class Crossing(Table):
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


class CodeName(Table):
    """What an offence code is called by those who publish it."""

    code_system: Text
    code: Text
    name: Text


class CodeNames(Dated):
    """Names of offence codes that no crosswalk holds."""

    rows: tuple[CodeName, ...]


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
    rfgv: RfgvScheme
    definitions: NamedDefinitions
    look_first: LookFirst
    courses_of_conduct: CoursesOfConduct
    cchi_weights: Weights
    ons_weights: Weights
    crosswalk_cchi: Crosswalk
    crosswalk_ons: Crosswalk
    offence_names: CodeNames


def settings_text(parameters: Parameters) -> str:
    """All parameters in canonical JSON: equal content gives equal text.

    Comments, the order of keys and how a number is written (0.5, 0.50) make no difference.
    """
    content = {
        name: getattr(parameters, name).model_dump(mode="python")
        for name in Parameters.__dataclass_fields__
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=_canonical)


def settings_digest(parameters: Parameters) -> str:
    """The sha256 of all parameters in canonical form."""
    return hashlib.sha256(settings_text(parameters).encode()).hexdigest()


def _canonical(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
