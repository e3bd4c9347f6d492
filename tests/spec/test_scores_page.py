"""docs/scores.md says what the code and the data files say today."""

from pathlib import Path

from scoring.documentation import PAGE, page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_the_scores_is_current() -> None:
    written = (ROOT / PAGE).read_text(encoding="utf-8")
    assert written == page(ROOT), "run: python -m scoring.documentation"
