"""What is taken back from a weight: what several people share, and what names say alone.

The parts of a weight take what two records share as if it had come together by chance. In three
cases it did not. Each takes its share back as a part of its own, which is 0 bits or less.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.parameters import DIGITS, Parameters

_NAMES = ("forename", "middle", "surname", "together")
_CERTAIN = ("pnc", "cro")
_EVEN = 0.0
"""Bits at which it is as likely as not that two records are one person's: such a pair waits."""
_LITTLE = 3.0
"""Bits: what one in eight strangers shares as well."""
_TWINS = 0.004
"""Pairs of twins per record: three people in a hundred are twins, and of every fourth the other
stands in the records too. Status: local."""
_PAIRS = 0.07
"""Pairs of one person per record, where nothing was estimated. Status: local."""
_BETWEEN_TWINS: Mapping[str, Mapping[str, float]] = {
    "forename": {
        "same": 0.05,
        "form": 0.02,
        "initial": 0.08,
        "slip": 0.03,
        "alike": 0.1,
        "differ": 0.85,
    },
    "middle": {"differ": 0.85},
    "sex": {"differ": 0.35},
}
"""How often twins fall into a level. Status: local."""


@dataclass(frozen=True)
class Correction:
    """A case, what it is called, and what is taken back in it.

    ``taken_back`` gives SQL over ``level_<name>`` and ``weight_<name>`` of each comparison, of SQL
    for the weight so far and the parameters.
    """

    name: str
    label: str
    meaning: str
    taken_back: Callable[[str, Parameters], str]


def _number(comparison: str, level: str) -> int:
    [found] = [one for one in COMPARISONS if one.name == comparison]
    [number] = [number for number, one in found.numbered.items() if one.name == level]
    return number


def _is(comparison: str, *levels: str) -> str:
    """Whether a comparison fell into one of these levels, as SQL."""
    numbers = ", ".join(str(_number(comparison, level)) for level in levels)
    return f"level_{comparison} IN ({numbers})"


def _sum(*comparisons: str) -> str:
    """What speaks for one person in these comparisons, as SQL."""
    return " + ".join(f"greatest(weight_{name}, 0)" for name in comparisons)


def _household(_: str, __: Parameters) -> str:
    differ = f"({_is('forename', 'differ')} OR {_is('born', 'differ')})"
    certain = " OR ".join(_is(name, "same") for name in _CERTAIN)
    return f"CASE WHEN {differ} AND NOT ({certain}) THEN -({_sum('home', 'phone')}) ELSE 0 END"


def _twins(so_far: str, parameters: Parameters) -> str:
    # What is a twin's own: the names, and mostly an e-mail address.
    another = " OR ".join(
        (
            _is("forename", "alike", "differ"),
            _is("middle", "differ"),
            f"({_is('sex', 'differ')} AND NOT {_is('forename', 'same')})",
        )
    )
    certain = " OR ".join(_is(name, "same") for name in (*_CERTAIN, "email"))
    shared = f"{_is('born', 'same')} AND {_is('surname', 'same')}"
    pairs = parameters.prior * parameters.records / 2 if parameters.records else _PAIRS
    met = math.log2(pairs / _TWINS)
    own = " + ".join(
        f"CASE level_{name} {' '.join(_against_twins(name, parameters))} ELSE 0 END"
        for name in _BETWEEN_TWINS
    )
    return (
        f"CASE WHEN {shared} AND ({another}) AND NOT ({certain}) "
        f"THEN least({met} + {own} - ({so_far}), 0) ELSE 0 END"
    )


def _against_twins(comparison: str, parameters: Parameters) -> list[str]:
    """How much more a level says of one person's records than of twins', in bits, as SQL."""
    return [
        f"WHEN {_number(comparison, level)} "
        f"THEN {math.log2(parameters.shares[comparison][level][0] / share)}"
        for level, share in _BETWEEN_TWINS[comparison].items()
    ]


def _names_alone(so_far: str, _: Parameters) -> str:
    others = [one.name for one in COMPARISONS if one.name not in (*_NAMES, "sex")]
    even = f"least({_EVEN} - ({so_far}), 0)"
    return f"CASE WHEN {_sum(*others)} < {_LITTLE} THEN {even} ELSE 0 END"


CORRECTIONS: tuple[Correction, ...] = (
    # Those who live together share address and telephone, twins the date of birth too, and a son
    # may bear his father's name.
    Correction(
        "household",
        "Household",
        "forename or date of birth differ altogether, so what a household shares does not count",
        _household,
    ),
    # Twins share a day of birth, a surname and mostly a home; what is left to tell one person from
    # two is weighed against how often both twins stand in the records.
    Correction(
        "twins",
        "Twins",
        "born on one day with one surname, but another forename, middle name or sex: perhaps twins",
        _twins,
    ),
    # How often one name is met in a community that the whole force's counts know nothing of,
    # nobody can say.
    Correction(
        "names_alone",
        "Names alone",
        "next to nothing but names is shared: no more than an even chance",
        _names_alone,
    ),
)


def corrected(parts: str, parameters: Parameters) -> str:
    """Rows of ``parts`` (with the sum ``whole``) with ``weight`` and each correction's part."""
    so_far, rows = "whole", parts
    for one in CORRECTIONS:
        taken_back = f"round({one.taken_back(so_far, parameters)}, {DIGITS}) AS weight_{one.name}"
        rows = f"(SELECT *, {taken_back} FROM {rows})"
        so_far = f"{so_far} + weight_{one.name}"
    return (
        f"SELECT one, other, round({so_far}, {DIGITS}) AS weight, * EXCLUDE (one, other, whole) "
        f"FROM {rows}"
    )
