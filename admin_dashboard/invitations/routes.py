"""HTTP: joining by an invitation's link, which signs the browser in, and asking for a new one."""

from starlette.requests import Request
from starlette.responses import Response

from ..core.forms import parse
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import browser_of, done, form_of, remember_language, route, run_as, run_in_steps, signed_in
from . import joining, service
from .commands import AcceptInvitation, AskAgain

START = "/"
OWN_ACCOUNT = "/account"
HOLDER_OF_LINK = Access(public="The link's 256 random bits are what admits.")
ANYBODY_ASKS = Access(public="Answers the same to everybody; requests are counted.")


async def accept(request: Request, caller: Caller) -> Response:
    """Choose a password and be signed in."""
    command = parse(AcceptInvitation, await form_of(request))
    joined = await run_in_steps(caller, joining.accept, command, caller.acting, browser_of(caller))
    response = signed_in(START if joined.is_administrator else OWN_ACCOUNT, joined.session, theme=joined.theme)
    if joined.language:
        remember_language(response, joined.language)
    return response


async def ask_again(request: Request, caller: Caller) -> Response:
    """Ask for a new invitation."""
    command = parse(AskAgain, await form_of(request))
    await run_as(caller, service.ask_again, command.token)
    return done()


routes = [
    route("/auth/invitation", accept, HOLDER_OF_LINK, ["POST"]),
    route("/auth/invitation/again", ask_again, ANYBODY_ASKS, ["POST"]),
]
