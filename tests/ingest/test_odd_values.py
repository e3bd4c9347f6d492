"""Keys, texts, names and folders of every kind end up in the graph as they are."""

from typing import Any

from graph_service.archive import Archive
from ingest import load
from tests.ingest import extracts
from tests.ingest.force import Force


def test_keys_with_semicolons_slashes_and_quotes_are_told_apart(force: Force) -> None:
    offences = ["a", "a;b", "a/b", '"a', "b"]
    people = ["c", "b;c", "b/c", '"', "ä\u00a0ö岡😀"]
    force.send(
        {
            "offence": [{"offence_id": one} for one in offences],
            "person_record": [{"record_id": one} for one in people],
            "involvement": [
                {"offence_id": one, "record_id": other, "role": "suspect"}
                for one in offences
                for other in people
            ],
        }
    )
    assert force.joins("SUSPECT_IN") == sorted(
        ((f"contract/{other}", f"contract/{one}") for one in offences for other in people),
        key=repr,
    )


# 400 kB in UTF-8; an index of Neo4j takes 8 kB, one of the embedded store less than this.
WIDE = "😀" * 100_000


def long_texts(text: str) -> dict[str, list[dict[str, str]]]:
    """A row of each table that is loaded, with a text of this length wherever text may stand."""
    person: dict[str, Any] = dict.fromkeys(
        (
            "area forename middle_names surname full_name pnc_id cro_number address postcode "
            "phone email occupation birth_place born_on sex"
        ).split(),
        text,
    )
    offence = dict.fromkeys("code code_system title area address included_codes".split(), text)
    return {
        "person_record": [{"record_id": "R1", **person}],
        "alias": [{"alias_id": "L1", "record_id": "R1", "surname": text, "full_name": text}],
        "address": [{"address_id": "H1", "record_id": "R1", "address": text, "area": text}],
        "offence": [{"offence_id": "O1", **offence}],
        "order": [
            {
                "order_id": "D1",
                "kind": "spo",
                "state": "made",
                "respondent_record_id": "R1",
                "area": text,
                "court": text,
            }
        ],
        "area": [{"area_id": "A1", "name": text, "force": text}],
    }


def test_texts_of_any_length_are_taken_by_both_stores(force: Force) -> None:
    force.send(long_texts(WIDE))
    record = force.nodes("PersonRecord", "surname", "pnc_id", "pnc_id_raw", "born_on_raw")
    assert record == [(WIDE, None, WIDE, WIDE)]
    assert force.nodes("Offence", "title", "code", "code_raw", "area_raw") == [
        (WIDE, None, WIDE, WIDE)
    ]


def test_names_in_every_script_come_back_as_they_were(force: Force) -> None:
    names = [
        "Zoë",
        "O'Brien",
        "Łukasz",
        "Ⅷ",
        "राम",
        "محمد",
        "岡田",
        "ไทย",
        "😀",
        "e\u0301",
        "İ",
        "'\"`\\",
    ]
    force.send(
        {
            "person_record": [
                {"record_id": f"R{number:02}", "surname": name} for number, name in enumerate(names)
            ]
        }
    )
    assert [name for _, name in force.nodes("PersonRecord", "record_id", "surname")] == names


def test_what_the_manifest_does_not_name_is_told_and_not_read(force: Force) -> None:
    folder = extracts.write(force.scratch / "x", {"area": [{"area_id": "A1"}]})
    (folder / "offence.csv").write_text("offence_id\n")
    (folder / "notes.txt").write_text("x")
    assert force.take_in(folder)["files_not_in_manifest"] == ["offence.csv"]


def test_nothing_is_left_in_the_working_folder(force: Force) -> None:
    force.send(extracts.small_force())
    assert list((force.archive.folder / "incoming").iterdir()) == []
    modes = {
        oct(path.stat().st_mode & 0o777)
        for path in force.archive.folder.rglob("*")
        if path.is_file()
    }
    assert modes == {"0o600"}


def test_a_home_may_lie_in_a_folder_with_any_name(force: Force) -> None:
    there = force.anew(force.scratch / "source=south" / "a [b]*'c\"" / "home")
    assert isinstance(there.archive, Archive)
    there.send(extracts.small_force())
    assert there.nodes("Offence", "key") == [("contract/O1",)]
    assert there.holds_the_archive()
    force.anew(force.scratch / "empty")


def test_rows_go_to_the_store_in_pieces_that_a_message_holds() -> None:
    rows = [{"key": "x" * size, "properties": {"list": ["y" * size]}} for size in (1, 900_000, 90)]
    sizes = [[len(row["key"]) for row in piece] for piece in load.pieces(rows * 2)]
    assert sizes == [[1, 900_000, 90, 1], [900_000, 90]]
    many = [{"key": "x"}] * 20_001
    assert [len(piece) for piece in load.pieces(many)] == [20_000, 1]
    assert list(load.pieces([])) == []
