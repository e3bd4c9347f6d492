"""Who calls over HTTP: an operating-system user on loopback, in a role that the settings grant."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request

from graph_service import access, peers
from graph_service.access import PURPOSES, Action, Caller, Purpose, Role
from graph_service.audit import REFUSED, Event
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotSignedIn
from graph_service.settings import operating_system_user

ROLE_COOKIE, PURPOSE_COOKIE = "pursuit_role", "pursuit_purpose"


def desk_of(request: Request) -> Desk:
    """The desk that the app was made with."""
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(desk_of)]


def user_of(request: Request) -> str:
    """The operating-system user at the other end; NotSignedIn where it cannot be told.

    Where the machine keeps no list of who owns a connection, only a home of invented data is open:
    to the user who runs the service.
    """
    desk = desk_of(request)
    client = (request.client.host, request.client.port) if request.client else None
    user = peers.user_of(client, request.scope.get("server"))
    if user is None and not peers.can_tell() and desk.home.settings().is_invented:
        return operating_system_user()
    if user is None:
        desk.audit.turned_away(None, _sign_in(request))
        raise NotSignedIn("It cannot be told which user of this machine asks, so nobody is let in.")
    return user


def _sign_in(request: Request) -> Event:
    """Being let in at the API or at the pages. The address is left out: it may hold anything."""
    of_api = request.url.path.startswith("/api/")
    return Event(Action.TAKE_ROLE, "sign-in of the API" if of_api else "sign-in of the pages")


def in_role(request: Request, user: str, wanted: str | None, purpose: Purpose | None) -> Caller:
    """The user in a role; without one an analyst, else the first that the settings grant.

    NotSignedIn for a user without a role, NotAllowed for a role that is not granted; both recorded.
    """
    desk = desk_of(request)
    granted = access.granted(desk.home.settings(), user)
    role = access.role(wanted) if wanted else next(iter(granted), None)
    if role is not None and role in granted:
        return Caller(user, role, granted[role], purpose)
    desk.audit.turned_away(user, _sign_in(request))
    if not granted:
        raise NotSignedIn("The settings grant you no role. Ask whoever runs this installation.")
    raise NotAllowed(f"The settings do not grant you the role {role}.")


def api_caller(
    request: Request,
    pursuit_purpose: Annotated[str | None, Header()] = None,
    pursuit_role: Annotated[str | None, Header()] = None,
) -> Caller:
    """The caller of an API path: purpose and role come as headers."""
    purpose = access.purpose(pursuit_purpose) if pursuit_purpose else None
    return in_role(request, user_of(request), pursuit_role, purpose)


def page_caller(request: Request) -> Caller:
    """The caller of a page: role and purpose are remembered in cookies, and checked each time."""
    user = user_of(request)
    wanted = request.cookies.get(ROLE_COOKIE)
    granted = access.granted(desk_of(request).home.settings(), user)
    caller = in_role(request, user, wanted if wanted in granted else None, None)
    purpose = request.cookies.get(PURPOSE_COOKIE)
    if purpose in PURPOSES[caller.role]:
        caller = Caller(caller.who, caller.role, caller.areas, Purpose(purpose))
    return caller


def roles_of(desk: Desk, user: str) -> tuple[Role, ...]:
    """The roles that a user may take."""
    return tuple(access.granted(desk.home.settings(), user))


def csrf_token(desk: Desk, user: str) -> str:
    """What a form must carry, so that another site cannot post it in the reader's name."""
    return hmac.new(desk.home.secret(), f"form\x1f{user}".encode(), hashlib.sha256).hexdigest()


def check_form(request: Request, desk: Desk, caller: Caller, token: str, event: Event) -> None:
    """NotAllowed for a form that another site posted; the refusal is recorded."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"} or not hmac.compare_digest(
        token.encode(), csrf_token(desk, caller.who).encode()
    ):
        desk.audit.record(caller, event, outcome=REFUSED)
        raise NotAllowed("The form was not sent from a page of this service. Open it anew.")


CallerDep = Annotated[Caller, Depends(api_caller)]
PageCallerDep = Annotated[Caller, Depends(page_caller)]
