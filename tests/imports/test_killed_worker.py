"""`kill -9` at any moment of a check, a run or its taking back: it goes on, no row is done twice or lost, sums hold."""

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
from admin_dashboard.imports import service
from admin_dashboard.models import AuditEntry, ImportState, User
from admin_dashboard.settings import settings
from tests.conftest import WorkAs
from tests.factories import give_value, make_user
from tests.waiting import wait_until

from .importing import checked, counts, csv, drafted, imported, reasons, rows_of, view

PEOPLE = 60
# Forks one worker after another, each to be killed. It has worked itself before: what takes a new process longest, to
# get ready, is not what is to be interrupted.
NURSERY = """
import os, sys
from admin_dashboard.db.engine import engine
from admin_dashboard.imports import checking, jobs, running, taking_back
from admin_dashboard.jobs import worker
from admin_dashboard.jobs.worker import Worker
for module in (checking, running, taking_back):
    module.FIRST_STEP, module.SMALLEST_STEP, module.STEP_SECONDS = 1, 1, 0.0
worker.LOOK_EVERY_SECONDS = 0.002
while Worker(jobs.KINDS).run_once():
    pass
for line in sys.stdin:
    engine().dispose()
    child = os.fork()
    if not child:
        Worker(jobs.KINDS).run_forever()
    print(child, flush=True)
    os.waitpid(child, 0)
"""
HEAD = "username,first_name,last_name,email,function,roles"


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


def kill_until_over(made: subprocess.Popen[str], import_id: int) -> int:
    """Let workers begin and be killed at some moment until the import rests; how many were.

    They live as long as it takes for about every other of them to get one more row done.
    """
    longest, killed = 0.02, 0
    assert made.stdin
    assert made.stdout
    while (before := view(import_id)).is_active:
        made.stdin.write("\n")
        made.stdin.flush()
        worker = int(made.stdout.readline())
        time.sleep(random.uniform(0, longest))
        os.kill(worker, signal.SIGKILL)
        killed += 1
        longest *= 1.15 if progress(import_id) == progress_of(before) else 0.7
    return killed


def progress(import_id: int) -> int:
    return progress_of(view(import_id))


def progress_of(found: Any) -> int:
    return found.done + found.restored + found.left_alone


@pytest.fixture
def file(work_as: WorkAs, database: str) -> str:
    """New people and known ones, some refused, in one file."""
    lines = []
    with work_as() as work:
        for number in range(PEOPLE):
            if number % 3 == 0:
                known = make_user(work.session, username=f"known.n{number}", email=f"known{number}@example.org")
                give_value(work.session, known, "function", "Cook")
                lines.append(f"known.n{number},Anna,Known,,Baker,{'auditor' if number % 2 else ''}")
            elif number % 10 == 1:
                lines.append(f"bad,Anna,Bad,bad{number},,")
            else:
                lines.append(f"new.n{number},Anna,New,new{number}@example.org,Cook,{'help_desk' if number % 4 else ''}")
    return csv(*lines, head=HEAD)


def told(action: str) -> list[int | None]:
    with begin(SYSTEM) as work:
        assert audit.verify(work.session) == []
        return list(work.session.exec(select(AuditEntry.user_id).where(AuditEntry.action == action)))


@contextmanager
def ready() -> Iterator[subprocess.Popen[str]]:
    """A nursery that has done its first import."""
    with nursery() as made:
        warming_up = drafted(csv("warm.up,Warm,Under,warm@example.org"))
        with begin(SYSTEM) as work:
            service.start_check(work, warming_up)
        wait_until(lambda: not view(warming_up).is_active, "the nursery")
        yield made


def start(import_id: int, what: str) -> None:
    with begin(SYSTEM) as work:
        getattr(service, what)(work, import_id)


def test_a_check(file: str, database: str):
    expected = checked(file)
    with ready() as made:
        import_id = drafted(file)
        start(import_id, "start_check")
        assert kill_until_over(made, import_id) >= 50
    found = view(import_id)
    assert (found.state, found.rows, counts(found)) == (ImportState.CHECKED, PEOPLE, counts(expected))
    assert [row.line for row in rows_of(found)] == [row.line for row in rows_of(expected)]
    assert reasons(found) == reasons(expected)


def test_a_run(file: str, database: str):
    expected = checked(file)
    with ready() as made:
        start(expected.id, "start_run")
        assert kill_until_over(made, expected.id) >= 50
    found = view(expected.id)
    assert (found.state, counts(found)) == (ImportState.DONE, counts(expected))
    assert len(told("user.created")) == len(set(told("user.created"))) == expected.created
    assert len(told("user.edited")) == len(set(told("user.edited"))) == expected.updated
    assert len(told("role.granted")) == len(set(told("role.granted"))) > 0


def test_taking_back(work_as: WorkAs, file: str, database: str):
    done = imported(file)
    with ready() as made:
        start(done.id, "take_back")
        assert kill_until_over(made, done.id) >= 50
    found = view(done.id)
    assert (found.state, found.restored, found.left_alone) == (ImportState.TAKEN_BACK, done.created + done.updated, 0)
    assert len(told("user.deleted")) == len(set(told("user.deleted"))) == done.created
    with work_as() as work:
        people = work.session.exec(select(User)).all()
    assert {(user.last_name.split()[0], user.first_name) for user in people} == {("Doe", "Jane")}
