"""HTTP: what sets or clears the session cookie. Passwords come this way only, never over the websocket."""

from starlette.requests import Request
from starlette.responses import Response

from ..core.forms import parse
from ..settings import settings
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import (
    browser_of,
    done,
    form_of,
    local_path,
    remember_language,
    route,
    run_as,
    run_in_steps,
    signed_in,
    signed_out,
)
from . import passwords, reset, service, setup
from .commands import ChangePassword, ForgotPassword, ResetPassword, SetUp, SignIn
from .service import SignedIn

START = "/"
CHANGE_PASSWORD = "/account/password"  # noqa: S105 - an address
SIGNED_OUT = "/sign-in?out=1"
# A sign-in leads back to a page; these would lead in a circle.
NO_WAY_BACK = ("/sign-in", "/auth")
ANYBODY_SIGNS_IN = Access(public="Signing in is how one becomes somebody; attempts are counted.")
ANYBODY_SIGNS_OUT = Access(public="Ends the caller's own session and nothing else.")
ANYBODY_FORGETS = Access(public="Answers the same to everybody; requests are counted.")
HOLDER_OF_LINK = Access(public="The link's 256 random bits are what admits.")


def welcome(started: SignedIn, redirect: str) -> Response:
    """Sign the browser in, in the person's own language."""
    stay_days = settings().session_stay_days if started.stays else None
    response = signed_in(redirect, started.token, stay_days, started.theme)
    if started.language:
        remember_language(response, started.language)
    return response


async def sign_in(request: Request, caller: Caller) -> Response:
    """Sign in and go back to where one came from. A temporary password leads to choosing one's own."""
    form = await form_of(request)
    way_back = local_path(form.pop("next", START), START)
    started = await run_in_steps(caller, service.sign_in, parse(SignIn, form), browser_of(caller))
    await run_as(caller, service.sign_out)
    if started.must_change_password:
        return welcome(started, CHANGE_PASSWORD)
    return welcome(started, START if way_back.startswith(NO_WAY_BACK) else way_back)


async def sign_out(request: Request, caller: Caller) -> Response:
    """End this browser's session."""
    form = await form_of(request)
    await run_as(caller, service.sign_out)
    return signed_out(local_path(form.get("next"), SIGNED_OUT))


async def set_up(request: Request, caller: Caller) -> Response:
    """Create the first administrator."""
    command = parse(SetUp, await form_of(request))
    return welcome(await run_in_steps(caller, setup.set_up, command, browser_of(caller)), START)


async def forgot(request: Request, caller: Caller) -> Response:
    """Ask for a link to choose a new password."""
    await run_as(caller, reset.forgot, parse(ForgotPassword, await form_of(request)))
    return done()


async def choose_by_link(request: Request, caller: Caller) -> Response:
    """Choose a new password by the link in a mail."""
    command = parse(ResetPassword, await form_of(request))
    started = await run_in_steps(caller, reset.reset, command, caller.acting, browser_of(caller))
    return welcome(started, START)


async def change_password(request: Request, caller: Caller) -> Response:
    """Replace one's own password."""
    command = parse(ChangePassword, await form_of(request))
    started = await run_in_steps(caller, passwords.change, command, caller.acting, browser_of(caller))
    return welcome(started, START if caller.acting.must_change_password else "/account?changed=1")


routes = [
    route("/auth/sign-in", sign_in, ANYBODY_SIGNS_IN, ["POST"]),
    route("/auth/sign-out", sign_out, ANYBODY_SIGNS_OUT, ["POST"]),
    route("/auth/setup", set_up, HOLDER_OF_LINK, ["POST"]),
    route("/auth/forgot", forgot, ANYBODY_FORGETS, ["POST"]),
    route("/auth/reset", choose_by_link, HOLDER_OF_LINK, ["POST"]),
    route("/auth/password", change_password, Access(temporary=True), ["POST"]),
]
