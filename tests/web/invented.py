"""Answers of the service about an invented force, as its JSON has them."""

from collections.abc import Mapping
from typing import Any

from tests.web.invented_measures import MEASURES, STEPS

AREAS = [
    {"area_id": "A1", "name": "Northwold"},
    {"area_id": "A2", "name": "Eastmere"},
    {"area_id": "A3", "name": "Harrowby Vale"},
]
RUN = {
    "run_id": "R-2026-11-23-2200",
    "as_of": "2026-11-23T22:00:00+00:00",
    "known_at": "2026-11-23T20:15:00+00:00",
    "inputs": "9f1c0d7a55b2e1",
    "settings": "4ab01977c3d1",
    "code": "0.1.0",
}
SCHEMES = ["pursuit", "serial", "v100", "rfgv", "harm_ons", "harm_cchi", "harm_source"]


_PEOPLE = [
    ("P01", "Martin Ardenshaw", "1988-03-27", ["in_community"], "1834.5", (1320, 410, 104.5), 4),
    ("P02", "Dean Ottershaw", "1979-11-02", [{"state": "under_order", "until_on": "2026-12-13"}],
     "1410.25", (1200, 150, 60.25), 2),
    ("P03", "Kieran Holloway-Ashby", "1994-07-19", ["in_custody"], "1398", (900, 410, 88), 5),
    ("P04", "Lee Marrowby", None, ["age_not_known", "on_licence"], "1021.75", (700, 300, 21.75), 3),
    ("P05", "Tobias Wrenfield", "1983-01-09", [], "640", (400, 200, 40), 2),
    ("P06", "Gareth Pellingham", "1990-05-30", ["in_programme"], "640", (600, 0, 40), 1),
    ("P07", "Owen Castlemere", "1969-08-14", [], "640", (540, 100, None), 2),
]  # fmt: skip
_REASONS: dict[str, list[Any]] = {
    "P01": [
        {"name": "serial.further_victim", "value": "18", "table": "offence", "key": "O3",
         "on": "2026-02-11", "source": "synthetic",
         "text": "Recorded: Stalking involving fear of violence on 11 February 2026, suspect "
         "charged; a further person recorded as victim, with no recorded family or household tie "
         "to the others: 20 points \N{MULTIPLICATION SIGN} 0.9 for its evidence."},
        {"name": "harm", "value": "9", "table": "offence", "key": "O3", "on": "2026-02-11",
         "source": "synthetic",
         "text": "Recorded: Stalking involving fear of violence on 11 February 2026, suspect "
         "charged; harm 10 days (Cambridge Crime Harm Index 2026; inferred), worth 10 points "
         "\N{MULTIPLICATION SIGN} 0.9 for its evidence."},
        {"name": "harm", "value": "8", "table": "offence", "key": "O1", "on": "2026-11-02",
         "source": "synthetic",
         "text": "Recorded: Intentional strangulation on 2 November 2026, suspect named; harm 180 "
         "days (Cambridge Crime Harm Index 2026), worth 80 points."},
    ],
    "P02": ["Rape reported on 14 Jan 2025, charged"],
    "P03": [{"name": "serial", "text": "5 people recorded as victim of stalking since Feb 2024"}],
    "P04": ["Controlling or coercive behaviour towards 2 partners"],
}  # fmt: skip

PEOPLE: dict[str, dict[str, Any]] = {
    person_id: {"name": name, "born_on": born_on, "states": states}
    for person_id, name, born_on, states, *_ in _PEOPLE
}
LISTING: dict[str, Any] = {
    "run": RUN,
    "scheme": "pursuit",
    "entries": [
        {
            "rank": rank,
            "person_id": person_id,
            "score": score,
            "band": "certain" if rank < 3 else "likely" if rank < 5 else None,
            "axes": {
                name: None if value is None else str(value)
                for name, value in zip(("harm", "serial", "repeat"), axes, strict=True)
            },
            "victims": victims,
            "definitions": {"matac": True, "acpo_2009": rank < 4, "drive": None},
            "look_first": {
                "why": "also recorded as victim of the person he is suspected of hurting",
                "since_at": "2026-11-23T22:00:00+00:00",
                "due_at": "2026-11-24T17:00:00+00:00",
            }
            if person_id == "P04"
            else None,
            "reasons": _REASONS.get(person_id, []),
        }
        for rank, (person_id, _, _, _, score, axes, victims) in enumerate(_PEOPLE, 1)
    ],
}

