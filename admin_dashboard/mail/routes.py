"""HTTP: the HTML of a caught mail, for the frame of the catcher's page."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..core.permissions import Permission
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import route, run_as
from . import queries

# Whatever a mail holds runs nothing, loads nothing and reads nothing of this site.
SHUT_IN = {
    "content-security-policy": (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
        " frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    ),
    "x-frame-options": "SAMEORIGIN",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
}


async def html(request: Request, caller: Caller) -> Response:
    """One mail as its reader would see it."""
    mail = await run_as(caller, queries.read, request.path_params["mail_id"])
    return HTMLResponse(mail.html, headers=SHUT_IN)


routes = [route("/mail/{mail_id:int}/html", html, Access(permission=Permission.SETTINGS_EDIT))]
