"""A household is not a person: what those who live together share is taken back.

Those who live together share address and telephone, twins the date of birth too, and a son may bear
his father's name. So where forenames or dates of birth differ altogether, what a household shares
does not count, unless the two share a valid PNC id or CRO number.
"""

from ingest.linkage.comparisons import COMPARISONS

NAME = "household"
LABEL = "Household"
MEANING = "forename or date of birth differ altogether, so what a household shares does not count"
_OWN = ("forename", "born")
_SHARED = ("home", "phone")
_CERTAIN = ("pnc", "cro")


def taken_back() -> str:
    """What is taken back from the weight of a pair, in bits (0 or less), as SQL.

    Over ``level_<name>`` and ``weight_<name>`` of each comparison.
    """
    differ = " OR ".join(_is(name, "differ") for name in _OWN)
    same = " OR ".join(_is(name, "same") for name in _CERTAIN)
    shared = " + ".join(f"greatest(weight_{name}, 0)" for name in _SHARED)
    return f"CASE WHEN ({differ}) AND NOT ({same}) THEN -({shared}) ELSE 0 END"


def _is(comparison: str, level: str) -> str:
    """Whether a comparison fell into a level, as SQL."""
    [found] = [one for one in COMPARISONS if one.name == comparison]
    [number] = [number for number, one in found.numbered.items() if one.name == level]
    return f"level_{comparison} = {number}"
