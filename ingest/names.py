"""Which contract column, table or value a name stands for, by the words of ``names.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph_service import contract
from graph_service.contract import Column

# What begins with a digit, an e-mail address, a postcode, a key such as A77: values, not names.
_VALUE = re.compile(
    r"\s*\d|[\d\s/.:,+-]*\Z|[^@]+@[^@]+\Z|[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\Z"
    r"|\s*[A-Za-z]{1,3}\d+\s*\Z"
)
_LONGEST_NAME = 64
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")

Words = tuple[str, ...]


@cache
def _held() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))


def words(name: str) -> Words:
    """A name's words in lower case without accents: ``SuspectDOB_1`` is suspect, dob, 1."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)
    )
    return tuple(part.lower() for part in _PARTS.findall(plain))


def squeezed(given: Words | str) -> str:
    """Words as they are compared: run together."""
    return "".join(words(given) if isinstance(given, str) else given)


@dataclass(frozen=True)
class Role:
    """The part of a name that says whose column it is: ``Suspect 2 Surname``."""

    role: str
    number: str
    rest: Words


@cache
def _roles() -> dict[Words, str]:
    return {words(name): role for role, names in _held()["roles"].items() for name in names}


def role_of(given: Words) -> Role | None:
    """Whose column it is; None where the name says nobody's, or two people's."""
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(given):
        for length in (2, 1):
            if role := _roles().get(given[place : place + length]):
                found.append((place, place + length, role))
                break
        place = found[-1][1] if found and found[-1][0] == place else place + 1
    if len(found) != 1:
        return None
    [(start, end, role)] = found
    before, after = given[:start], given[end:]
    if after and after[0].isdigit():
        return Role(role, after[0], before + after[1:])
    rest = before + after
    if len(rest) > 1 and rest[-1].isdigit() and squeezed(rest) not in _person_names():
        return Role(role, rest[-1], rest[:-1])
    return Role(role, "", rest)


def role_of_file(stem: str) -> str | None:
    """Whose rows a file holds, where its name says that and nothing else: ``Suspects``."""
    said = words(stem)
    for given in (said, tuple(word.removesuffix("s") for word in said)):
        if (found := role_of(given)) and not found.rest:
            return found.role
    return None


@cache
def _person_names() -> frozenset[str]:
    table = _held()["person_record"]
    return frozenset(squeezed(name) for names in table.values() for name in names)


@cache
def wanted(table: str, column: Column, *, generic: bool) -> tuple[str, ...]:
    """What a column may be called, the likeliest first; ``generic`` adds names such as "ref"."""
    named = [column.name, *_own(table, column.name)]
    if column.name == "recorded_at":
        named += _held()["every_table"]["recorded_at"]
    target = column.refers_to
    if target and column.name in contract.key_columns(target):
        named += [*_own(target, column.name), column.name]
    if column.name == "area" or (table, column.name) == ("area", "area_id"):
        named += _own("offence", "area") if table != "person_record" else []
    if generic:
        kind = "key" if column.is_key and not target else column.name
        named += _held()["generic"].get(kind, [])
    return tuple(squeezed(name) for name in named)


def _own(table: str, column: str) -> list[str]:
    found: list[str] = _held().get(table, {}).get(column, [])
    return found


def is_own_key(table: str, name: str) -> bool:
    """Whether a name means a table's own key, wherever it stands."""
    [key, *_] = contract.key_columns(table)
    return squeezed(name) in {squeezed(one) for one in (key, *_own(table, key))}


def table_of(file_stem: str) -> str | None:
    """The contract table that a file's name speaks of."""
    said = set(words(file_stem))
    tables = (table for table in _held() if table in contract.TABLES)
    return next(
        (
            table
            for table in tables
            if any(said >= set(words(name)) for name in _held()[table]["files"])
        ),
        None,
    )


def is_personal(name: str) -> bool:
    """Whether a column's name says that it holds people's names or what is theirs alone."""
    return bool(set(words(name)) & set(_held()["personal"]["words"]))


def value(column: Column, text: str) -> str | None:
    """The value of a closed list, or true or false, that a source's code stands for."""
    is_flag = column.kind == "true or false"
    known = ("true", "false") if is_flag else column.values
    said = squeezed(text)
    listed: dict[str, list[str]] = _held()["values"].get("flag" if is_flag else column.name, {})
    for one in known:
        if said in {squeezed(one), *(squeezed(name) for name in listed.get(one, ()))}:
            return one
    return None


def _every_name() -> Iterator[str]:
    for table, row in contract.TABLES.items():
        yield from (column.name for column in contract.columns(row.table))
        for names in _held().get(table, {}).values():
            yield from names
    for section in ("roles", "every_table", "generic"):
        for names in _held()[section].values():
            yield from names


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for name in _every_name() for word in words(name) if len(word) > 1)


@cache
def _values() -> frozenset[str]:
    """What may be a whole value of a closed list: roles and codes."""
    said = [name for names in _held()["roles"].values() for name in names]
    said += [value for row in contract.TABLES for value in _values_of(row)]
    for codes in _held()["values"].values():
        said += [name for code, names in codes.items() for name in (code, *names)]
    return frozenset(map(squeezed, said)) - {squeezed(table) for table in contract.TABLES}


def _values_of(table: str) -> Iterator[str]:
    for column in contract.columns(table):
        yield from column.values


@cache
def _whole_names() -> frozenset[str]:
    """Names run together, for those of single letters: ``D.O.B.``."""
    return frozenset(map(squeezed, _every_name()))


def is_known(name: str) -> bool:
    """Whether a name has a word that headers are made of, and is no value of a closed list."""
    said = squeezed(name)
    has_word = not _vocabulary().isdisjoint(words(name))
    return said not in _values() and (has_word or said in _whole_names())


def read_like_a_header(columns: Sequence[str]) -> bool:
    """Whether the names of a file's first line are surely no row of values: half are known."""
    known = sum(is_known(name) for name in columns)
    return 2 * known >= len(columns) and not any(
        _VALUE.match(name) or len(name) > _LONGEST_NAME for name in columns
    )
