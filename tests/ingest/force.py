"""A home with a graph, for tests that load: what goes in, and what stands in the graph then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_service import digest, graph_state, health
from graph_service.archive import Archive
from graph_service.store import Store
from ingest import load, pipeline, profiles
from tests.ingest import extracts

_RECORD = "MATCH (n:{label}) RETURN properties(n) AS held"
_JOIN = (
    "MATCH (a)-[r:{kind}]->(b) RETURN coalesce(a.key, a.person_id) AS start, "
    "coalesce(b.key, b.person_id) AS end, properties(r) AS held"
)


@dataclass
class Force:
    """The archive and the graph of one home."""

    archive: Archive
    store: Store
    scratch: Path
    said: list[str] = field(default_factory=list)
    sent: int = 0

    def send(
        self, tables: Mapping[str, Sequence[Mapping[str, str]]], **manifest: Any
    ) -> dict[str, Any]:
        """Take contract tables in; returns the report."""
        self.sent += 1
        folder = extracts.write(self.scratch / f"extract-{self.sent}", tables, **manifest)
        return self.take_in(folder)

    def take_in(
        self, folder: Path, profile: str = "contract", source: str | None = None
    ) -> dict[str, Any]:
        """Take a folder in; returns the report."""
        chosen = profiles.load(profile)
        return pipeline.ingest(
            self.archive,
            self.store,
            folder,
            profile=chosen,
            source=source or chosen.name,
            say=self.said.append,
        )

    def nodes(self, label: str, *names: str) -> list[tuple[Any, ...]]:
        """Properties of the nodes of a label, sorted; absent ones are None."""
        found = self.store.read(_RECORD.format(label=label))
        return sorted((tuple(row["held"].get(name) for name in names) for row in found), key=repr)

    def joins(self, kind: str, *names: str) -> list[tuple[Any, ...]]:
        """Start, end and properties of the relationships of a type, sorted."""
        found = self.store.read(_JOIN.format(kind=kind))
        return sorted(
            (
                (row["start"], row["end"], *(row["held"].get(name) for name in names))
                for row in found
            ),
            key=repr,
        )

    def people(self) -> list[tuple[str | None, list[str]]]:
        """Each person's name and records, sorted."""
        records: dict[str, list[str]] = {}
        for record, person in self.joins("RESOLVED_TO"):
            records.setdefault(person, []).append(record)
        names = dict(self.nodes("Person", "person_id", "name"))
        assert set(names) == set(records)
        return sorted(((names[person], held) for person, held in records.items()), key=repr)

    def digest(self) -> str:
        """The graph's digest."""
        return digest.of_graph(self.store)

    def archive_digest(self) -> str:
        """The digest of what the archive says that the graph must hold."""
        return health.archive_digest(self.archive, graph_state.read(self.store))

    def holds_the_archive(self) -> bool:
        """The graph is whole, holds every batch, and its digest is the archive's."""
        state = graph_state.read(self.store)
        batches = {batch.batch_id for batch in self.archive.batches()}
        return (
            state.is_whole
            and set(state.batches) == batches
            and self.digest() == self.archive_digest()
        )

    def anew(self, home: Path) -> "Force":
        """Another home on the same store, which is emptied."""
        load.clear(self.store, self.said.append)
        home.mkdir(parents=True, exist_ok=True)
        return Force(Archive(home), self.store, home / "sent")
