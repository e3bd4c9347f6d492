"""What the graph was made of: which batches and links it holds, or was being given."""

from dataclasses import dataclass

from graph_service.cypher import STATE
from graph_service.store import Store

_READ = f"MATCH (s:{STATE} {{name: 'graph'}}) RETURN properties(s) AS state"
_WRITE = f"MERGE (s:{STATE} {{name: 'graph'}}) SET s = $properties"


@dataclass(frozen=True)
class GraphState:
    """Batches and links that the graph holds; ``loading`` is set while a load is under way."""

    batches: tuple[str, ...] = ()
    links: str | None = None
    loading: tuple[str, ...] = ()
    loading_links: str | None = None

    @property
    def is_whole(self) -> bool:
        """No load was broken off."""
        return not self.loading


def read(store: Store) -> GraphState:
    """The state of a store's graph; an empty one for a store that nothing was loaded into."""
    found = store.read(_READ)
    if not found:
        return GraphState()
    held = found[0]["state"]
    return GraphState(
        batches=tuple(held.get("batches") or ()),
        links=held.get("links"),
        loading=tuple(held.get("loading") or ()),
        loading_links=held.get("loading_links"),
    )


def write(store: Store, state: GraphState) -> None:
    """Record the state."""
    held = {
        "name": "graph",
        "batches": list(state.batches),
        "links": state.links,
        "loading": list(state.loading),
        "loading_links": state.loading_links,
    }
    store.write(_WRITE, properties={name: value for name, value in held.items() if value})
