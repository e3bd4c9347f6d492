"""Which contract tables the files can fill, from which columns, and what is missing.

Names alone decide. A file is read as one of: rows of a table of its own (an order, an alias ...);
people; offences; links between the two; or one wide row for an offence with its people in columns
(``Suspect 1 Surname``) or one row for each person of each offence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from graph_service import contract
from ingest import names
from ingest.drafting.looking import RawColumn, SeenFile

_CORE = ("person_record", "offence", "involvement")
_NAMES = ("forename", "surname", "full_name")
_WHO = (*_NAMES, "born_on")
_OF_A_PERSON = {"address", "postcode", "phone", "email"}
# What only the record of an offence says; dates and areas stand in files of every kind.
_OF_AN_OFFENCE = {"title", "code", "reported_on", "is_domestic", "is_vawg", "record_type"}

Found = Mapping[str, RawColumn]


@dataclass(frozen=True)
class Part:
    """How one file fills a table, or one place in its rows does.

    ``fixed`` holds what is the same in every row, ``key`` the text after the offence's key that
    makes the key of a person who has none, ``guards`` the columns of which one must be filled.
    ``is_shared``: several rows may say the same, so each is taken once.
    """

    table: str
    file: SeenFile
    found: Found
    fixed: Mapping[str, str] = field(default_factory=dict)
    key: tuple[RawColumn, str] | None = None
    guards: tuple[RawColumn, ...] = ()
    is_shared: bool = False


@dataclass(frozen=True)
class Gap:
    """A table that a file could fill if it had these columns."""

    table: str
    file: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What is drafted, table by table in the contract's order, and what is not."""

    parts: Mapping[str, tuple[Part, ...]]
    gaps: tuple[Gap, ...]


def of(files: Iterable[SeenFile]) -> Plan:
    """The plan for the files of a folder."""
    parts: list[Part] = []
    gaps: list[Gap] = []
    for file in files:
        for one in _of_file(file):
            (parts if isinstance(one, Part) else gaps).append(one)  # type: ignore[arg-type]  # each to its own
    areas = [one for one in parts if one.table == "offence" and "area" in one.found]
    if not any(one.table == "area" for one in parts):
        parts += [_area_of(one) for one in areas]
    by_table = {
        table: held
        for table in contract.TABLES
        if (held := tuple(one for one in parts if one.table == table))
    }
    return Plan(by_table, tuple(gaps))


def _area_of(offence: Part) -> Part:
    """The areas that offences name, where no file lists them."""
    area = offence.found["area"]
    found = {"area_id": area, "name": area} | {
        name: held for name, held in offence.found.items() if name == "recorded_at"
    }
    return Part("area", offence.file, found, guards=(area,), is_shared=True)


def match(table: str, columns: Iterable[RawColumn], *, generic: bool) -> dict[str, RawColumn]:
    """Contract column to raw column; specific names first, each raw column once."""
    by_name: dict[str, RawColumn] = {}
    for column in columns:
        by_name.setdefault(names.squeezed(column.words), column)
    return _matched(table, by_name, generic=generic)


def _matched(
    table: str, by_name: Mapping[str, RawColumn], *, generic: bool
) -> dict[str, RawColumn]:
    found: dict[str, RawColumn] = {}
    for is_generic in (False, True) if generic else (False,):
        for column in contract.columns(table):
            if column.name in found:
                continue
            for name in names.wanted(table, column, generic=is_generic):
                if name in by_name and by_name[name] not in found.values():
                    found[column.name] = by_name[name]
                    break
    return found


def _missing(table: str, found: Iterable[str]) -> tuple[str, ...]:
    held = {*found, "recorded_at"}
    return tuple(
        column.name
        for column in contract.columns(table)
        if (column.is_required or column.is_key) and column.name not in held
    )


def _of_file(file: SeenFile) -> Iterator[Part | Gap]:
    stem = PurePath(file.name).stem
    named = names.table_of(stem)
    others = list(_of_own_tables(file, named))
    yield from others
    if not any(isinstance(one, Part) for one in others):
        core = _of_core(file, named, stem)
        yield from (one for one in core if isinstance(one, Part) or not others)


