"""What every data file is made of: whole numbers of thousandths, days, a source and a status."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Status = Literal["published", "inferred", "local"]

LARGEST: Final = Decimal(100_000)
"""No weight, factor or number of points is larger; it keeps every product inside 64 bits."""


def _three_places(value: Decimal) -> Decimal:
    if value != value.quantize(Decimal("0.001")):
        raise ValueError("more than three decimal places")
    return value


Number = Annotated[Decimal, Field(ge=0, le=LARGEST), AfterValidator(_three_places)]
Days = Annotated[int, Field(ge=0, le=100_000)]
Text = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A part of a data file: no key that is not declared, and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Table):
    """What every data file says of itself."""

    title: Text
    dated_on: dt.date
    source: Text
    status: Status


def ascending(values: list[int]) -> None:
    """Refuse steps that do not begin with 0 and rise."""
    if values[0] != 0 or any(a >= b for a, b in itertools.pairwise(values)):
        raise ValueError("from_days must begin with 0 and rise from row to row")
