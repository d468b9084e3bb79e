"""`kill -9` while 500 invitations are going out: all arrive, none twice but one in its conversation at that moment."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from admin_dashboard.core import audit
from admin_dashboard.db.engine import engine
from admin_dashboard.mail import outbox
from admin_dashboard.models import AuditEntry, Delivery, Message, User
from admin_dashboard.settings import settings
from tests.factories import make_invitation, make_user
from tests.waiting import wait_until

from .server import MailServer

INVITATIONS = 500
KILLS = 6
WORKER = """
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mail.jobs import DELIVER
Worker([DELIVER]).run_forever()
"""


@contextmanager
def worker() -> Iterator[subprocess.Popen]:
    """A worker process of its own on the same database and mail server, killed at the end."""
    own = {"DATABASE_URL": settings().resolved_database_url, "SMTP_URL": settings().smtp_url.get_secret_value()}
    own["DATABASE_URL"] = own["DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
    process = subprocess.Popen([sys.executable, "-c", WORKER], env={**os.environ, **own})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def invited(database, mail_server, work_as) -> MailServer:
    """Five hundred invitations wait in the outbox of a site with a mail server."""
    with work_as() as work:
        for _ in range(INVITATIONS):
            user = make_user(work.session)
            valid = {"created_at": work.now, "expires_at": work.now + timedelta(hours=24)}
            link, token = make_invitation(work.session, user, **valid)
            values = {"name": user.first_name, "username": user.username, "until": link.expires_at, "url": token}
            outbox.queue(work, "invitation", user.email, "en", user_id=user.id, link_id=link.id, **values)
    return mail_server


def send_with_kills(server: MailServer) -> None:
    """Kill one worker after another in the middle of its work; the last one may finish."""
    for kill in range(1, KILLS + 1):
        with worker():
            goal = INVITATIONS * kill // (KILLS + 2) + random.randint(0, 20)
            wait_until(lambda goal=goal: len(server.recipients) >= goal, f"{goal} mails")
    with worker():
        wait_until(lambda: count(Message.state == Delivery.SENT) == INVITATIONS, "every mail", seconds=60)


def test_everybody_gets_their_invitation_and_no_mail_is_sent_twice(invited):
    send_with_kills(invited)
    twice = {to: count for to, count in Counter(invited.recipients).items() if count > 1}
    assert len(twice) <= KILLS
    assert set(twice.values()) <= {2}
    ids = {(message["To"], message["Message-ID"]) for message in invited.messages}
    assert len(ids) == INVITATIONS
    assert count(AuditEntry.action == "mail.sent") == INVITATIONS
    assert count(User.enrolled_at.is_not(None)) == INVITATIONS  # type: ignore[union-attr]
    with Session(engine()) as session:
        assert audit.verify(session) == []


def count(condition) -> int:
    """How many rows meet the condition, as of now."""
    with Session(engine()) as session:
        return session.exec(select(func.count()).where(condition)).one()
