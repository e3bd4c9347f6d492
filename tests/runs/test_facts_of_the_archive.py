"""What a run reads from the archive, where records were taken back or say little."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from graph_service.archive import Archive
from graph_service.runs import read_as_of
from ingest import pipeline
from scoring import history
from scoring.history import Facts
from tests.runs import force

PNC = "99/0000001G"


def facts(home: Path, *folders: Path) -> Facts:
    archive = Archive(home)
    for folder in folders:
        force.archive(archive, folder)
    batches = archive.batches()
    links = pipeline.derive_links(archive, batches, force.silent)
    with history.known(archive, batches, links, as_of=read_as_of("2026-01-31")) as connection:
        return history.facts(connection)


def two_records_of_one_person() -> dict[str, list[dict[str, str]]]:
    """Everything that hangs on a record hangs on the second one."""
    other = {"record_id": "T2", "recorded_at": "2026-01-11T09:00:00"}
    return {
        "person_record": [
            {"record_id": "T1", "pnc_id": PNC, "born_on": ""},
            {"record_id": "T2", "pnc_id": PNC, "born_on": "1980-01-01"},
            {"record_id": "T3", "pnc_id": "", "born_on": ""},
        ],
        "alias": [{"alias_id": "L1", "record_id": "T2", "born_on": "1981-01-01"}],
        "relationship": [
            {"relationship_id": "R1", "kind": "sibling", "other_record_id": "T3", **other}
        ],
        "custody_event": [{"event_id": "C1", "kind": "remanded", "at": force.AT, **other}],
        "order": [{"order_id": "D1", "kind": "spo", "state": "made", "respondent_record_id": "T2"}],
        "offence": [{"offence_id": "O1"}],
        "outcome": [
            {"outcome_id": "U1", "offence_id": "O1", "record_id": "T2", "code": "16"},
            {"outcome_id": "U2", "offence_id": "O1", "record_id": "", "code": "16"},
        ],
        "involvement": [{"offence_id": "O1", "record_id": "T2", "role": "suspect"}],
    }


def counted(found: Facts) -> dict[str, int]:
    return {
        "born": int(found.history.persons["born_on_latest"].notna().sum()),
        "suspicions": len(found.history.suspicions),
        "relationships": len(found.history.relationships),
        "outcomes": len(found.history.outcomes),
        "custody": len(found.custody),
        "orders": len(found.orders),
    }


def test_what_hangs_on_a_record_goes_with_it_when_it_is_taken_back(
    home: Path, tmp_path: Path
) -> None:
    told = force.extract(tmp_path / "told", two_records_of_one_person())
    assert counted(facts(home, told)) == {
        "born": 1,
        "suspicions": 1,
        "relationships": 1,
        "outcomes": 2,
        "custody": 1,
        "orders": 1,
    }
    taken_back = {"table": "person_record", "key": "T2", "reason": "another person's"}
    back = force.extract(tmp_path / "back", {"retraction": [taken_back]}, "2026-01-20T09:00:00")
    assert counted(facts(home, back)) == {
        "born": 0,
        "suspicions": 0,
        "relationships": 0,
        "outcomes": 1,
        "custody": 0,
        "orders": 0,
    }


def test_an_age_without_a_day_is_of_the_civil_day_on_which_it_was_recorded(
    home: Path, tmp_path: Path
) -> None:
    young = [{"record_id": "T1", "age_years": "17", "recorded_at": "2025-07-01T00:30:00"}]
    found = facts(home, force.extract(tmp_path / "young", {"person_record": young}))
    [person] = found.history.persons.to_dict("records")
    assert person["born_on_earliest"].date() == date(2007, 7, 2)
    assert person["born_on_latest"].date() == date(2008, 7, 1)


@pytest.mark.parametrize(
    ("recorded", "births"),
    [
        ({"born_on": "1990-05-07"}, ("1990-05-07", "1990-05-07")),
        ({"born_on": "2008-01-01", "born_on_estimated": "true"}, ("2008-01-01", "2008-12-31")),
        ({"born_on": "15/06/2012"}, ("2012-01-01", "2012-12-31")),
        ({"born_on": "2011 or 2012"}, None),
        ({"born_on": "not known"}, None),
    ],
)
def test_a_date_of_birth_that_is_an_estimate_or_was_not_read_may_be_any_day_of_its_year(
    home: Path, tmp_path: Path, recorded: dict[str, str], births: tuple[str, str] | None
) -> None:
    told = {"person_record": [{"record_id": "T1", **recorded}]}
    [person] = facts(home, force.extract(tmp_path / "told", told)).history.persons.to_dict(
        "records"
    )
    if births is None:
        assert pd.isna(person["born_on_earliest"])
    else:
        found = (person["born_on_earliest"], person["born_on_latest"])
        assert tuple(str(day.date()) for day in found) == births
