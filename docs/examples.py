"""Runs the examples of a page as they are written, and writes their answers into it.

`python docs/examples.py [PAGE ...]` in the root of a checkout. A page's `sh` blocks run in their
order, in one shell and one empty folder; what must not run is fenced otherwise (`shell`). A `text`
block that follows one directly is what that block answers on standard output.

The tests run the same examples and compare the answers with those that stand in the page.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from graph_service import embedded

PAGES = ("README.md", "docs/add-a-source.md")

_BLOCK = re.compile(
    r"^```sh\n(?P<run>.*?)^```\n(?:\n```text\n(?P<answer>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


class ExampleFailed(Exception):
    """A block of a page ended with an error."""


def answers(page: str) -> list[str | None]:
    """What the page says that each of its blocks answers; None where it does not say."""
    return [found["answer"] for found in _BLOCK.finditer(page)]


def run(page: str, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """What each block of the page answers when all of them run in a folder.

    `ExampleFailed` holds the last lines of standard error.
    """
    out = folder / "answers"
    out.mkdir()
    script = "set -eu\n"
    for number, found in enumerate(_BLOCK.finditer(page)):
        script += f"{{\n{found['run']}}} >'{out}/{number}'\n"
    work = folder / "work"
    work.mkdir()
    ended = subprocess.run(  # noqa: S603 - the project's own pages
        ["/bin/bash", "-c", script],
        cwd=work,
        env=dict(environment),
        check=False,
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise ExampleFailed(f"block {len(list(out.iterdir()))}: {ended.stderr[-1500:]}")
    return [(out / str(number)).read_text("utf-8") for number in range(len(answers(page)))]


def with_answers(page: str, given: list[str]) -> str:
    """The page with these answers in the places where it shows one."""
    numbers = iter(range(len(given)))

    def shown(found: re.Match[str]) -> str:
        answer = given[next(numbers)]
        if found["answer"] is None:
            return found[0]
        start, end = found.span("answer")
        return f"{found[0][: start - found.start()]}{answer}{found[0][end - found.start() :]}"

    return _BLOCK.sub(shown, page)


def environment_of(folder: Path) -> dict[str, str]:
    """An environment in which `pursuit` is this checkout's and nothing reaches another home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PURSUIT_")}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}:{kept.get('PATH', '')}",
        "PURSUIT_HOME": str(folder / "home"),
    }


def main(pages: list[str]) -> None:
    """Run the examples of the pages and write their answers."""
    for name in pages or PAGES:
        page = Path(name).read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            try:
                given = run(page, Path(folder), environment_of(Path(folder)))
            finally:
                for endpoint in Path(folder).rglob("store/endpoint.json"):
                    embedded.stop(endpoint.parents[1])
        Path(name).write_text(with_answers(page, given), "utf-8")
        print(f"{name}: {len(given)} blocks")


if __name__ == "__main__":
    main(sys.argv[1:])
