"""What the other word on a pair would bring about is what it does bring about."""

from hypothesis import given, settings

from graph_service import supposed
from graph_service.joining import Decided, Facts, Pair, join
from graph_service.people import RecordKey
from graph_service.supposed import suppose, weakest_links
from graph_service.verdicts import Verdict
from tests.graph.test_joining import PAIRS, UPPER, WORDS, WORLD, groups, pair, r, told, word

ENDED = frozenset({r("h")})


def would(
    pairs: list[Pair],
    words: list[Decided] | None = None,
    facts: dict[RecordKey, Facts] | None = None,
) -> dict[str, list[str]]:
    """The groups that the other word on each pair would make, as letters."""
    facts, words = facts or {}, words or []
    judged = join(pairs, facts, words, upper=UPPER)
    found = suppose(judged, pairs, facts, words, upper=UPPER)
    return {
        one[1] + other[1]: ["".join(record for _, record in group) for group in made]
        for (one, other), made in found.items()
    }


def test_a_waiting_pair_would_make_one_group_of_two() -> None:
    waits = pair("bc", 3, Verdict.WAITS)
    assert would([pair("ab", 20), waits, pair("cd", 20)]) == {"bc": ["abcd"]}


def test_a_doubted_join_would_make_two_groups_of_one() -> None:
    assert would([pair("ab", 20), pair("bc", 6), pair("de", 11)]) == {"bc": ["ab", "c"]}


def test_of_a_group_the_weakest_link_alone_is_asked_about() -> None:
    triangle = [pair("ab", 9), pair("bc", 8), pair("ac", 7)]
    assert would(triangle) == {"bc": ["ab", "c"]}


def test_what_a_guard_or_a_human_keeps_apart_is_not_asked_about() -> None:
    chain = [pair("ab", 20), pair("bc", 3, Verdict.WAITS), pair("cd", 20)]
    facts = {r("a"): Facts(pnc_id="99/1A"), r("d"): Facts(pnc_id="99/2B")}
    assert would(chain, facts=facts) == {}
    assert would(chain, [word("ad", same=False)]) == {}


def test_what_hangs_together_beyond_reason_is_not_supposed(monkeypatch) -> None:
    monkeypatch.setattr(supposed, "MOST", 3)
    waits = pair("bc", 3, Verdict.WAITS)
    assert would([pair("ab", 20), waits, pair("cd", 20)]) == {}


def test_a_tangle_that_would_take_too_long_is_not_supposed(monkeypatch) -> None:
    tangle = [pair("ab", 20), pair("bc", 3, Verdict.WAITS), pair("cd", 20), pair("ef", 6)]
    monkeypatch.setattr(supposed, "WORK", 1)
    assert would(tangle) == {"ef": ["e", "f"]}


def test_weakest_links() -> None:
    judged = join(
        [pair("ab", 9), pair("bc", 8), pair("ac", 7), pair("de", 30)],
        {},
        [word("fg", same=True)],
        upper=UPPER,
    )
    assert told(weakest_links(judged)) == {"bc": "joined", "de": "joined"}


@settings(max_examples=300, deadline=None)
@given(PAIRS, WORLD, WORDS)
def test_the_word_given_brings_about_what_was_supposed(
    pairs: list[Pair], facts: dict[RecordKey, Facts], words: list[Decided]
) -> None:
    held = {"upper": UPPER, "ended": ENDED}
    judged = join(pairs, facts, words, **held)
    verdicts = {one.key: one.verdict for one in judged}
    records = {record for one in judged for record in one.key}

    def made(found: tuple[Pair, ...]) -> set[tuple[RecordKey, ...]]:
        several = {tuple(sorted(group)) for group in groups(found)}
        alone = records.difference(*several) if several else records
        return several | {(record,) for record in alone}

    for key, supposed_groups in suppose(judged, pairs, facts, words, **held).items():
        said = [one for one in words if (one.one, one.other) != key]
        is_same = verdicts[key] is not Verdict.JOINED
        after = join(pairs, facts, [*said, Decided(*key, is_same, "9")], **held)
        assert set(supposed_groups) == made(after) - made(judged)
