"""What people would become if a human said the other thing of a pair of records.

Of a pair that waits: that the two are one person. Of the weakest link of a person whom the machine
joined: that they are two. Each is answered by joining anew what hangs together with the pair, so
that the answer is what the decision, given alone, will bring about.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from graph_service import people
from graph_service.joining import Decided, Facts, Key, Pair, join
from graph_service.people import RecordKey
from graph_service.verdicts import MAKES_ONE, REVIEWED, Verdict

Group = tuple[RecordKey, ...]
Said = TypeVar("Said", Pair, Decided)

DOUBTED = 10.0
"""A join of up to so much weight, in bits, is asked about again: from a chance of one in some
thousand that it is wrong. Status: local."""
MOST = 200
"""Records that hang together beyond which nothing is supposed: no human could follow it."""
WORK = 20_000
"""Pairs that are joined anew for all that is asked about in one tangle, at most: beyond that
nothing of it is supposed, so that no tangle holds up a load."""
_LATER = "9999"


def chance_of_one(weight: float) -> float:
    """The chance that two records are of one person, for a weight in bits."""
    return 1 / (1 + 2 ** -max(-1000.0, weight))


def chance_of_two(weight: float) -> float:
    """The chance that they are not, exact where the other saturates at 1."""
    return chance_of_one(-weight)


def other_word(verdict: Verdict) -> str | None:
    """The word that a pair is asked about with; None for one that is not."""
    if verdict is Verdict.JOINED:
        return "not_same"
    return "same" if verdict in REVIEWED and verdict is not Verdict.CONTRADICTED else None


def suppose(
    judged: Iterable[Pair],
    proposed: Iterable[Pair],
    facts: Mapping[RecordKey, Facts],
    decided: Iterable[Decided],
    *,
    upper: float,
    ended: frozenset[RecordKey] = frozenset(),
) -> dict[Key, tuple[Group, ...]]:
    """For each pair that is asked about, the groups of records that there would be and are not.

    ``judged`` is what :func:`graph_service.joining.join` made of the other arguments. The groups
    hold all records whose group would change.
    """
    judged, proposed, decided = list(judged), list(proposed), list(decided)
    regions = _Regions(judged, proposed, decided)
    asked: dict[frozenset[RecordKey], list[Pair]] = {}
    for pair in _asked(judged, proposed):
        if records := regions.of(pair.key):
            asked.setdefault(records, []).append(pair)
    found = {}
    for records, pairs in asked.items():
        sure, words = regions.sure(records), regions.words(records)
        if len(pairs) * len(sure) > WORK:
            continue
        now = _groups(records, regions.joined(records))
        for pair in pairs:
            is_same = other_word(pair.verdict) == "same"
            said = [word for word in words if (word.one, word.other) != pair.key]
            said.append(Decided(*pair.key, is_same, _LATER))
            there = join(sure, facts, said, upper=upper, ended=ended)
            then = _groups(records, [one.key for one in there if one.verdict in MAKES_ONE])
            found[pair.key] = tuple(sorted(then - now))
    return found


def _asked(judged: list[Pair], proposed: list[Pair]) -> list[Pair]:
    """Waiting pairs, and the weakest link of each group where it is to be doubted."""
    waiting = [pair for pair in judged if other_word(pair.verdict) == "same"]
    sure = {pair.key for pair in proposed if pair.verdict is Verdict.JOINED}
    held = [pair for pair in judged if pair.verdict is Verdict.SAME or pair.key in sure]
    return sorted(waiting + [pair for pair in weakest_links(held) if pair.weight <= DOUBTED])


def weakest_links(judged: Iterable[Pair]) -> list[Pair]:
    """Of each group that the machine joined the pair without which it would come apart first.

    None where humans' words hold the whole group. Pairs of other verdicts play no part.
    """
    groups = people.Groups()
    found: dict[RecordKey, Pair] = {}
    held = [pair for pair in judged if pair.verdict in MAKES_ONE]
    for pair in sorted(held, key=_strongest_first):
        tops = groups.top(pair.one), groups.top(pair.other)
        if tops[0] == tops[1]:
            continue
        weaker = [found.pop(top) for top in tops if top in found]
        if pair.verdict is Verdict.JOINED:
            weaker.append(pair)
        groups.join(*tops)
        if weaker:
            found[groups.top(pair.one)] = max(weaker, key=_strongest_first)
    return sorted(found.values())


def _strongest_first(pair: Pair) -> tuple[bool, float, RecordKey, RecordKey]:
    return pair.verdict is not Verdict.SAME, -pair.weight, pair.one, pair.other


class _Regions:
    """What hangs together: by pairs that are sure enough to be joined, and by humans' words."""

    def __init__(
        self, judged: Iterable[Pair], proposed: Iterable[Pair], decided: Iterable[Decided]
    ) -> None:
        self._joined: dict[RecordKey, list[Key]] = {}
        self._sure: dict[RecordKey, list[Pair]] = {}
        self._words: dict[RecordKey, list[Decided]] = {}
        for pair in judged:
            if pair.verdict in MAKES_ONE:
                self._joined.setdefault(pair.one, []).append(pair.key)
        for pair in proposed:
            if pair.verdict is Verdict.JOINED:
                for record in pair.key:
                    self._sure.setdefault(record, []).append(pair)
        for word in decided:
            for record in (word.one, word.other):
                self._words.setdefault(record, []).append(word)

    def of(self, key: Key) -> frozenset[RecordKey] | None:
        """The records that hang together with a pair; None where they are too many."""
        found = set(key)
        ahead = list(key)
        while ahead:
            record = ahead.pop()
            near = [one for pair in self._sure.get(record, ()) for one in pair.key]
            near += [
                one
                for word in self._words.get(record, ())
                if word.same
                for one in (word.one, word.other)
            ]
            fresh = set(near) - found
            found |= fresh
            ahead += fresh
            if len(found) > MOST:
                return None
        return frozenset(found)

    def sure(self, records: AbstractSet[RecordKey]) -> list[Pair]:
        """The pairs among some records that are sure enough to be joined."""
        return _among(self._sure, records)

    def words(self, records: AbstractSet[RecordKey]) -> list[Decided]:
        """Humans' words on pairs among some records."""
        return _among(self._words, records)

    def joined(self, records: AbstractSet[RecordKey]) -> list[Key]:
        """The pairs among some records that are one person now."""
        return [key for record in records for key in self._joined.get(record, ())]


def _among(held: Mapping[RecordKey, list[Said]], records: AbstractSet[RecordKey]) -> list[Said]:
    """What is held of two records, of which both are among some."""
    return [
        one
        for record in records
        for one in held.get(record, ())
        if one.one == record and one.other in records
    ]


def _groups(records: Iterable[RecordKey], joined: Iterable[Key]) -> set[Group]:
    groups = people.Groups()
    for key in joined:
        groups.join(*key)
    return {tuple(sorted(members)) for members in groups.sets(records)}
