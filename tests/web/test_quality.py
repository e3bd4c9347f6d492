"""The page on data quality: every table in its words, and what is said where there is none."""

from typing import Any

import pytest

from graph_service.access import PERMISSIONS, Action, Role
from graph_service.web import presentation, quality
from tests.web import samples
from tests.web.invented_quality import QUALITY

CUSTODY, SYNTHETIC = QUALITY["sources"]


def parts(source: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {part["heading"]: part for part in quality.parts(source, samples.NOW)}


def test_the_heading_is_how_much_of_the_newest_extracts_was_not_taken() -> None:
    def newest(quarantined: int, *lines: int, is_report_kept: bool = True) -> dict[str, Any]:
        batch = {
            "tables": {"offence": {"quarantined": quarantined}},
            "lines_not_parsed": [{"rows": count} for count in lines],
            "is_report_kept": is_report_kept,
        }
        return {"batches": [batch, SYNTHETIC["batches"][0]]}

    old = newest(0, is_report_kept=False)
    assert [
        quality.heading(sources)
        for sources in (
            [],
            [CUSTODY],
            [newest(1)],
            [CUSTODY, SYNTHETIC],
            [newest(0, 400, 100)],
            [newest(0, 1)],
            [old],
            [old, CUSTODY],
            [old, newest(2, 1)],
        )
    ] == [
        "No extract has been taken in yet",
        "Every row of the newest extracts was taken",
        "1 row of the newest extracts is in quarantine",
        "4 rows of the newest extracts are in quarantine; 12 lines were not read",
        "500 lines of the newest extracts were not read",
        "1 line of the newest extracts was not read",
        "No row of the newest extracts is in quarantine; for 1 source lines not read are not known",
        "No row of the newest extracts is in quarantine; for 1 source lines not read are not known",
        "2 rows of the newest extracts are in quarantine; 1 line was not read; for 1 source lines "
        "not read are not known",
    ]


def test_batches_stand_under_each_other_with_what_was_amiss_and_how_late_they_are() -> None:
    [table] = parts(SYNTHETIC)["Batches"]["tables"]
    assert table["caption"] == "synthetic: batches"
    assert [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]] == [
        {
            "Taken in": "today 02:10",
            "Recorded to": "yesterday 20:15",
            "Kind": "delta",
            "Read": "1,204",
            "Accepted": "1,200",
            "Quarantined": "4",
            "Given again": "0",
            "Lines not read": "12",
            "Values kept as text": "2",
            "New offences": "88, 2 before they happened",
            "Median days to record": "1",
            "9 in 10 within days": "34",
        },
        {
            "Taken in": "Sat 21 Nov 2026, 02:10",
            "Recorded to": "Fri 20 Nov 2026, 20:15",
            "Kind": "full",
            "Read": "2",
            "Accepted": "1",
            "Quarantined": "1",
            "Given again": "5",
            "Lines not read": "not kept",
            "Values kept as text": "not kept",
            "New offences": "1, 1 before they happened",
            "Median days to record": "\N{EN DASH}",
            "9 in 10 within days": "\N{EN DASH}",
        },
    ]


def test_what_is_in_quarantine_says_where_it_lies_and_what_became_of_it() -> None:
    part = parts(SYNTHETIC)["In quarantine"]
    [newest] = part["tables"]
    [(said, earlier)] = part["more"]
    todo = "Correct the source, or the profile's SQL where it loses the value."
    assert said == "Earlier batches: 2 reasons"
    assert [row[1:] for row in newest["rows"] + earlier["rows"]] == [
        ["offence", "offence_id: empty", "3", todo, "3 cannot be followed",
         "HOME/quarantine/b3*/offence.csv, lines 2, 3, 4"],
        ["offence", "the same row stands in this batch already", "1", todo, "nothing was lost",
         "HOME/quarantine/b3*/offence.csv, line 2"],
        ["offence", "offence_id: empty", "9", todo,
         "5 given again, 3 not given again, 1 cannot be followed",
         "HOME/quarantine/b1*/offence.csv, lines 2, 3, 4 and 6 more"],
        ["order", "kind: empty", "1", todo, "the file was removed, so this is not known",
         "HOME/quarantine/b1*/order.csv"],
    ]  # fmt: skip


def away(**changes: Any) -> str:
    """What is said to have become of three quarantined rows."""
    row = {**SYNTHETIC["batches"][0]["quarantine"][0], "not_followed": 0, **changes}
    source = {**CUSTODY, "batches": [{**CUSTODY["batches"][0], "quarantine": [row]}]}
    [table] = parts(source)["In quarantine"]["tables"]
    return str(table["rows"][0][5])


