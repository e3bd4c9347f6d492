"""The Markdown that generated pages are made of."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence

HEAD = "<!-- Generated. Do not edit. Written by `{command}`. -->\n\n"


def head(command: str) -> str:
    """The first line of a generated page: what it is, and the command that writes it."""
    return HEAD.format(command=command)


def code(text: str) -> str:
    """A name as it stands in code."""
    return f"`{text}`"


def codes(names: Iterable[str]) -> str:
    """Names as they stand in code, parted by commas."""
    return ", ".join(code(name) for name in names)


def doc(of: type | Callable[..., object]) -> str:
    """What a class or function says of itself: its docstring, with Markdown's marks for code."""
    return (inspect.getdoc(of) or "").replace("``", "`")


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table. Bars and line ends inside a cell are written so that they stay inside it."""
    lines = [names, ["---"] * len(names), *([_cell(cell) for cell in row] for row in rows)]
    return "".join(" ".join(("|", *_barred(line))) + "\n" for line in lines)


def _barred(line: Iterable[str]) -> Iterator[str]:
    for cell in line:
        if cell:
            yield cell
        yield "|"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
