"""A dated list: a CSV file that opens with comment lines which are TOML.

The comment lines hold at least title and dated_on; the rows follow under their names.
"""

import csv
import io
import tomllib
from decimal import Decimal
from typing import Any


def parse(text: str) -> dict[str, Any]:
    """What the comment lines say, and ``rows``: one dictionary of text for each row.

    ``tomllib.TOMLDecodeError`` or ``csv.Error`` where the text is not well formed.
    """
    lines = text.splitlines(keepends=True)
    head = [line.removeprefix("#").lstrip() for line in lines if line.startswith("#")]
    body = "".join(line for line in lines if not line.startswith("#"))
    rows = list(csv.DictReader(io.StringIO(body), strict=True))
    return {**tomllib.loads("".join(head), parse_float=Decimal), "rows": rows}
