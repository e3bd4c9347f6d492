"""How the text of an extract becomes a typed value, and what a column may declare about itself.

Everything arrives as text. A reader below turns one text into one value or raises ``ValueError``
with a reason of :class:`~graph_service.contract.reasons.Reason`, which never holds the text itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.fields import FieldInfo

from graph_service.contract.reasons import Reason

LONDON = ZoneInfo("Europe/London")
LONGEST_KEY = 256
LONGEST_RETRACTED_KEY = 2_048
LONGEST_TEXT = 262_144
EARLIEST, LATEST = date(1850, 1, 1), date(2200, 12, 31)

# A day that was written as an instant is taken where it is that day's midnight.
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00:00(?:\.0+)?)?\Z")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?\Z"
)
_WHOLE = re.compile(r"(-?[0-9]{1,15})(?:\.0+)?\Z")
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?\Z")
_OUTCOME = re.compile(r"0?([0-9]{1,2}A?)\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_IN_KEY = re.compile(r"[\x00-\x1f\x7f]")


class Marking(StrEnum):
    """What a column holds, for redaction, for logs and for the bar on what scoring may read."""

    PERSONAL = "personal"
    CONTACT = "contact"
    SPECIAL_CATEGORY = "special category"
    FREE_TEXT = "free text"


@dataclass(frozen=True)
class Key:
    """Marks a key column."""


@dataclass(frozen=True)
class Required:
    """Marks a column without which a row is quarantined."""


@dataclass(frozen=True)
class RefersTo:
    """Marks a column that holds the key of a row of another table (same source)."""

    table: str


@dataclass(frozen=True)
class IsKey:
    """Marks a column that holds a key or a code: at most 256 characters, none of them control."""


@lru_cache(maxsize=65_536)
def read_day(text: str) -> date:
    """``YYYY-MM-DD`` as a date between 1850 and 2200."""
    found = _DAY.match(text)
    if not found:
        raise ValueError(Reason.NOT_A_DATE)
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        raise ValueError(Reason.NO_SUCH_DAY) from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(Reason.DATE_OUT_OF_RANGE)
    return day


@lru_cache(maxsize=65_536)
def read_instant(text: str) -> datetime:
    """``YYYY-MM-DDTHH:MM:SS`` as UTC without zone; Europe/London unless an offset is given."""
    found = _INSTANT.match(text)
    if not found:
        raise ValueError(Reason.NOT_AN_INSTANT)
    read_day(found[1])
    try:
        local = datetime.fromisoformat(
            f"{found[1]}T{found[2]}.{(found[3] or '0').ljust(6, '0')}"
            + (found[4] or "").replace("Z", "+00:00")
        )
    except ValueError:
        raise ValueError(Reason.NO_SUCH_TIME) from None
    zoned = local if local.tzinfo else local.replace(tzinfo=LONDON)
    return zoned.astimezone(UTC).replace(tzinfo=None)


def read_flag(text: str) -> bool:
    """``true`` or ``false``."""
    flags = {"true": True, "false": False}
    if text.lower() not in flags:
        raise ValueError(Reason.NOT_TRUE_OR_FALSE)
    return flags[text.lower()]


def read_whole(text: str) -> int:
    """A whole number of at most 15 digits."""
    found = _WHOLE.match(text)
    if not found:
        raise ValueError(Reason.NOT_WHOLE)
    return int(found[1])


def read_number(text: str) -> float:
    """A decimal number, not negative."""
    if not _NUMBER.match(text):
        raise ValueError(Reason.NOT_A_NUMBER)
    return float(text)


def read_list(text: str) -> list[str]:
    """Values joined by ``;``; empty ones are dropped."""
    return [part for given in text.split(";") if (part := _bare_text(given))]


def read_postcode(text: str) -> str | None:
    """Upper case without spaces; never refused for its form."""
    return re.sub(r"\s+", "", _bare_text(text)).upper() or None


def read_key(text: str) -> str:
    """A key: at most 256 characters, none of them a control character."""
    if len(text) > LONGEST_KEY:
        raise ValueError(Reason.KEY_TOO_LONG)
    if _CONTROL_IN_KEY.search(text):
        raise ValueError(Reason.KEY_WITH_CONTROL)
    return text


def read_retracted_key(text: str) -> str:
    """Several keys joined: at most 2,048 characters, none of them a control character."""
    if len(text) > LONGEST_RETRACTED_KEY:
        raise ValueError(Reason.RETRACTED_KEY_TOO_LONG)
    if _CONTROL_IN_KEY.search(text):
        raise ValueError(Reason.KEY_WITH_CONTROL)
    return text


def read_outcome(text: str) -> str:
    """A Home Office outcome number, with or without the suffix A; 0 = none yet."""
    found = _OUTCOME.match(text.upper())
    if not found:
        raise ValueError(Reason.NOT_AN_OUTCOME)
    return found[1]


def read_text(text: str) -> str | None:
    """Free text with control characters taken out."""
    return _bare_text(text) or None


def _bare_text(text: str) -> str:
    return _CONTROL.sub("", text).strip()


def _when_text(reader: Callable[[str], Any]) -> BeforeValidator:
    return BeforeValidator(lambda value: reader(value) if isinstance(value, str) else value)


Text = Annotated[str | None, _when_text(read_text)]
RowKey = Annotated[str, _when_text(read_key), IsKey(), Key(), Required()]
RetractedKey = Annotated[str, _when_text(read_retracted_key), IsKey(), Key(), Required()]
Reference = Annotated[str | None, _when_text(read_key), IsKey()]
RequiredReference = Annotated[str, _when_text(read_key), IsKey(), Required()]
# Codes and identifiers are as short as keys: an index of a store takes no long text.
Code = Reference
OutcomeCode = Annotated[str, _when_text(read_outcome), IsKey(), Required()]
Postcode = Annotated[str | None, _when_text(read_postcode), Marking.CONTACT]
Day = Annotated[date | None, _when_text(read_day)]
RequiredDay = Annotated[date, _when_text(read_day), Required()]
Instant = Annotated[datetime | None, _when_text(read_instant)]
RequiredInstant = Annotated[datetime, _when_text(read_instant), Required()]
Flag = Annotated[bool | None, _when_text(read_flag)]
Whole = Annotated[int | None, _when_text(read_whole)]
Number = Annotated[float | None, _when_text(read_number)]
Codes = Annotated[list[str] | None, _when_text(read_list)]


class Row(BaseModel):
    """One row of a contract table. The class is the declaration; its fields are the columns."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    table: ClassVar[str]

    recorded_at: RequiredInstant


