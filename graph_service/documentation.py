"""Writes the generated pages of ``docs/``, or says which are not current.

``python -m graph_service.documentation [--check]`` in the root of a checkout. ``--check`` writes
nothing and ends with 1 where a page is not what would be written.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from graph_service import (
    documentation_contract,
    documentation_ontology,
    documentation_permissions,
)

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/contract.md": documentation_contract.page,
    "docs/ontology.md": documentation_ontology.page,
    "docs/permissions.md": documentation_permissions.page,
}


def not_current(root: Path, pages: Mapping[str, Callable[[], str]]) -> list[str]:
    """The pages whose file in a checkout is missing or says something else."""
    return [
        name
        for name, page in pages.items()
        if not (root / name).is_file() or (root / name).read_text("utf-8") != page()
    ]


def run(arguments: Sequence[str], pages: Mapping[str, Callable[[], str]], command: str) -> int:
    """Write the pages of the checkout in the working directory, or check them; the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(f"Say: {command} [--check]\n")
        return 2
    root = Path.cwd()
    if not arguments:
        for name, page in pages.items():
            (root / name).write_text(page(), "utf-8")
        return 0
    stale = not_current(root, pages)
    for name in stale:
        sys.stderr.write(f"{name} is not current. Write it anew: {command}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], PAGES, "python -m graph_service.documentation"))
