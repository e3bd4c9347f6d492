"""The API: each path parses, asks one query, and gives its answer. Shapes: design of the answers."""

from graph_service.api import health, lists, people

ROUTERS = (health.router, lists.router, people.router)
