"""The examples of the pages run as they are written and answer what the pages say."""

import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from docs import examples
from graph_service.store import Store

PLAIN = {"PATH": os.environ["PATH"]}


@pytest.fixture
def environment(store_environment: dict[str, str]) -> dict[str, str]:
    """An environment in which commands are this checkout's and write to the test's store."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PURSUIT_")}
    path = f"{Path(sys.executable).parent}:{kept['PATH']}"
    return {**kept, **store_environment, "PATH": path}


def asked(page: str) -> list[str]:
    """The questions in Cypher that a page shows."""
    return re.findall(r"^```cypher\n(.+?)^```", page, re.MULTILINE | re.DOTALL)


def test_the_page_on_sources_runs_as_written_and_its_graph_answers_the_questions_of_the_ontology(
    root: Path, tmp_path: Path, environment: dict[str, str], store: Store
) -> None:
    page = (root / "docs/add-a-source.md").read_text("utf-8")
    given = examples.run(page, tmp_path, environment)
    said = examples.answers(page)
    shown = [(n, answer) for n, answer in enumerate(said) if answer is not None]
    assert [(number, given[number]) for number, _ in shown] == shown

    questions = asked((root / "docs/ontology.md").read_text("utf-8"))
    assert [store.read(question) for question in questions] == [
        [
            {"person": "EXAMPLE, Adam", "day": date(2025, 2, 1), "offence": "Stalking"},
            {
                "person": "EXAMPLE, Adam",
                "day": date(2025, 6, 15),
                "offence": "Assault with injury",
            },
            {"person": "EXAMPLE, Dan", "day": date(2025, 9, 20), "offence": "Nuisance calls"},
        ],
        [{"person": "EXAMPLE, Adam", "victims": 2}],
        [],
    ]


def test_the_tour_of_the_readme_runs_as_written_and_answers_what_it_says(
    root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    page = (root / "README.md").read_text("utf-8")
    given = examples.run(page, tmp_path, environment)
    said = examples.answers(page)
    shown = [(n, answer) for n, answer in enumerate(said) if answer is not None]
    assert [(number, given[number]) for number, _ in shown] == shown


PAGE = """\
```sh
name=Ada
echo "$name"
```

```text
Bob
```

Prose.

```sh
echo "$name again" >kept
```

```sh
cat kept
```

Not an answer:

```text
Something
```
"""


def test_blocks_share_a_shell_and_only_a_block_right_behind_is_an_answer(tmp_path: Path) -> None:
    assert examples.answers(PAGE) == ["Bob\n", None, None]
    assert examples.run(PAGE, tmp_path, PLAIN) == ["Ada\n", "", "Ada again\n"]


def test_answers_are_written_where_the_page_shows_one() -> None:
    written = examples.with_answers(PAGE, ["Ada\n", "", "Ada again\n"])
    assert written == PAGE.replace("Bob", "Ada")


def test_a_block_that_fails_is_named(tmp_path: Path) -> None:
    page = "```sh\ntrue\n```\n```sh\necho told >&2\nfalse\n```\n```sh\ntrue\n```\n"
    with pytest.raises(examples.ExampleFailed, match=r"^block 2: told$"):
        examples.run(page, tmp_path, PLAIN)
