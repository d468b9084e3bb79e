"""Somebody to invite, a link in their mail, and a clock that can be set."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, OpenWork, Work, begin
from admin_dashboard.invitations import service
from admin_dashboard.invitations.routes import routes
from admin_dashboard.models import AuditEntry, Message, User
from admin_dashboard.settings import settings
from tests.factories import NOW, make_user

PASSWORD = "walnut harbour 41 kites"
ADDRESS = "192.0.2.7"


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


@contextmanager
def open_page(actor: Actor = SYSTEM) -> Iterator[Work]:
    """One transaction as a page's request opens it."""
    with begin(actor, Door.PAGE, ADDRESS) as work:
        yield work


@pytest.fixture
def open_work() -> OpenWork:
    """Opens transactions as a page's request does."""
    return open_page


@pytest.fixture
def eleonore(database) -> int:
    """The id of somebody who has never been invited."""
    return make_eleonore()


def make_eleonore(**values) -> int:
    """Somebody whose names are well known; gives the id."""
    given = {"username": "eleonore.darc", "first_name": "Éléonore", "last_name": "D'Arc", "email": "e@example.org"}
    with open_page() as work:
        return make_user(work.session, **(given | values)).id or 0


def invite(user_id: int, actor: Actor = SYSTEM) -> str:
    """Invite, and give the token of the mail."""
    with open_page(actor) as work:
        service.invite(work, user_id)
    return newest_token(user_id)


def newest_token(user_id: int) -> str:
    """The token in the person's newest mail."""
    text = mails(user_id)[-1].body_text or ""
    found = re.search(r"/invitation/([\w-]+)", text)
    assert found is not None
    return found[1]


def mails(user_id: int) -> list[Message]:
    """The person's mails, oldest first."""
    with open_page() as work:
        return list(work.session.exec(select(Message).where(Message.user_id == user_id).order_by(col(Message.id))))


def user(user_id: int) -> User:
    """The person as stored."""
    with open_page() as work:
        return work.session.get_one(User, user_id)


def change(user_id: int, **values) -> None:
    """Set columns of the person."""
    with open_page() as work:
        row = work.session.get_one(User, user_id)
        for name, value in values.items():
            setattr(row, name, value)


def actions(user_id: int | None) -> list[str]:
    """What the audit trail says was done to the person."""
    with open_page() as work:
        entries = select(AuditEntry.action).where(AuditEntry.user_id == user_id).order_by(col(AuditEntry.id))
        return list(work.session.exec(entries))


@pytest.fixture
def client(sqlite_database) -> TestClient:
    """A browser at our own pages."""
    return TestClient(Starlette(routes=routes), base_url=settings().origin, headers={"sec-fetch-site": "same-origin"})
