"""The page of the ontology: nodes, relationships and pictures, from their declarations."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

from graph_service.archive import KEEPS_RAW
from graph_service.contract.types import read_column
from graph_service.cypher import LEASE, STATE
from graph_service.documentation_markdown import code, codes, doc, head, table
from graph_service.ontology import (
    CONTRACT_NODES,
    NODES,
    RELATIONSHIPS,
    Node,
    Relationship,
    properties,
    row_table,
)
from graph_service.ontology import nodes as things
from graph_service.ontology import relationships as verbs

FROM_ADDRESSES: Mapping[type[Node] | type[Relationship], tuple[str, ...]] = {
    things.Location: ("person_record", "address", "offence"),
    verbs.LivesAt: ("person_record", "address"),
    verbs.HappenedAt: ("offence",),
}
"""What the projection makes of addresses, with the contract tables that hold them."""

_CONCLUDED: Mapping[type[Node] | type[Relationship], str] = {
    things.Person: "concluded from records and links",
    verbs.ResolvedTo: "concluded from records and links",
    things.Run: "written by `pursuit score`",
    things.Score: "written by `pursuit score`",
    verbs.Scored: "written by `pursuit score`",
    verbs.WrittenBy: "written by `pursuit score`",
}

_DIAGRAMS: tuple[tuple[str, tuple[type[Node], ...]], ...] = (
    (
        "People and records",
        (things.Person, things.PersonRecord, things.Alias, things.Location),
    ),
    (
        "Offences",
        (
            things.PersonRecord,
            things.Offence,
            things.Outcome,
            things.CaseEvent,
            things.CustodyEvent,
            things.RiskAssessment,
            things.Survey,
            things.Location,
            things.Area,
            things.Officer,
        ),
    ),
    (
        "Orders",
        (
            things.PersonRecord,
            things.Offence,
            things.Order,
            things.OrderEvent,
            things.OrderCondition,
        ),
    ),
    (
        "Safeguarding, management and intelligence",
        (
            things.PersonRecord,
            things.Disclosure,
            things.Marac,
            things.Mappa,
            things.SexOffenderNotification,
            things.Iom,
            things.Referral,
            things.Intervention,
            things.Intelligence,
        ),
    ),
    ("Scores", (things.Person, things.Score, things.Run)),
)

_TOP = """\
# The ontology: what stands in the graph

Person records are what a force wrote and are never changed; a `Person` is our conclusion that
certain records are one human being. Facts are joined to records, not to persons, so a conclusion
can be undone without touching a fact; from a person to the offences on record it is therefore two
steps.

The graph shows the current version of each row; every earlier one is in the archive. Dates end in
`_on`, instants (UTC) in `_at`. A property without a value is absent. Where a node stands for a
row, its properties are the row's columns, as in [the contract](contract.md).

"""

_QUESTIONS = """## Questions to ask it

Who is recorded as suspect in what, person by person:

```cypher
MATCH (person:Person)<-[:RESOLVED_TO]-(:PersonRecord)-[:SUSPECT_IN]->(offence:Offence)
RETURN person.name AS person, offence.from_on AS day, offence.title AS offence
ORDER BY person, day
```

Who is recorded as suspect against more than one person, and against how many:

```cypher
MATCH (person:Person)<-[:RESOLVED_TO]-(:PersonRecord)-[:SUSPECT_IN]->(offence:Offence)
MATCH (offence)<-[:VICTIM_OF]-(:PersonRecord)-[:RESOLVED_TO]->(victim:Person)
WHERE victim <> person
WITH person, count(DISTINCT victim) AS victims
WHERE victims > 1
RETURN person.name AS person, victims
ORDER BY victims DESC, person
```

Which offences name more than one suspect, and so join people who may act together:

```cypher
MATCH (person:Person)<-[:RESOLVED_TO]-(:PersonRecord)-[:SUSPECT_IN]->(offence:Offence)
WITH offence, collect(DISTINCT person.name) AS suspects
WHERE size(suspects) > 1
RETURN offence.offence_id AS offence, suspects
ORDER BY offence
```

"""


_BESIDE = f"""
Beside these, one node `{STATE}` says which batches the graph holds, and one node `{LEASE}` which
command may write.

