"""What each template gets: for every page one context and more, about an invented force."""

from datetime import UTC, datetime
from typing import Any

from graph_service.web.presentation import AsAt, Page, navigation
from tests.web.invented import (
    AREAS,
    EVENTS,
    LISTING,
    MATCHES,
    NETWORK,
    PERSON,
    REFERRER_PERSON,
    RUN,
    SCHEMES,
    WHY,
    rows,
)
from tests.web.invented_links import LINKS, LOOK_FIRST, ONE, ONE_GONE
from tests.web.invented_quality import QUALITY

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
ALL_ROLES = ("analyst", "vawg_officer", "referrer")


def page(role: str = "vawg_officer", path: str = "/", **changes: Any) -> Page:
    """The frame of a page for a role."""
    values: dict[str, Any] = {
        "now": NOW,
        "reader": "pc.orrin.tallow",
        "role": role,
        "roles": ALL_ROLES,
        "area": AREAS[0] if role == "vawg_officer" else None,
        "as_at": AsAt(
            run_id=RUN["run_id"],
            as_of=RUN["as_of"],
            known_at=RUN["known_at"],
            oldest_source="synthetic",
            oldest_at="2026-11-23T20:15:00+00:00",
        ),
        "nav": navigation(role, path),
        "csrf_token": "token-for-tests",
        "purpose": "referral" if role == "referrer" else "safeguarding",
        "purposes": ("referral",) if role == "referrer" else ("investigation", "safeguarding"),
        "path": path,
        "invented": True,
    }
    return Page(**(values | changes))


def contexts() -> dict[str, tuple[str, dict[str, Any]]]:
    """Every page to look at: name → (template, context)."""
    person = {
        "person": PERSON,
        "why": WHY,
        "events": EVENTS,
        "answer": NETWORK,
        "areas": AREAS,
        "listed": LISTING["entries"][0],
    }
    listing = {
        "listing": LISTING,
        "rows": rows(),
        "areas": AREAS,
        "area": "A1",
        "schemes": SCHEMES,
        "limit": 7,
        "listed": 12,
        "cut": "Cut at 7: positions 5\N{EN DASH}8 tie, so who is above the cut says nothing.",
        "new_count": 2,
    }
    check = [
        {"name": "harm", "records_band": "4\N{EN DASH}6"},
        {"name": "serial.further_victim", "records_band": "1"},
    ]
    return {
        "home_officer": ("home_officer.html", {
            "page": page(), "rows": rows(), "listing": LISTING, "areas": AREAS,
            "news": [{"text": "Martin Ardenshaw went from 4 to 1: strangulation on 2 Nov 2026",
                      "href": "/people/P01", "at": "2026-11-23T22:00:00+00:00"},
                     {"text": "Owen Castlemere is new on the list"}]}),
        "home_analyst": ("home_analyst.html", {
            "page": page("analyst"), "run": RUN, "rows": rows(), "listed": 1204,
            "schemes": SCHEMES, "listing": LISTING,
            "holdings": [{"text": "Person records", "count": 11840},
                         {"text": "People", "count": 10266}, {"text": "Offences", "count": 20426},
                         {"text": "Orders", "count": 310}],
            "sources": [{"source": "synthetic", "recorded_at": "2026-11-23T20:15:00+00:00",
                         "batches": 3}]}),
        "home_referrer": ("home_referrer.html", {"page": page("referrer")}),
        "list": ("list.html", {"page": page(path="/lists/pursuit"), **listing}),
        "list_stale": ("list.html", {
            "page": page(path="/lists/pursuit", as_at=AsAt(
                run_id="R-2026-11-12-2200", as_of="2026-11-12T22:00:00+00:00",
                known_at="2026-11-12T20:15:00+00:00", oldest_source="custody",
                oldest_at="2026-11-08T03:00:00+00:00", stale=True)), **listing}),
        "list_empty": ("list.html", {
            "page": page(path="/lists/pursuit", as_at=AsAt()), **listing, "rows": []}),
        "list_referrer": ("list_referrer.html", {"page": page("referrer", "/lists/pursuit"),
            "listing": {"run": RUN, "scheme": "pursuit", "entries": [
                {"person_id": "P01", "band": "certain", "victims_band": "4\N{EN DASH}6",
                 "definitions": REFERRER_PERSON["definitions"]}]}}),
        "person": ("person.html", {"page": page(path="/people/P01"), **person}),
        "person_bare": ("person.html", {"page": page(path="/people/P09"), "person": {
            "person_id": "P09", "names": [], "born_on": None, "sex": None, "areas": [],
            "states": [], "records": [], "offences": [], "victims": [], "orders": []},
            "why": None, "events": {"events": []}, "answer": None, "areas": AREAS}),
        "why": ("why.html", {"page": page(path="/people/P01/why"), "why": WHY, "person": PERSON}),
        "network": ("network.html", {"page": page(path="/people/P01/network"), "centre": "P01",
                                     "person": PERSON, "answer": NETWORK, "hops": 2}),
        "search": ("search.html", {"page": page(path="/search"), "text": "ardenshaw",
                                   "matches": MATCHES, "more": 3, "areas": AREAS}),
        "search_empty": ("search.html", {"page": page(path="/search"), "text": "zzz",
                                         "matches": [], "more": 0, "areas": AREAS}),
        "check": ("referrer_check.html", {"page": page("referrer", "/check"),
                  "person": REFERRER_PERSON, "why": {"parts": check}}),
        "check_nothing": ("referrer_check.html", {"page": page("referrer", "/check"),
                                                  "person": None, "why": None}),
        "runs": ("runs.html", {"page": page("analyst", "/runs"), "runs": [
            {**RUN, "is_current": True}, {**RUN, "run_id": "R-2026-11-22-2200",
                                       "as_of": "2026-11-22T22:00:00+00:00"}]}),
        "quality": ("quality.html", {"page": page("administrator", "/quality"),
                                     "sources": QUALITY["sources"], "limit": 20}),
        "quality_empty": ("quality.html", {"page": page("analyst", "/quality"), "sources": [],
                                           "limit": 20}),
        "links": ("links.html", {"page": page("analyst", "/links"), "state": "waiting", **LINKS}),
        "links_none": ("links.html", {"page": page("analyst", "/links"), "state": "waiting",
                                      "links": [], "more": 0}),
        "link": ("link.html", {"page": page("analyst", "/links/L-0123456789abcdef"), "link": ONE}),
        "link_gone": ("link.html", {"page": page("analyst", "/links/L-fedcba9876543210"),
                                    "link": ONE_GONE}),
        "person_look_first": ("person.html", {"page": page(path="/people/P01"), **person,
                                              "entry": LOOK_FIRST}),
        "error": ("error.html", {"page": page(path="/people/P01", purpose=None), "problem": {
            "title": "A purpose is needed", "status": 400, "needs_purpose": True,
            "detail": "Reading about one person needs a purpose, and none was chosen.",
            "todo": "Choose what you read this for, then go on."}}),
        "sign_in": ("sign_in.html", {"page": page(role="", nav=(), purposes=())}),
        "signed_out": ("sign_in.html", {"page": page(role="", roles=(), nav=(), purposes=(),
                       as_at=AsAt()), "sign_in_path": "/sign-in/start"}),
    }  # fmt: skip
