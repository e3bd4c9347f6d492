"""What became of a pair of records that may be of one person."""

from collections.abc import Mapping
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a pair of records."""

    JOINED = "joined"
    SAME = "same"
    WAITS = "waits"
    BRIDGE = "bridge"
    NOT_SAME = "not_same"
    CONTRADICTED = "contradicted"
    PNC_IDS = "pnc_ids"
    DEATH = "death"
    SEX = "sex"
    OFFENCE = "offence"


MEANING: Mapping[Verdict, str] = {
    Verdict.JOINED: "joined by the machine",
    Verdict.SAME: "joined by a human",
    Verdict.WAITS: "not sure enough to join, too likely to drop",
    Verdict.BRIDGE: "the one weak pair between two groups of records",
    Verdict.NOT_SAME: "kept apart by a human",
    Verdict.CONTRADICTED: "a decision that another decision rules out",
    Verdict.PNC_IDS: "kept apart: two different valid PNC ids",
    Verdict.DEATH: "kept apart: one was born after the other's death",
    Verdict.SEX: "kept apart: recorded as male and as female, with different dates of birth",
    Verdict.OFFENCE: "kept apart: suspect and victim of the same offence",
}
MAKES_ONE = frozenset({Verdict.JOINED, Verdict.SAME})
REVIEWED = frozenset({Verdict.WAITS, Verdict.BRIDGE, Verdict.CONTRADICTED})
"""Verdicts that ask for a human's word."""
