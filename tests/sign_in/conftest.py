"""A person with a password, the doors they may use, and a clock that can be set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core import clock
from admin_dashboard.core.passwords import hash_password
from admin_dashboard.core.permissions import Actor
from admin_dashboard.core.work import Door, OpenWork, Work, begin
from admin_dashboard.settings import settings
from admin_dashboard.sign_in.routes import routes
from tests.factories import NOW, make_user

PASSWORD = "walnut harbour 41 kites"


@pytest.fixture(autouse=True)
def _cheap_hashes(_own_settings, monkeypatch):
    monkeypatch.setenv("PASSWORD_HASH_TIME", "1")
    monkeypatch.setenv("PASSWORD_HASH_MEMORY_KIB", "8")
    settings.cache_clear()


@pytest.fixture
def set_clock(monkeypatch) -> Callable[[datetime], None]:
    """Make it this moment."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def _at_noon(set_clock):
    set_clock(NOW)


@pytest.fixture
def open_work() -> OpenWork:
    """Opens transactions as a page's request does."""

    @contextmanager
    def start(actor: Actor) -> Iterator[Work]:
        with begin(actor, Door.PAGE, "192.0.2.7") as work:
            yield work

    return start


@pytest.fixture
def person(work_as) -> Callable[..., int]:
    """Make somebody who has joined, with PASSWORD unless told otherwise; gives the id."""

    def make(**values) -> int:
        given = {"username": "ada.byron", "first_name": "Ada", "last_name": "Byron", "email": "ada@example.org"}
        given |= {"password_hash": hash_password(PASSWORD), "first_login_at": NOW, "last_login_at": NOW}
        with work_as() as work:
            return make_user(work.session, **(given | values)).id or 0

    return make


@pytest.fixture
def client(sqlite_database) -> TestClient:
    """A browser at our own pages."""
    return TestClient(Starlette(routes=routes), base_url=settings().origin, headers={"sec-fetch-site": "same-origin"})
