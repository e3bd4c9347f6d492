"""The raw layout of the invented record system: its files, columns and ways of writing.

Days are written dd/mm/yyyy, moments dd/mm/yyyy HH:MM:SS, flags Y or N, surnames in capitals.
Every row is a version with the stamp of its recording in REC_STAMP; a row whose record changes
appears again later. The files are comma separated (RFC 4180), UTF-8, with line feeds.
"""

import csv
import hashlib
import io
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

STAMP = "REC_STAMP"

COLUMNS: dict[str, tuple[str, ...]] = {
    "LPA": ("LPA_CODE", "LPA_NAME", "FORCE_NAME", "FORCE_CODE"),
    "STAFF": ("COLLAR_NO", "RANK_CODE", "POST", "LPA"),
    "NOMINAL": (
        "NOM_REF",
        "LPA",
        "SURNAME",
        "FORENAME_1",
        "FORENAME_2",
        "DOB",
        "DOB_EST",
        "AGE_REC",
        "AGE_REC_DATE",
        "DOD",
        "SEX",
        "PNCID",
        "CRO",
        "ADDR",
        "PCODE",
        "TEL",
        "EMAIL",
        "OCCUPATION",
        "POB",
        "SELF_ETH",
        "IC_CODE",
    ),
    "NOMINAL_ALIAS": ("ALIAS_REF", "NOM_REF", "NAME_TYPE", "SURNAME", "FORENAME_1", "DOB"),
    "NOMINAL_ADDRESS": (
        "ADDR_REF",
        "NOM_REF",
        "LINK_REASON",
        "ADDR",
        "PCODE",
        "LPA",
        "DATE_FROM",
        "DATE_TO",
    ),
    "NOMINAL_ASSOC": ("ASSOC_REF", "NOM_REF", "ASSOC_NOM_REF", "RELATION", "DATE_FROM", "DATE_TO"),
    "CRIME": (
        "CRIME_REF",
        "REC_TYPE",
        "HO_CODE",
        "OFFENCE_TITLE",
        "DATE_FROM",
        "DATE_TO",
        "DATE_REPORTED",
        "LPA",
        "LOCATION",
        "PCODE",
        "DA_FLAG",
        "VAWG_FLAG",
        "INCLUDED_CLASS",
        "HARM_DAYS",
    ),
    "CRIME_NOMINAL_LINK": ("CRIME_REF", "NOM_REF", "LINK_TYPE", "SUSP_STATUS", "STATUS_DATE"),
    "CRIME_OUTCOME": (
        "OUTCOME_REF",
        "CRIME_REF",
        "NOM_REF",
        "OUTCOME_TYPE",
        "OUTCOME_DATE",
        "DECIDED_BY",
    ),
    "CRIME_LOG": ("LOG_REF", "CRIME_REF", "ENTRY_TYPE", "ENTRY_AT", "COLLAR_NO", "NOTE_CODE"),
    "RISK_FORM": (
        "FORM_REF",
        "FORM_TYPE",
        "SUBJECT_NOM_REF",
        "VICTIM_NOM_REF",
        "CRIME_REF",
        "FORM_DATE",
        "GRADING",
        "YES_COUNT",
        "YES_ITEMS",
        "COLLAR_NO",
    ),
    "CUSTODY": (
        "CUST_REF",
        "NOM_REF",
        "EVENT",
        "EVENT_AT",
        "UNTIL",
        "CRIME_REF",
        "DISPOSAL",
        "DISPOSAL_DAYS",
    ),
    "CIVIL_ORDER": (
        "ORD_REF",
        "ORD_TYPE",
        "STATUS",
        "NOM_REF",
        "CRIME_REF",
        "COURT",
        "LPA",
        "PRIOR_ORD_REF",
        "DATE_MADE",
        "DATE_FROM",
        "DATE_TO",
    ),
    "CIVIL_ORDER_PROTECTED": ("ORD_REF", "NOM_REF"),
    "CIVIL_ORDER_TERM": ("TERM_REF", "ORD_REF", "TERM_TYPE", "TERM_TEXT"),
    "CIVIL_ORDER_EVENT": ("EVENT_REF", "ORD_REF", "EVENT", "EVENT_AT", "COLLAR_NO", "CRIME_REF"),
    "DVDS": (
        "DVDS_REF",
        "ROUTE",
        "SUBJECT_NOM_REF",
        "AT_RISK_NOM_REF",
        "RECEIVED_AT",
        "STAGE",
        "STAGE_AT",
    ),
    "MARAC": ("HEARING_REF", "NOM_REF", "VICTIM_NOM_REF", "HEARD"),
    "MAPPA": ("MAPPA_REF", "NOM_REF", "CATEGORY", "LEVEL", "DATE_FROM", "DATE_TO"),
    "SO_NOTIFICATION": ("NOTIF_REF", "NOM_REF", "DATE_FROM", "DATE_TO"),
    "IOM": ("IOM_REF", "NOM_REF", "COHORT", "DATE_FROM", "DATE_TO"),
    "PROGRAMME_REFERRAL": (
        "REFERRAL_REF",
        "NOM_REF",
        "PROGRAMME",
        "REFERRED",
        "REFERRED_BY",
        "STAGE",
        "STAGE_DATE",
        "REASON",
    ),
    "INTERVENTION": (
        "CONTACT_REF",
        "NOM_REF",
        "CONTACT_TYPE",
        "CONTACT_DATE",
        "COLLAR_NO",
        "RESULT",
    ),
    "INTEL_LOG": (
        "LOG_REF",
        "NOM_REF",
        "SOURCE_EVAL",
        "INFO_ASSESS",
        "HANDLING",
        "LOG_DATE",
        "TITLE",
    ),
    "VICTIM_SURVEY": ("SURVEY_REF", "NOM_REF", "CRIME_REF", "SURVEY_DATE", "SATISFIED"),
    "DELETION": ("FILE_NAME", "REF_1", "REF_2", "REF_3", "REASON"),
}
_PLACES = {name: {column: i for i, column in enumerate(found)} for name, found in COLUMNS.items()}


