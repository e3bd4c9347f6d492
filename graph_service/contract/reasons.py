"""Why a row was quarantined or a value kept as text: a closed list, and never the value itself.

``docs/quarantine.md`` explains each of them.
"""

from enum import StrEnum


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
