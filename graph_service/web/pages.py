"""The pages: each handler asks queries and gives their answers to a template."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from graph_service import access, callers, queries, runs
from graph_service.access import Action, Caller, Purpose, Role, Sees
from graph_service.audit import Event
from graph_service.callers import DeskDep, PageCallerDep
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotThere, WrongCall
from graph_service.queries import beside
from graph_service.web import presentation, words
from graph_service.web.frame import html

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
FIRST = 20
_TIES = 80
Token = Annotated[str, Form(alias="csrf_token")]


def _rows(desk: Desk, caller: Caller, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    people = beside.listed_people(desk, (one["person_id"] for one in entries), caller=caller)
    joined = presentation.rows_of(entries, people)
    # Pages for today show the states of today; an entry holds those of its run's as-of.
    return [
        {**row, "states": people.get(str(row["person_id"]), {}).get("states", [])} for row in joined
    ]


def _listing(desk: Desk, caller: Caller, route: str, **asked: Any) -> dict[str, Any]:
    return queries.ranked_list(desk, caller=caller, event=Event(Action.READ_LIST, route), **asked)


@router.get("/")
def home(request: Request, desk: DeskDep, caller: PageCallerDep) -> HTMLResponse:
    """The first page of each role answers its first question."""
    if caller.role is Role.REFERRER:
        return html("home_referrer.html", request, desk, caller)
    if caller.role in (Role.AUDITOR, Role.ADMINISTRATOR):
        return html("home_analyst.html", request, desk, caller, **_overview(desk, None, []))
    try:
        listing = _listing(desk, caller, "/", limit=FIRST + _TIES)
    except NotThere:
        listing = {"run": None, "scheme": "pursuit", "entries": []}
    rows = _rows(desk, caller, listing["entries"])
    cut = words_cut(rows)
    if caller.sees is Sees.OWN_AREA:
        news = beside.news(desk, caller=caller, entries=listing["entries"])
        held = {"rows": rows[:FIRST], "cut": cut, "news": news, "areas": beside.areas(desk)}
        return html("home_officer.html", request, desk, caller, **held)
    held = _overview(desk, listing["run"], rows[:FIRST]) | {"cut": cut}
    return html("home_analyst.html", request, desk, caller, **held)


def words_cut(rows: list[dict[str, Any]], limit: int = FIRST) -> str | None:
    """The sentence that says where a list was cut, and whether inside a tie."""
    return presentation.reasons.cut(rows, limit)


def _overview(desk: Desk, run: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    found = runs.current(desk.archive) if run else None
    return {
        "run": run,
        "rows": rows,
        "listed": found.notes["listed"].get("pursuit") if found else None,
        "holdings": beside.holdings(desk),
        "sources": beside.sources(desk),
        "schemes": tuple(found.scorers) if found else (),
        "scheme": "pursuit",
    }


@router.get("/lists/{scheme}")
def ranked_list(
    request: Request,
    scheme: str,
    desk: DeskDep,
    caller: PageCallerDep,
    area: str | None = None,
    limit: int = FIRST,
    run: str | None = None,
) -> HTMLResponse:
    """A scheme's list."""
    asked = request.query_params.get("scheme") or scheme
    limit = max(1, min(limit, 1000))
    listing = _listing(
        desk,
        caller,
        "/lists/{scheme}",
        scheme=asked,
        area=area or None,
        limit=limit + _TIES,
        run=run,
    )
    if caller.role is Role.REFERRER:
        listing["entries"] = listing["entries"][:limit]
        return html("list_referrer.html", request, desk, caller, listing=listing)
    found = runs.find(desk.archive, run)
    areas = beside.areas(desk)
    if caller.sees is Sees.OWN_AREA:
        areas = [one for one in areas if one["area_id"] in caller.areas]
    context = {
        "listing": listing,
        "rows": _rows(desk, caller, listing["entries"]),
        "areas": areas,
        "area": area or None,
        "schemes": tuple(found.scorers),
        "limit": limit,
    }
    return html("list.html", request, desk, caller, **context)


@router.get("/people/{person_id}")
def person(request: Request, person_id: str, desk: DeskDep, caller: PageCallerDep) -> HTMLResponse:
    """A person's page; for a referrer the check's answer."""
    route = "/people/{person_id}"
    profile = queries.person(desk, person_id, caller=caller, event=Event(Action.READ_PERSON, route))
    why = _why(desk, caller, person_id, route)
    if caller.role is Role.REFERRER:
        return html("referrer_check.html", request, desk, caller, person=profile, why=why)
    timeline = queries.timeline(
        desk, person_id, caller=caller, event=Event(Action.READ_TIMELINE, route)
    )
    network = queries.network(
        desk, person_id, caller=caller, event=Event(Action.READ_NETWORK, route)
    )
    held = {
        "person": profile,
        "why": why,
        "events": timeline["events"],
        "answer": network,
        "areas": beside.areas(desk),
        "listed": runs.entry_of(desk.archive, profile["person_id"]) if why else None,
    }
    return html("person.html", request, desk, caller, **held)


def _why(
    desk: Desk, caller: Caller, person_id: str, route: str, scheme: str = "pursuit"
) -> dict[str, Any] | None:
    try:
        return queries.why(
            desk, person_id, caller=caller, event=Event(Action.READ_WHY, route), scheme=scheme
        )
    except NotThere:
        return None


