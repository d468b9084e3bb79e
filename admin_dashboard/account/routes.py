"""HTTP: what needs the current password, and what the browser keeps in a cookie."""

from starlette.requests import Request
from starlette.responses import Response

from ..core.forms import parse
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import done, form_of, remember_language, route, run_as, run_in_steps
from . import service
from .commands import ChangeEmail, ChooseLanguage


async def change_email(request: Request, caller: Caller) -> Response:
    """Change one's own email address."""
    command = parse(ChangeEmail, await form_of(request))
    await run_in_steps(caller, service.change_email, command, caller.acting)
    return done()


async def choose_language(request: Request, caller: Caller) -> Response:
    """Keep the language in the profile, and have this browser show pages in it."""
    command = parse(ChooseLanguage, await form_of(request))
    await run_as(caller, service.choose_language, command)
    response = done()
    remember_language(response, command.language)
    return response


routes = [
    route("/auth/email", change_email, Access(), ["POST"]),
    route("/auth/language", choose_language, Access(temporary=True), ["POST"]),
]