_TITLES = [
    ("O1", "Intentional strangulation", "2026-11-02", "named", [], "V1"),
    ("O2", "Breach of a stalking protection order", "2026-10-30", "named", [("0", None)], "V1"),
    ("O3", "Stalking involving fear of violence", "2026-02-11", "charged",
     [("1", "2026-03-02")], "V1"),
    ("O4", "Controlling or coercive behaviour", "2025-06-20", "no_further_action",
     [("16", "2025-09-01")], "V2"),
    ("O5", "Assault occasioning actual bodily harm", "2024-12-05", "convicted",
     [("1", "2025-01-10")], "V2"),
    ("O6", "Harassment", "2024-03-15", "no_further_action", [("15", "2024-07-01")], "V3"),
    ("O7", "Common assault", "2023-05-01", "acquitted", [("1", "2023-06-01")], "V4"),
]  # fmt: skip
PERSON: dict[str, Any] = {
    "person_id": "P01",
    "names": ["Martin Ardenshaw", "Marty Arden", "M. Ardenshaw-Pike"],
    "born_on": "1988-03-27",
    "sex": "M",
    "areas": ["A1", "A2"],
    "states": ["in_community", {"state": "under_order", "until_on": "2026-12-13"}],
    "records": [
        {"source": "synthetic", "record_id": "N-10041", "forename": "Martin",
         "surname": "Ardenshaw", "born_on": "1988-03-27", "sex": "M", "pnc_id": "2006/0194772K"},
        {"source": "synthetic", "record_id": "N-23310", "forename": "Marty", "surname": "Arden",
         "born_on": "1988-03-27", "sex": "M", "pnc_id": "2006/0194772K"},
        {"source": "custody", "record_id": "C-771", "forename": "Martin", "surname": "Ardenshaw",
         "born_on": "1988-03-28", "sex": "M", "pnc_id": None},
    ],
    "offences": [
        {"offence_id": key, "source": "synthetic", "title": title, "from_on": on, "area": "A1",
         "status": status, "role": "suspect", "is_domestic": True, "is_vawg": True,
         "outcomes": [{"code": code, "decided_on": at} for code, at in outcomes],
         "steps": STEPS if key == "O1" else []}
        for key, title, on, status, outcomes, _ in _TITLES
    ] + [
        {"offence_id": "O8", "source": "synthetic", "title": "Common assault",
         "from_on": "2026-02-10", "area": "A1", "status": "named", "role": "victim",
         "outcomes": []},
    ],
    "victims": [
        {"person_id": "V1", "name": "Jo Hallowfield", "offences": ["O1", "O2", "O3"]},
        {"token": "T-7kq2mm4dzqpl5zvhx3s2nbae4u", "offences": ["O4", "O5"]},
        {"person_id": "V3", "name": "Priya Lindenholt", "offences": ["O6"]},
        {"token": "T-b9xt20pwq6r7tzlmo2dcy3ks5e", "offences": ["O7"]},
    ],
    "orders": [
        {"order_id": "S-19", "source": "synthetic", "kind": "spo", "state": "active",
         "made_on": "2025-12-13", "from_on": "2025-12-13", "to_on": "2026-12-13",
         "is_in_force": True, "protects": [{"person_id": "V1", "name": "Jo Hallowfield"},
                                           {"token": "T-b9xt20pw"}],
         "conditions": [{"kind": "prohibition", "text": "Not to go within 100 metres of Mill Lane"},
                        {"kind": "requirement", "text": None}]},
        {"order_id": "S-04", "source": "synthetic", "kind": "nmo", "state": "expired",
         "made_on": "2024-01-10", "from_on": "2024-01-10", "to_on": "2025-01-10",
         "is_in_force": False, "protects": []},
    ],
    **MEASURES,
}  # fmt: skip

_PARTS = [
    ("serial.further_victim", "620.5", "O3", "a further person recorded as victim: 700 points"),
    ("harm", "410", "O1", "harm 180 days (Cambridge Crime Harm Index 2026), worth 410 points"),
    ("harm", "330", "O3", "harm 10 days (Cambridge Crime Harm Index 2026; inferred), worth 330"),
    ("repeat.course_of_conduct", "210.25", "O2", "a breach of an order: 210.25 points"),
    ("repeat.same_victim", "188", "O2", "victim of this suspect before: 188 points"),
    ("serial.first_victim", "102", "O7", "a person recorded as victim: 102 points"),
    ("repeat.further_record", "69.25", "O5", "a further record as suspect: 69.25 points"),
    ("harm.not_known", "0", "O6", "its harm is not known; it adds nothing"),
]
_BY_KEY = {key: (title, on) for key, title, on, *_ in _TITLES}
WHY: dict[str, Any] = {
    "person_id": "P01",
    "scheme": "pursuit",
    "score": "1834.5",
    "contributions": [
        {"name": name, "value": value, "table": "offence", "key": key, "on": _BY_KEY[key][1],
         "source": "synthetic",
         "text": f"Recorded: {_BY_KEY[key][0]} on {_BY_KEY[key][1]}; {said}."}
        for name, value, key, said in _PARTS
    ] + [
        {"name": "cap.harm", "value": "-95.5", "table": "parameter", "source": None, "on": None,
         "key": "harm_caps.toml pursuit stalking",
         "text": "Cap: stalking adds at most 644.5 for one person."},
    ],
    "change": {"text": "Leaves the first 20 if the offence of 2 Nov 2026 is reclassified."},
    "schemes": [
        {"scheme": "pursuit", "rank": 1, "score": "1834.5"},
        {"scheme": "serial", "rank": 2, "score": "4"},
        {"scheme": "harm_ons", "rank": 3, "score": "1320"},
        {"scheme": "harm_cchi", "rank": 1, "score": "2190"},
    ],
}  # fmt: skip