def test_what_became_of_rows_is_never_less_than_none_and_an_unreadable_file_is_not_gone() -> None:
    lost = {"given_again": None, "not_followed": None}
    assert [
        away(rows=2, given_again=3),
        away(rows=2, given_again=2),
        away(rows=2, given_again=0),
        away(**lost, is_file_there=False),
        away(**lost),
    ] == [
        "3 given again",
        "2 given again",
        "2 not given again",
        "the file was removed, so this is not known",
        "the file cannot be read or has none of them any more, so this is not known",
    ]


def test_where_a_report_was_not_kept_nothing_is_said_of_lines_and_values() -> None:
    old = {**CUSTODY["batches"][0], "is_report_kept": False}
    for batches, said in (
        ([old], "Not known: the report was not kept."),
        (
            [CUSTODY["batches"][0], old],
            "None as far as reports were kept; of 1 batch it was not.",
        ),
    ):
        found = parts({**CUSTODY, "batches": batches})
        assert [found[name]["empty"] for name in ("Values kept as text", "Lines not read")] == [
            said, said,
        ]  # fmt: skip


@pytest.mark.parametrize(("limit", "is_link"), [(20, True), (999, True), (1000, False)])
def test_a_page_of_all_the_batches_that_it_can_show_does_not_link_to_itself(
    limit: int, *, is_link: bool
) -> None:
    template, context = samples.contexts()["quality"]
    page = presentation.render(template, **{**context, "limit": limit})
    assert "1 older batch is not shown" in page
    assert ("limit=1000" in page) is is_link


def test_the_page_tells_to_correct_a_copy() -> None:
    template, context = samples.contexts()["quality"]
    page = presentation.render(template, **context)
    assert (
        "Copy a file out, correct the copy and give it again, as docs/quarantine.md says." in page
    )
    assert "corrected there" not in page


def test_values_and_lines_that_were_not_read_and_what_waits_are_told() -> None:
    found = parts(SYNTHETIC)
    [values] = found["Values kept as text"]["tables"]
    [lines] = found["Lines not read"]["tables"]
    [waits] = found["What waits"]["tables"]
    assert values["columns"] == [
        "Column", "Why", "What to do", "today 02:10", "Sat 21 Nov 2026, 02:10",
    ]  # fmt: skip
    assert values["rows"] == [
        ["offence.from_on", "not a day of the calendar", "Correct the source.", "2", "not kept"]
    ]
    assert lines["rows"] == [
        ["today 02:10", "does not parse as CSV",
         "Have the sender write CSV with a program that quotes.", "CRIME.csv",
         "lines 7, 1,031 and 10 more"]
    ]  # fmt: skip
    assert waits["rows"] == [["involvement", "offence, by offence_id", "1,017"]]


def test_the_share_of_rows_with_a_value_stands_by_column_with_batches_beside_each_other() -> None:
    part = parts(SYNTHETIC)["Rows with a value"]
    [(name, table)] = part["more"]
    assert (name, table["columns"]) == (
        "offence",
        ["Column", "today 02:10: 1,200 rows", "Sat 21 Nov 2026, 02:10: 1 row"],
    )
    assert table["rows"] == [
        ["offence_id", "100 %", "100 %"],
        ["code", "over 99 %", "100 %"],
        ["postcode", "under 1 %", "100 %"],
        ["to_on", "0 %", "0 %"],
    ]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "0 %"), (0, 9, "0 %"), (1, 3, "33 %"), (1, 100, "1 %"), (1, 101, "under 1 %"),
     (99, 100, "99 %"), (100, 101, "over 99 %"), (7, 7, "100 %")],
)  # fmt: skip
def test_a_share_says_neither_none_nor_all_where_it_is_not_so(
    part: int, whole: int, said: str
) -> None:
    assert quality.share(part, whole) == said


def test_a_source_without_fault_says_so_in_words() -> None:
    said = {name: part["empty"] for name, part in parts(CUSTODY).items() if not part["tables"]}
    assert said == {
        "In quarantine": "Nothing of the newest batch.",
        "Values kept as text": "Every value could be read.",
        "Lines not read": "Every line of the files could be read.",
        "What waits": "Nothing: whatever a row refers to is there.",
        "Rows with a value": "No batch has an accepted row.",
    }
    template, context = samples.contexts()["quality"]
    page = presentation.render(template, **context)
    for words in (*said.values(), "1 older batch is not shown"):
        assert page.count(words) == 1


def test_it_stands_in_the_navigation_of_those_who_may_read_it() -> None:
    roles = [role for role in Role if "/quality" in {
        link.href for link in presentation.navigation(role, "/")
    }]  # fmt: skip
    assert roles == list(PERMISSIONS[Action.READ_QUALITY])


def test_regions_of_the_page_have_names_of_their_own() -> None:
    captions = [
        table["caption"]
        for source in QUALITY["sources"]
        for part in quality.parts(source, samples.NOW)
        for table in [*part["tables"], *(table for _, table in part["more"])]
    ]
    assert len(set(captions)) == len(captions) == 8
