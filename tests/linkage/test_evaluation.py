"""Linkage measured against a truth: worked examples."""

from pathlib import Path

import pytest

from graph_service.errors import InputRefused
from ingest.linkage.evaluation import Measure, curve, measure, read_truth, true_pairs

A, B, C, D, E = (("north", name) for name in "ABCDE")


def test_pairs_and_groups_are_counted_apart() -> None:
    cluster = {A: "1", B: "1", C: "1", D: "2", E: "2"}
    person = {A: "p", B: "p", C: "q", D: "r", E: "r"}
    pairs, groups = measure(cluster, person)
    assert pairs == Measure(right=2, joined=2, true=4)
    assert groups == Measure(right=1, joined=2, true=2)
    assert pairs.shown() == {
        "right": 2,
        "joined": 2,
        "true": 4,
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
    }


def test_a_wrong_join_costs_precision() -> None:
    pairs, groups = measure({A: "1", B: "2"}, {A: "p", B: "p"})
    assert pairs == Measure(0, 1, 0) and groups == Measure(0, 1, 0)
    assert pairs.shown()["precision"] == 0.0 and pairs.shown()["recall"] is None


def test_true_pairs() -> None:
    assert true_pairs({C: "1", A: "1", B: "2", D: "1"}) == [(A, C), (A, D), (C, D)]


def test_the_curve_falls_from_the_strongest_weight() -> None:
    assert curve([(2.5, True), (1.5, False)], 2) == [
        {"weight": 3, **Measure(0, 0, 2).shown()},
        {"weight": 2, **Measure(1, 1, 2).shown()},
        {"weight": 1, **Measure(1, 2, 2).shown()},
        {"weight": 0, **Measure(1, 2, 2).shown()},
    ]
    assert curve([], 2) == []


def truth(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "truth.csv"
    file.write_text(text)
    return file


def test_a_truth_file_may_name_records_that_are_not_there(tmp_path: Path) -> None:
    file = truth(tmp_path, "record_id,cluster,origin\nA,1,welsh\nX,1,\nB,2,\n")
    found = read_truth(file, [A, B, C], ["origin"])
    assert found.cluster == {A: "1", B: "2"}
    assert found.by == {"origin": {A: "welsh", B: "not told"}}
    assert found.unknown == ("X",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("record_id\nA\n", "truth.csv has no column `cluster`. A truth file has `record_id` and"),
        ("record_id,cluster\nA,1\nA,2\n", "truth.csv, line 3: the record stands there twice."),
        ("record_id,cluster\nA\n", "truth.csv, line 2: a value is missing, or one too many."),
        ("record_id,cluster\nA,1,2\n", "truth.csv, line 2: a value is missing, or one too many."),
        ("record_id,cluster\nB,1\n", "truth.csv, line 2: the record is in more than one source."),
        ('record_id,cluster\n"A,1\n', "truth.csv cannot be read as CSV in UTF-8 (Error)."),
    ],
)
def test_a_truth_file_that_cannot_be_used(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_truth(truth(tmp_path, text), [A, B, ("south", "B")])
    assert refused.value.message.startswith(expected)


def test_a_source_tells_records_of_one_id_apart(tmp_path: Path) -> None:
    file = truth(tmp_path, "record_id,cluster,source\nB,1,south\n")
    assert read_truth(file, [B, ("south", "B")]).cluster == {("south", "B"): "1"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"There is no file .*none\.csv\."):
        read_truth(tmp_path / "none.csv", [])


def test_a_column_that_tells_nobody_apart(tmp_path: Path) -> None:
    records = [("north", f"r{number}") for number in range(1_001)]
    lines = "".join(f"{record},one\n" for _, record in records)
    with pytest.raises(InputRefused, match=r"holds 500,500 pairs .* cluster has 1,001 records"):
        read_truth(truth(tmp_path, f"record_id,cluster\n{lines}"), records)
