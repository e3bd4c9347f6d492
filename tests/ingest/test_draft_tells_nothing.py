"""A draft and what is said of it hold no value of the files but short lists of codes."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.errors import InputRefused
from ingest.drafting import shapes
from ingest.drafting.draft import draft
from ingest.drafting.shapes import Shape
from tests.ingest.test_draft import AT, drafted, files

HEADER = "Crime No;Suspect Surname;Suspect DOB;Victim Surname;Offence;Role;Beat;Officer;Postcode"


def everything(place: Path, text: str) -> str:
    """All that a draft of one file writes and says."""
    report, written = drafted(place, {"log.csv": text})
    return json.dumps([report, written], ensure_ascii=False)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.lists(
            st.sampled_from(["Qzanna", "Qzbell", "01.02.1999", "Qz 1AA"]), min_size=9, max_size=9
        ),
        max_size=40,
    )
)
def test_no_value_is_written_however_the_columns_are_filled(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    text = "\n".join([HEADER, *(";".join(row) for row in rows)]) + "\n"
    said = everything(tmp_path_factory.mktemp("draft"), text)
    assert not re.search("qz|1999", said, re.IGNORECASE)


def codes(column: str, *counted: tuple[str, int]) -> str:
    """A file of links in which a column holds each code so many times."""
    rows = [code for code, count in counted for _ in range(count)]
    lines = (f"C{n},N{n},{code},{code}" for n, code in enumerate(rows))
    return "\n".join([f"Crime No,Nominal No,Role,{column}", *lines]) + "\n"


@pytest.mark.parametrize(
    ("counted", "listed"),
    [
        ([("SUSP", 15), ("REPT", 5)], ["rept"]),
        ([("SUSP", 16), ("REPT", 4)], []),  # not often enough
        ([("SUSP", 14), ("REPT", 5)], []),  # too few rows
        ([("BELL", 15), ("REPT", 5)], []),  # no code is known, so who knows what the column holds
        ([("SUSP", 15), ("a reporting person xxx", 5)], []),  # too long
        ([("SUSP", 15), *((f"R{n}", 5) for n in range(20))], []),  # too many
    ],
)
def test_a_code_is_listed_only_where_the_column_surely_holds_codes(
    tmp_path: Path, counted: list[tuple[str, int]], listed: list[str]
) -> None:
    _, written = drafted(tmp_path, {"links.csv": codes("Shoe", *counted)})
    assert re.findall(r"-- WHEN '(.*)' THEN", written["involvement.sql"]) == listed


def test_the_codes_of_a_column_that_is_named_after_people_are_never_listed(tmp_path: Path) -> None:
    text = codes("Shoe", ("SUSP", 15), ("QZANNA", 9)).replace("Role", "Officer")
    _, written = drafted(tmp_path, {"links.csv": text}, Officer="role")
    assert "WHEN 'susp' THEN 'suspect'" in written["involvement.sql"]
    assert "qzanna" not in written["involvement.sql"].lower()


def test_the_codes_of_an_unknown_column_are_never_listed(tmp_path: Path) -> None:
    text = codes("Shoe", ("SUSP", 15), ("VICT", 15)).replace("SUSP\n", "Qzanna\n")
    assert "Qzanna" not in everything(tmp_path, text)


@pytest.mark.parametrize(
    "first_row",
    [
        "N1;Qzanna;Qzbell;01/02/1999",  # a date among the names
        "Qzanna;Qzbell;Qzcarl;Qzdora",  # no word of headers
        "Ref;Qzanna;Female;Qzcarl",  # one that comes again as a value
        "Ref;qz@example.org;Surname;Qzcarl",
        "Ref;ZE1 1AA;Surname;Qzcarl",
        "Ref;Surname;Forename;14 High Street",  # begins with a digit
        "A77;Surname;Forename;Town",  # a code
        "Street;Surname;Qzanna;Qzlast",  # half would be known if words of personal data counted
        "Suspect;Surname;Qzanna;Qzlast",  # a role may be a value
        "Male;Surname;Qzanna;Qzlast",  # as other codes may
        "Qzfirst;Surname;Qzanna;Qzlast",  # fewer than half are known
    ],
)
def test_a_first_row_that_is_no_header_is_not_written_down(tmp_path: Path, first_row: str) -> None:
    folder = files(tmp_path / "extract", {"log.csv": f"{first_row}\nN2;Qzdora;Female;Qzcarl\n"})
    with pytest.raises(InputRefused) as caught:
        draft("riverside", folder, tmp_path / "out", at=AT, meant={})
    assert caught.value.message == (
        f"{folder}: no file of it can be drafted from. log.csv: its first line does not "
        "read like a header, so its names are not written down: is the header missing? If it is "
        "one, write this part of the profile by hand."
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([], Shape("empty")),
        (["2024-01-02", "2024-01-03"], Shape("date", 2)),
        (["2024-01-02T10:00:00.5", "2024-01-02 10:00:00+01:00"], Shape("instant", 2)),
        (["20240131", "19991231"], Shape("date", 2, ("%Y%m%d",))),
        (["31/01/2024", "02/01/2024"], Shape("date", 2, ("%d/%m/%Y",))),
        (["01-31-2024"], Shape("date", 1, ("%m-%d-%Y",))),
        (["02.01.2024"], Shape("date", 1, ("%d.%m.%Y",), shapes.EITHER)),
        (["2 Jan 2024", "2 Feb 2024"], Shape("date", 2, ("%d %b %Y",))),
        (
            ["13/01/2024 9:05", "13/01/2024 09:05:10", "14/01/2024 9:05"],
            Shape("instant", 3, ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")),
        ),
        (["13/01/2024 1:05 PM"], Shape("instant", 1, ("%d/%m/%Y %I:%M %p",))),
        (
            ["13/01/2024", "01/13/2024"],
            Shape("date", 2, (), "some are day-first and some month-first"),
        ),
        (
            ["13/01/2024 10:00+01:00"],
            Shape("instant", 1, (), "with an offset; convert it by hand"),
        ),
        (["99/1G", "99/1G"], Shape("PNC id", 2)),
        (["Y", "n", "Y"], Shape("flag", 3, codes={"Y": 2, "n": 1})),
        (["8Q", "105A"], Shape("text", 2, system="HO", codes={"105A": 1, "8Q": 1})),
        (
            ["00866", "10501"],
            Shape("whole number", 2, system="HO5", codes={"00866": 1, "10501": 1}),
        ),
        (["ZE1 1AA"], Shape("postcode", 1, codes={"ZE1 1AA": 1})),
        (["x" * 21], Shape("text", 1)),
    ],
)
def test_the_shape_of_values(values: list[str], shape: Shape) -> None:
    assert shapes.of(values) == shape
