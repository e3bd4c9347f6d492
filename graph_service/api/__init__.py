"""The API: each path parses what it is given, asks one query, and gives its answer."""

from graph_service.api import health, links, lists, people, quality

ROUTERS = (health.router, lists.router, people.router, quality.router, links.router)
