"""Draws that come out the same on every machine and every Python.

Each circle of people has a stream of its own, named by the world's seed and the circle's number,
so what happens in one circle never depends on another, on the order of work or on where an
extract is cut. `random.Random.random` is promised to give the same numbers for a seed in every
version of Python; every other draw here is worked out from it, because the library's own
distributions carry no such promise.
"""

import hashlib
import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
Mix = tuple[tuple[T, float], ...]


class Dice:
    """A stream of draws named by its path, for example `Dice(seed, "circle", 12)`."""

    def __init__(self, *path: object) -> None:
        name = "/".join(str(part) for part in path).encode()
        start = int.from_bytes(hashlib.sha256(name).digest()[:16], "big")
        self._random = random.Random(start)  # noqa: S311 an invented world needs no secrecy

    def unit(self) -> float:
        """A number from 0 up to, not including, 1."""
        return self._random.random()

    def chance(self, share: float) -> bool:
        """True in `share` of draws."""
        return self._random.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of `things`, each as likely."""
        return things[int(self._random.random() * len(things))]

    def pick_common(self, things: Sequence[T]) -> T:
        """One of `things`, ordered from common to rare: the first are drawn more often."""
        return things[int(self._random.random() ** 1.7 * len(things))]

    def weighted(self, mix: Mix[T]) -> T:
        """One of the things of `mix` = pairs of thing and weight (weights need not sum to one)."""
        mark = self._random.random() * sum(weight for _, weight in mix)
        for thing, weight in mix:
            mark -= weight
            if mark < 0:
                return thing
        return mix[-1][0]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """`count` different things, in the order of `things`."""
        left = list(range(len(things)))
        chosen = {
            left.pop(int(self._random.random() * len(left))) for _ in range(min(count, len(left)))
        }
        return [things[place] for place in sorted(chosen)]

    def spell(self, mean: float) -> int:
        """Whole days of a wait with this mean (exponential), at least 0."""
        return int(-math.log(1.0 - self._random.random()) * mean)

    def tail(self, mean: float) -> int:
        """A count with this mean and a long tail (geometric), at least 0."""
        return int(math.log(1.0 - self._random.random()) / math.log(mean / (1.0 + mean)))

    def bell(self, mean: float, spread: float) -> float:
        """A number around `mean` (sum of six draws, so never further than some 4 `spread`s)."""
        total = sum(self._random.random() for _ in range(6)) - 3.0
        return mean + spread * total * 1.414
