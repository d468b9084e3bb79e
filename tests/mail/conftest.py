"""A message waiting in the outbox, a job that sends it, and a mail server that can be told what to answer."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core import clock
from admin_dashboard.jobs.queue import claim_standing
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mail import outbox
from admin_dashboard.mail.jobs import DELIVER
from admin_dashboard.models import Job, Link, Message, User
from admin_dashboard.settings import settings
from tests.factories import make_invitation, make_user

from .server import MailServer, running


@pytest.fixture
def mail_server(monkeypatch) -> Iterator[MailServer]:
    """A mail server the product is told to use."""
    with running() as server:
        monkeypatch.setenv("SMTP_URL", server.url)
        settings.cache_clear()
        yield server


@pytest.fixture
def deliver() -> Callable[[], None]:
    """Have a worker send what is due now."""

    def run() -> None:
        worker = Worker([DELIVER])
        while worker.run_once():
            continue

    return run


@pytest.fixture
def later(monkeypatch) -> Callable[[timedelta], None]:
    """Let time pass."""
    passed = [timedelta(0)]
    now = clock.now

    def wait(span: timedelta) -> None:
        passed[0] += span
        monkeypatch.setattr(clock, "now", lambda: now() + passed[0])

    return wait


@pytest.fixture
def queued(work_as) -> Callable[..., int]:
    """Put an invitation into the outbox; gives the message's id."""

    def make(to: str = "", **values) -> int:
        with work_as() as work:
            user = make_user(work.session, **({"email": to} if to else {}), **values)
            link, token = make_invitation(
                work.session, user, created_at=work.now, expires_at=work.now + timedelta(hours=24)
            )
            given = {"name": user.first_name, "username": user.username, "inviter": "Marie Dupont"}
            given |= {"url": f"http://localhost:3000/invitation/{token}", "until": link.expires_at}
            return outbox.queue(work, "invitation", user.email, "en", user_id=user.id, link_id=link.id, **given)

    return make


@pytest.fixture
def stored(work_as) -> Callable[[int], Message]:
    """The message's row as it is now."""

    def read(message_id: int) -> Message:
        with work_as() as work:
            return work.session.get_one(Message, message_id)

    return read


@pytest.fixture
def crashed(work_as) -> Callable[..., None]:
    """A worker has died: it had noted these messages as sent, and those as begun."""

    def leave(**noted: list[int]) -> None:
        with work_as() as work:
            claim_standing(work, DELIVER.name, "a worker that is dead")
            job = work.session.exec(select(Job)).one()
            job.args, job.lease_until = json.dumps(noted), clock.now()

    return leave


@pytest.fixture
def change(work_as) -> Callable[..., None]:
    """Set columns of the message's link or user."""

    def apply(message_id: int, model: type[Link | User], **values) -> None:
        with work_as() as work:
            message = work.session.get_one(Message, message_id)
            row = work.session.get_one(model, message.link_id if model is Link else message.user_id)
            for name, value in values.items():
                setattr(row, name, value)

    return apply
