"""Who is around a person, and by what: offences, orders and recorded ties."""

from dataclasses import dataclass, field
from typing import Any

from graph_service.access import Caller
from graph_service.audit import Event
from graph_service.desk import Desk
from graph_service.errors import WrongCall
from graph_service.queries import facts
from graph_service.queries.around import Around, Part, read
from graph_service.queries.facts import PROTECTED_PARTS
from graph_service.queries.sight import Sight, opened

MOST_HOPS = 3
MOST_NODES = 1_000
_NOT_NAMED = {"victim": "Victim, not named", "witness": "Witness, not named"}
# Whose part a picture shows; who is at risk in a case counts for what may be said of it.
_DRAWN_PARTS = ("suspect", "victim", "witness")
_ORDER_OF_KINDS = {"person": 0, "order": 1, "offence": 2}


def network(
    desk: Desk,
    person_id: str,
    *,
    caller: Caller,
    event: Event,
    hops: int = 1,
    limit: int = 100,
) -> dict[str, Any]:
    """People, offences and orders around a person (design §7, ``…/network``).

    ``hops`` counts from person to person; nobody who may not be named is walked through, and ties
    to them are not drawn. ``more`` is how many nodes that may be shown were left out beyond
    ``limit``. The person comes first among the nodes.
    """
    if not 1 <= hops <= MOST_HOPS:
        raise WrongCall(f"hops is from 1 to {MOST_HOPS}.")
    if not 1 <= limit <= MOST_NODES:
        raise WrongCall(f"limit is from 1 to {MOST_NODES}.")
    with desk.answering(caller, event) as subjects:
        seen = opened(desk, caller, person_id, subjects)
        drawn = _Drawn(desk, caller, seen.person_id)
        drawn.centre_with(seen.name)
        walked: set[str] = set()
        frontier = {seen.person_id}
        for _ in range(hops):
            walked |= frontier
            _draw(drawn, read(desk, caller, frontier))
            frontier = drawn.named_people() - walked
            if not frontier or len(drawn.nodes) > MOST_NODES:
                break
        answer = _bounded(drawn, limit)
        subjects |= {
            node["id"]
            for node in answer["nodes"]
            if node["kind"] == "person" and not node["redacted"]
        }
        return answer


@dataclass
class _Drawn:
    """Nodes and edges in the order in which they were met."""

    desk: Desk
    caller: Caller
    centre: str
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    unread: int = 0

    def centre_with(self, name: str | None) -> None:
        """The person in the middle."""
        self._person(self.centre, name)

    def named_people(self) -> set[str]:
        """The ids of the people drawn by name."""
        return {
            node["id"]
            for node in self.nodes.values()
            if node["kind"] == "person" and not node["redacted"]
        }

    def in_part(self, person_id: str, part: str, sight: Sight) -> str:
        """The node of a person in a part of a case; a token for one who may not be named in it.

        A suspect is named as suspect; the same person as a victim is another node, which says
        nothing of who it is, unless the caller may see him named as one.
        """
        if part in PROTECTED_PARTS and not sight.may_name(person_id):
            token = self.desk.token(self.caller, person_id)
            self.nodes.setdefault(
                token,
                {
                    "id": token,
                    "kind": "person",
                    "label": _NOT_NAMED[part],
                    "redacted": True,
                    "roles": [part],
                },
            )
            return token
        seen = sight.get(person_id)
        held = self._person(person_id, seen.name if seen else None)
        if part not in held["roles"]:
            held["roles"] = sorted([*held["roles"], part])
        return person_id

    def related(self, person_id: str, sight: Sight) -> str:
        """The node of a person who is tied to another."""
        seen = sight.get(person_id)
        self._person(person_id, seen.name if seen else None)
        return person_id

    def _person(self, person_id: str, name: str | None) -> dict[str, Any]:
        return self.nodes.setdefault(
            person_id,
            {
                "id": person_id,
                "kind": "person",
                "label": name or person_id,
                "redacted": False,
                "roles": [],
            },
        )

    def thing(self, key: str, kind: str, label: str, **held: Any) -> None:
        """The node of an offence or an order, once."""
        self.nodes.setdefault(
            key, {"id": key, "kind": kind, "label": label, "redacted": False, **held}
        )

    def edge(self, source: str, target: str, kind: str, **held: Any) -> None:
        """An edge, once."""
        self.edges.setdefault(
            (source, target, kind), {"source": source, "target": target, "kind": kind, **held}
        )


def _draw(drawn: _Drawn, around: Around) -> None:
    drawn.unread += around.unread
    sight = around.sight
    for offence in around.offences:
        parts = around.parts.get(offence["key"], [])
        protected = (one.person_id for one in parts if one.part in PROTECTED_PARTS)
        name = facts.offence_name(offence, is_free=sight.all_named(protected))
        on = facts.day(offence["from_on"])
        drawn.thing(offence["key"], "offence", name[:1].upper() + name[1:], on=on)
        _join(drawn, offence["key"], parts, sight)
    for order in around.orders:
        label = f"{order['kind'].replace('_', ' ')}, {order['state']}"
        drawn.thing(order["key"], "order", label)
        _join(drawn, order["key"], around.parts.get(order["key"], []), sight)
    for tie in around.ties:
        one, other = (drawn.related(tie[end], sight) for end in ("source", "target"))
        drawn.edge(one, other, tie["type"], text=tie["kind"].replace("_", " "))


def _join(drawn: _Drawn, key: str, parts: list[Part], sight: Sight) -> None:
    """Everybody's part in a case, in the order of what is shown of them: nothing else may show."""
    joined = [
        (one.type, drawn.in_part(one.person_id, one.part, sight))
        for one in parts
        if one.person_id is not None and one.part in _DRAWN_PARTS
    ]
    for kind, shown in sorted(joined):
        drawn.edge(shown, key, kind)


def _bounded(drawn: _Drawn, limit: int) -> dict[str, Any]:
    """The nodes that fit: the centre, then people by how much joins them, orders, offences."""
    weight: dict[str, int] = {}
    for edge in drawn.edges.values():
        for end in (edge["source"], edge["target"]):
            weight[end] = weight.get(end, 0) + 1
    ordered = sorted(
        drawn.nodes.values(),
        key=lambda node: (
            node["id"] != drawn.centre,
            _ORDER_OF_KINDS[node["kind"]],
            -weight.get(node["id"], 0),
            node["id"],
        ),
    )
    shown = ordered[:limit]
    ids = {node["id"] for node in shown}
    return {
        "nodes": shown,
        "edges": [
            edge for edge in drawn.edges.values() if edge["source"] in ids and edge["target"] in ids
        ],
        "more": len(ordered) - len(shown) + drawn.unread,
    }
