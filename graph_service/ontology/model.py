"""How nodes and relationships are declared.

A node class is a pydantic class: its name is the label, its fields are the properties, its
docstring the meaning. A relationship class says which nodes it joins and which rows of the contract
it is read from; its type is the class name in capitals. A missing docstring is an error when the
class is made.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from graph_service.contract import Row


@dataclass(frozen=True)
class Display:
    """How pages and graph browsers show a thing: caption property, plural, colour, shape."""

    caption: str
    plural: str
    colour: str
    shape: str = "circle"


class Node(BaseModel):
    """A thing in the graph."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    label: ClassVar[str]
    display: ClassVar[Display]
    indexes: ClassVar[tuple[str, ...]] = ()
    key_property: ClassVar[str] = "key"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not (cls.__doc__ or "").strip():
            raise TypeError(f"{cls.__name__} says nothing of what it means")
        cls.label = cls.__name__


AnyNode = type[Node]


class Keyed(Node):
    """A node that stands for one row of one source."""

    key: str = Field("", description="Source and key: 'source/key'. Unique.")
    source: str = Field("", description="The source that recorded it.")


@dataclass(frozen=True)
class ReadFrom:
    """Where a relationship's rows come from.

    ``start`` and ``end`` name the column that holds each end's key within the source, or ``self``
    for the row itself. ``where`` restricts the rows to those with one of the values in a column.
    """

    table: str
    start: str
    end: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Relationship(BaseModel):
    """Something that joins two nodes."""

    model_config = ConfigDict(extra="forbid")

    type: ClassVar[str]
    start: ClassVar[AnyNode]
    end: ClassVar[AnyNode]
    read_from: ClassVar[ReadFrom | None] = None
    # Two things can be joined twice by relationships that carry the key of their row.
    is_keyed: ClassVar[bool] = False
    # Written from the end that has few of them; from the other end a hub makes the store crawl.
    few_at: ClassVar[str] = "end"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not (cls.__doc__ or "").strip():
            raise TypeError(f"{cls.__name__} says nothing of what it means")
        cls.type = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).upper()


@cache
def properties(kind: type[Node] | type[Relationship]) -> tuple[str, ...]:
    """The names of a node's or relationship's properties."""
    return tuple(field.alias or name for name, field in kind.model_fields.items())


def row_table(kind: type[Node]) -> str | None:
    """The contract table whose rows a node stands for, if it does."""
    return kind.table if issubclass(kind, Row) else None