def day(value: date | None) -> str:
    """A day as the record system writes it; empty for none."""
    return "" if value is None else f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def stamp(value: datetime) -> str:
    """A moment as the record system writes it."""
    return f"{day(value)} {value.hour:02d}:{value.minute:02d}:{value.second:02d}"


def spoken(code: str) -> str:
    """A code word as the record system writes it: in capitals, with spaces."""
    return code.upper().replace("_", " ")


class Rows:
    """The rows of one circle, in order, each with the moment of its recording."""

    def __init__(self) -> None:
        self.found: list[tuple[str, datetime, list[str]]] = []

    def add(self, file: str, recorded_at: datetime, **values: str) -> None:
        """A row version of `file`; columns not named stay empty."""
        places = _PLACES[file]
        row = [""] * (len(places) + 1)
        for column, value in values.items():
            row[places[column]] = value
        row[-1] = stamp(recorded_at)
        self.found.append((file, recorded_at, row))


class CsvFile:
    """One file being written, with its count of rows and its digest."""

    def __init__(self, path: Path, columns: Iterable[str]) -> None:
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self.rows = -1
        self.write([list(columns)])

    def write(self, rows: list[list[str]]) -> None:
        """Append rows."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        found = text.getvalue().encode()
        self._file.write(found)
        self._digest.update(found)
        self.rows += len(rows)

    def close(self) -> str:
        """Close the file; gives its SHA-256."""
        self._file.close()
        return self._digest.hexdigest()


class Extract:
    """The raw files of one extract: rows recorded after `after` and by `until`, as they come."""

    def __init__(self, out: Path, after: datetime | None, until: datetime) -> None:
        self._after, self._until = after, until
        self._files = {
            name: CsvFile(out / f"{name}.csv", (*found, STAMP)) for name, found in COLUMNS.items()
        }
        self.manifest: list[dict[str, str | int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name, file in sorted(self._files.items()):
            self.manifest.append({"name": f"{name}.csv", "rows": file.rows, "sha256": file.close()})

    def write(self, rows: Rows) -> None:
        """Append those rows of a circle that fall into the extract."""
        kept: dict[str, list[list[str]]] = {}
        for name, recorded_at, row in rows.found:
            if recorded_at <= self._until and (self._after is None or recorded_at > self._after):
                kept.setdefault(name, []).append(row)
        for name, found in kept.items():
            self._files[name].write(found)
