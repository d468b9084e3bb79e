"""Every HTTP route of our own."""

from starlette.routing import BaseRoute

from .account.routes import routes as account_routes
from .exports.routes import routes as export_routes
from .imports.routes import routes as import_routes
from .invitations.routes import routes as invitation_routes
from .mail.routes import routes as mail_routes
from .mass_actions.api import ELSEWHERE
from .mass_actions.api import routes as mass_action_api
from .mass_actions.routes import routes as mass_action_routes
from .sign_in.routes import routes as sign_in_routes
from .web.health import HEALTH

ROUTES: list[BaseRoute] = [
    HEALTH,
    *sign_in_routes,
    *invitation_routes,
    *account_routes,
    *mail_routes,
    *mass_action_routes,
    *export_routes,
    *import_routes,
    *mass_action_api,
    ELSEWHERE,
]
