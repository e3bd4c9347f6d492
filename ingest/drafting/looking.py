"""What is in a folder of files: which can be read together, and what their columns look like."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graph_service.errors import InputRefused
from graph_service.versions import LIMITS, enough_room, parquet
from ingest import csv_file, manifest, names
from ingest.csv_file import RawFile
from ingest.drafting import dialect, shapes
from ingest.drafting.shapes import Shape
from ingest.profiles import Profile, view_name
from ingest.read import as_text

ROWS = 20_000
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class RawColumn:
    """One column of a file: its name, the shape of its values, and the name that it is read as."""

    name: str
    shape: Shape
    meant: str

    @property
    def words(self) -> names.Words:
        """The words of the name that it is read as."""
        return names.words(self.meant)


@dataclass(frozen=True)
class SeenFile:
    """One file that the draft takes; ``rows`` were looked at, at most the first 20,000."""

    name: str
    view: str
    rows: int
    columns: tuple[RawColumn, ...]


@dataclass(frozen=True)
class Seen:
    """What a folder holds. ``left_out`` says of each other file why."""

    encoding: str
    delimiter: str
    files: tuple[SeenFile, ...]
    left_out: dict[str, str]


def look(folder: Path, meant: Mapping[str, str]) -> Seen:
    """Look at every data file of a folder; InputRefused where there is none that can be read.

    ``meant`` says of a column, by its name in lower case, which name to read it as.
    """
    if not folder.is_dir():
        raise InputRefused(f"{folder}: is not a folder. Give the folder of an extract.")
    try:
        return _look(folder, meant)
    except OSError as error:
        raise InputRefused(f"{folder}: cannot be read ({error.strerror}).") from None


def _look(folder: Path, meant: Mapping[str, str]) -> Seen:
    left_out: dict[str, str] = {}
    fitting: dict[str, list[tuple[str, str]]] = {}
    taken: list[str] = []
    for name in _nameable(manifest.data_files(folder), left_out):
        if name.lower().endswith(".parquet"):
            taken.append(name)
            continue
        fitting[name] = _dialects(folder / name)
        if fitting[name]:
            taken.append(name)
        else:
            left_out[name] = "is neither UTF-8 nor cp1252 nor UTF-16 text"
    encoding, delimiter = _chosen(fitting.values())
    profile = Profile("draft", (), delimiter, encoding, {})
    files = []
    for name in taken:
        if name in fitting and (encoding, delimiter) not in fitting[name]:
            own, sign = fitting[name][0]
            left_out[name] = f"is {own} with {_spoken(sign)}, unlike the others: a profile apart"
            continue
        try:
            files.append(_seen(folder / name, profile, meant))
        except InputRefused as error:
            left_out[name] = error.message.removeprefix(f"{name}: ").rstrip(".")
    if not files:
        why = " ".join(f"{name}: {reason}." for name, reason in left_out.items())
        if why:
            raise InputRefused(f"{folder}: no file of it can be drafted from. {why}")
        raise InputRefused(f"{folder}: holds no .csv or .parquet file to draft from.")
    return Seen(encoding, delimiter, _settled(files), dict(sorted(left_out.items())))


def _settled(files: list[SeenFile]) -> tuple[SeenFile, ...]:
    """The files with dates that could be read two ways read as the others of the folder are."""
    every = [column.shape for file in files for column in file.columns]
    return tuple(
        replace(
            file,
            columns=tuple(
                replace(column, shape=column.shape.settled(by=every)) for column in file.columns
            ),
        )
        for file in files
    )


def _nameable(found: Sequence[str], left_out: dict[str, str]) -> Iterator[str]:
    views: dict[str, str] = {}
    for name in found:
        if not name.isprintable():
            left_out["(a name that cannot be printed)"] = "rename it"
        elif (first := views.setdefault(view_name(name), name)) != name:
            left_out[name] = f"would have the same view as {first}: rename one"
        else:
            yield name


def _dialects(path: Path) -> list[tuple[str, str]]:
    return [
        (encoding, delimiter)
        for encoding in dialect.encodings(path)
        for delimiter in dialect.delimiters(path, encoding)
    ]


def _chosen(fitting: Iterable[list[tuple[str, str]]]) -> tuple[str, str]:
    """The encoding and delimiter that fit most files; of equals the commonest."""
    every = [(one, sign) for one in dialect.ENCODINGS for sign in dialect.DELIMITERS]
    counted = Counter(pair for pairs in fitting for pair in pairs)
    return max(every, key=lambda pair: counted[pair])


def _spoken(delimiter: str) -> str:
    return "tabs" if delimiter == "\t" else f"'{delimiter}'"


def _seen(path: Path, profile: Profile, meant: Mapping[str, str]) -> SeenFile:
    if path.suffix.lower() == ".parquet":
        with enough_room():
            columns, records = _of_parquet(path)
    else:
        raw = RawFile(path.name, "")
        parsed = csv_file.parse(path, raw, profile)
        columns = next(parsed)
        records = [_short(record) for record in islice(parsed, ROWS)]
        _check_header([meant.get(name.lower(), name) for name in columns], records)
    found = (
        RawColumn(
            name,
            shapes.of([record[place] for record in records if record[place]]),
            meant.get(name.lower(), name),
        )
        for place, name in enumerate(columns)
    )
    return SeenFile(path.name, view_name(path.name), len(records), tuple(found))


def _short(record: Sequence[str | None]) -> list[str]:
    return [(value or "").strip()[:_LONGEST_VALUE] for value in record]


def _check_header(columns: list[str], records: list[list[str]]) -> None:
    """Whether the first line names columns; if it is a row of values, nobody may see it."""
    recurs = any(
        name.lower() == record[place].lower()
        for place, name in enumerate(columns)
        if not names.is_known(name)
        for record in records
    )
    if recurs or not names.read_like_a_header(columns):
        raise InputRefused(
            "its first line does not read like a header, so its names are not written down: is "
            "the header missing? If it is one, write this part of the profile by hand"
        )


def _of_parquet(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        columns = csv_file.header(pq.read_schema(path).names, path.name)
        with duckdb.connect(config=LIMITS) as connection:
            held = connection.sql(f"FROM {parquet([path])} LIMIT {ROWS}")
            kinds = zip(held.columns, held.types, strict=True)
            texts = ", ".join(
                f"left({as_text(name, str(kind))}, {_LONGEST_VALUE})" for name, kind in kinds
            )
            rows = held.project(texts).fetchall()
    except duckdb.OutOfMemoryException:
        raise  # the file may be sound: the caller says so
    except (pa.ArrowException, duckdb.Error, UnicodeError):
        raise InputRefused("cannot be read as a Parquet file") from None
    return columns, [_short(row) for row in rows]