@dataclass(frozen=True)
class Column:
    """One column as declared: what it holds and what is asked of it."""

    name: str
    kind: str
    values: tuple[str, ...]
    is_key: bool
    is_required: bool
    marking: Marking | None
    refers_to: str | None
    description: str


_KINDS: dict[Any, str] = {
    str: "text",
    date: "date",
    datetime: "instant",
    bool: "true or false",
    int: "whole number",
    float: "number",
}


def _bare(annotation: Any) -> Any:
    """The annotation without ``Annotated`` and without ``None``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    options = [option for option in get_args(annotation) if option is not type(None)]
    if len(options) == 1 and get_origin(annotation) not in (list, Literal):
        return _bare(options[0])
    return annotation


def _one(metadata: list[Any], kind: type) -> Any:
    return next((mark for mark in metadata if isinstance(mark, kind)), None)


def read_column(name: str, field: FieldInfo) -> Column:
    """The declared column behind a pydantic field."""
    bare = _bare(field.annotation)
    values = tuple(get_args(bare)) if get_origin(bare) is Literal else ()
    if values:
        kind = "coded"
    elif get_origin(bare) is list:
        kind = "list"
    else:
        kind = "key" if _one(field.metadata, IsKey) else _KINDS[bare]
    refers = _one(field.metadata, RefersTo)
    return Column(
        name=name,
        kind=kind,
        values=values,
        is_key=_one(field.metadata, Key) is not None,
        is_required=_one(field.metadata, Required) is not None or field.is_required(),
        marking=_one(field.metadata, Marking),
        refers_to=refers.table if refers else None,
        description=field.description or "",
    )
