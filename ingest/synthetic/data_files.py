"""The generator's data files, read once: rates, offences, places, names, wording, calendar.

Every rate lives in `data/rates.toml` with a value, a source and a status; code names it as
`rate("custody.arrest")`. A name that is not there is a `KeyError` at the first call.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ingest.synthetic.dice import Dice, Mix


@cache
def table(name: str) -> dict[str, Any]:
    """The data file `data/<name>.toml` as parsed."""
    text = resources.files("ingest.synthetic").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _entry(name: str) -> Any:
    here: Any = table("rates")
    for part in name.split("."):
        here = here[part]
    return here["value"]


@cache
def rate(name: str) -> float:
    """One number of `rates.toml`."""
    return float(_entry(name))


@cache
def mix(name: str) -> Mix[str]:
    """Named weights of `rates.toml`."""
    return tuple((key, float(weight)) for key, weight in _entry(name).items())


@cache
def pairs(name: str) -> dict[str, tuple[float, ...]]:
    """Named rows of numbers of `rates.toml`."""
    return {key: tuple(float(found) for found in row) for key, row in _entry(name).items()}


def waited(dice: Dice, name: str) -> int:
    """Days that something takes: an entry of `waits`, the least plus a spell of this mean."""
    least, mean = pairs("waits")[name]
    return int(least) + dice.spell(mean)


@cache
def day_of(name: str) -> date:
    """One day of `rates.toml`."""
    value = _entry(name)
    if not isinstance(value, date):
        raise TypeError(f"rates.toml: {name} is not a date.")
    return value


@dataclass(frozen=True)
class OffenceKind:
    """One thing that the force can record, from `offences.toml`. `code` is empty for incidents.

    `where` is `public`, `shop` or `home` for what happens there alone. `force_days` is the weight
    in the invented force's own harm list, empty where the list says nothing.
    """

    name: str
    code: str
    titles: tuple[str, ...]
    grade: int
    kind: str
    from_on: date
    where: str
    force_days: str


@cache
def offence_kind(name: str) -> OffenceKind:
    """The offence or incident called `name` in `offences.toml`."""
    found = table("offences")[name]
    return OffenceKind(
        name=name,
        code=found.get("code", ""),
        titles=tuple(found["titles"]),
        grade=found["grade"],
        kind=found["kind"],
        from_on=found.get("from_on", date.min),
        where=found.get("where", ""),
        force_days=str(found.get("force_days", "")),
    )


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of short texts of `wording.toml`."""
    here: Any = table("wording")
    for part in name.split("."):
        here = here[part]
    return tuple(here)