def _of_own_tables(file: SeenFile, named: str | None) -> Iterator[Part | Gap]:
    """The tables other than people, offences and links."""
    for table in contract.TABLES:
        if table in _CORE or table == "retraction":
            continue
        found = match(table, file.columns, generic=table == named)
        # Elsewhere such a key is a reference, as an officer's number in a log.
        key, first = contract.columns(table)[0], file.columns[0]
        is_meant = table == named or (
            not key.refers_to
            and found.get(key.name) == first
            and names.is_own_key(table, first.meant)
        )
        missing = _missing(table, found)
        if is_meant and not missing:
            yield Part(table, file, found)
        elif table == named:
            yield Gap(table, file.name, missing)


def _of_core(file: SeenFile, named: str | None, stem: str) -> Iterator[Part | Gap]:
    groups = _groups(file.columns)
    of_people = [column for held in groups.values() for column in held.values()]
    plain = [column for column in file.columns if column not in of_people]
    offence = match("offence", plain, generic=named == "offence")
    person = match("person_record", plain, generic=named == "person_record")
    link = match("involvement", plain, generic=named == "involvement")
    is_person = any(name in person for name in _WHO)
    if is_person:
        _part_ways(person, offence)
    role = names.role_of_file(stem)
    fixed = {"role": role} if role and "role" not in link else {}
    is_link = not _missing("involvement", {*link, *fixed})

    own = set(offence) & _OF_AN_OFFENCE
    if "offence_id" in offence and (own or (named == "offence" and "from_on" in offence)):
        yield Part("offence", file, offence, is_shared=is_link)
    elif "offence_id" not in offence and own and not is_person:
        yield Gap("offence", file.name, ("offence_id",))
    if "offence_id" in offence:
        yield from _of_groups(file, groups, offence)
    if is_person and "record_id" in person:
        yield Part("person_record", file, person, is_shared="offence_id" in offence)
    elif is_person:
        yield Gap("person_record", file.name, ("record_id",))
    if is_link:
        yield Part("involvement", file, link, fixed=fixed)
    elif "offence_id" in link and "record_id" in link:
        yield Gap("involvement", file.name, ("role",))


def _part_ways(person: dict[str, RawColumn], offence: dict[str, RawColumn]) -> None:
    """In a row that holds both, each column is the person's or the offence's."""
    for name in person.keys() & offence.keys() - {"recorded_at"}:
        if person[name] == offence[name]:
            (offence if name in _OF_A_PERSON else person).pop(name)


Groups = dict[tuple[str, str], dict[names.Words, RawColumn]]


def _groups(columns: Iterable[RawColumn]) -> Groups:
    """The columns of people within a row, by role and number: at least a name or a birth date."""
    groups: Groups = {}
    for column in columns:
        if (said := names.role_of(column.words)) and said.rest:
            groups.setdefault((said.role, said.number), {})[said.rest] = column
    return {
        whose: held
        for whose, held in groups.items()
        if any(name in _WHO for name in _of_group("person_record", held))
    }


def _of_group(table: str, held: Mapping[names.Words, RawColumn]) -> dict[str, RawColumn]:
    by_name = {names.squeezed(rest): column for rest, column in held.items()}
    found = _matched(table, by_name, generic=True)
    if table == "involvement":
        return {name: found[name] for name in ("status", "status_on") if name in found}
    return {name: column for name, column in found.items() if name != "recorded_at"}


def _of_groups(file: SeenFile, groups: Groups, offence: Found) -> Iterator[Part]:
    """A record and a link for each place in the row that can hold a person."""
    shared = {name: held for name, held in offence.items() if name == "recorded_at"}
    for (role, number), held in groups.items():
        person = _of_group("person_record", held)
        place = f"/{role}{number}"
        key = None if "record_id" in person else (offence["offence_id"], place)
        guards = tuple(person[name] for name in ("record_id", *_WHO) if name in person)
        # Whoever has no key is told by a name or a birth date; whoever has one, by the key.
        guards = guards[:1] if key is None else guards
        yield Part("person_record", file, person | shared, {}, key, guards, is_shared=True)
        link = {"offence_id": offence["offence_id"], **_of_group("involvement", held), **shared}
        link |= {"record_id": person["record_id"]} if key is None else {}
        yield Part("involvement", file, link, {"role": role}, key, guards, is_shared=True)
