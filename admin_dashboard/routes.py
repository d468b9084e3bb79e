"""Every HTTP route of our own."""

from starlette.routing import BaseRoute

from .sign_in.routes import routes as sign_in_routes
from .web.health import HEALTH

ROUTES: list[BaseRoute] = [HEALTH, *sign_in_routes]
