"""Durable jobs: a row is the truth about what is to be done, who does it, and how far it got.

A job is claimed by one conditional UPDATE and held by a lease. Each step's changes and the new position commit in one
transaction that is fenced by the owner: a process that lost its lease cannot write. After a crash the lease runs out
and another worker, or the same after a restart, goes on from the last commit.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from ..core.permissions import SYSTEM
from ..core.work import Door, Work, begin
from ..models import Job, JobState
from .owner import is_dead

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""Wait after the first, second, … failure in a row; after the last one the job has failed for good."""


# Made once: it runs with every step of every job.
_JOBS = Job.__table__  # type: ignore[attr-defined]
_RENEW = update(_JOBS).where(
    _JOBS.c.id == bindparam("held"), _JOBS.c.owner == bindparam("by"), _JOBS.c.state == JobState.RUNNING
)


class LeaseLost(Exception):
    """The job was cancelled or another worker has taken it over; nothing of this step is written."""


@dataclass
class Lease:
    """A claimed job, in the hands of the worker `owner`."""

    job_id: int
    kind: str
    owner: str
    position: int = 0
    args: Mapping[str, Any] = field(default_factory=dict)
    is_stopping: Callable[[], bool] = lambda: False
    """Whether the worker has been asked to end: a long job then returns after its present step."""

    @contextmanager
    def step(self, advance: int = 0, args: Mapping[str, Any] | None = None) -> Iterator[Work]:
        """One transaction of the job: whatever the block writes, and the position moved on, commit together.

        `args`, when given, are the job's from then on: what whoever goes on with it has to know.

        Raises:
            LeaseLost: the job is no longer ours.
        """
        with begin(SYSTEM, Door.JOB) as work:
            renewed = {
                "held": self.job_id,
                "by": self.owner,
                "lease_until": work.now + LEASE,
                "position": self.position + advance,
                "tries": 0,
                **({} if args is None else {"args": json.dumps(args)}),
            }
            if work.session.connection().execute(_RENEW, renewed).rowcount != 1:
                raise LeaseLost
            yield work
        self.position += advance
        self.args = self.args if args is None else args

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renews the lease while the block lasts, for work that waits on somebody else (a mail server) between steps.

        A process that hangs as a whole renews nothing and loses the lease, as it should.
        """
        is_over = threading.Event()
        keeper = threading.Thread(target=self._keep_until, args=(is_over,), name=f"lease {self.job_id}", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            is_over.set()
            keeper.join()

    def _keep_until(self, is_over: threading.Event) -> None:
        while not is_over.wait(LEASE.total_seconds() / 4):
            try:
                with begin(SYSTEM, Door.JOB) as work:
                    work.session.execute(update(Job).where(*self._is_ours()).values(lease_until=work.now + LEASE))
            except SQLAlchemyError:
                log.warning("the lease of job %s could not be renewed", self.job_id, exc_info=True)

    def finish(self, now: datetime) -> None:
        """The job is done."""
        self._let_go({"state": JobState.DONE, "finished_at": now, "error": None})

    def pause(self, due_at: datetime, reason: str | None = None) -> None:
        """Put the job back, to be claimed again from then on; the reason says what it waits for."""
        self._let_go({"state": JobState.QUEUED, "due_at": due_at, "error": reason, "tries": 0})

    def fail(self, error: Exception, now: datetime) -> None:
        """Put the job back with a longer wait each time, or give it up."""
        with begin(SYSTEM, Door.JOB) as work:
            tries = work.session.exec(select(Job.tries).where(Job.id == self.job_id)).first() or 0
        values: dict[str, Any] = {"error": f"{type(error).__name__}: {error}"[:500]}
        if tries > len(BACKOFF):
            self._let_go({**values, "state": JobState.FAILED, "finished_at": now})
        else:
            self._let_go({**values, "state": JobState.QUEUED, "due_at": now + BACKOFF[max(tries, 1) - 1]})

    def _let_go(self, values: Mapping[str, Any]) -> None:
        with begin(SYSTEM, Door.JOB) as work:
            work.session.execute(update(Job).where(*self._is_ours()).values(owner=None, lease_until=None, **values))

    def _is_ours(self) -> tuple[ColumnElement[bool], ...]:
        return col(Job.id) == self.job_id, col(Job.owner) == self.owner, col(Job.state) == JobState.RUNNING


def enqueue(work: Work, kind: str, args: Mapping[str, Any] | None = None, total: int | None = None) -> int:
    """Queue a job in the work's transaction and return its id."""
    job = Job(
        kind=kind,
        args=json.dumps(args or {}),
        total=total,
        due_at=work.now,
        created_at=work.now,
        created_by_id=work.actor.id,
    )
    work.session.add(job)
    work.session.flush()
    return job.id or 0


