"""Who calls over HTTP: an operating-system user on loopback, in a role that the settings grant."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request

from graph_service import access, peers
from graph_service.access import PURPOSES, Caller, Purpose, Role
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotSignedIn

ROLE_COOKIE, PURPOSE_COOKIE = "pursuit_role", "pursuit_purpose"


def desk_of(request: Request) -> Desk:
    """The desk that the app was made with."""
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(desk_of)]


def user_of(request: Request) -> str:
    """The operating-system user at the other end; NotSignedIn where it cannot be told."""
    client = (request.client.host, request.client.port) if request.client else None
    user = peers.user_of(client, request.scope.get("server"))
    if user is None:
        raise NotSignedIn("It cannot be told which user of this machine asks, so nobody is let in.")
    return user


def roles_of(desk: Desk, user: str) -> dict[Role, tuple[str, ...]]:
    """The roles that the settings grant a user, each with its areas."""
    return {Role(grant.role): grant.areas for grant in desk.home.settings().of(user)}


def in_role(desk: Desk, user: str, wanted: str | None, purpose: Purpose | None) -> Caller:
    """The user in a role; without one an analyst, else the first that the settings grant."""
    granted = roles_of(desk, user)
    if not granted:
        raise NotSignedIn("The settings grant you no role. Ask whoever runs this installation.")
    role = access.role(wanted) if wanted else None
    if role is None:
        role = Role.ANALYST if Role.ANALYST in granted else next(iter(granted))
    if role not in granted:
        raise NotAllowed(f"The settings do not grant you the role {role}.")
    return Caller(user, role, granted[role], purpose)


def api_caller(
    request: Request,
    desk: DeskDep,
    pursuit_purpose: Annotated[str | None, Header()] = None,
    pursuit_role: Annotated[str | None, Header()] = None,
) -> Caller:
    """The caller of an API path: purpose and role come as headers."""
    purpose = access.purpose(pursuit_purpose) if pursuit_purpose else None
    return in_role(desk, user_of(request), pursuit_role, purpose)


def page_caller(request: Request, desk: DeskDep) -> Caller:
    """The caller of a page: role and purpose are remembered in cookies, and checked each time."""
    user = user_of(request)
    role = request.cookies.get(ROLE_COOKIE)
    granted = roles_of(desk, user)
    caller = in_role(desk, user, role if role in granted else None, None)
    purpose = request.cookies.get(PURPOSE_COOKIE)
    if purpose in PURPOSES[caller.role]:
        caller = Caller(caller.who, caller.role, caller.areas, Purpose(purpose))
    return caller


def csrf_token(desk: Desk, user: str) -> str:
    """What a form must carry, so that another site cannot post it in the reader's name."""
    return hmac.new(desk.home.secret(), f"form\x1f{user}".encode(), hashlib.sha256).hexdigest()


def check_form(request: Request, desk: Desk, user: str, token: str) -> None:
    """NotAllowed for a form that another site posted."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"} or not hmac.compare_digest(
        token.encode(), csrf_token(desk, user).encode()
    ):
        raise NotAllowed("The form was not sent from a page of this service. Open it anew.")


CallerDep = Annotated[Caller, Depends(api_caller)]
PageCallerDep = Annotated[Caller, Depends(page_caller)]
