"""Who sends this request or event: read from the cookie and the database each time, never remembered."""

from contextvars import ContextVar
from dataclasses import dataclass

from starlette.requests import cookie_parser

from ..core import sessions
from ..core.i18n import LANGUAGES, best_language
from ..core.permissions import NOBODY, Actor
from ..core.rights import rights_of
from ..core.work import Door, Work, begin
from ..settings import settings

LANGUAGE_COOKIE = "language"


def session_cookie() -> str:
    """The cookie's name; the prefix makes browsers refuse it from any other host or without https."""
    return "__Host-session" if settings().is_https else "session"


@dataclass(frozen=True)
class Caller:
    """One request's sender, and the door it came by. `actor` is None when nobody is signed in."""

    actor: Actor | None = None
    address: str = ""
    language: str = "en"
    user_agent: str = ""
    door: Door = Door.PAGE

    @property
    def acting(self) -> Actor:
        """The actor, or nobody: somebody without any right."""
        return self.actor or NOBODY


_caller: ContextVar[Caller | None] = ContextVar("caller", default=None)


def current_caller() -> Caller:
    """The sender of the event or request being handled."""
    return _caller.get() or Caller(language=settings().default_language)


def set_caller(caller: Caller) -> None:
    """Make this the sender for the rest of the event or request."""
    _caller.set(caller)


@dataclass(frozen=True)
class Headers:
    """The parts of a request that say who sends it."""

    cookie: str = ""
    accept_language: str = ""
    user_agent: str = ""
    address: str = ""


def identify(headers: Headers, *, is_sign_of_life: bool = True) -> Caller:
    """Look the sender up. Reads the database: never on the event loop.

    Args:
        headers: of the request, or of the connection an event came by.
        is_sign_of_life: whether the person did something, which puts off the idle end of their session.
    """
    # Read as browsers mean it: one odd cookie of a neighbouring site must not hide the session.
    cookies = cookie_parser(headers.cookie)
    asked = cookies.get(LANGUAGE_COOKIE, "")
    browser_language = (
        asked if asked in LANGUAGES else best_language(headers.accept_language, settings().default_language)
    )
    with begin(NOBODY, Door.PAGE, headers.address) as work:
        found = sessions.find(work.session, cookies.get(session_cookie(), ""), work.now)
        if found is not None and is_sign_of_life:
            sessions.see(work.session, found, work.now)
        actor = _actor(work, found, browser_language) if found else None
    language = actor.language if actor else browser_language
    return Caller(actor, headers.address, language, headers.user_agent)


def _actor(work: Work, found: sessions.Found, browser_language: str) -> Actor:
    return Actor(
        id=found.user_id,
        name=f"{found.first_name} {found.last_name}",
        language=found.language or browser_language,
        # Until they have chosen their own password people may do nothing, whatever door or query asks.
        rights=frozenset() if found.password_is_temporary else rights_of(work.session, found.user_id),
        session_id=found.id,
        must_change_password=found.password_is_temporary,
    )
