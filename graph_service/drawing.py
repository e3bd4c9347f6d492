"""Pictures that leave the service as files. What came redacted stays redacted."""

from typing import Any

from graph_service.settings import MARKING
from graph_service.web import pictures
from visualisation import curves, interactive


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


def threshold_curve(points: list[dict[str, Any]]) -> str:
    """An SVG of precision by recall, from the highest threshold to the lowest."""
    held = [
        (point["recall"], point["precision"])
        for point in points
        if point["recall"] is not None and point["precision"] is not None
    ]
    return curves.picture({"every threshold": held}, across="Recall", up="Precision")
