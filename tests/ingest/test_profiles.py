"""A profile is a folder of settings and SQL, wherever it lies."""

import codecs
from pathlib import Path

import pytest

from graph_service.errors import InputRefused, WrongCall
from ingest import profiles
from ingest.profiles import Profile

AREA = "SELECT beat AS area_id, seen AS recorded_at FROM crimes"


def folder(place: Path, settings: str | bytes, **queries: str) -> Path:
    place.mkdir()
    content = settings if isinstance(settings, bytes) else settings.encode()
    (place / "profile.toml").write_bytes(content)
    for table, sql in (queries or {"area": AREA}).items():
        (place / f"{table}.sql").write_text(sql, "utf-8")
    return place


def test_a_folder_anywhere_is_a_profile(tmp_path: Path) -> None:
    place = folder(
        tmp_path / "riverside",
        'name = "riverside"\nfiles = ["*.csv"]\ndelimiter = ";"\nencoding = "cp1252"\n',
    )
    found = profiles.load(str(place))
    assert found == Profile("riverside", ("*.csv",), ";", "cp1252", {"area": AREA})
    assert (found.is_contract, found.takes("a.csv"), found.takes("a.parquet")) == (
        False,
        True,
        False,
    )


def test_only_the_name_is_needed(tmp_path: Path) -> None:
    place = folder(tmp_path / "x", codecs.BOM_UTF8 + b'name = "x"')
    assert profiles.load(str(place)) == Profile("x", (), ",", "utf-8", {"area": AREA})


def test_the_profiles_in_the_box_have_names(tmp_path: Path) -> None:
    assert profiles.in_the_box() == ["contract", "nibrs", "roxanne-burglary", "synthetic"]
    with pytest.raises(WrongCall) as caught:
        profiles.load(str(tmp_path / "gone"))
    assert caught.value.message == (
        f"There is no profile '{tmp_path}/gone'. In the box are: contract, nibrs, "
        "roxanne-burglary, synthetic. Or give the path of a folder that holds a profile.toml."
    )


KNOWN = "Known: delimiter, description, encoding, files, name."
NO_NAME = (
    "name is missing, or taken, or not made of A to Z, a to z, 0 to 9, '-', '_', '.' and spaces "
    "within."
)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ('name = "x"\nfils = []', f"unknown key fils. {KNOWN}"),
        ('delimiter = ","', NO_NAME),
        ("name = 5", NO_NAME),
        ('name = "a/b"', NO_NAME),
        ('name = "contract"', NO_NAME),
        ('name = "x"\nfiles = "a.csv"', "files is a list of file names or patterns."),
        ('name = "x"\ndelimiter = "||"', "delimiter is one character."),
        ('name = "x"\ndelimiter = "\\n"', "delimiter is one character."),
        ('name = "x"\nencoding = "klingon"', "encoding is not the name of a known one."),
        ('name = "x"\nencoding = "base64"', "encoding is not the name of a known one."),
        ('name = "x"\nencoding = 8', "encoding is not the name of a known one."),
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path: Path, settings: str, sentence: str) -> None:
    place = folder(tmp_path / "x", settings)
    with pytest.raises(InputRefused) as caught:
        profiles.load(str(place))
    assert caught.value.message == f"profile.toml: {sentence}"


@pytest.mark.parametrize("settings", [b"name = ", b"\xff\xfe"], ids=["half", "no UTF-8"])
def test_settings_that_are_no_toml_are_refused(tmp_path: Path, settings: bytes) -> None:
    place = folder(tmp_path / "x", settings)
    with pytest.raises(InputRefused, match=r"^profile\.toml cannot be read: "):
        profiles.load(str(place))


def test_sql_for_a_table_that_the_contract_has_not_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "x", 'name = "x"', crime=AREA)
    with pytest.raises(InputRefused, match=r"^crime\.sql: there is no contract table of that name"):
        profiles.load(str(place))


def test_a_profile_without_sql_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "x", 'name = "x"')
    (place / "area.sql").unlink()
    with pytest.raises(InputRefused, match=r"^The profile's folder holds no <contract table>\.sql"):
        profiles.load(str(place))


def test_sql_that_is_no_text_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "x", 'name = "x"')
    (place / "area.sql").write_bytes(b"SELECT '\xff'")
    with pytest.raises(InputRefused, match=r"^area\.sql: cannot be read as UTF-8 text\.$"):
        profiles.load(str(place))


@pytest.mark.parametrize("name", ["", "a/b", "a;b", "-a", "a ", " a", "Zoë", "x" * 65, "a\n"])
def test_a_source_is_named_in_plain_letters(name: str) -> None:
    with pytest.raises(WrongCall, match=r"^A source's name is made of A to Z, a to z, 0 to 9"):
        profiles.source_name(name)


@pytest.mark.parametrize("name", ["x", "north-2", "North Force", "x" * 64])
def test_a_source_may_have_the_name_that_it_goes_by(name: str) -> None:
    assert profiles.source_name(name) == name
