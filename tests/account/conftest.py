"""A signed-in person, and the doors they may use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from admin_dashboard.core import clock
from admin_dashboard.core.passwords import hash_password
from admin_dashboard.core.permissions import Actor
from admin_dashboard.core.work import Door, OpenWork, Work, begin
from admin_dashboard.settings import settings
from tests.factories import NOW, make_session, make_user

PASSWORD = "walnut harbour 41 kites"


@dataclass(frozen=True)
class Me:
    """Somebody signed in: who acts, and the cookie's value."""

    actor: Actor
    token: str

    @property
    def id(self) -> int:
        return self.actor.id or 0


@pytest.fixture(autouse=True)
def _cheap_hashes_at_noon(_own_settings, monkeypatch):
    monkeypatch.setenv("PASSWORD_HASH_TIME", "1")
    monkeypatch.setenv("PASSWORD_HASH_MEMORY_KIB", "8")
    settings.cache_clear()
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def sign_in(work_as) -> Callable[..., Me]:
    """Make somebody with PASSWORD and a session."""

    def make(**values) -> Me:
        given = {"username": "ada.byron", "first_name": "Ada", "last_name": "Byron", "email": "ada@example.org"}
        given |= {"password_hash": hash_password(PASSWORD), "first_login_at": NOW}
        with work_as() as work:
            user = make_user(work.session, **(given | values))
            session, token = make_session(work.session, user, user_agent="Firefox/130", address="192.0.2.7")
        return Me(Actor(id=user.id, name="Ada Byron", session_id=session.id), token)

    return make


@pytest.fixture
def open_work() -> OpenWork:
    """Opens transactions as a page's request does."""

    @contextmanager
    def start(actor: Actor) -> Iterator[Work]:
        with begin(actor, Door.PAGE, "192.0.2.7") as work:
            yield work

    return start
