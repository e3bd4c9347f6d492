"""What is aimed at, and how ratios and growth are worked out. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

INGEST_TO_BARE_LOAD = 2.0
GROWTH = 1.1
CLIENT_MIB = 2048.0
DELTA_SHARE = 0.05
# Timings of one thing on one machine differ by this much from run to run.
BESIDE_A_HUB = 1.25
# Above this share of the processors in others' hands, times are not the program's own.
LEFT_ALONE = 0.1

_CLIENT = ("ingest", "delta", "score", "list")


@dataclass(frozen=True)
class Aim:
    """An aim, what was measured (None: it could not be), and whether it was reached."""

    what: str
    at: str
    aimed: str
    measured: str
    is_reached: bool | None

    @property
    def verdict(self) -> str:
        """In words."""
        if self.is_reached is None:
            return "not measured"
        return "reached" if self.is_reached else "**falls short**"


def ratio(value: float | None, floor: float | None) -> float | None:
    """How many times its floor a value is; None where either is unknown or the floor is nothing."""
    return value / floor if value is not None and floor else None


def growth(sizes: Sequence[tuple[float, float]]) -> list[float | None]:
    """The exponent e between each (size, cost) and the next, cost growing as size to the e."""
    return [
        math.log(cost / less) / math.log(size / smaller)
        if less > 0 and cost > 0 and size > smaller > 0
        else None
        for (smaller, less), (size, cost) in pairwise(sizes)
    ]


def middle(runs: Sequence[Any]) -> Any:
    """The median of each number at any depth of equal mappings; what is no number is the first's.

    None counts as missing: the median is of the others.
    """
    first = runs[0]
    if isinstance(first, Mapping):
        return {name: middle([run[name] for run in runs]) for name in first}
    numbers = [run for run in runs if isinstance(run, int | float) and not isinstance(run, bool)]
    if not numbers:
        return first
    found = median(numbers)
    return round(found) if all(isinstance(one, int) for one in numbers) else found


def taken_by_others(
    sizes: Sequence[Mapping[str, Any]], hub: Mapping[str, Any] | None
) -> float | None:
    """The largest share of the processors that others had while something was measured."""
    shares = [share for size in sizes for share in size["taken"].values()]
    if hub:
        shares += [hub[name]["taken"] for name in ("hub", "spread")]
    return max((share for share in shares if share is not None), default=None)


def judged(sizes: Sequence[Mapping[str, Any]], hub: Mapping[str, Any] | None) -> list[Aim]:
    """Every aim beside what was measured."""
    return [
        *(_cost(size) for size in sizes),
        *_growths(sizes),
        *(_memory(size) for size in sizes),
        *(_delta(size) for size in sizes),
        *(_beside_hub(hub) if hub else ()),
    ]


def _at(size: Mapping[str, Any]) -> str:
    return f"{size['persons']:,} persons"


def _cost(size: Mapping[str, Any]) -> Aim:
    found = ratio(size["ingest"]["seconds"], size["steps"]["load"]["floor"])
    return Aim(
        "Whole ingest, as a multiple of the bare load",
        _at(size),
        f"at most {INGEST_TO_BARE_LOAD:g}",
        "" if found is None else f"{found:.2f}",
        None if found is None else found <= INGEST_TO_BARE_LOAD,
    )


def _growths(sizes: Sequence[Mapping[str, Any]]) -> Iterable[Aim]:
    found = growth([(size["rows"], size["ingest"]["seconds"]) for size in sizes])
    for (smaller, size), exponent in zip(pairwise(sizes), found, strict=True):
        yield Aim(
            "Growth of the whole ingest with the rows n of the extract",
            f"{smaller['persons']:,} to {_at(size)}",
            f"at most n^{GROWTH:g}",
            "" if exponent is None else f"n^{exponent:.2f}",
            None if exponent is None else exponent <= GROWTH,
        )


def _memory(size: Mapping[str, Any]) -> Aim:
    peaks = [peak for name in _CLIENT if (peak := size["peak_mib"][name]) is not None]
    return Aim(
        "Most memory of any process of Pursuit's, the store's server apart",
        _at(size),
        f"under {CLIENT_MIB:,.0f} MiB",
        f"{max(peaks):,.0f} MiB" if peaks else "",
        max(peaks) < CLIENT_MIB if peaks else None,
    )


def _delta(size: Mapping[str, Any]) -> Aim:
    found = ratio(size["delta"]["seconds"], size["ingest"]["seconds"])
    of = ratio(size["delta"]["rows"], size["rows"])
    return Aim(
        "A delta"
        + (f" of {of * 100:.1f} % of the rows" if of else "")
        + ", as a share of the full",
        _at(size),
        f"at most {DELTA_SHARE * 100:g} %",
        "" if found is None else f"{found * 100:.1f} %",
        None if found is None else found <= DELTA_SHARE,
    )


def _beside_hub(hub: Mapping[str, Any]) -> Iterable[Aim]:
    at = f"{hub['offences']:,} offences of one suspect"
    pairs = [
        ("Load of the graph", hub["hub"]["load"], hub["spread"]["load"]),
        ("Score", hub["hub"]["score"], hub["spread"]["score"]),
        *(
            (f"{what} of others, median", of_hub["p50"], hub["spread"]["others"][name]["p50"])
            for name, what in (("person", "Page"), ("network", "Network"), ("list", "List"))
            if (of_hub := hub["hub"]["others"][name])
        ),
    ]
    for what, value, without in pairs:
        found = ratio(value, without)
        yield Aim(
            f"{what}, as a multiple of the same with these offences spread over many suspects",
            at,
            f"at most {BESIDE_A_HUB:g}",
            "" if found is None else f"{found:.2f}",
            None if found is None else found <= BESIDE_A_HUB,
        )
