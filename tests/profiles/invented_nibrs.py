"""Invented incidents in the layout of a NIBRS download, for the rules of the profile ``nibrs``."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.profiles.mapped import Mapped

LOOKUPS = (
    "NIBRS_ARREST_TYPE",
    "NIBRS_CLEARED_EXCEPT",
    "NIBRS_ETHNICITY",
    "NIBRS_LOCATION_TYPE",
    "NIBRS_OFFENSE_TYPE",
    "NIBRS_RELATIONSHIP",
    "NIBRS_VICTIM_TYPE",
    "REF_RACE",
)
FACTS = (
    "agencies",
    "NIBRS_incident",
    "NIBRS_OFFENSE",
    "NIBRS_OFFENDER",
    "NIBRS_VICTIM",
    "NIBRS_VICTIM_OFFENSE",
    "NIBRS_VICTIM_OFFENDER_REL",
    "NIBRS_ARRESTEE",
    "NIBRS_ARRESTEE_GROUPB",
)
WHITE, NOT_HISPANIC = "10", "20"
ON_VIEW, SUMMONED = "1", "2"
INDIVIDUAL, BUSINESS = "4", "1"
CHILD, RELATIONSHIP_UNKNOWN, SPOUSE, VICTIM_WAS_OFFENDER = "5", "18", "21", "25"

Given = Callable[..., Mapped]


def person(age: str, sex: str = "M", **more: str) -> dict[str, str]:
    """The columns that offenders, victims and arrestees share."""
    who = {"age_num": age, "sex_code": sex, "race_id": WHITE, "ethnicity_id": NOT_HISPANIC}
    return {"incident_id": "1", **who, **more}


def offender(number: str, age: str, sex: str = "M") -> dict[str, str]:
    """A known offender."""
    return person(age, sex, offender_id=number, offender_seq_num=number)


def arrestee(number: str, age: str, sex: str = "M", **more: str) -> dict[str, str]:
    """An arrestee, on view on the day of the incident unless said otherwise."""
    arrest = {"arrest_date": "2024-03-01", "arrest_type_id": ON_VIEW, "offense_code": "13B"}
    return person(age, sex, arrestee_id=number, arrestee_seq_num=number, **{**arrest, **more})


def victim(number: str, age: str, sex: str = "F", kind: str = INDIVIDUAL) -> dict[str, str]:
    """A victim, a person unless said otherwise."""
    return person(age, sex, victim_id=number, victim_type_id=kind)


def related(victim_id: str, offender_id: str, relationship_id: str) -> dict[str, str]:
    """What the victim was to the offender."""
    return {
        "victim_id": victim_id,
        "offender_id": offender_id,
        "relationship_id": relationship_id,
    }


def incident_builder(layout: Path, folder: Path) -> Given:
    """A function that maps one invented simple assault.

    Tables are given as lists of rows; columns that a row does not name are empty. ``layout`` is the
    real download, for headers and code lists; the invented files are written to ``folder``.
    """

    def build(*, incident: dict[str, str] | None = None, **tables: list[dict[str, str]]) -> Mapped:
        rows = {
            "agencies": [
                {"agency_id": "7", "ori": "VT0", "data_year": "2024", "agency_type_name": "City"}
            ],
            "NIBRS_incident": [
                {
                    "incident_id": "1",
                    "agency_id": "7",
                    "incident_date": "2024-03-01",
                    "submission_date": "2024-04-02 10:20:30.5",
                    "report_date_flag": "f",
                    "cleared_except_id": "6",
                    **(incident or {}),
                }
            ],
            "NIBRS_OFFENSE": [
                {
                    "offense_id": "100",
                    "incident_id": "1",
                    "offense_code": "13B",
                    "location_id": "35",
                }
            ],
            "NIBRS_VICTIM_OFFENSE": [
                {"victim_id": row["victim_id"], "offense_id": "100"}
                for row in tables.get("NIBRS_VICTIM", [])
            ],
            **tables,
        }
        for name in LOOKUPS:
            shutil.copy(layout / f"{name}.csv", folder)
        for name in FACTS:
            with (layout / f"{name}.csv").open(encoding="utf-8") as real:
                header = next(csv.reader(real))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header)
                writer.writeheader()
                writer.writerows(rows.get(name, []))
        mapped = Mapped("nibrs")
        mapped.load(folder)
        mapped.map()
        return mapped

    return build


def record_ids(mapped: Mapped) -> set[str]:
    """Ids of all person records."""
    return {row["record_id"] for row in mapped.tables["person_record"]}


def only_arrest(mapped: Mapped) -> tuple[str, str, str | None]:
    """Record, kind and offence of the one custody event."""
    [event] = mapped.tables["custody_event"]
    return event["record_id"], event["kind"], event["offence_id"]


def suspect_statuses(mapped: Mapped) -> dict[str, tuple[str, str | None]]:
    """Status and its day of each suspect."""
    return {
        row["record_id"]: (row["status"], row["status_on"])
        for row in mapped.tables["involvement"]
        if row["role"] == "suspect"
    }
