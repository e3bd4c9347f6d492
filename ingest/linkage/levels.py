"""Levels of agreement between two records, as SQL over ``<column>_l`` and ``<column>_r``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One degree of agreement: SQL over ``<column>_l`` and ``<column>_r``, and what it means.

    ``frequency`` names the column by whose frequency the weight is adjusted: to share a rare value
    says more. ``says_nothing`` levels weigh nothing. ``most`` is what a level may weigh at most, in
    bits, whatever was counted: where few records can show it at all, counts over all pairs do not
    say how often it is met by chance between those.
    """

    name: str
    sql: str
    meaning: str
    frequency: str | None = None
    says_nothing: bool = False
    most: float | None = None


@dataclass(frozen=True)
class Comparison:
    """One thing compared: levels from the strongest to the weakest; the last is the rest."""

    name: str
    label: str
    told: str
    """SQL over a record: whether it tells what is compared."""
    levels: tuple[Level, ...]
    corrects: bool = False
    """Whether it takes back what other comparisons count twice; it is not trained by itself."""

    @property
    def numbered(self) -> dict[int, Level]:
        """The levels that say something, each under its number of ``gamma_<name>``, the rest 0."""
        speaking = [level for level in self.levels if not level.says_nothing]
        return {len(speaking) - 1 - place: level for place, level in enumerate(speaking)}

    def level(self, value: int) -> Level:
        """The level of a value of Splink's ``gamma_<name>``; below 0 the one that says nothing."""
        return self.levels[0] if value < 0 else self.numbered[value]


def missing(*sides: str) -> Level:
    """The level that says nothing: any of these conditions."""
    return Level("missing", " OR ".join(sides), "not recorded on both", says_nothing=True)


def is_null(column: str) -> str:
    """A column that one of the two lacks."""
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def same(column: str) -> str:
    """A column that is the same."""
    return f"{column}_l = {column}_r"


# At least one of the names stands in the other field there, and not in its own.
SWAPPED = (
    "(coalesce(forename_l = surname_r, false) OR coalesce(surname_l = forename_r, false)) "
    "AND NOT coalesce(forename_l = forename_r, false) "
    "AND NOT coalesce(surname_l = surname_r, false)"
)
ELSE = "ELSE"
# Of the first letters of forenames in Great Britain the commonest, J, is some one in eight.
LETTER = 3.0
"""Bits that one letter of a name says at most. Status: local."""


def overlap(column: str) -> str:
    """Lists that share a value."""
    return f"list_has_any({column}_l, {column}_r)"


def alike(column: str, least: float) -> str:
    """Texts of at least that Jaro-Winkler similarity."""
    # Told what is enough, it does not count to the end; at exactly so much it says nothing at all.
    enough = f"{column}_l, {column}_r, {least} - 1e-6"
    return f"jaro_winkler_similarity({enough}) >= {least}"


def slips(one: str, other: str, most: int) -> str:
    """Texts at most so many slips of the keyboard apart (Damerau-Levenshtein)."""
    # Each slip changes the length by one at most, and lengths are cheap to tell.
    near = f"abs(length({one}) - length({other})) <= {most}"
    return f"({near} AND damerau_levenshtein({one}, {other}) <= {most})"


def one_slip(column: str) -> str:
    """Texts at most one slip apart."""
    return slips(f"{column}_l", f"{column}_r", 1)


def two_slips(column: str) -> str:
    """Longer texts at most two slips apart."""
    long = f"least(length({column}_l), length({column}_r)) > 4"
    return f"({long} AND {slips(f'{column}_l', f'{column}_r', 2)})"


def days(most: int) -> str:
    """Dates of birth of which so many digits are another or two neighbours exchanged.

    Both have eight digits, so that nothing was left out or put in.
    """
    # Two exchanged neighbours are two places that differ, and places are cheap to count.
    near = f"hamming(born_l, born_r) <= {2 * most}"
    return f"({near} AND damerau_levenshtein(born_l, born_r) <= {most})"


def number(column: str, side: str) -> str:
    """An identifier as text, valid or not."""
    return f"coalesce({column}_text_{side}, replace({column}_{side}, '/', ''))"


def number_missing(column: str) -> Level:
    """The level of an identifier that one of the two lacks, valid or not."""
    return missing(
        *(f"({column}_{side} IS NULL AND {column}_text_{side} IS NULL)" for side in "lr")
    )


def number_slip(column: str) -> str:
    """One sign apart, where not both pass the check: two valid ones are two numbers."""
    apart = slips(number(column, "l"), number(column, "r"), 1)
    return f"({column}_text_l IS NOT NULL OR {column}_text_r IS NOT NULL) AND {apart}"


EMAIL_ALIKE = (
    "split_part(email_l, '@', 1) = split_part(email_r, '@', 1) "
    f"OR {one_slip('email')} OR {alike('email', 0.92)}"
)