EVENTS: dict[str, Any] = {
    "events": [
        {"on": on, "kind": "offence", "text": title, "table": "offence", "key": key}
        for key, title, on, *_ in _TITLES
    ] + [
        {"on": at, "kind": "outcome", "text": f"Outcome {code}", "table": "outcome", "key": key}
        for key, _, _, _, outcomes, _ in _TITLES for code, at in outcomes if at
    ] + [
        {"on": "2025-12-13", "until": "2026-12-13", "kind": "order",
         "text": "Stalking protection order", "table": "order", "key": "S-19"},
        {"on": "2024-01-10", "until": "2025-01-10", "kind": "order",
         "text": "Non-molestation order", "table": "order", "key": "S-04"},
        {"on": "2025-01-10", "until": "2025-05-10", "kind": "custody", "text": "Sentenced, custody",
         "table": "custody_event", "key": "K-1"},
    ]
}  # fmt: skip


def _network() -> dict[str, Any]:
    people = [
        ("P01", "Martin Ardenshaw", False),
        ("V1", "Jo Hallowfield", False),
        ("V2", "Victim, not named", True),
        ("V3", "Priya Lindenholt", False),
        ("V4", "Victim, not named", True),
        ("P02", "Dean Ottershaw", False),
        ("P04", "Lee Marrowby", False),
        ("X1", "Ann Ardenshaw", False),
        ("X2", "Sam Quillby", False),
    ]
    nodes: list[dict[str, Any]] = [
        {"id": key, "kind": "person", "label": label, "redacted": redacted}
        for key, label, redacted in people
    ]
    edges: list[dict[str, Any]] = []

    def offence(key: str, on: str, suspects: str, victims: str) -> None:
        nodes.append({"id": key, "kind": "offence", "label": key, "redacted": False, "on": on})
        edges.extend({"source": s, "target": key, "kind": "SUSPECT_IN"} for s in suspects.split())
        edges.extend({"source": v, "target": key, "kind": "VICTIM_OF"} for v in victims.split())

    for key, _, on, _, _, victim in _TITLES:
        offence(key, on, "P01", victim)
    offence("O9", "2024-12-05", "P01 P02", "V2")
    offence("O10", "2025-03-01", "P04", "V3")
    offence("O11", "2026-01-01", "P01", "P04")
    offence("O12", "2025-08-09", "P02", "X2")
    offence("O13", "2022-08-09", "P01", "")
    nodes.append({"id": "S-19", "kind": "order", "label": "spo, active", "redacted": False})
    edges += [
        {"source": "P01", "target": "S-19", "kind": "SUBJECT_OF"},
        {"source": "V1", "target": "S-19", "kind": "PROTECTED_BY"},
        {"source": "P01", "target": "V1", "kind": "PARTNER_OF", "text": "ex-partner"},
        {"source": "P01", "target": "X1", "kind": "FAMILY_OF", "text": "child"},
        {"source": "P01", "target": "L1", "kind": "LIVES_AT"},
        {"source": "X1", "target": "L1", "kind": "LIVES_AT"},
    ]  # fmt: skip
    nodes.append({"id": "L1", "kind": "location", "label": "4 Mill Lane", "redacted": False})
    return {"nodes": nodes, "edges": edges, "more": 12}


NETWORK: dict[str, Any] = _network()
MATCHES = [
    {"person_id": "P01", "name": "Martin Ardenshaw", "born_on": "1988-03-27", "areas": ["A1"]},
    {"person_id": "P08", "name": "Martyn Ardenshore", "born_on": None, "areas": [],
     "because": "sounds alike"},
]  # fmt: skip
REFERRER_PERSON: dict[str, Any] = {
    "person_id": "P01",
    "names": ["Martin Ardenshaw"],
    "born_on": "1988-03-27",
    "victims_band": "4\N{EN DASH}6",
    "definitions": {"matac": True, "acpo_2009": True, "drive": None},
    "states": ["in_community"],
}


def rows() -> list[Mapping[str, Any]]:
    """List entries with the live facts of their people."""
    return [{**PEOPLE[entry["person_id"]], **entry} for entry in LISTING["entries"]]
