"""`kill -9` at any moment while invitations go out over four connections.

All arrive, and none twice but those in their conversations at that moment: four at most, with their Message-IDs.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from admin_dashboard.core import audit
from admin_dashboard.db.engine import engine
from admin_dashboard.mail import outbox
from admin_dashboard.models import AuditEntry, Delivery, Job, Message, User
from admin_dashboard.settings import settings
from tests.factories import make_invitation, make_user
from tests.waiting import wait_until

from .server import MailServer

INVITATIONS = 700
CONNECTIONS = 4
LAST = 10 * CONNECTIONS
# Forks one worker after another, each to be killed. It has sent a mail itself before: what takes a new process longest,
# to get ready, is not what is to be interrupted.
NURSERY = """
import os, sys
from admin_dashboard.db.engine import engine
from admin_dashboard.jobs import worker
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mail.jobs import DELIVER
worker.LOOK_EVERY_SECONDS = 0.002
Worker([DELIVER]).run_once()
for line in sys.stdin:
    engine().dispose()
    child = os.fork()
    if not child:
        Worker([DELIVER]).run_forever()
    print(child, flush=True)
    os.waitpid(child, 0)
"""


@contextmanager
def nursery() -> Iterator[subprocess.Popen[str]]:
    """Makes a worker for each line it is given, and says its number; the next one when that has ended."""
    own = {"DATABASE_URL": settings().resolved_database_url, "SMTP_URL": settings().smtp_url.get_secret_value()}
    own["DATABASE_URL"] = own["DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", NURSERY], env={**os.environ, **own}, **pipes)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def queue_invitations(work_as, invitations: int) -> None:
    """So many invitations wait in the outbox."""
    with work_as() as work:
        for _ in range(invitations):
            user = make_user(work.session)
            valid = {"created_at": work.now, "expires_at": work.now + timedelta(hours=24)}
            link, token = make_invitation(work.session, user, **valid)
            values = {"name": user.first_name, "username": user.username, "until": link.expires_at, "url": token}
            outbox.queue(work, "invitation", user.email, "en", user_id=user.id, link_id=link.id, **values)


def born(made: subprocess.Popen[str]) -> int:
    """The number of a new worker."""
    assert made.stdin
    assert made.stdout
    made.stdin.write("\n")
    made.stdin.flush()
    return int(made.stdout.readline())


def send_with_kills(made: subprocess.Popen[str]) -> Iterator[set[str]]:
    """Kill one worker after another at some moment; gives the addresses of mails that were in conversations.

    About sixty: they live longer and longer until they get some six mails sent each. The last mails are left in peace:
    one whose worker falls over it as often as a mail is tried is given up, and there would be no others to go first.
    """
    longest = 0.05
    while (before := count(Message.state == Delivery.QUEUED)) > LAST:
        worker = born(made)
        time.sleep(random.uniform(0, longest))
        os.kill(worker, signal.SIGKILL)
        longest *= 1.2 if before - count(Message.state == Delivery.QUEUED) < 6 else 0.8
        yield in_conversations()
    worker = born(made)
    wait_until(lambda: count(Message.state == Delivery.QUEUED) == 0, "the last mails", 30)
    os.kill(worker, signal.SIGKILL)


def in_conversations() -> set[str]:
    """Whose mail had been begun."""
    with Session(engine()) as session:
        begun = json.loads(session.exec(select(Job.args)).one()).get("begun", [])
        return set(session.exec(select(Message.to_address).where(Message.id.in_(begun))))  # type: ignore[union-attr]


def test_everybody_gets_their_invitation_and_no_mail_is_sent_twice(database, mail_server: MailServer, work_as):
    queue_invitations(work_as, 1)
    with nursery() as made:
        wait_until(lambda: count(Message.state == Delivery.SENT) == 1, "the nursery")
        queue_invitations(work_as, INVITATIONS)
        moments = list(send_with_kills(made))
    assert max(map(len, moments)) <= CONNECTIONS
    interrupted = Counter(to for moment in moments for to in moment)
    assert Counter(mail_server.recipients) - interrupted <= Counter(set(mail_server.recipients))
    all_is_written_down(mail_server)


def all_is_written_down(server: MailServer) -> None:
    """Each mail is one mail, is sent, and stands in the trail once."""
    all_of_them = INVITATIONS + 1
    assert len({(message["To"], message["Message-ID"]) for message in server.messages}) == all_of_them
    assert len(set(server.recipients)) == all_of_them
    assert count(Message.state == Delivery.SENT) == count(AuditEntry.action == "mail.sent") == all_of_them
    assert count(User.enrolled_at.is_not(None)) == all_of_them  # type: ignore[union-attr]
    with Session(engine()) as session:
        assert audit.verify(session) == []


def count(condition) -> int:
    """How many rows meet the condition, as of now."""
    with Session(engine()) as session:
        return session.exec(select(func.count()).where(condition)).one()