def has_queued(session: Session, kind: str, now: datetime) -> bool:
    """Whether `claim` would find a job. Costs a read only."""
    return session.exec(select(Job.id).where(_is_claimable(kind, now)).limit(1)).first() is not None


def claim(work: Work, kind: str, owner: str) -> Lease | None:
    """Take the longest due job of this kind that nobody holds."""
    is_free = _is_claimable(kind, work.now)
    candidate = select(Job.id).where(is_free).order_by(col(Job.due_at), col(Job.id)).limit(1)
    if work.session.get_bind().dialect.name == "postgresql":
        candidate = candidate.with_for_update(skip_locked=True)
    return _take(work, owner, and_(col(Job.id) == candidate.scalar_subquery(), is_free))


def _is_claimable(kind: str, now: datetime) -> ColumnElement[bool]:
    return and_(_is_free(now), col(Job.due_at) <= now, col(Job.unique_key).is_(None), col(Job.kind) == kind)


def claim_standing(work: Work, kind: str, owner: str) -> Lease | None:
    """Take the one job of a standing kind, making its row the first time; None while somebody else holds it."""
    table = Job.__table__  # type: ignore[attr-defined]
    dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"kind": kind, "args": "{}", "state": JobState.QUEUED, "unique_key": kind, "position": 0, "tries": 0}
    new = dialect.insert(table).values(**row, due_at=work.now, created_at=work.now)
    work.session.execute(new.on_conflict_do_nothing(index_elements=[table.c.unique_key]))
    is_due = and_(col(Job.unique_key) == kind, col(Job.due_at) <= work.now)
    return _take(work, owner, and_(is_due, _is_free(work.now)))


def may_run(session: Session, kind: str, now: datetime) -> bool:
    """Whether a standing job could be claimed now. Costs a read only."""
    can_be_claimed = select(and_(col(Job.due_at) <= now, _is_free(now))).where(Job.unique_key == kind)
    return session.exec(can_be_claimed).first() in {None, True}


def free_of_the_dead(work: Work) -> None:
    """Free the jobs of workers whose process has ended on this machine, without waiting for their lease to run out."""
    held = work.session.exec(select(Job.id, Job.owner).where(Job.state == JobState.RUNNING)).all()
    dead = [job_id for job_id, owner in held if owner and is_dead(owner)]
    if dead:
        is_held = and_(col(Job.id).in_(dead), col(Job.state) == JobState.RUNNING)
        work.session.execute(update(Job).where(is_held).values(lease_until=work.now - timedelta(seconds=1)))


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Queued, failed for good but standing, or running under a lease that has run out."""
    is_abandoned = and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < now)
    is_standing = and_(col(Job.state) == JobState.FAILED, col(Job.unique_key).is_not(None))
    return or_(col(Job.state) == JobState.QUEUED, is_abandoned, is_standing)


def _take(work: Work, owner: str, condition: ColumnElement[bool]) -> Lease | None:
    taken = (
        update(Job)
        .where(condition)
        .values(state=JobState.RUNNING, owner=owner, lease_until=work.now + LEASE, tries=Job.tries + 1)
        .returning(col(Job.id), col(Job.kind), col(Job.position), col(Job.args))
    )
    row = work.session.execute(taken).first()
    return Lease(row[0], row[1], owner, row[2], json.loads(row[3])) if row else None
