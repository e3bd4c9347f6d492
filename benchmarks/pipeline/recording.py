"""What Pursuit asks of its store and writes into it, kept for the bare driver to do the same."""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from graph_service.store import Store
from graph_service.store_values import outgoing

Statement = tuple[str, dict[str, Any]]


class Recorder(Store):
    """A store that keeps every statement in a file and writes nothing.

    Constraints and indexes are left out. Questions are answered by the store behind it, which they
    are kept for; without one nothing is there and no question is kept.
    """

    def __init__(self, file: BinaryIO, behind: Store | None = None) -> None:
        super().__init__(self._nowhere, kind="embedded" if behind is None else behind.kind)
        self._file = file
        self._behind = behind

    def read(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Keep the question where a store answers it."""
        if self._behind is None:
            return []
        self._keep(query, parameters)
        return self._behind.read(query, **parameters)

    def write(self, query: str, /, **parameters: Any) -> None:
        """Keep the statement."""
        self._keep(query, parameters)

    def schema(self, statements: Iterable[str]) -> None:
        """Nothing: a floor is measured with the constraints in place."""

    @contextmanager
    def lease(
        self, holder: str, *, seconds: float = 60, wait: float = 5, ended: str | None = None
    ) -> Iterator[None]:
        """Nobody else writes here."""
        del holder, seconds, wait, ended
        yield

    def _keep(self, query: str, parameters: dict[str, Any]) -> None:
        pickle.dump((query, outgoing(parameters)), self._file, pickle.HIGHEST_PROTOCOL)

    @staticmethod
    def _nowhere() -> Any:
        raise RuntimeError("Pursuit uses its store in a way that the benchmark does not record.")


def statements(path: Path) -> Iterator[Statement]:
    """The statements of a file, one after another."""
    with path.open("rb") as file:
        while True:
            try:
                held: Statement = pickle.load(file)  # noqa: S301 - written by this very run
            except EOFError:
                return
            yield held
