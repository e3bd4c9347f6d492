"""A network answer as one interactive HTML file. What came redacted stays redacted."""

from typing import Any

from graph_service.settings import MARKING
from graph_service.web import pictures
from visualisation import interactive


def one_file(answer: dict[str, Any], *, is_invented: bool) -> str:
    """The file; the first node of the answer is the person in the middle."""
    centre = answer["nodes"][0]
    return interactive.one_file(
        pictures.graph_of(answer),
        title=f"Network of {centre['label']}",
        marking=MARKING,
        centre=centre["id"],
        invented=is_invented,
    )
