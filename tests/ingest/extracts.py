"""Extracts for tests: contract tables as text, written with their manifest."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest import profiles

CONTRACT = profiles.load("contract")
AT = "2026-01-10T09:00:00"
SENT_AT = "2026-01-11T06:00:00Z"

Rows = list[dict[str, str]]

COUPLE = """
record_id forename surname born_on    sex pnc_id     address  postcode
R1        Anna     Bell    1990-01-02 F   .          1~Oak~St ZE1~1AA
R2        Mark     Stone   1980-05-05 M   99/1G      2~Oak~St ZE1~1AA
R3        Marc     Stone   1980-05-05 M   1999/1G    .        .
"""
ASSAULT = """
offence_id code  code_system title          from_on    is_domestic area
O1         10501 HO5         Common~assault 2026-01-01 true        A1
"""
PARTS = """
offence_id record_id role    status
O1         R1        victim  .
O1         R2        suspect charged
"""

ALL = {
    "person_record": """
        record_id surname address
        S1        Stone   9~Elm~Rd
        V1        Bell    .
        W1        Reed    .""",
    "alias": """
        alias_id record_id surname kind
        L1       S1        Rock    nickname""",
    "address": """
        address_id record_id address     kind from_on
        H1         V1        9~elm~~rd.  home 2025-01-01
        H2         V1        ---         home .""",
    "relationship": """
        relationship_id record_id other_record_id kind
        T1              S1        V1              ex_partner
        T2              S1        W1              sibling
        T3              V1        W1              same_household
        T4              S1        S1              friend""",
    "offence": """
        offence_id area address  from_on
        O1         A1   9~Elm~Rd 2026-01-01
        O2         .    .        2026-01-02""",
    "involvement": """
        offence_id record_id role
        O1         S1        suspect
        O1         V1        victim
        O1         W1        witness
        O1         V1        witness""",
    "outcome": """
        outcome_id offence_id record_id code
        U1         O1         S1        1""",
    "risk_assessment": """
        assessment_id kind about_record_id victim_record_id offence_id on
        K1            dash S1              V1               O1         2026-01-03""",
    "custody_event": """
        event_id record_id kind     at                  offence_id
        C1       S1        arrested 2026-01-04T10:00:00 O1""",
    "order": """
        order_id kind state  respondent_record_id offence_id follows_order_id
        D1       dvpn served S1                   O1         .
        D2       dvpo active S1                   O1         D1""",
    "order_protected": """
        order_id record_id
        D2       V1""",
    "order_condition": """
        condition_id order_id kind        text
        N1           D2       prohibition No~contact""",
    "order_event": """
        event_id order_id kind            at                  offence_id
        E1       D2       made            2026-01-05T10:00:00 .
        E2       D2       breach_reported 2026-01-06T10:00:00 O2""",
    "area": """
        area_id name
        A1      North""",
    "marac": """
        hearing_id record_id victim_record_id heard_on
        M1         S1        V1               2026-01-07""",
    "case_event": """
        event_id offence_id kind                at                  by note_code
        G1       O1         stalking_considered 2026-01-02T10:00:00 F1 SC""",
    "disclosure": """
        disclosure_id route state subject_record_id person_at_risk_record_id received_at
        P1 right_to_know received S1 V1 2026-01-08T10:00:00""",
    "mappa": """
        mappa_id record_id category level from_on    to_on
        Q1       S1        2        3     2026-01-08 2026-07-08""",
    "sex_offender_notification": """
        notification_id record_id from_on    to_on
        X1              S1        2026-01-08 2031-01-07""",
    "iom": """
        iom_id record_id scheme from_on
        I1     S1        fixed  2026-01-08""",
    "referral": """
        referral_id record_id programme referred_on state    referred_by reason
        B1          S1        Drive     2026-01-08  accepted F1          High~risk""",
    "intervention": """
        intervention_id record_id kind       on         by result
        J1              S1        disruption 2026-01-08 F1 Spoken~to""",
    "intelligence": """
        log_id record_id source_evaluation information_assessment handling on title
        Y1     S1        2                 B                      C 2026-01-08 Seen~at~night""",
    "survey": """
        survey_id record_id offence_id on         satisfied
        Z1        V1        O1         2026-01-09 true""",
    "officer": """
        officer_id rank      role     area
        F1         constable Response A1""",
}

# What everything above is in a graph, on every store and machine: it is of the content alone.
ALL_DIGEST = "3606cfb151a96549ce969d5577b86cc2af64a4e64ac9f3c195c4e3733ac6d281"


def rows(text: str) -> Rows:
    """A text table as rows: ``.`` is empty, ``~`` a space."""
    head, *lines = text.strip().splitlines()
    names = head.split()
    return [
        {
            name: "" if value == "." else value.replace("~", " ")
            for name, value in zip(names, line.split(), strict=True)
        }
        for line in lines
    ]


def small_force() -> dict[str, Rows]:
    """A suspect with two records, his victim and what he is recorded to have done."""
    return {
        "person_record": rows(COUPLE),
        "offence": rows(ASSAULT),
        "involvement": rows(PARTS),
    }


def as_csv(held: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """Rows as CSV text; rows without recorded_at get ``AT``."""
    names: dict[str, None] = {}
    for row in held:
        names |= dict.fromkeys(row)
    names |= {"recorded_at": None}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(names), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"recorded_at": AT, **row} for row in held)
    return text.getvalue()


def write(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]], **manifest: Any) -> Path:
    """Write contract tables as an extract with its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for table, held in tables.items():
        (folder / f"{table}.csv").write_text(as_csv(held), "utf-8")
        counts[f"{table}.csv"] = len(held)
    return seal(folder, counts, **manifest)


def seal(folder: Path, counts: Mapping[str, int], **manifest: Any) -> Path:
    """Write the manifest of a folder whose files have these numbers of records."""
    said = {
        "source": "north",
        "kind": "full",
        "recorded_at": SENT_AT,
        "files": [
            {
                "name": name,
                "rows": count,
                "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            }
            for name, count in counts.items()
        ],
    }
    (folder / "manifest.json").write_text(json.dumps(said | manifest), "utf-8")
    return folder


def one_file(folder: Path, name: str, content: bytes | str, count: int, **manifest: Any) -> Path:
    """An extract of a single file with this content."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return seal(folder, {name: count}, **manifest)


def counts(read: int, accepted: int, loaded: int, waiting: int = 0) -> dict[str, int]:
    """What the report says of a table: rows read, accepted, loaded."""
    return {
        "read": read,
        "accepted": accepted,
        "quarantined": read - accepted,
        "loaded": loaded,
        "in_graph": loaded,
        "waiting": waiting,
    }
