"""Pairs of records of an invented force, as the service's JSON has them."""

from typing import Any

_PARTS = [
    ("prior", "Before anything is compared", "prior",
     "how seldom two records are of one person", -14.4),
    ("forename", "Forename", "nickname", "a short form of the other forename", 4.1),
    ("surname", "Surname", "same", "the same surname", 9.2),
    ("born", "Date of birth", "swapped", "day and month swapped", 6.3),
    ("place", "Address and postcode", "differ", "different addresses", -4.2),
]  # fmt: skip
_NOW = [
    {"person_id": "P01", "name": "Martin Ardenshaw", "rank": 4, "score": "180.25", "band": None,
     "victims": 2},
    {"person_id": "P12", "name": "Marty Ardenshaw", "rank": 90, "score": "21", "band": None,
     "victims": 1},
]  # fmt: skip
LINK: dict[str, Any] = {
    "link_id": "L-0123456789abcdef",
    "verdict": "waits",
    "meaning": "not sure enough to join, too likely to drop",
    "weight": 1.0,
    "chance": 0.666667,
    "records": [
        {"source": "synthetic", "record_id": "N-10041", "person_id": "P01", "forename": "Martin",
         "surname": "Ardenshaw", "born_on": "1988-03-07", "sex": "M", "address": "1 Elm Row"},
        {"source": "custody", "record_id": "C-7", "person_id": "P12", "forename": "Marty",
         "surname": "Ardenshaw", "born_on": "1988-07-03", "sex": "M", "phone": "07700900123"},
    ],
    "parts": [
        dict(zip(("comparison", "label", "level", "text", "weight"), part, strict=True))
        for part in _PARTS
    ],
    "forecast": {
        "run_id": "R-2026-11-23-2200", "if": "same", "chance": 0.666667, "change": "62.5",
        "now": _NOW,
        "then": [{**_NOW[0], "rank": 2, "score": "242.75", "victims": 3}],
    },
    "unforecast": None,
    "decision": None,
}  # fmt: skip
SAID: dict[str, Any] = {
    "decision": "same",
    "reason": "The same scar in both custody photographs",
    "by": "an.orrin.tallow",
    "role": "analyst",
    "at": "2026-11-24T08:00:00Z",
}
GONE: dict[str, Any] = {
    **LINK,
    "link_id": "L-fedcba9876543210",
    "verdict": "contradicted",
    "meaning": "a decision that another decision rules out",
    "records": [LINK["records"][0], {"source": "custody", "record_id": "C-8"}],
    "parts": [],
    "forecast": None,
    "unforecast": "not_asked",
    "decision": {**SAID, "is_applied": False},
}
LINKS: dict[str, Any] = {"links": [GONE, LINK], "more": 3}
ONE: dict[str, Any] = {
    **LINK,
    "records": [
        {**LINK["records"][0], "carries": {
            "aliases": ["M. Ardenshaw-Pike"],
            "addresses": [
                {"address": "1 Elm Row", "postcode": "NW1 1AA", "kind": "home",
                 "from_on": "2024-01-01", "to_on": "2025-02-01"},
                {"address": "9 Oak Row", "postcode": None, "kind": "recorded", "from_on": None,
                 "to_on": None}],
            "offences": [
                {"source": "synthetic", "offence_id": "O1", "part": "suspect", "status": "charged",
                 "title": "Intentional strangulation", "code": "00867", "from_on": "2026-11-02",
                 "reported_on": None, "area": "A1"}],
            "more": 2,
            "known": [{"person_id": "P20", "name": "Jo Hallowfield", "how": "their ex partner"}]}},
        {**LINK["records"][1], "carries": {
            "aliases": [], "addresses": [], "offences": [], "more": 0, "known": []}},
    ],
    "decisions": [],
}  # fmt: skip
ONE_GONE: dict[str, Any] = {
    **GONE,
    "records": [ONE["records"][0], {**GONE["records"][1], "carries": None}],
    "decisions": [SAID],
}
LOOK_FIRST: dict[str, Any] = {
    "look_first": {
        "why": "also recorded as victim of the counter-party, within days",
        "since_at": "2026-11-23T22:00:00Z",
        "due_at": "2026-11-24T17:00:00Z",
        "facts": [
            {"fact_id": "F-1", "kind": "cross_allegations", "table": "offence",
             "source": "synthetic", "key": "O9", "on": "2026-11-10", "areas": ["A1"],
             "text": "Suspect on 2 November 2026, and recorded as victim of the same person on 10 "
             "November 2026, 8 days apart"}],
        "hidden": False,
    },
    "looked": None,
}  # fmt: skip
