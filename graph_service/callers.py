"""Who calls over HTTP: the operating-system user on loopback, in a role that the settings grant."""

from typing import Annotated

from fastapi import Depends, Header, Request

from graph_service import access
from graph_service.access import Caller, Purpose, Role
from graph_service.desk import Desk
from graph_service.errors import NotAllowed, NotSignedIn
from graph_service.settings import operating_system_user

ROLE_COOKIE = "pursuit_role"


def desk_of(request: Request) -> Desk:
    """The desk that the app was made with."""
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(desk_of)]


def in_role(desk: Desk, wanted: str | None, purpose: Purpose | None) -> Caller:
    """The user in a role; without one an analyst, else the first that the settings grant."""
    user = operating_system_user()
    grants = {grant.role: grant for grant in desk.home.settings().of(user)}
    if not grants:
        raise NotSignedIn("The settings grant you no role. Ask whoever runs this installation.")
    role = access.role(wanted) if wanted else None
    if role is None:
        role = Role.ANALYST if Role.ANALYST in grants else Role(next(iter(grants)))
    if role not in grants:
        raise NotAllowed(f"The settings do not grant you the role {role}.")
    return Caller(user, role, grants[role].areas, purpose)


def api_caller(
    desk: DeskDep,
    pursuit_purpose: Annotated[str | None, Header()] = None,
    pursuit_role: Annotated[str | None, Header()] = None,
) -> Caller:
    """The caller of an API path: purpose and role come as headers."""
    purpose = access.purpose(pursuit_purpose) if pursuit_purpose else None
    return in_role(desk, pursuit_role, purpose)


CallerDep = Annotated[Caller, Depends(api_caller)]
