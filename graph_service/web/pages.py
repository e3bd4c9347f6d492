"""The pages: each handler asks queries and gives their answers to a template."""

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph_service import queries, runs
from graph_service.access import Action, Caller, Role, Sees
from graph_service.audit import Event
from graph_service.callers import DeskDep, PageCallerDep
from graph_service.desk import Desk
from graph_service.errors import NotThere
from graph_service.queries import beside, look_first, sight, standing
from graph_service.web.frame import form, html
from graph_service.web.rows import cut_sentence, rows_of

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
FIRST = 20
_OVERSEERS = (Role.AUDITOR, Role.ADMINISTRATOR)
Limit = Annotated[int, Query(ge=1, le=1000)]


def _listing(desk: Desk, caller: Caller, route: str, **asked: Any) -> dict[str, Any]:
    return queries.ranked_list(desk, caller=caller, event=Event(Action.READ_LIST, route), **asked)


@router.get("/")
def home(request: Request, desk: DeskDep, caller: PageCallerDep) -> Response:
    """The first page of each role answers its first question."""
    if caller.role is Role.REFERRER:
        return form("home_referrer.html", request, desk, caller, route="/")
    if caller.role in _OVERSEERS:
        return form("home_analyst.html", request, desk, caller, route="/", **_holdings(desk))
    try:
        listing = _listing(desk, caller, "/", limit=FIRST)
    except NotThere:
        listing = {"run": None, "scheme": "pursuit", "entries": [], "listed": 0}
        listing |= {"next": None, "tie": None}
    held = {
        "rows": rows_of(desk, caller, listing, are_live=True),
        "cut": cut_sentence(listing, FIRST),
        "listed": listing["listed"],
        "listing": listing,
    }
    if caller.sees is Sees.OWN_AREA:
        run = runs.current(desk.archive) if listing["run"] else None
        held["news"] = beside.news(desk, run, caller=caller) if run else []
        return html("home_officer.html", request, desk, caller, **held)
    return html("home_analyst.html", request, desk, caller, **(held | _holdings(desk)))


def _holdings(desk: Desk) -> dict[str, Any]:
    made = runs.read_all(desk.archive)
    now = runs.current(desk.archive) if made else None
    return {
        "run": now.shown() if now else None,
        "listed": now.notes["listed"].get("pursuit") if now else 0,
        "holdings": beside.holdings(desk),
        "sources": beside.sources(desk),
        "schemes": tuple(now.scorers) if now else (),
    }


@router.get("/lists/{scheme}")
def ranked_list(
    request: Request,
    *,
    scheme: str,
    desk: DeskDep,
    caller: PageCallerDep,
    area: str | None = None,
    limit: Limit = FIRST,
    run: str | None = None,
) -> Response:
    """A scheme's list; another scheme that is asked for, as the form does, has its own address."""
    asked = request.query_params
    if asked.get("scheme", "") not in {"", scheme}:
        rest = urlencode([one for one in asked.multi_items() if one[0] != "scheme"])
        path = f"/lists/{quote(asked['scheme'], safe='')}"
        return RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
    listing = _listing(
        desk,
        caller,
        "/lists/{scheme}",
        scheme=scheme,
        area=area or None,
        limit=limit,
        run=run,
    )
    if caller.role is Role.REFERRER:
        return html("list_referrer.html", request, desk, caller, listing=listing)
    found = runs.find(desk.archive, run)
    is_of_today = found == runs.current(desk.archive)
    areas = beside.areas(desk)
    if caller.sees is Sees.OWN_AREA:
        areas = [one for one in areas if one["area_id"] in caller.areas]
        area = area or (caller.areas[0] if len(caller.areas) == 1 else None)
    context = {
        "listing": listing,
        "rows": rows_of(desk, caller, listing, are_live=is_of_today),
        "cut": cut_sentence(listing, limit),
        "listed": listing["listed"],
        "areas": areas,
        "is_part": caller.sees is Sees.OWN_AREA or bool(area),
        "all_areas": caller.sees is Sees.ALL or len(areas) != 1,
        "area": area or None,
        "schemes": tuple(found.scorers),
        "limit": limit,
    }
    return html("list.html", request, desk, caller, **context)


@router.get("/people/{person_id}")
def person(request: Request, person_id: str, desk: DeskDep, caller: PageCallerDep) -> Response:
    """A person's page; for a referrer the check's answer. An old id leads on to today's."""
    return person_page(request, person_id, desk, caller)


