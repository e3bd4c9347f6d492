"""What is wrong with a profile's SQL, in words that hold none of an extract's values.

What DuckDB says of values may hold a person's data, and so may the names in a header that is none
because the file begins with its first row. So its words are passed on only where every name in
them stands in the statement, and the columns of a view are named only where they read like a
header.
"""

import re
from collections.abc import Iterable

import duckdb
from jellyfish import jaro_winkler_similarity

from graph_service.versions import quoted
from ingest import names
from ingest.csv_file import RawFile

_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_NO_COLUMN = re.compile(
    r'olumn (?:named )?"(.+)"'
    r"(?: not found| does not exist on | in [A-Z]+ list not found| referenced that exists in |$)"
)
_CANDIDATE = re.compile(r'"((?:[^"]|"")*)"')
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_MOST = 60
# Words that no column can be named by without quotation marks.
_RESERVED = re.compile(
    r"(?:all|and|as|by|case|distinct|else|end|from|group|in|not|null|on|or|order|select|then"
    r"|union|using|when|where|with)\Z",
    re.IGNORECASE,
)


def explained(error: duckdb.Error, sql: str, files: list[RawFile]) -> str:
    """One sentence on an error of DuckDB's: the line, what is unknown there, and what is known."""
    if not isinstance(
        error, duckdb.CatalogException | duckdb.BinderException | duckdb.ParserException
    ):
        return (
            f"{type(error).__name__} while it ran. Use TRY_CAST or TRY_STRPTIME on doubtful "
            "values, and read the views of the extract alone."
        )
    text = str(error)
    first = text.splitlines()[0]
    at = _LINE.search(text)
    unknown = _NO_COLUMN.search(first) if isinstance(error, duckdb.BinderException) else None
    if not _is_of_the_statement(first, sql, files):
        where = f" (line {at[1]})" if at else ""
        return (
            f"{type(error).__name__}{where}: what DuckDB says of it names what the statement does "
            "not. Write each column out, without * and COLUMNS, and read columns, not whole rows."
        )
    if unknown:
        line = int(at[1]) if at else line_of(sql, unknown[1])
        where = f"line {line}: " if line else ""
        known = _known_columns(unknown[1], sql, text, files)
        return f"{where}there is no column {_written(unknown[1])}.{known}"
    where = f" (line {at[1]})" if at else ""
    is_about_views = isinstance(error, duckdb.CatalogException) or "Referenced table" in first
    return f"{first}{where}{views(files) if is_about_views else ''}"


def views(files: list[RawFile]) -> str:
    """The views of an extract, as the end of a message."""
    return f" Views of this extract: {', '.join(sorted(raw.view for raw in files))}."


def line_of(sql: str, name: str) -> int | None:
    """The line on which a statement first writes a name; None where it does not."""
    return next((line for one, line in _words(sql) if one.lower() == name.lower()), None)


def nearest_first(name: str, known: Iterable[str]) -> list[str]:
    """Names, those first that are most like the given one."""
    return sorted(known, key=lambda one: -jaro_winkler_similarity(name.lower(), one.lower()))


def _is_of_the_statement(said: str, sql: str, files: list[RawFile]) -> bool:
    """Whether DuckDB's words name no column but those that the statement writes itself."""
    named = {name.replace('""', '"') for name in _CANDIDATE.findall(said)}
    # A type lists its columns without quotation marks: STRUCT(a VARCHAR, b VARCHAR).
    doubtful = (raw for raw in files if not names.read_like_a_header(raw.columns))
    named |= {column for raw in doubtful for column in raw.columns if _holds(said, column)}
    return all(_holds(sql, name) for name in named)


def _holds(text: str, name: str) -> bool:
    """Whether a text has a name as a word or words of its own."""
    before, after = (
        (r"(?<!\w)" if name[:1].isalnum() else ""),
        (r"(?!\w)" if name[-1:].isalnum() else ""),
    )
    written = (re.escape(one) for one in (name, name.replace('"', '""')))
    return re.search(f"{before}(?:{'|'.join(written)}){after}", text, re.IGNORECASE) is not None


def _known_columns(unknown: str, sql: str, text: str, files: list[RawFile]) -> str:
    named = {name.lower() for name, _ in _words(sql)}
    read = [raw for raw in files if raw.view in named]
    shown = [raw for raw in read if names.read_like_a_header(raw.columns)]
    unsaid = {column.lower() for raw in read if raw not in shown for column in raw.columns}
    by_name: dict[str, list[str]] = {}
    for raw in shown:
        for column in raw.columns:
            by_name.setdefault(column, []).append(f"{raw.view}.{_written(column)}")
    for column in _CANDIDATE.findall("".join(text.splitlines()[1:3])):
        # As in WITH: the statement's own.
        if column.lower() in named - unsaid and column not in by_name:
            by_name[column] = [_written(column)]
    listed = [one for name in nearest_first(unknown, by_name) for one in by_name[name]]
    more = len(listed) - _MOST
    found = f" Columns, nearest first: {', '.join(listed[:_MOST])}" if listed else ""
    found += f" and {more} more." if more > 0 else "." if listed else ""
    silent = ", ".join(raw.view for raw in read if raw not in shown)
    if silent:
        found += (
            f" The first line of {silent} does not read like a header, so its columns are not "
            "named: is the file's header missing, or the delimiter in profile.toml another?"
        )
    return found


def _words(sql: str) -> list[tuple[str, int]]:
    """What may name a column, with its line; what stands in strings and comments does not."""
    text = sql.encode()  # the places of tokens count bytes
    tokens = duckdb.tokenize(sql)
    ends = [place for place, _ in tokens[1:]] + [len(text)]
    found = []
    for (place, kind), end in zip(tokens, ends, strict=True):
        word = text[place:end].decode().strip()
        if kind == duckdb.token_type.identifier or (
            kind == duckdb.token_type.keyword and not _RESERVED.match(word)
        ):
            found.append((_bare(word), text[:place].count(b"\n") + 1))
    return found


def _bare(written: str) -> str:
    return written[1:-1].replace('""', '"') if written[:1] == '"' else written


def _written(name: str) -> str:
    """A column as SQL must write it, on one line."""
    plain = "".join(one if one.isprintable() else " " for one in name)
    return plain if _BARE.match(plain) else quoted(plain)