@router.get("/people/{person_id}/why")
def why(
    request: Request,
    person_id: str,
    desk: DeskDep,
    caller: PageCallerDep,
    scheme: str = "pursuit",
) -> HTMLResponse:
    """Why a person stands where he does."""
    route = "/people/{person_id}/why"
    answer = queries.why(
        desk, person_id, caller=caller, event=Event(Action.READ_WHY, route), scheme=scheme
    )
    profile = queries.person(desk, person_id, caller=caller, event=Event(Action.READ_PERSON, route))
    if caller.role is Role.REFERRER:
        return html("referrer_check.html", request, desk, caller, person=profile, why=answer)
    return html("why.html", request, desk, caller, why=answer, person=profile)


@router.get("/people/{person_id}/network")
def network(
    request: Request, person_id: str, desk: DeskDep, caller: PageCallerDep, hops: int = 1
) -> HTMLResponse:
    """A person's network: the picture and the table of the same facts."""
    route = "/people/{person_id}/network"
    answer = queries.network(
        desk,
        person_id,
        caller=caller,
        event=Event(Action.READ_NETWORK, route),
        hops=hops,
        limit=1000,
    )
    centre = answer["nodes"][0]
    context = {"answer": answer, "centre": centre["id"], "name": centre["label"], "hops": hops}
    return html("network.html", request, desk, caller, **context)


@router.get("/search")
def search_form(request: Request, desk: DeskDep, caller: PageCallerDep) -> HTMLResponse:
    """The search form; a referrer's is his first page."""
    if caller.role is Role.REFERRER:
        return html("home_referrer.html", request, desk, caller)
    return html("search.html", request, desk, caller, matches=None, areas=beside.areas(desk))


@router.post("/search")
def search(
    request: Request,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token,
    text: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """People who fit a text. Posted, so that no address holds a name."""
    callers.check_form(request, desk, caller.who, csrf_token)
    if caller.role is Role.REFERRER:
        raise NotAllowed("A referrer checks one person at a time, on the first page.")
    if not text.strip():
        return search_form(request, desk, caller)
    answer = queries.search(desk, text, caller=caller, event=Event(Action.SEARCH, "/search"))
    context = {"text": text, "areas": beside.areas(desk), **answer}
    return html("search.html", request, desk, caller, **context)


@router.post("/check")
def check(
    request: Request,
    desk: DeskDep,
    caller: PageCallerDep,
    csrf_token: Token,
    surname: Annotated[str, Form()] = "",
    born_on: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    purpose: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """The referrer's one exact search."""
    callers.check_form(request, desk, caller.who, csrf_token)
    if purpose:
        caller = Caller(caller.who, caller.role, caller.areas, access.purpose(purpose))
    day = words.read_day(born_on)
    if not reference.strip() and (not surname.strip() or day is None):
        problem = "Give a surname and a date of birth such as 27 3 1988, or a reference."
        return html("home_referrer.html", request, desk, caller, problem=problem)
    try:
        found = queries.check(
            desk,
            caller=caller,
            event=Event(Action.SEARCH, "/check"),
            surname=surname.strip() or None,
            born_on=day.isoformat() if day else None,
            reference=reference,
        )
    except WrongCall as error:
        return html("home_referrer.html", request, desk, caller, problem=error.message)
    if len(found["matches"]) != 1:
        return html("referrer_check.html", request, desk, caller, person=None, why=None)
    person_id = found["matches"][0]["person_id"]
    profile = queries.person(
        desk, person_id, caller=caller, event=Event(Action.READ_PERSON, "/check")
    )
    answer = _why(desk, caller, person_id, "/check")
    return html("referrer_check.html", request, desk, caller, person=profile, why=answer)


@router.get("/runs")
def run_list(request: Request, desk: DeskDep, caller: PageCallerDep) -> HTMLResponse:
    """The recorded runs."""
    answer = queries.run_list(desk, caller=caller, event=Event(Action.READ_RUNS, "/runs"))
    made = [{**run, "current": run["is_current"]} for run in answer["runs"]]
    return html("runs.html", request, desk, caller, runs=made)


@router.post("/reading-as")
def reading_as(
    request: Request,
    desk: DeskDep,
    csrf_token: Token,
    role: Annotated[str, Form()] = "",
    purpose: Annotated[str, Form()] = "",
    return_to: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Take another role of one's own, or say a purpose; both are remembered."""
    user = callers.user_of(request)
    callers.check_form(request, desk, user, csrf_token)
    caller = callers.in_role(desk, user, role or request.cookies.get(callers.ROLE_COOKIE), None)
    safe = return_to if return_to.startswith("/") and not return_to.startswith("//") else "/"
    old = request.cookies.get(callers.ROLE_COOKIE)
    # Another role may not see the page that the last one stood on.
    target = safe if not role or role == old else "/"
    answer = RedirectResponse(target.replace("\\", ""), status_code=303)
    settings: dict[str, Any] = {"httponly": True, "samesite": "strict", "path": "/"}
    answer.set_cookie(callers.ROLE_COOKIE, caller.role, **settings)
    if purpose and Purpose(access.purpose(purpose)) in access.PURPOSES[caller.role]:
        answer.set_cookie(callers.PURPOSE_COOKIE, purpose, **settings)
    return answer
