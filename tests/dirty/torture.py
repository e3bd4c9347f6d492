"""The long form: any number of cases, each one repeatable by its seed and number.

``python -m tests.dirty.torture --cases 100000 --seed 1`` runs them on all cores and ends with 1 if
anything is wrong; ``--only NUMBER`` runs one and shows all that was said of it. Cases of one worker
run one after another in one process; where it dies, the case that killed it is named.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.dirty.judge import Judge
from tests.dirty.mutator import make

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_SPAWN = get_context("spawn")


@dataclass(frozen=True)
class Result:
    """What came of one case; ``wrong`` is empty where all is well."""

    number: int
    case: str
    ending: str
    wrong: tuple[str, ...]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of our own, in memory where the system has such a place; gone afterwards."""
    within = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="pursuit-dirty-", dir=within) as place:
        yield Path(place)


def work(seed: int, numbers: range, place: Path, to: Connection) -> None:
    """Judge cases one after another and send what came of each."""
    judge = Judge(place)
    for number in numbers:
        case = make(seed, number)
        verdict = judge.judge(case)
        to.send(Result(number, str(case), verdict.ending, tuple(verdict.wrong)))
    shutil.rmtree(place)
    to.close()


Work = Callable[[int, range, Path, Connection], None]


class _Worker:
    """A process that works through every n-th case, and is started again where one kills it."""

    def __init__(self, seed: int, numbers: range, place: Path, do: Work) -> None:
        self.seed, self.left, self.place, self.do = seed, numbers, place, do
        self.starts = 0
        self.process: BaseProcess
        self.results: Connection
        self._start()

    def _start(self) -> None:
        self.results, to = _SPAWN.Pipe(duplex=False)
        self.starts += 1
        place = self.place.with_name(f"{self.place.name}-{self.starts}")
        self.process = _SPAWN.Process(target=self.do, args=(self.seed, self.left, place, to))
        self.process.start()
        to.close()

    def next(self) -> Result | None:
        """The next result; None at the end."""
        try:
            result: Result = self.results.recv()
        except EOFError:
            self.process.join()
            if not self.left:
                return None
            case = make(self.seed, self.left[0])
            died = f"the process died ({self.process.exitcode})"
            result = Result(case.number, str(case), "died", (died,))
            self.left = self.left[1:]
            self._start()
        else:
            self.left = self.left[1:]
        return result


def run(seed: int, numbers: range, workers: int, do: Work = work) -> Iterator[Result]:
    """The results of all cases, in the order in which they end."""
    with scratch() as place:
        working = [
            _Worker(seed, numbers[first::workers], place / f"worker-{first}", do)
            for first in range(min(workers, len(numbers)))
        ]
        while working:
            ready = wait([one.results for one in working])
            for worker in [one for one in working if one.results in ready]:
                result = worker.next()
                if result is None:
                    working.remove(worker)
                else:
                    yield result


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def only(seed: int, number: int) -> int:
    """Run one case in this process and show what was said; how many things are wrong."""
    case = make(seed, number)
    _say(str(case))
    with scratch() as place:
        verdict = Judge(place / "judge").judge(case)
    for text in verdict.said:
        _say(f"  said: {text}")
    _say(f"  {verdict.ending}")
    for text in verdict.wrong:
        _say(f"  WRONG: {text}")
    return len(verdict.wrong)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Feed ingest with damaged extracts.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--only", type=int, default=None, help="run one case and show it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.only is not None:
        return min(only(given.seed, given.only), 1)
    began = time.monotonic()
    endings: Counter[str] = Counter()
    wrong = 0
    numbers = range(given.first, given.first + given.cases)
    for result in run(given.seed, numbers, given.workers):
        endings[result.ending] += 1
        if result.wrong:
            wrong += 1
            _say("\n    ".join((result.case, *result.wrong)))
        if endings.total() % 1_000 == 0:
            sys.stderr.write(f"{endings.total():,} of {given.cases:,}: {wrong} wrong\n")
    took = time.monotonic() - began
    told = ", ".join(f"{count:,} {ending}" for ending, count in sorted(endings.items()))
    _say(f"{endings.total():,} cases of seed {given.seed} in {took:,.0f} s: {told}; {wrong} wrong")
    return 1 if wrong or endings.total() != given.cases else 0


if __name__ == "__main__":
    sys.exit(main())
