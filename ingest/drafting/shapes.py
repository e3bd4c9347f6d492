"""What the values of a column look like: forms and counts, and the codes of a short list."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_service.identifiers import pnc_id

# A share of the filled values that fits is enough: what does not is kept as text and counted.
_ENOUGH = 0.9
_MOST_CODES = 20
_LONGEST_CODE = 20
_FEWEST_VALUES = 20
_OFTEN = 5

_DATE = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<sign>[-/. ])(?P<b>[0-9]{1,2}|[A-Za-z]{3,9})(?P=sign)(?P<c>[0-9]{1,4})"
    r"(?:(?P<t>[T ])(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?P<part>\.[0-9]+)?"
    r"(?P<half> ?[AaPp][Mm])?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?\Z"
)
_COMPACT = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\Z")
EITHER = "fits day-first and month-first; taken as day-first"
# What the contract reads as it stands.
_ISO = re.compile(r"%Y-%m-%d(?:[T ]%H:%M:%S(?:\.%f)?)?\Z")
_MONTHS = 12
_DAYS = 31

_KINDS: Mapping[str, re.Pattern[str]] = {
    "flag": re.compile(r"(?:y|n|yes|no|true|false|t|f|[01])\Z", re.IGNORECASE),
    "whole number": re.compile(r"-?[0-9]{1,15}\Z"),
    "number": re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?\Z"),
    "e-mail": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z"),
    "postcode": re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}\Z"),
}
# Offence codes as three systems write them; the first that fits is the likeliest.
CODE_SYSTEMS: Mapping[str, re.Pattern[str]] = {
    "HO5": re.compile(r"(?:[0-9]{5}|[0-9]{1,3}/[0-9]{1,2})\Z"),
    "CJS": re.compile(r"[A-Za-z]{2}[0-9]{5}[A-Za-z]?\Z"),
    "HO": re.compile(r"(?=[0-9]{1,3}[A-Za-z]?/?[0-9]?\Z)[0-9]{1,3}[A-Za-z]?(?:/[0-9])?\Z"),
}


@dataclass(frozen=True)
class Shape:
    """A column's values as far as they may be told.

    ``kind``: empty, date, instant, flag, whole number, number, e-mail, postcode, PNC id or text.
    ``forms`` are strptime forms of a date or instant, in the order of trying; none for ISO 8601.
    ``codes`` counts the values where they are few and short. They may be a person's all the same:
    only :attr:`frequent_codes` may be shown, and only of a column that is known to hold codes.
    """

    kind: str
    filled: int = 0
    forms: tuple[str, ...] = ()
    note: str = ""
    system: str | None = None
    codes: Mapping[str, int] | None = None

    @property
    def frequent_codes(self) -> tuple[str, ...]:
        """The codes that come at least five times each in at least twenty rows, by frequency."""
        if self.filled < _FEWEST_VALUES or not self.codes:
            return ()
        return tuple(code for code, count in self.codes.items() if count >= _OFTEN)

    def settled(self, *, by: Iterable["Shape"]) -> "Shape":
        """This shape, and where its days could be its months, as the others of the extract are."""
        if self.note != EITHER:
            return self
        sure = {form[:2] for one in by if one.note != EITHER for form in one.forms}
        if "%m" in sure and "%d" not in sure:
            swap = str.maketrans("dm", "md")
            forms = (form[:5].translate(swap) + form[5:] for form in self.forms)
            return replace(self, forms=tuple(forms), note="month-first as other dates here")
        return replace(self, note="") if "%d" in sure and "%m" not in sure else self

    @property
    def is_time(self) -> bool:
        """Whether the values are dates or instants that can be read."""
        is_unsure = self.note and not self.forms
        return self.kind in {"date", "instant"} and not is_unsure


def of(values: Sequence[str]) -> Shape:
    """The shape of a column's filled values."""
    if not values:
        return Shape("empty")
    codes = _codes(values)
    when = _when(values)
    if when:
        return when
    for kind, pattern in _KINDS.items():
        if _fits(values, pattern):
            return Shape(kind, len(values), system=_system(values), codes=codes)
    if sum(pnc_id(value) is not None for value in values) >= _ENOUGH * len(values):
        return Shape("PNC id", len(values))
    return Shape("text", len(values), system=_system(values), codes=codes)


def _fits(values: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return sum(pattern.match(value) is not None for value in values) >= _ENOUGH * len(values)


def _system(values: Sequence[str]) -> str | None:
    return next((name for name, one in CODE_SYSTEMS.items() if _fits(values, one)), None)


def _codes(values: Sequence[str]) -> Mapping[str, int] | None:
    """The values by frequency, where they are few and short."""
    seen: Counter[str] = Counter()
    for value in values:
        seen[value] += 1
        if len(seen) > _MOST_CODES or len(value) > _LONGEST_CODE:
            return None
    return dict(sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])))


def _when(values: Sequence[str]) -> Shape | None:
    """The shape of dates and instants; None where the values are neither."""
    if _fits(values, _COMPACT):
        return Shape("date", len(values), ("%Y%m%d",))
    found = [match for value in values if (match := _DATE.match(value))]
    if len(found) < _ENOUGH * len(values):
        return None
    timed = sum(match["time"] is not None for match in found)
    kind = "instant" if timed else "date"
    order, note = _order(found)
    if order is None:
        return Shape(kind, len(values), (), note)
    forms = Counter(_form(match, order) for match in found)
    if all(_ISO.match(form) for form in forms):
        return Shape(kind, len(values))
    if any(match["zone"] for match in found):
        return Shape(kind, len(values), (), "with an offset; convert it by hand")
    return Shape(kind, len(values), tuple(form for form, _ in forms.most_common()), note)


def _order(found: Iterable[re.Match[str]]) -> tuple[str | None, str]:
    """``Ymd``, ``dmY``, ``mdY`` (``y`` for two digits), and what is not sure about it."""
    year_first = short = day_first = month_first = written = 0
    for match in found:
        if len(match["a"]) > 2:  # noqa: PLR2004 - a year has four digits
            year_first += 1
            continue
        short += len(match["c"]) <= 2  # noqa: PLR2004 - the same
        if match["b"].isalpha():
            written += 1
            continue
        day_first += _MONTHS < int(match["a"]) <= _DAYS
        month_first += _MONTHS < int(match["b"]) <= _DAYS
    if year_first:
        return "Ymd", ""
    year = "y" if short else "Y"
    century = "two-digit years: 69 to 99 are read as 19.., 00 to 68 as 20.." if short else ""
    if written or day_first > month_first * 20:
        return f"dm{year}", century
    if month_first > day_first * 20:
        return f"md{year}", century
    if day_first or month_first:
        return None, "some are day-first and some month-first"
    return f"dm{year}", EITHER


def _form(match: re.Match[str], order: str) -> str:
    sign = match["sign"]
    middle = match["b"]
    month = "%m" if not middle.isalpha() else "%b" if len(middle) == 3 else "%B"  # noqa: PLR2004 - Jan
    parts = [month if part == "m" else f"%{part}" for part in order]
    form = sign.join(parts)
    if match["time"]:
        form += match["t"] + ("%I" if match["half"] else "%H") + ":%M"
        form += ":%S" if match["time"].count(":") == 2 else ""  # noqa: PLR2004 - with seconds
        form += ".%f" if match["part"] else ""
        form += (" " if " " in match["half"] else "") + "%p" if match["half"] else ""
    return form
