"""Any table as a model takes it: columns of numbers and columns of words, with gaps."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

GAP = "(gap)"
_SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True)
class Column:
    """A column of a table: what it is called there, its name here, and whether it holds numbers."""

    label: Hashable
    name: str
    is_number: bool


def columns(features: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of a table that say anything: not those of gaps alone or of one value.

    ValueError where two columns have one name.
    """
    labels = list(features.columns)
    if len(set(labels)) < len(labels):
        twice = next(one for one in labels if labels.count(one) > 1)
        raise ValueError(f"two columns of the features are called {twice!r}: name each once")
    found = []
    for number, label in enumerate(labels):
        held = features[label]
        is_number = _is_number(held)
        read = _numbers(held) if is_number else _words(held)
        if len(read.unique()) > 1:
            found.append(Column(label, f"column_{number}", is_number))
    return tuple(found)


def as_fitted(features: pd.DataFrame, wanted: tuple[Column, ...]) -> pd.DataFrame:
    """The wanted columns of a table under their names here; gaps are NaN or the word ``GAP``.

    ValueError where a column is missing, or holds words where numbers were learnt.
    """
    found: dict[str, pd.Series] = {}
    for column in wanted:
        if column.label not in features.columns:
            raise ValueError(
                f"the features lack the column {column.label!r}, which the model was fitted with"
            )
        held = features[column.label]
        if column.is_number:
            try:
                found[column.name] = _numbers(held)
            except (TypeError, ValueError):
                raise ValueError(
                    f"the column {column.label!r} held numbers when the model was fitted, and does "
                    "not now"
                ) from None
        else:
            found[column.name] = _words(held)
    return pd.DataFrame(found, index=range(len(features)))


def outcomes(features: pd.DataFrame, outcome: pd.Series) -> NDArray[np.int64]:
    """What came of each row of the features: 1 or 0.

    ValueError where there are no rows, rows and outcomes do not fit together, an outcome is missing
    or is neither true nor false.
    """
    if not len(features):
        raise ValueError("there are no rows to fit")
    if len(outcome) != len(features):
        raise ValueError(f"there are {len(features):,} rows and {len(outcome):,} outcomes")
    held = pd.Series(outcome)
    if isinstance(outcome, pd.Series) and not held.index.equals(features.index):
        if held.index.has_duplicates or set(held.index) != set(features.index):
            raise ValueError("rows and outcomes have not the same index")
        held = held.reindex(features.index)
    if held.isna().any():
        raise ValueError(f"{int(held.isna().sum()):,} rows have no outcome: leave them out")
    try:
        told = held.to_numpy(dtype="float64")
    except (TypeError, ValueError):
        raise ValueError("an outcome is true or false, or 1 or 0") from None
    if not np.isin(told, (0.0, 1.0)).all():
        raise ValueError("an outcome is true or false, or 1 or 0")
    return told.astype(np.int64)


def _is_number(held: pd.Series) -> bool:
    """Whether a column holds numbers, truth values or times."""
    if isinstance(held.dtype, pd.CategoricalDtype):
        return False
    if pd.api.types.is_numeric_dtype(held) or pd.api.types.is_bool_dtype(held):
        return True
    if _is_time(held):
        return True
    if held.dtype != object:
        return False
    kinds = {type(one) for one in held.dropna()}
    return bool(kinds) and all(
        issubclass(one, (bool, int, float, np.number, np.bool_)) for one in kinds
    )


def _is_time(held: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(held) or pd.api.types.is_timedelta64_dtype(held)


def _numbers(held: pd.Series) -> pd.Series:
    """Numbers as floats, times as days; what is not finite is a gap."""
    if pd.api.types.is_datetime64_any_dtype(held):
        since = pd.to_datetime(held, utc=True) - pd.Timestamp(0, tz="UTC")
        values: Any = (since / pd.Timedelta(days=1)).to_numpy(dtype="float64")
    elif pd.api.types.is_timedelta64_dtype(held):
        values = held.dt.total_seconds().to_numpy(dtype="float64") / _SECONDS_OF_A_DAY
    else:
        values = held.to_numpy(dtype="float64", na_value=np.nan)
    return pd.Series(np.where(np.isfinite(values), values, np.nan))


def _words(held: pd.Series) -> pd.Series:
    """Whatever the values are, as words."""
    gaps = held.isna().to_numpy()
    told = [GAP if gap else str(one) for one, gap in zip(held, gaps, strict=True)]
    return pd.Series(told, dtype=object)
