"""HTTP for programs: an API token alone says who sends a request, never a cookie, so no browser can be made to send it.

Every answer is JSON; a refusal is `{"error": {"code", "message", "fields"}}`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..core import api_tokens, throttle
from ..core.errors import DomainError, InvalidInput
from ..core.i18n import Message, _, best_language
from ..core.permissions import NOBODY, Actor, Permission
from ..core.rights import rights_of
from ..core.throttle import Limit
from ..core.work import Door, Work, begin
from ..settings import settings
from . import attempts
from .access import Access
from .action import bug_message
from .caller import Caller, Headers, current_caller, set_caller
from .http import headers_of

Endpoint = Callable[[Request, Caller], Awaitable[Response]]

REQUESTS = Limit("api", 120, timedelta(minutes=1))
"""Of one person, whichever tokens are used."""
REFUSED = Limit("api_refused", 30, timedelta(minutes=1))
"""With tokens that are none, from one address. Those that work are not counted: nobody shuts a neighbour out."""
LONGEST_BODY = 64 * 1024
CODES = {
    400: "unreadable",
    401: "no_token",
    403: "not_allowed",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    415: "not_json",
    422: "invalid",
    429: "too_many",
    500: "fault",
}
"""Status → what a program reads; the message is for people."""


class NoToken(DomainError):
    """The request has no token, or one that is unknown, over, revoked, or not its owner's to use any more."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("This needs an API token that works."))


class NotJson(DomainError):
    """The request does not say that its body is JSON."""

    status = 415

    def __init__(self) -> None:
        super().__init__(_("Send JSON, with the header Content-Type: application/json."))


class Unreadable(DomainError):
    """The body is no JSON object."""

    def __init__(self) -> None:
        super().__init__(_("The body is no JSON object."))


class TooLarge(DomainError):
    """The body is longer than anything that is asked here."""

    status = 413

    def __init__(self) -> None:
        super().__init__(_("The body has more than {count} bytes.", count=LONGEST_BODY))


def api_route(path: str, endpoint: Endpoint, access: Access, methods: Sequence[str] = ("GET",)) -> Route:
    """A route for programs that admits only who may call it; the endpoint is given the caller."""

    async def handle(request: Request) -> Response:
        headers = headers_of(request)
        set_caller(_stranger(headers))
        try:
            token = _token_of(request)
            caller = await asyncio.to_thread(_identify, headers, token)
            set_caller(caller)
            access.check(caller.actor)
            return await endpoint(request, caller)
        except DomainError as error:
            await attempts.note(error, path)
            return _refusal(error)
        except Exception as error:  # noqa: BLE001 - the one place of this door where a bug becomes a sentence
            return _error(500, bug_message(error))

    made = Route(path, handle, methods=list(methods))
    made.access = access  # type: ignore[attr-defined]
    return made


def answer(content: object, status: int = 200, **headers: str) -> JSONResponse:
    """A JSON answer that nobody keeps."""
    return JSONResponse(content, status, {"cache-control": "no-store", **headers})


async def json_of(request: Request) -> dict[str, Any]:
    """The body, a JSON object.

    Raises:
        NotJson: the request does not call it JSON.
        TooLarge: it is longer than LONGEST_BODY.
        Unreadable: it is something else.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotJson
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise TooLarge
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(read, dict):
        raise Unreadable
    return read


def _stranger(headers: Headers) -> Caller:
    language = best_language(headers.accept_language, settings().default_language)
    return Caller(None, headers.address, language, headers.user_agent, Door.API)


def _token_of(request: Request) -> str:
    scheme, _blank, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NoToken
    return token.strip()


def _identify(headers: Headers, token: str) -> Caller:
    """Who sends it, counted. The count is kept whatever comes of the request."""
    stranger = _stranger(headers)
    with begin(NOBODY, Door.API, headers.address) as work:
        actor = _owner(work, token, stranger.language)
        limit, key = (REQUESTS, str(actor.id)) if actor else (REFUSED, throttle.address_key(headers.address))
        is_too_much = throttle.hit(work.session, limit, key, work.now) > limit.count
    if is_too_much:
        raise throttle.too_many(limit)
    if actor is None:
        raise NoToken
    return Caller(actor, stranger.address, actor.language, stranger.user_agent, Door.API)


def _owner(work: Work, token: str, language: str) -> Actor | None:
    """The token's owner with the rights they have now; None when they may not use one, or it is none."""
    found = api_tokens.find(work.session, token, work.now)
    if found is None or found.password_is_temporary:
        return None
    rights = rights_of(work.session, found.user_id)
    if (Permission.API_TOKENS, None) not in rights:
        return None
    api_tokens.see(work.session, found, work.now)
    name = f"{found.first_name} {found.last_name}"
    return Actor(id=found.user_id, name=name, language=found.language or language, rights=rights)


def _refusal(error: DomainError) -> JSONResponse:
    status = 422 if isinstance(error, InvalidInput) else error.status
    headers = {}
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if status == 429:
        headers["retry-after"] = str(int(REQUESTS.window.total_seconds()))
    language = current_caller().language
    fields = {name: text.in_language(language) for name, text in error.fields.items()}
    return _error(status, error.message, fields, **headers)


def _error(status: int, message: Message, fields: dict[str, str] | None = None, **headers: str) -> JSONResponse:
    said = message.in_language(current_caller().language)
    return answer({"error": {"code": CODES[status], "message": said, "fields": fields or {}}}, status, **headers)
