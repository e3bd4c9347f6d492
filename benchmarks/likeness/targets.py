"""The published figures of `targets.toml` and the bands in which the invented force must stay."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "targets.toml"


@dataclass(frozen=True)
class Target:
    """One figure: `unit` is `share` (0 to 1), `number` or `days`; `off` says why it is off."""

    what: str
    published: str
    source: str
    status: str
    low: float
    high: float
    unit: str
    off: str = ""

    def shown(self, value: float | None) -> str:
        """A value in the figure's unit."""
        if value is None:
            return "none"
        if self.unit == "share":
            return f"{value * 100:.1f} %"
        return f"{value:.0f} days" if self.unit == "days" else f"{value:.1f}"


@cache
def targets() -> dict[str, Target]:
    """Every target by the name of its figure."""
    return {name: Target(**entry) for name, entry in tomllib.loads(FILE.read_text("utf-8")).items()}


def off_target(figures: Mapping[str, float | None]) -> list[str]:
    """Names of the figures that lie outside their band or could not be measured."""
    return [
        name
        for name, target in targets().items()
        if (value := figures.get(name)) is None or not target.low <= value <= target.high
    ]
