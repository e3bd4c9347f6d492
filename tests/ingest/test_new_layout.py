"""A layout that is not in the box, mapped by the guide alone: people, offences and a list of it.

One wide table of invented rows: UTF-16, semicolons, days first with dots, two suspects and the
victim of each offence in columns, words of its own (Occurrence, Aggrieved, Ja and Nein).
"""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from tests.ingest.conftest import Run
from tests.ingest.force import Force

HARBOUR = Path(__file__).parent / "harbour"

# Who is recorded with no birth date is told by the offence alone, so she is a record of her own.
PEOPLE = [
    ("ASHCOMBE-VALE", "Zoë", "F", "1978-04-14"),
    ("BRINDLEWICK", "Dieter", "M", "1996-05-07"),
    ("DUNWHISTLE", "Gráinne", "F", "1978-05-09"),
    ("FENNIMORE", "Ánna", "F", "1978-07-09"),
    ("HARTSBY-LUNN", "Hugh", "M", "1990-04-08"),
    ("LARKRISE", "Iris", "F", "1974-03-23"),
    ("MARROWBY", "Daphné", "F", "1991-05-05"),
    ("MÜLLERTON", "François", "M", "1992-10-12"),
    ("O'TARROW", "Gwyn", "M", "1990-11-21"),
    ("PENHALLICK", "Freya", "F", ""),
    ("PENHALLICK", "Freya", "F", "1997-07-17"),
    ("QUILLBY", "Emrys", "M", "1990-04-17"),
    ("SALLOWFIELD", "Elin", "F", "1998-04-03"),
    ("TOLLIVER-WYE", "Clara", "F", "1992-12-18"),
    ("WEXCOMBE", "Kezia", "F", "1983-08-11"),
    ("ØRNSBY", "Björn", "M", "1995-02-10"),
]
OFFENCES = {
    ("Assault with injury", "8N", "HO", False): 4,
    ("Assault with injury", "8N", "HO", True): 3,
    ("Coercive control", "8U", "HO", False): 5,
    ("Coercive control", "8U", "HO", True): 4,
    ("Criminal damage", "58B", "HO", False): 6,
    ("Criminal damage", "58B", "HO", True): 2,
    ("Malicious communications", "8R", "HO", False): 1,
    ("Malicious communications", "8R", "HO", True): 4,
    ("Stalking", "8Q", "HO", False): 2,
    ("Stalking", "8Q", "HO", True): 5,
}
BOTH = ["East", "West"]
LISTED = [
    (1, "ØRNSBY, Björn", 7, BOTH),
    (2, "QUILLBY, Emrys", 7, BOTH),
    (3, "HARTSBY-LUNN, Hugh", 6, BOTH),
    (4, "MÜLLERTON, François", 4, BOTH),
    (5, "O'TARROW, Gwyn", 3, BOTH),
    (6, "BRINDLEWICK, Dieter", 1, ["East"]),
]


def test_people_offences_and_a_list_come_of_it(
    run: Run, force: Force, store_environment: dict[str, str]
) -> None:
    report = force.take_in(HARBOUR / "extract", str(HARBOUR / "profile"))
    assert (report["quarantine"], report["not_readable"], report["lines_not_parsed"]) == (
        [],
        [],
        [],
    )
    assert {table: (one["read"], one["accepted"]) for table, one in report["tables"].items()} == {
        "person_record": (77, 77),
        "offence": (36, 36),
        "involvement": (77, 77),
        "area": (2, 2),
    }
    held = force.nodes("PersonRecord", "surname", "forename", "sex", "born_on")
    assert sorted((*who, str(born or "")) for *who, born in held) == PEOPLE
    assert Counter(force.nodes("Offence", "title", "code", "code_system", "is_domestic")) == (
        OFFENCES
    )
    dated = force.nodes("Offence", "offence_id", "from_on", "to_on", "area", "recorded_at")
    # Recorded at 17:53 in London, which is 16:53 in UTC while clocks are forward.
    at = datetime(2024, 9, 7, 16, 53, tzinfo=UTC)
    assert dated[1] == ("26/0002", date(2024, 9, 4), date(2024, 9, 4), "East", at)
    statuses = Counter(status for *_, status in force.joins("SUSPECT_IN", "status"))
    assert statuses == {None: 14, "named": 12, "no_further_action": 8, "charged": 7}
    assert len(force.joins("VICTIM_OF")) == 36

    assert run("score", "--as-of", "2026-01-31", **store_environment).exit_code == 0
    answer = run("list", "--scheme", "serial", "--format", "json", **store_environment)
    names = dict(force.nodes("Person", "person_id", "name"))
    assert [
        (entry["rank"], names[entry["person_id"]], entry["victims"], entry["areas"])
        for entry in json.loads(answer.stdout)["entries"]
    ] == LISTED
