"""Which pairs of records are joined: strongest first, and never past a guard or a human's word.

The machine proposes pairs with a weight. What humans decided comes first; then the machine's pairs
from the strongest to the weakest, each joined only if no two records of the two groups are kept
apart. A group that hangs together by one weak pair is cut there. The same pairs give the same
groups in whatever order they come.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

import networkx as nx

from graph_service.people import RecordKey
from graph_service.verdicts import Verdict

BRIDGE = 6.0
"""A pair that alone holds two groups of records together must weigh so much more, in bits, than
pairs must to be joined. Status: local."""
_SIDE = 2

Key = tuple[RecordKey, RecordKey]


@dataclass(frozen=True)
class Facts:
    """What can keep a record apart from others."""

    pnc_id: str | None = None
    born_on: date | None = None
    died_on: date | None = None
    sex: str | None = None
    suspect_in: frozenset[str] = frozenset()
    victim_of: frozenset[str] = frozenset()


@dataclass(frozen=True, order=True)
class Pair:
    """Two records, the smaller key first, with what speaks for one person in bits.

    As proposed, the verdict is JOINED or WAITS.
    """

    one: RecordKey
    other: RecordKey
    weight: float
    verdict: Verdict = Verdict.JOINED

    @property
    def key(self) -> Key:
        """The two records."""
        return self.one, self.other


@dataclass(frozen=True)
class Decided:
    """A human's standing word on two records, the smaller key first; ``at`` orders the words."""

    one: RecordKey
    other: RecordKey
    same: bool
    at: str


@dataclass
class _Group:
    """Records that are taken for one person, and what keeps others away from them."""

    members: list[RecordKey]
    is_live: bool
    pnc_ids: set[str] = field(default_factory=set)
    born: set[date] = field(default_factory=set)
    died: set[date] = field(default_factory=set)
    men: set[date] = field(default_factory=set)
    women: set[date] = field(default_factory=set)
    suspect_in: set[str] = field(default_factory=set)
    victim_of: set[str] = field(default_factory=set)
    never: set[RecordKey] = field(default_factory=set)

    def guard(self, other: "_Group") -> Verdict | None:
        """What rules out that the two are one person."""
        if _differ(self.pnc_ids, other.pnc_ids):
            return Verdict.PNC_IDS
        if _after(self.born, other.died) or _after(other.born, self.died):
            return Verdict.DEATH
        if _differ(self.men, other.women) or _differ(self.women, other.men):
            return Verdict.SEX
        if self.suspect_in & other.victim_of or self.victim_of & other.suspect_in:
            return Verdict.OFFENCE
        return None

    def take(self, other: "_Group") -> None:
        """Take in another group."""
        self.members += other.members
        self.is_live |= other.is_live
        self.pnc_ids |= other.pnc_ids
        self.born |= other.born
        self.died |= other.died
        self.men |= other.men
        self.women |= other.women
        self.suspect_in |= other.suspect_in
        self.victim_of |= other.victim_of
        self.never |= other.never


