"""Pairs become groups: strongest first, never past a guard, never past a human's word."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.joining import Decided, Facts, Pair, join
from graph_service.people import RecordKey
from graph_service.verdicts import MAKES_ONE, Verdict

UPPER = 5.0
EARLY, LATE = date(1970, 1, 1), date(1990, 2, 2)


def r(name: str) -> RecordKey:
    return ("north", name)


def pair(names: str, weight: float, verdict: Verdict = Verdict.JOINED) -> Pair:
    return Pair(r(names[0]), r(names[1]), weight, verdict)


def word(names: str, *, same: bool, at: str = "1") -> Decided:
    return Decided(r(names[0]), r(names[1]), same, at)


def told(pairs: Iterable[Pair]) -> dict[str, str]:
    return {one.one[1] + one.other[1]: str(one.verdict) for one in pairs}


def groups(pairs: Iterable[Pair]) -> list[set[RecordKey]]:
    beside: dict[RecordKey, set[RecordKey]] = defaultdict(set)
    for one in pairs:
        if one.verdict in MAKES_ONE:
            beside[one.one].add(one.other)
            beside[one.other].add(one.one)
    found, seen = [], set()
    for start in sorted(beside):
        if start in seen:
            continue
        group, ahead = set(), [start]
        while ahead:
            record = ahead.pop()
            if record not in group:
                group.add(record)
                ahead += beside[record]
        seen |= group
        found.append(group)
    return found


def test_what_is_sure_is_joined_and_what_is_not_waits() -> None:
    found = join([pair("ab", 9), pair("bc", 3, Verdict.WAITS)], {}, upper=UPPER)
    assert told(found) == {"ab": "joined", "bc": "waits"}


def test_a_waiting_pair_whose_records_are_one_already_waits_no_more() -> None:
    found = join([pair("ab", 9), pair("bc", 9), pair("ac", 3, Verdict.WAITS)], {}, upper=UPPER)
    assert told(found) == {"ab": "joined", "ac": "joined", "bc": "joined"}


@pytest.mark.parametrize(
    ("one", "other", "guard"),
    [
        (Facts(pnc_id="99/1A"), Facts(pnc_id="99/2B"), "pnc_ids"),
        (Facts(born_on=LATE), Facts(died_on=EARLY), "death"),
        (Facts(died_on=EARLY), Facts(born_on=LATE), "death"),
        (Facts(sex="M", born_on=EARLY), Facts(sex="F", born_on=LATE), "sex"),
        (Facts(suspect_in=frozenset("x")), Facts(victim_of=frozenset("xy")), "offence"),
    ],
)
def test_guards(one: Facts, other: Facts, guard: str) -> None:
    assert told(join([pair("ab", 90)], {r("a"): one, r("b"): other}, upper=UPPER)) == {"ab": guard}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Facts(pnc_id="99/1A"), Facts(pnc_id="99/1A")),
        (Facts(pnc_id="99/1A"), Facts()),
        (Facts(born_on=EARLY, died_on=LATE), Facts(died_on=LATE)),
        (Facts(sex="M", born_on=EARLY), Facts(sex="F", born_on=EARLY)),
        (Facts(sex="M", born_on=EARLY), Facts(sex="F")),
        (Facts(sex="U", born_on=EARLY), Facts(sex="F", born_on=LATE)),
        (Facts(sex="X", born_on=EARLY), Facts(sex="M", born_on=LATE)),
        (Facts(suspect_in=frozenset("x")), Facts(suspect_in=frozenset("x"))),
    ],
)
def test_what_is_no_guard(one: Facts, other: Facts) -> None:
    found = join([pair("ab", 90)], {r("a"): one, r("b"): other}, upper=UPPER)
    assert told(found) == {"ab": "joined"}


def test_a_guard_holds_between_groups_and_the_stronger_pair_wins() -> None:
    facts = {r("a"): Facts(pnc_id="99/1A"), r("c"): Facts(pnc_id="99/2B")}
    assert told(join([pair("ab", 9), pair("bc", 8)], facts, upper=UPPER)) == {
        "ab": "joined",
        "bc": "pnc_ids",
    }
    assert told(join([pair("ab", 8), pair("bc", 9)], facts, upper=UPPER)) == {
        "ab": "pnc_ids",
        "bc": "joined",
    }


def test_a_humans_word_outranks_the_machine_in_both_directions() -> None:
    pairs = [pair("ab", 9), pair("bc", 9), pair("cd", 2, Verdict.WAITS)]
    words = [word("bc", same=False), word("cd", same=True)]
    found = join(pairs, {}, words, upper=UPPER)
    assert told(found) == {"ab": "joined", "bc": "not_same", "cd": "same"}
    assert found[1].weight == 9


def test_not_same_keeps_apart_whatever_lies_between() -> None:
    pairs = [pair("ab", 9), pair("bc", 8), pair("cd", 7)]
    assert told(join(pairs, {}, [word("ad", same=False)], upper=UPPER)) == {
        "ab": "joined",
        "ad": "not_same",
        "bc": "joined",
        "cd": "not_same",
    }


def test_a_word_that_other_words_rule_out_joins_nothing_and_is_reported() -> None:
    words = [word("ab", same=True), word("bc", same=True, at="2"), word("ac", same=False, at="3")]
    assert told(join([], {}, words, upper=UPPER)) == {
        "ab": "same",
        "ac": "not_same",
        "bc": "contradicted",
    }


def test_a_human_may_join_past_a_guard_but_the_machine_adds_nothing_to_it() -> None:
    facts = {
        r("a"): Facts(pnc_id="99/1A"),
        r("b"): Facts(pnc_id="99/2B"),
        r("c"): Facts(pnc_id="99/2B"),
    }
    found = join([pair("bc", 30)], facts, [word("ab", same=True)], upper=UPPER)
    assert told(found) == {"ab": "same", "bc": "pnc_ids"}


def test_one_weak_pair_between_two_groups_is_cut() -> None:
    weak, strong = UPPER + 5.9, UPPER + 6.0
    for weight, verdict in ((weak, "bridge"), (strong, "joined")):
        pairs = [pair("ab", 20), pair("cd", 20), pair("bc", weight)]
        assert told(join(pairs, {}, upper=UPPER))["bc"] == verdict
    beside_it = [pair("ab", 20), pair("cd", 20), pair("bc", weak), pair("ad", weak)]
    assert set(told(join(beside_it, {}, upper=UPPER)).values()) == {"joined"}
    assert told(join([pair("ab", 20), pair("bc", weak)], {}, upper=UPPER))["bc"] == "joined"


def test_a_humans_word_is_no_weak_bridge() -> None:
    pairs = [pair("ab", 20), pair("cd", 20)]
    assert told(join(pairs, {}, [word("bc", same=True)], upper=UPPER)) == {
        "ab": "joined",
        "bc": "same",
        "cd": "joined",
    }


def test_a_record_that_was_taken_back_keeps_nobody_apart_and_holds_nobody_together() -> None:
    pairs = [pair("ab", 9), pair("bc", 8)]
    found = join(pairs, {}, upper=UPPER, ended={r("b")})
    assert told(found) == {"ab": "joined", "bc": "waits"}
    facts = {r("a"): Facts(pnc_id="99/1A"), r("b"): Facts(pnc_id="99/2B")}
    assert told(join([pair("ab", 9)], facts, upper=UPPER, ended={r("b")})) == {"ab": "joined"}


DATES = st.sampled_from([None, EARLY, LATE, date(1991, 1, 1)])
FACTS = st.builds(
    Facts,
    pnc_id=st.sampled_from([None, None, "99/1A", "99/2B"]),
    born_on=DATES,
    died_on=st.sampled_from([None, None, date(1980, 1, 1)]),
    sex=st.sampled_from([None, "M", "F", "U"]),
    suspect_in=st.frozensets(st.sampled_from("xyz"), max_size=1),
    victim_of=st.frozensets(st.sampled_from("xyz"), max_size=1),
)
NAMES = "abcdefgh"
PAIRS = st.lists(
    st.tuples(
        st.sampled_from(list(combinations(NAMES, 2))),
        st.sampled_from([5.0, 6.0, 9.0, 12.0, 30.0]),
        st.sampled_from([Verdict.JOINED, Verdict.JOINED, Verdict.WAITS]),
    ),
    unique_by=lambda one: one[0],
    max_size=20,
).map(lambda found: [pair("".join(names), weight, verdict) for names, weight, verdict in found])
WORDS = st.lists(
    st.tuples(st.sampled_from(list(combinations(NAMES, 2))), st.booleans(), st.sampled_from("123")),
    unique_by=lambda one: one[0],
    max_size=5,
).map(lambda found: [word("".join(names), same=same, at=at) for names, same, at in found])
WORLD = st.fixed_dictionaries({r(name): FACTS for name in NAMES})


def apart(one: Facts, other: Facts) -> bool:
    """The guards once more, said of two records alone."""
    pnc = one.pnc_id and other.pnc_id and one.pnc_id != other.pnc_id
    death = any(
        x.born_on and y.died_on and x.born_on > y.died_on for x, y in ((one, other), (other, one))
    )
    sex = (
        {one.sex, other.sex} == {"M", "F"}
        and one.born_on
        and other.born_on
        and one.born_on != other.born_on
    )
    offence = one.suspect_in & other.victim_of or one.victim_of & other.suspect_in
    return bool(pnc or death or sex or offence)


@settings(max_examples=400, deadline=None)
@given(PAIRS, WORLD)
def test_no_chain_of_machine_joins_passes_a_guard(
    pairs: list[Pair], facts: dict[RecordKey, Facts]
) -> None:
    for group in groups(join(pairs, facts, upper=UPPER)):
        for one, other in combinations(sorted(group), 2):
            assert not apart(facts[one], facts[other])


@settings(max_examples=200, deadline=None)
@given(PAIRS, WORLD, WORDS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_and_words_does_not_matter(pairs, facts, words, dice) -> None:
    found = join(pairs, facts, words, upper=UPPER, ended={r("h")})
    dice.shuffle(pairs)
    dice.shuffle(words)
    assert join(pairs, facts, words, upper=UPPER, ended={r("h")}) == found


@settings(max_examples=300, deadline=None)
@given(PAIRS, WORLD, WORDS)
def test_words_hold_and_contradictions_are_told(
    pairs: list[Pair], facts: dict[RecordKey, Facts], words: list[Decided]
) -> None:
    found = join(pairs, facts, words, upper=UPPER)
    verdicts = {(one.one, one.other): one.verdict for one in found}
    made = groups(found)
    for one in words:
        together = any({one.one, one.other} <= group for group in made)
        verdict = verdicts[one.one, one.other]
        assert together == (verdict is Verdict.SAME)
        assert verdict in ({Verdict.SAME, Verdict.CONTRADICTED} if one.same else {Verdict.NOT_SAME})


@settings(max_examples=200, deadline=None)
@given(PAIRS, WORLD)
def test_every_pair_proposed_gets_a_verdict_and_only_proposed_ones_are_joined(
    pairs: list[Pair], facts: dict[RecordKey, Facts]
) -> None:
    found = join(pairs, facts, upper=UPPER)
    assert [one.key for one in found] == sorted(one.key for one in pairs)
    sure = {one.key for one in pairs if one.verdict is Verdict.JOINED}
    held = groups([one for one in found if one.key in sure])
    for one in found:
        if one.verdict is Verdict.JOINED:
            assert any({one.one, one.other} <= group for group in held)