"""
_KEPT = (
    " The text of values that could not be read is kept in `<property>_raw` "
    f"({', '.join(KEEPS_RAW)})."
)


def page() -> str:
    """The whole page."""
    left_out = [kind.__name__ for kind in RELATIONSHIPS if not any(drawn_in(kind))]
    if left_out:
        raise ValueError(f"No diagram of the ontology holds both ends of {', '.join(left_out)}.")
    parts = [
        head("python -m graph_service.documentation"),
        _TOP,
        "## Pictures\n\n",
        *[_diagram(number) for number in range(len(_DIAGRAMS))],
        _QUESTIONS,
        "## Nodes at a glance\n\n",
        table(
            ("label", "what it is", "read from"),
            [(f"[{code(one.label)}](#{_anchor(one)})", doc(one), _source(one)) for one in NODES],
        ),
        _BESIDE,
        "## Relationships at a glance\n\n",
        table(
            ("type", "from", "to", "what it says", "read from"),
            [
                (code(one.type), code(one.start.label), code(one.end.label), doc(one), _source(one))
                for one in RELATIONSHIPS
            ],
        ),
        _carried(),
        *[_node(one) for one in NODES],
    ]
    return "".join(parts)


def drawn_in(kind: type[Relationship]) -> list[bool]:
    """For each diagram whether it draws the relationship: the first that holds both its ends."""
    holds = [kind.start in kinds and kind.end in kinds for _, kinds in _DIAGRAMS]
    return [held and not any(holds[:number]) for number, held in enumerate(holds)]


def _diagram(number: int) -> str:
    title, kinds = _DIAGRAMS[number]
    joined: dict[tuple[type[Node], type[Node]], list[str]] = {}
    for one in RELATIONSHIPS:
        if drawn_in(one)[number]:
            joined.setdefault((one.start, one.end), []).append(one.type)
    lines, looks = [], [_look(one.label, one) for one in kinds]
    for (start, end), types in joined.items():
        target = end.label
        if start is end:
            # A loop would lie under other words, so the other one is drawn beside it.
            looks.append(_look(f"other{end.label}", end))
            target = f'other{end.label}["another {end.label}"]'
        lines.append(f'    {start.label} -->|"{"<br/>".join(types)}"| {target}')
    return "\n".join((f"### {title}\n", "```mermaid", "flowchart LR", *lines, *looks, "```\n\n"))


def _look(name: str, kind: type[Node]) -> str:
    colour = kind.display.colour
    return f"    style {name} fill:{colour},stroke:#0b0c0c,color:{_ink(colour)}"


def _ink(colour: str) -> str:
    """Black or white, whichever reads better on a colour (relative luminance as in WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    # The straight part of sRGB's curve, below 0.04, is far from the colours in between.
    red, green, blue = (((part + 0.055) / 1.055) ** 2.4 for part in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#0b0c0c"


def _anchor(kind: type[Node]) -> str:
    return kind.label.lower()


def _table_link(name: str) -> str:
    return f"[{code(name)}](contract.md#{name})"


def _source(kind: type[Node] | type[Relationship]) -> str:
    """Where its rows come from, in words."""
    if kind in FROM_ADDRESSES:
        return "addresses in " + ", ".join(_table_link(name) for name in FROM_ADDRESSES[kind])
    if kind in _CONCLUDED:
        return _CONCLUDED[kind]
    if issubclass(kind, Node):
        own = row_table(kind)
        if own is not None:
            return _table_link(own)
    elif kind.read_from is not None:
        said = _table_link(kind.read_from.table)
        for column, values in kind.read_from.where.items():
            said += f" with {code(column)} {codes(values)}"
        return said
    raise ValueError(
        f"{kind.__name__}: the page of the ontology does not know where it is read from."
    )


def _property(name: str, field: FieldInfo) -> tuple[str, ...]:
    column = read_column(name, field)
    said = column.description or "When the force recorded it."
    if column.values:
        said += f" One of {codes(column.values)}."
    return (
        code(name),
        "text" if column.kind == "coded" else column.kind,
        said,
        column.marking or "",
    )


def _carried() -> str:
    """The properties that relationships carry."""
    rows = [
        (codes(one.type for one in found), name, kind, said)
        for (name, kind, said), found in _by_property().items()
    ]
    keyed = codes(one.type for one in RELATIONSHIPS if one.is_keyed)
    return (
        "\nProperties that relationships carry:\n\n"
        + table(("on", "property", "kind", "meaning"), rows)
        + f"\nTwo things can be joined more than once by {keyed}; "
        "these carry the `key` of their row too.\n"
    )


def _by_property() -> dict[tuple[str, str, str], list[type[Relationship]]]:
    found: dict[tuple[str, str, str], list[type[Relationship]]] = {}
    for one in RELATIONSHIPS:
        for name, field in one.model_fields.items():
            shown = _property(name, field)
            found.setdefault((shown[0], shown[1], shown[2]), []).append(one)
    return found


def _node(kind: type[Node]) -> str:
    fields = dict(zip(properties(kind), kind.model_fields.values(), strict=True))
    order = [kind.key_property, "source", *fields]
    named = sorted(fields, key=lambda name: (name == "recorded_at", order.index(name)))
    raw = _KEPT if kind in CONTRACT_NODES else ""
    searched = f" Indexed: {codes(kind.indexes)}." if kind.indexes else ""
    return (
        f"\n## {kind.label}\n\n{doc(kind)}\n\nRead from: {_source(kind)}. Key: "
        f"{code(kind.key_property)}.{searched}{raw}\n\n"
        + table(
            ("property", "kind", "meaning", "marking"),
            [_property(name, fields[name]) for name in named],
        )
    )
