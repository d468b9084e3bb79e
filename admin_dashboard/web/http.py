"""HTTP routes of our own: each states who may call it, refuses cross-site writes, and answers refusals as JSON."""

import asyncio
import functools
import os
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..core.errors import DomainError, InvalidInput, NotAllowed
from ..core.i18n import LANGUAGES, _
from ..core.permissions import Actor
from ..core.sessions import Browser
from ..core.work import Door, OpenWork, Work, begin
from ..settings import settings
from . import attempts
from .access import Access
from .action import bug_message
from .caller import LANGUAGE_COOKIE, Caller, Headers, identify, session_cookie, set_caller

P = ParamSpec("P")
R = TypeVar("R")
Endpoint = Callable[[Request, Caller], Awaitable[Response]]
ONE_YEAR = 365 * 86_400
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def route(path: str, endpoint: Endpoint, access: Access, methods: Sequence[str] = ("GET",)) -> Route:
    """A route that admits only who may call it; the endpoint is given the caller."""

    async def handle(request: Request) -> Response:
        caller = await asyncio.to_thread(identify, headers_of(request))
        set_caller(caller)
        try:
            if request.method not in SAFE_METHODS:
                _refuse_cross_site(request)
            access.check(caller.actor)
            return await endpoint(request, caller)
        except DomainError as error:
            await attempts.note(error, path)
            return refusal(error, caller.language)
        except Exception as error:  # noqa: BLE001 - the one place of this door where a bug becomes a sentence
            return JSONResponse({"ok": False, "error": bug_message(error).in_language(caller.language)}, 500)

    made = Route(path, handle, methods=list(methods))
    made.access = access  # type: ignore[attr-defined]
    return made


_password_threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="password")


async def run_in_steps(
    caller: Caller, service: Callable[Concatenate[OpenWork, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Call a service that opens its own transactions and hashes passwords between them.

    It has its own threads, as many as cores: those who wait for a hash keep nobody else waiting.
    """

    def open_work(actor: Actor) -> AbstractContextManager[Work]:
        return begin(actor, Door.PAGE, caller.address)

    call = functools.partial(service, open_work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_password_threads, call)


async def run_as(caller: Caller, service: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service as this caller, in its own transaction, in a thread."""

    def perform() -> R:
        with begin(caller.acting, Door.PAGE, caller.address) as work:
            return service(work, *args, **kwargs)

    return await asyncio.to_thread(perform)


def refusal(error: DomainError, language: str) -> JSONResponse:
    """The JSON a page shows: a sentence, and one per wrong field."""
    fields = {name: text.in_language(language) for name, text in error.fields.items()}
    return JSONResponse({"ok": False, "error": error.message.in_language(language), "fields": fields}, error.status)


def done(redirect: str = "", **more: str) -> JSONResponse:
    """The JSON of a success; the page goes to the local path, if one is given."""
    return JSONResponse({"ok": True, "redirect": redirect, **more})


def signed_in(redirect: str, token: str, stay_days: int | None = None, theme: str | None = None) -> JSONResponse:
    """A success that signs the browser in: sets the session cookie, and shows the person's theme from now on."""
    response = done(redirect, theme=theme) if theme else done(redirect)
    response.set_cookie(
        session_cookie(),
        token,
        max_age=stay_days * 86_400 if stay_days else None,
        path="/",
        secure=settings().is_https,
        httponly=True,
        samesite="lax",
    )
    return response


def signed_out(redirect: str) -> JSONResponse:
    """A success that clears the session cookie."""
    response = done(redirect)
    response.delete_cookie(session_cookie(), path="/", secure=settings().is_https, httponly=True, samesite="lax")
    return response


def remember_language(response: Response, language: str) -> None:
    """Have the browser show pages in this language from now on."""
    if language in LANGUAGES:
        secure = settings().is_https
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=ONE_YEAR, path="/", secure=secure, samesite="lax")


def browser_of(caller: Caller) -> Browser:
    """Where a sign-in comes from."""
    return Browser(caller.address, caller.user_agent)


def headers_of(request: Request) -> Headers:
    """The parts of a request that say who sends it."""
    return Headers(
        cookie=request.headers.get("cookie", ""),
        accept_language=request.headers.get("accept-language", ""),
        user_agent=request.headers.get("user-agent", ""),
        address=_address(request),
    )


def _address(request: Request) -> str:
    """The client's address; X-Forwarded-For counts only behind the configured number of proxies."""
    proxies = settings().trusted_proxies
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.client.host if request.client else ""


def _refuse_cross_site(request: Request) -> None:
    """A write must come from our own pages: Fetch Metadata says so, else the Origin."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    is_ours = site in {"same-origin", "none"} if site else _is_own_origin(origin, request)
    if not is_ours:
        raise NotAllowed(_("This request came from another site."))


def _is_own_origin(origin: str | None, request: Request) -> bool:
    # A client that sends neither header is not a browser: it carries no cookie it was not given on purpose.
    return origin is None or urlsplit(origin).netloc in {request.url.netloc, urlsplit(settings().origin).netloc}


async def form_of(request: Request) -> dict[str, Any]:
    """The request's form fields, text only."""
    try:
        form = await request.form(max_files=0, max_fields=50, max_part_size=64 * 1024)
    except (MultiPartException, HTTPException):
        raise InvalidInput(_("This form is too large, or no form at all.")) from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def local_path(path: object, default: str = "/") -> str:
    """The path if it is one of this site; anything that could lead elsewhere becomes the default."""
    if not isinstance(path, str) or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return default
    parts = urlsplit(path)
    return default if parts.scheme or parts.netloc or any(ord(sign) < 32 for sign in path) else path
