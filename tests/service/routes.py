"""Every address that the service answers, as it declares them: nothing can be added unseen."""

from typing import NamedTuple

from fastapi.routing import APIRoute

from graph_service.app import create_app
from graph_service.desk import Desk
from graph_service.web import decisions, forms, pages
from tests.service.force import PERSONS


class Route(NamedTuple):
    """A method and a path, as declared."""

    method: str
    path: str

    def filled(self) -> str:
        """The path with somebody and something in it."""
        return (
            self.path.replace("{person_id}", PERSONS["S1"])
            .replace("{scheme}", "pursuit")
            .replace("{link_id}", "L-none")
            + {"/api/search": "?text=Arden 1985-03-01"}.get(self.path, "")
        )  # fmt: skip


# Neither says anything about anybody, or needs anybody to be signed in.
OPEN = ("/health", "/static/{file}")
FIELDS = {
    "/search": {"text": "arden"},
    "/check": {"surname": "Arden", "born_on": "1 3 1985", "purpose": "referral"},
    "/reading-as": {"return_to": "/"},
    "/links/{link_id}": {"decision": "same", "reason": "seen"},
    "/people/{person_id}/look-first": {"decision": "cleared", "reason": "seen"},
}

BODIES = {
    "/api/decisions": {"queue": "links", "item": "L-none", "decision": "same", "reason": "seen"}
}


def of_api(desk: Desk) -> list[Route]:
    """The paths of the API that need a signed-in user."""
    paths = create_app(desk).openapi()["paths"]
    found = [Route(method.upper(), path) for path, methods in paths.items() for method in methods]
    return [*(one for one in found if one.path not in OPEN), Route("GET", "/openapi.json")]


def of_pages() -> list[Route]:
    """The pages and forms."""
    routes = [*pages.router.routes, *forms.router.routes, *decisions.router.routes]
    return [
        Route(method, route.path)
        for route in routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods)
    ]
