"""The example of docs/add-a-scorer.md works as the page says."""

import re
from pathlib import Path
from typing import Any

from scoring.parameter_files import load_parameters
from tests.spec.scoring_example import AS_OF, Example, as_table, history

PAGE = Path(__file__).resolve().parents[2] / "docs" / "add-a-scorer.md"

FACTS = Example(
    title="",
    scheme="",
    text="",
    answer="",
    suspicions="""
    person_id | offence_id | happened_on | status  | code
    adam      | O1         | 2026-09-20  | charged | 06639
    adam      | O2         | 2026-09-21  | charged | 19512
    """,
)


def test_the_example_of_the_page_gives_the_row_that_it_shows() -> None:
    text = PAGE.read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    sentence = re.search(r"```\n(Recorded: .*?)\n```", text)
    assert code is not None
    assert sentence is not None
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102 - the page's own example
    found = names["breaches"](history(FACTS), as_of=AS_OF, parameters=load_parameters())
    assert as_table(found) == [
        {
            "person_id": "adam",
            "name": "breach",
            "points": "13.5",
            "table": "offence",
            "key": "O1",
            "on": "2026-09-20",
            "source": "records",
            "text": sentence[1],
        }
    ]