def _differ(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    """Whether any two of them, one of each, differ."""
    return bool(one) and bool(other) and len(one | other) > 1


def _after(born: AbstractSet[date], died: AbstractSet[date]) -> bool:
    return bool(born) and bool(died) and max(born) > min(died)


def _alone(record: RecordKey, facts: Facts, *, is_live: bool) -> _Group:
    # A record that was taken back keeps nobody apart.
    if not is_live:
        return _Group([record], is_live=False)
    born = {facts.born_on} if facts.born_on else set()
    return _Group(
        [record],
        is_live=True,
        pnc_ids={facts.pnc_id} if facts.pnc_id else set(),
        born=born,
        died={facts.died_on} if facts.died_on else set(),
        men=set(born) if facts.sex == "M" else set(),
        women=set(born) if facts.sex == "F" else set(),
        suspect_in=set(facts.suspect_in),
        victim_of=set(facts.victim_of),
    )


class _Groups:
    """Records in groups, each with what its members bring along."""

    def __init__(
        self,
        facts: Mapping[RecordKey, Facts],
        ended: frozenset[RecordKey],
        parted: Iterable[Key],
    ) -> None:
        self._facts = facts
        self.ended = ended
        self._of: dict[RecordKey, _Group] = {}
        for one, other in parted:
            self.of(one).never.add(other)
            self.of(other).never.add(one)

    def of(self, record: RecordKey) -> _Group:
        """The group of a record, of itself alone at first."""
        if record not in self._of:
            facts = self._facts.get(record, Facts())
            self._of[record] = _alone(record, facts, is_live=record not in self.ended)
        return self._of[record]

    def are_one(self, key: Key) -> bool:
        """Whether two records are in one group."""
        return self.of(key[0]) is self.of(key[1])

    def apart(self, key: Key) -> Verdict | None:
        """What keeps the groups of two records apart: a human's word or a guard."""
        mine, theirs = self.of(key[0]), self.of(key[1])
        few, many = sorted((mine, theirs), key=lambda group: len(group.never))
        if any(self._of.get(record) is many for record in few.never):
            return Verdict.NOT_SAME
        return mine.guard(theirs)

    def join(self, key: Key) -> None:
        """Make one group of two."""
        few, many = sorted(map(self.of, key), key=lambda group: len(group.members))
        if few is not many:
            many.take(few)
            for record in few.members:
                self._of[record] = many


def join(
    proposed: Iterable[Pair],
    facts: Mapping[RecordKey, Facts],
    decided: Iterable[Decided] = (),
    *,
    upper: float,
    ended: frozenset[RecordKey] = frozenset(),
) -> tuple[Pair, ...]:
    """What becomes of each pair, sorted by its records; decisions are among the pairs.

    ``facts`` are those of every record in a proposed or decided pair; ``upper`` is the weight from
    which pairs are proposed to be joined. ``ended`` are records that were taken back: each stays
    with the one group that fits it best, so that the id which it founded goes on, and none holds
    two groups together.
    """
    words = sorted(decided, key=lambda word: (word.at, word.one, word.other))
    parted = [(word.one, word.other) for word in words if not word.same]
    groups = _Groups(facts, ended, parted)
    said = dict.fromkeys(parted, Verdict.NOT_SAME)
    for key in ((word.one, word.other) for word in words if word.same):
        # A human's word stands above the guards, but not above another human's.
        is_ruled_out = groups.apart(key) is Verdict.NOT_SAME
        said[key] = Verdict.CONTRADICTED if is_ruled_out else Verdict.SAME
        if not is_ruled_out:
            groups.join(key)
    weights = dict.fromkeys(said, 0.0)
    machine = []
    for pair in sorted(proposed, key=lambda pair: (-pair.weight, pair.one, pair.other)):
        if pair.key in said:
            weights[pair.key] = pair.weight
        else:
            machine.append(pair)
    sure = [pair for pair in machine if pair.verdict is Verdict.JOINED]
    refused = _take(groups, [pair for pair in sure if not ended.intersection(pair.key)])
    joined = [pair for pair in sure if pair.key not in refused]
    strong = [key for key, verdict in said.items() if verdict is Verdict.SAME]
    if cut := _weak_bridges(joined, strong, ended, upper):
        groups = _Groups(facts, ended, parted)
        for key in strong:
            groups.join(key)
        _take(groups, [p for p in joined if p.key not in cut and not ended.intersection(p.key)])
    refused |= cut
    refused |= _take(groups, [pair for pair in sure if ended.intersection(pair.key)])
    judged = [Pair(*key, weights[key], verdict) for key, verdict in said.items()]
    judged += [
        replace(pair, verdict=refused.get(pair.key) or _verdict(groups, pair)) for pair in machine
    ]
    return tuple(sorted(judged))


def _take(groups: _Groups, pairs: Iterable[Pair]) -> dict[Key, Verdict]:
    """Join pairs, the strongest first; gives those that were not, and why."""
    refused: dict[Key, Verdict] = {}
    for pair in pairs:
        if groups.are_one(pair.key):
            continue
        if why := groups.apart(pair.key):
            refused[pair.key] = why
        elif groups.ended.intersection(pair.key) and all(
            groups.of(record).is_live for record in pair.key
        ):
            refused[pair.key] = Verdict.WAITS
        else:
            groups.join(pair.key)
    return refused


def _verdict(groups: _Groups, pair: Pair) -> Verdict:
    if groups.are_one(pair.key):
        return Verdict.JOINED
    return groups.apart(pair.key) or pair.verdict


def _weak_bridges(
    joined: Iterable[Pair], strong: Iterable[Key], ended: frozenset[RecordKey], upper: float
) -> dict[Key, Verdict]:
    """Weak pairs of which each alone holds two groups of two records or more together."""
    weight = {pair.key: pair.weight for pair in joined if not ended.intersection(pair.key)}
    graph: nx.Graph[RecordKey] = nx.Graph([*weight, *strong])
    found: dict[Key, Verdict] = {}
    for part in list(nx.connected_components(graph)):
        if len(part) < 2 * _SIDE:
            continue
        bridges: list[Key] = list(nx.bridges(graph.subgraph(part)))  # type: ignore[arg-type]
        for one, other in bridges:
            key = (min(one, other), max(one, other))
            if key in weight and weight[key] < upper + BRIDGE and _splits(graph, key, len(part)):
                found[key] = Verdict.BRIDGE
    return found


def _splits(graph: "nx.Graph[RecordKey]", key: Key, size: int) -> bool:
    one, other = key
    graph.remove_edge(one, other)
    side = len(nx.node_connected_component(graph, one))
    graph.add_edge(one, other)
    return _SIDE <= side <= size - _SIDE
