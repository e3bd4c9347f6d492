"""Each profile in the box, run once over its real data."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.profiles.invented_nibrs import Given, incident_builder
from tests.profiles.mapped import DATA, Mapped


@pytest.fixture(scope="session")
def vermont_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked download of Vermont 2024."""
    folder = tmp_path_factory.mktemp("vermont")
    with zipfile.ZipFile(DATA / "nibrs-vermont-2024" / "VT-2024.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def vermont(vermont_files: Path) -> Iterator[Mapped]:
    """Vermont 2024 under the profile ``nibrs``."""
    mapped = Mapped("nibrs")
    mapped.load(vermont_files)
    mapped.map()
    yield mapped
    mapped.database.close()


@pytest.fixture(scope="session")
def burglary() -> Iterator[Mapped]:
    """The file of links under the profile ``roxanne-burglary``."""
    mapped = Mapped("roxanne-burglary")
    mapped.load(DATA / "roxanne-burglary")
    mapped.map()
    yield mapped
    mapped.database.close()


@pytest.fixture(params=["vermont", "burglary"])
def mapped(request: pytest.FixtureRequest) -> Mapped:
    """Each profile in turn."""
    found: Mapped = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def given(vermont_files: Path, tmp_path: Path) -> Given:
    """Maps one invented incident."""
    return incident_builder(vermont_files, tmp_path)
