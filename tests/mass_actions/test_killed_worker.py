"""`kill -9` at any moment of any action: it goes on, nobody is done twice, nobody is lost, and the sums hold."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.core import audit
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import AuditEntry, JobState, User
from admin_dashboard.settings import settings
from tests.conftest import WorkAs
from tests.factories import grant, make_attribute, make_session, make_space, make_user
from tests.waiting import wait_until

from .doing import ask, row, started

PEOPLE = 70
# Forks one worker after another, each to be killed. It has worked itself before: what takes a new process longest, to
# get ready, is not what is to be interrupted.
NURSERY = """
import os, sys
from admin_dashboard.db.engine import engine
from admin_dashboard.jobs import worker
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mass_actions import jobs
jobs.FIRST_STEP, jobs.SMALLEST_STEP, jobs.STEP_SECONDS, jobs.FEW = 1, 1, 0.0, 2
worker.LOOK_EVERY_SECONDS = 0.002
while Worker([jobs.MASS_ACTION]).run_once():
    pass
for line in sys.stdin:
    engine().dispose()
    child = os.fork()
    if not child:
        Worker([jobs.MASS_ACTION]).run_forever()
    print(child, flush=True)
    os.waitpid(child, 0)
"""


@contextmanager
def nursery() -> Iterator[subprocess.Popen[str]]:
    """Makes a worker for each line it is given, and says its number; the next one when that has ended."""
    address = settings().resolved_database_url.replace("postgresql+psycopg://", "postgresql://")
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", NURSERY], env={**os.environ, "DATABASE_URL": address}, **pipes)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def kill_until_over(made: subprocess.Popen[str], job_id: int) -> None:
    """Let workers begin and be killed at some moment, some sixty of them, until the action is over.

    They live as long as it takes for about every other of them to get one more person done.
    """
    longest = 0.02
    assert made.stdin
    assert made.stdout
    while not (before := row(job_id)).is_over:
        made.stdin.write("\n")
        made.stdin.flush()
        worker = int(made.stdout.readline())
        time.sleep(random.uniform(0, longest))
        os.kill(worker, signal.SIGKILL)
        longest *= 1.15 if row(job_id).done == before.done else 0.7


ACTIONS = {
    "disable": ("user.disabled", {}),
    "invite": ("user.invited", {}),
    "grant_role": ("role.granted", {"role": "auditor"}),
    "set_attribute": ("user.edited", {"attribute": "badge", "value": "red"}),
    "add_to_space": ("space.member_added", {"space_id": 1}),
    "delete": ("user.deleted", {}),
}


@pytest.fixture
def crowd(work_as: WorkAs, database: str) -> list[User]:
    """Many people, and what actions need."""
    with work_as() as work:
        make_attribute(work.session)
        make_space(work.session)
        users = [make_user(work.session) for _ in range(PEOPLE + 2)]
        for user in users[::7]:
            make_session(work.session, user)
        for user in users[::9]:
            grant(work.session, user, "help_desk")
        return users


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_is_lost_and_nobody_done_twice(action: str, crowd: list[User]):
    told, args = ACTIONS[action]
    warming_up = started(ask(action, *crowd[PEOPLE:], **args))
    with nursery() as made:
        wait_until(lambda: row(warming_up).is_over, "the nursery")
        job_id = started(ask(action, *crowd[:PEOPLE], **args))
        kill_until_over(made, job_id)
    ended = row(job_id)
    assert (ended.state, ended.asked, ended.done) == (JobState.DONE, PEOPLE, PEOPLE)
    with begin(SYSTEM) as work:
        entries = work.session.exec(select(AuditEntry.user_id).where(AuditEntry.action == told)).all()
        assert sorted(map(int, filter(None, entries))) == [user.id for user in crowd]
        assert audit.verify(work.session) == []
