"""Which kind of act law and circumstances allow, and how two people stand to each other."""

from datetime import date

from ingest.synthetic.data_files import mix, offence_kind, rate
from ingest.synthetic.dice import Dice
from ingest.synthetic.people import GROWN, PARTNERS, Circle, Person

SETTINGS = {
    "partner": "partner",
    "spouse": "partner",
    "civil_partner": "partner",
    "parent": "family",
    "sibling": "family",
    "other_family": "family",
    "acquaintance": "acquaintance",
    "friend": "acquaintance",
    "colleague": "acquaintance",
    "neighbour": "acquaintance",
    "shares_parental_responsibility": "ex_partner",
}
DOMESTIC = ("partner", "ex_partner", "family")
COUPLES = ("partner", "ex_partner")
_NEEDS_A_MAN = ("rape", "rape_male", "rape_under_16")
_AGAINST_MEN = {
    "rape": "rape_male",
    "sexual_assault": "sexual_assault_male",
    "penetration": "penetration_male",
    "suspicious_public": "suspicious",
}
_UNDER_13 = {"rape": "rape_under_13", "sexual_assault": "sexual_assault_under_13"}
_THIRTEEN = 13
_SOME_WEEKS = 28


def relation(circle: Circle, one: Person | None, other: Person | None, day: date) -> str:
    """How two people stand to each other on a day: `stranger` where nothing binds them."""
    if one is None or other is None:
        return "unknown"
    met = [tie for tie in circle.ties if tie.binds(one, other) and tie.from_on <= day]
    if not met:
        return "stranger"
    if any(tie.to_on is None or tie.to_on > day for tie in met if tie.kind in PARTNERS):
        return "partner"
    setting = SETTINGS[max(met, key=lambda found: found.from_on).kind]
    return "ex_partner" if setting == "partner" else setting


def fitting(
    kind: str, suspect: Person | None, victim: Person | None, setting: str, day: date
) -> str:
    """The kind of act that law and circumstances allow, nearest to the one drawn."""
    old = GROWN if victim is None else victim.age_on(day)
    child = old < GROWN
    kind = _by_sex(kind, suspect, victim)
    if kind in _UNDER_13 and old < _THIRTEEN:
        return _UNDER_13[kind]
    if kind == "rape" and child:
        return "rape_under_16"
    if kind == "cruelty" and not child:
        return "common_assault"
    if kind == "coercive" and setting not in DOMESTIC:
        return "harassment"
    kind = _among(kind, setting)
    if kind == "burglary" and setting == "partner":
        return "damage"
    return "abh" if offence_kind(kind).from_on > day else kind


def _by_sex(kind: str, suspect: Person | None, victim: Person | None) -> str:
    """Offences that by law need a man to commit them, or a woman to suffer them."""
    if kind in _NEEDS_A_MAN and suspect is not None and suspect.sex == "F":
        return "common_assault"
    if victim is not None and victim.sex == "M":
        return _AGAINST_MEN.get(kind, kind)
    return kind


def _among(kind: str, setting: str) -> str:
    """Private images are those of somebody with whom one is or was together."""
    return "malicious_comms" if kind == "private_images" and setting not in COUPLES else kind


def lasting(kind: str, days: int) -> str:
    """The kind of a course of conduct of so many days: control shows only over weeks."""
    return "malicious_comms" if kind == "coercive" and days < _SOME_WEEKS else kind


def included(kind: str, setting: str, dice: Dice) -> tuple[str, ...]:
    """Further offences that a crime of conduct holds, for some."""
    if not dice.chance(rate("acts.included")):
        return ()
    drawn = [dice.weighted(mix("acts.included_kinds")) for _ in range(dice.between(1, 2))]
    kinds = {_among(found, setting) for found in drawn}
    return tuple(sorted(found for found in kinds if found != kind))
