"""Forenames that are short or other forms of each other."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    data = resources.files("ingest.linkage") / "data"
    for file in ("nicknames.csv", "variants.csv"):
        with (data / file).open(encoding="utf-8") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                found.setdefault(row["form"], set()).add(row["name"])
    return {form: tuple(sorted(names)) for form, names in found.items()}


def roots(forename: str) -> list[str]:
    """The full names that a folded forename may stand for, itself among them, sorted."""
    return sorted({forename, *_forms().get(forename, ())})
