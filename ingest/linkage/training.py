"""Training by Splink: how often levels are met between one person's records and between people's.

Few observations prove little: each share is drawn towards the shipped one, as if so many pairs had
been seen there. No level is ever taken for impossible: clerks slip in every field.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

import duckdb
from splink import Linker
from splink.internals.exceptions import EMTrainingException, SplinkException

from ingest.linkage import weigh
from ingest.linkage.comparisons import COMPARISONS
from ingest.linkage.levels import Comparison
from ingest.linkage.parameters import SEEN_U, Parameters, Shares, rounded

_PAIRS = 1e5
_SEEN_M = 40.0
_LEAST_M = 0.0005
_LEAST_U = 1e-7
_LEFT = 0.05
# Pairs that agree on this are mostly of one person; each comparison is free in some of them.
_TRAINED_ON = (
    "l.born = r.born",
    "l.born = r.born AND l.postcode = r.postcode",
    "l.forename = r.forename AND l.surname = r.surname",
    "l.pnc = r.pnc",
    "l.email = r.email",
    "l.phone = r.phone AND l.birth_year = r.birth_year",
)


def shares(
    connection: duckdb.DuckDBPyConnection, draft: Parameters, shipped: Parameters, seed: int
) -> Shares:
    """The shares m and u of each level, as trained and drawn towards the shipped ones."""
    chance = by_chance(connection, shipped, seed)
    linker = _train(connection, draft, {name: one.drawn for name, one in chance.items()})
    every = draft.records * (draft.records - 1) / 2
    found = {}
    for comparison in COMPARISONS:
        if comparison.corrects:
            continue
        [[told]] = connection.execute(
            f"SELECT count(*) FILTER ({comparison.told}) / count(*) FROM linkage.prepared"
        ).fetchall()
        given = shipped.shares[comparison.name]
        m = _weighted(
            _trained(linker, comparison),
            {level: share for level, (share, _) in given.items()},
            # Records of one person mostly tell the same columns.
            (draft.prior * every * told, _SEEN_M),
            _LEAST_M,
        )
        # Some of the random pairs are of one person after all: they are taken out.
        prior = min(0.5, draft.prior / told) if told else 0.0
        seen = chance[comparison.name]
        u = _weighted(
            {
                level: max((met - prior * m[level]) / (1 - prior), met * _LEFT)
                for level, met in seen.met.items()
            },
            {level: share for level, (_, share) in given.items()},
            (seen.pairs, SEEN_U),
            _LEAST_U,
        )
        found[comparison.name] = {
            level.name: held(m[level.name], u[level.name], level.most)
            for level in comparison.numbered.values()
        }
    return found


@dataclass(frozen=True)
class ByChance:
    """What pairs at random fell into: shares of the levels, as met among so many and as drawn."""

    pairs: float
    met: Mapping[str, float]
    drawn: Mapping[str, float]


def by_chance(
    connection: duckdb.DuckDBPyConnection, shipped: Parameters, seed: int
) -> dict[str, ByChance]:
    """How often levels are met between records taken at random.

    Every record is in as many pairs as every other. To pair a few records each with each, as Splink
    does, takes what one odd record among them tells for the habit of all.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE linkage.random AS
        WITH placed AS (
            SELECT id, row_number() OVER (ORDER BY hash(id, {seed}), id) - 1 AS place,
                   count(*) OVER () AS n
            FROM linkage.prepared
        ), apart AS (
            SELECT one.id AS a, other.id AS b
            FROM placed AS one
            CROSS JOIN (
                SELECT unnest(range(1, 1 + least(
                    (max(n) - 1) // 2, greatest(1, {_PAIRS:.0f} // max(n))
                ))) AS step FROM placed
            )
            JOIN placed AS other ON other.place = (one.place + step) % one.n
            WHERE one.place < {_PAIRS:.0f}
        )
        SELECT least(a, b) AS one, greatest(a, b) AS other FROM apart"""
    )
    weigh.compare(connection, pairs="linkage.random", into="linkage.met_by_chance")
    found = {}
    for comparison in COMPARISONS:
        if comparison.corrects:
            continue
        rows = connection.execute(
            f"SELECT level_{comparison.name}, count(*) FROM linkage.met_by_chance "
            f"WHERE level_{comparison.name} >= 0 GROUP BY ALL"
        ).fetchall()
        pairs = sum(met for _, met in rows)
        met = dict.fromkeys((level.name for level in comparison.numbered.values()), 0.0)
        met |= {comparison.level(value).name: count / pairs for value, count in rows}
        told = {level: share for level, (_, share) in shipped.shares[comparison.name].items()}
        found[comparison.name] = ByChance(
            pairs, met, _weighted(met, told, (pairs, SEEN_U), _LEAST_U)
        )
    return found


def held(m: float, u: float, most: float | None) -> tuple[float, float]:
    """The shares of a level, so that it weighs no more than it may."""
    return m, u if most is None else max(u, rounded(m / 2**most))


def _train(
    connection: duckdb.DuckDBPyConnection, draft: Parameters, chances: Mapping[str, weigh.Chances]
) -> Linker:
    linker = weigh.linker(connection, prior=draft.prior, by_chance=chances)
    for rule in _TRAINED_ON:
        [[pairs]] = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM linkage.input AS l JOIN linkage.input AS r "
            f"ON {rule} AND l.id < r.id LIMIT {int(_SEEN_M)})"
        ).fetchall()
        if pairs < _SEEN_M:
            continue
        before = deepcopy(linker._settings_obj)  # noqa: SLF001
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, max_pairs=_PAIRS
            )
        except (EMTrainingException, SplinkException, ValueError):
            # Nothing to learn from: all pairs fall into one level, or none is a match.
            linker._settings_obj = before  # noqa: SLF001
    return linker


def _trained(linker: Linker, comparison: Comparison) -> Mapping[str, float | None]:
    """The share m of each level as Splink found it; None where it was not seen."""
    trained = next(
        one
        for one in linker._settings_obj.core_model_settings.comparisons  # noqa: SLF001
        if one.output_column_name == comparison.name
    )
    found = {
        level.label_for_charts: level._trained_m_median  # noqa: SLF001
        for level in trained.comparison_levels
    }
    return {
        level.name: float(m) if isinstance(m := found[level.meaning], float) else None
        for level in comparison.numbered.values()
    }


def _weighted(
    told: Mapping[str, float | None],
    shipped: Mapping[str, float],
    seen: tuple[float, float],
    least: float,
) -> dict[str, float]:
    """Shares as told by so many pairs, and by the shipped ones as if by so many."""
    if all(share is None for share in told.values()):
        return dict(shipped)
    here, there = seen
    raw = {
        level: max(((told[level] or 0.0) * here + share * there) / (here + there), least)
        for level, share in shipped.items()
    }
    whole = sum(raw.values())
    return {level: rounded(share / whole) for level, share in raw.items()}
