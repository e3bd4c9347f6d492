"""Why a row was quarantined, a value kept as text or a line not read, and what to do.

Never the value itself.

``docs/quarantine.md`` explains each of them.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

# The last column of a file of quarantined rows: it may stay where they are given again.
REASON_COLUMN = "quarantine_reason"


class Reason(StrEnum):
    """What is wrong with a value or a row. The text is what reports and logs say."""

    EMPTY = "empty"
    NOT_LISTED = "not one of the contract's values"
    NOT_A_DATE = "not a date of the form YYYY-MM-DD"
    NO_SUCH_DAY = "not a day of the calendar"
    DATE_OUT_OF_RANGE = "a date outside 1850 to 2200"
    NOT_AN_INSTANT = "not an instant of the form YYYY-MM-DDTHH:MM:SS"
    NO_SUCH_TIME = "not a time of the day"
    NOT_TRUE_OR_FALSE = "neither true nor false"
    NOT_WHOLE = "not a whole number of at most 15 digits"
    NOT_A_NUMBER = "not a number of the form 12 or 12.5"
    NOT_AN_OUTCOME = "not a Home Office outcome number, such as 14 or 1A"
    KEY_TOO_LONG = "longer than 256 characters"
    KEY_WITH_CONTROL = "holds a control character"
    RETRACTED_KEY_TOO_LONG = "longer than 2,048 characters"
    TOO_LONG = "longer than 262,144 characters"
    DOUBLE = "the same row stands in this batch already"
    CONFLICT = "another row of this batch has the same key and the same recorded_at"


_LOOK_AT_THE_COLUMN = "Look which column was mapped to it."

# What those who can mend it do; the same sentence for a row and for a value kept as text.
WHAT_TO_DO: Mapping[str, str] = {
    Reason.EMPTY: "Correct the source, or the profile's SQL where it loses the value.",
    Reason.NOT_LISTED: "Map the source's code in the profile's SQL; where nothing fits, leave an "
    "optional one out.",
    Reason.NOT_A_DATE: "Convert it in the profile's SQL, for instance with strptime and strftime.",
    Reason.NO_SUCH_DAY: "Correct the source.",
    Reason.DATE_OUT_OF_RANGE: "Correct the source; turn a stand-in for 'not known' into NULL in "
    "the profile's SQL.",
    Reason.NOT_AN_INSTANT: "Convert it in the profile's SQL, for instance with strptime and "
    "strftime.",
    Reason.NO_SUCH_TIME: "Correct the source.",
    Reason.NOT_TRUE_OR_FALSE: "Map it to true or false in the profile's SQL.",
    Reason.NOT_WHOLE: "Correct the source or the profile's SQL.",
    Reason.NOT_A_NUMBER: "Correct the source or the profile's SQL.",
    Reason.NOT_AN_OUTCOME: "Map the source's code in the profile's SQL.",
    Reason.KEY_TOO_LONG: _LOOK_AT_THE_COLUMN,
    Reason.KEY_WITH_CONTROL: "Correct the source, or take it out in the profile's SQL.",
    Reason.RETRACTED_KEY_TOO_LONG: _LOOK_AT_THE_COLUMN,
    Reason.TOO_LONG: "Shorten it in the profile's SQL, or leave it out.",
    Reason.DOUBLE: "Nothing is lost; the source or a join in the profile's SQL doubles rows.",
    Reason.CONFLICT: "Find out which is right; give each version a recorded_at of its own, or the "
    "rows keys of their own.",
}


class LineReason(StrEnum):
    """Why a line was not read."""

    NOT_CSV = "does not parse as CSV"
    FIELD_TOO_LONG = "holds a field longer than 262,144 characters"
    OTHER_WIDTH = "has another number of fields than the header"


_WRITE_CSV = "Have the sender write CSV with a program that quotes."
LINE_TO_DO: Mapping[str, str] = {
    LineReason.NOT_CSV: _WRITE_CSV,
    LineReason.FIELD_TOO_LONG: "Look at that line: mostly a quotation mark is never closed.",
    LineReason.OTHER_WIDTH: _WRITE_CSV,
}


def column_of(told: str) -> str | None:
    """The column in a reason as reports tell it: ``column: reason``, or the reason alone."""
    return told.rpartition(": ")[0] or None


def what_to_do(told: str) -> str:
    """What to do about a reason as reports tell it; an archive may hold one of an older version."""
    return WHAT_TO_DO.get(told.rpartition(": ")[2], "Correct the source.")


def is_reason(told: str | None, columns: Collection[str]) -> bool:
    """Whether a text is a reason, alone or after one of these columns, and so holds no value."""
    column, _, why = (told or "").rpartition(": ")
    return why in set(Reason) and (not column or column in columns)


def line_reason(told: str) -> str:
    """A line's reason without the numbers that may follow it."""
    return told.partition(":")[0]


def line_to_do(told: str) -> str:
    """What to do about a line that was not read; an archive may hold an older version's reason."""
    return LINE_TO_DO.get(line_reason(told), "Look at that line in the sender's file.")