def person_page(
    request: Request, person_id: str, desk: Desk, caller: Caller, **more: Any
) -> Response:
    """The page of a person, with what was typed into its form before, if anything."""
    route = "/people/{person_id}"
    profile, timeline = queries.person_with_timeline(desk, person_id, caller=caller, route=route)
    if profile["person_id"] != person_id:
        return RedirectResponse(f"/people/{profile['person_id']}", status_code=303)
    why = why_or_none(desk, caller, person_id, route)
    if caller.role is Role.REFERRER:
        return html("referrer_check.html", request, desk, caller, person=profile, why=why)
    network = queries.network(
        desk, person_id, caller=caller, event=Event(Action.READ_NETWORK, route)
    )
    seen = sight.Sight(desk, caller, [person_id]).get(person_id)
    entries = standing.entries(desk, seen) if seen else {}
    held = {
        "person": profile,
        "why": why,
        "events": timeline,
        "answer": network,
        "areas": beside.areas(desk),
        "listed": entries.get("pursuit") if why else None,
        "entry": _entry(desk, caller, next(iter(entries.values()), None)),
    }
    return html("person.html", request, desk, caller, **held, **more)


def _entry(desk: Desk, caller: Caller, found: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where some list names a person: what must be looked at first, and who has."""
    if found is None:
        return None
    looked = look_first.said(desk, [found], caller).get(found["person_id"])
    told = look_first.told(found, caller)
    before = None if told else look_first.cleared(desk, found["person_id"], caller)
    return {"look_first": told, "looked": looked or before}


def why_or_none(
    desk: Desk, caller: Caller, person_id: str, route: str, scheme: str = "pursuit"
) -> dict[str, Any] | None:
    """The reasons of a score; None where the run lists the person under no scheme."""
    try:
        return queries.why(
            desk, person_id, caller=caller, event=Event(Action.READ_WHY, route), scheme=scheme
        )
    except NotThere:
        return None


@router.get("/people/{person_id}/why")
def why(
    request: Request,
    *,
    person_id: str,
    desk: DeskDep,
    caller: PageCallerDep,
    scheme: str = "pursuit",
    run: str | None = None,
) -> Response:
    """Why a person stands where he does, or stood in a run."""
    route = "/people/{person_id}/why"
    event = Event(Action.READ_WHY, route)
    answer = queries.why(desk, person_id, caller=caller, event=event, scheme=scheme, run=run)
    profile = queries.person(desk, person_id, caller=caller, event=Event(Action.READ_PERSON, route))
    if caller.role is Role.REFERRER:
        return html("referrer_check.html", request, desk, caller, person=profile, why=answer)
    return html("why.html", request, desk, caller, why=answer, person=profile)


@router.get("/people/{person_id}/network")
def network(
    request: Request,
    *,
    person_id: str,
    desk: DeskDep,
    caller: PageCallerDep,
    hops: Annotated[int, Query(ge=1, le=queries.MOST_HOPS)] = 1,
    draw: Annotated[int, Query(ge=2, le=150)] = 60,
) -> Response:
    """A person's network: the picture and the table of the same facts."""
    answer = queries.network(
        desk,
        person_id,
        caller=caller,
        event=Event(Action.READ_NETWORK, "/people/{person_id}/network"),
        hops=hops,
        limit=queries.MOST_NODES,
    )
    centre = answer["nodes"][0]
    context = {
        "answer": answer,
        "centre": centre["id"],
        "name": centre["label"],
        "hops": hops,
        "draw": draw,
    }
    return html("network.html", request, desk, caller, **context)


@router.get("/runs")
def run_list(request: Request, desk: DeskDep, caller: PageCallerDep) -> Response:
    """The recorded runs."""
    answer = queries.run_list(desk, caller=caller, event=Event(Action.READ_RUNS, "/runs"))
    return html("runs.html", request, desk, caller, runs=answer["runs"])


@router.get("/quality")
def quality(
    request: Request,
    *,
    desk: DeskDep,
    caller: PageCallerDep,
    source: str | None = None,
    limit: Limit = FIRST,
) -> Response:
    """How good the data of each source's last batches is."""
    answer = queries.quality(
        desk,
        caller=caller,
        event=Event(Action.READ_QUALITY, "/quality"),
        source=source or None,
        limit=limit,
    )
    return html("quality.html", request, desk, caller, sources=answer["sources"], limit=limit)
