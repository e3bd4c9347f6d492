"""Training by Splink: how often levels are met between one person's records and between people's.

Few observations prove little: each share is drawn towards the shipped one, as if so many pairs had
been seen there. No level is ever taken for impossible: clerks slip in every field.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

import duckdb
from splink import Linker
from splink.internals.comparison_level import ComparisonLevel
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
    linker = _train(connection, draft, seed)
    every = draft.records * (draft.records - 1) / 2
    found = {}
    for comparison in COMPARISONS:
        if comparison.corrects:
            continue
        [[told]] = connection.execute(
            f"SELECT count(*) FILTER ({comparison.told}) / count(*) FROM linkage.prepared"
        ).fetchall()
        seen = _Seen(
            # Records of one person mostly tell the same columns.
            matches=draft.prior * every * told,
            pairs=min(_PAIRS, every) * told**2,
            prior=min(0.5, draft.prior / told) if told else 0.0,
        )
        trained = _trained(linker, comparison)
        found[comparison.name] = _drawn(trained, shipped.shares[comparison.name], seen)
    return found


def _train(connection: duckdb.DuckDBPyConnection, draft: Parameters, seed: int) -> Linker:
    linker = weigh.linker(connection, prior=draft.prior)
    # In one piece: a piece is asked for each comparison, and asking takes longer than counting.
    linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=seed, num_chunks=1)
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


def _trained(
    linker: Linker, comparison: Comparison
) -> Mapping[str, tuple[float | None, float | None]]:
    """What Splink found of each level; None where it was not seen."""
    held = next(
        one
        for one in linker._settings_obj.core_model_settings.comparisons  # noqa: SLF001
        if one.output_column_name == comparison.name
    )
    by_meaning = {level.label_for_charts: level for level in held.comparison_levels}
    return {
        level.name: (
            _told(by_meaning[level.meaning], "m"),
            _told(by_meaning[level.meaning], "u"),
        )
        for level in comparison.numbered.values()
    }


def _told(level: ComparisonLevel, which: str) -> float | None:
    trained = level._trained_m_median if which == "m" else level._trained_u_median  # noqa: SLF001
    return float(trained) if isinstance(trained, float) else None


@dataclass(frozen=True)
class _Seen:
    """How many pairs a comparison was seen on, and the share of one person's among random ones."""

    matches: float
    pairs: float
    prior: float


def _drawn(
    trained: Mapping[str, tuple[float | None, float | None]],
    shipped: Mapping[str, tuple[float, float]],
    seen: _Seen,
) -> dict[str, tuple[float, float]]:
    """Trained shares drawn towards the shipped ones; both sum to one over the levels.

    Some of the random pairs are of one person after all: they are taken out of u.
    """
    m = _weighted(
        {level: told for level, (told, _) in trained.items()},
        {level: share for level, (share, _) in shipped.items()},
        (seen.matches, _SEEN_M),
        _LEAST_M,
    )
    u = _weighted(
        {
            level: None
            if told is None
            else max((told - seen.prior * m[level]) / (1 - seen.prior), told * _LEFT)
            for level, (_, told) in trained.items()
        },
        {level: share for level, (_, share) in shipped.items()},
        (seen.pairs, SEEN_U),
        _LEAST_U,
    )
    return {level: (m[level], u[level]) for level in shipped}


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
