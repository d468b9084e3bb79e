"""Durable jobs: a row is the truth about what is to be done, who does it, and how far it got.

A job is claimed by one conditional UPDATE and held by a lease. Each step's changes and the new position commit in one
transaction that is fenced by the owner: a process that lost its lease cannot write. After a crash the lease runs out
and another worker, or the same after a restart, goes on from the last commit.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from ..core.permissions import SYSTEM
from ..core.work import Door, Work, begin
from ..models import Job, JobState

LEASE = timedelta(seconds=20)
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""Wait after the first, second, … failure in a row; after the last one the job has failed for good."""


class LeaseLost(Exception):  # noqa: N818 - a fact, not a defect
    """The job was cancelled or another worker has taken it over; nothing of this step is written."""


@dataclass
class Lease:
    """A claimed job, in the hands of the worker `owner`."""

    job_id: int
    kind: str
    owner: str
    position: int = 0
    args: Mapping[str, Any] = field(default_factory=dict)

    @contextmanager
    def step(self, advance: int = 0) -> Iterator[Work]:
        """One transaction of the job: whatever the block writes, and the position moved on, commit together.

        Raises:
            LeaseLost: the job is no longer ours.
        """
        with begin(SYSTEM, Door.JOB) as work:
            renewed = (
                update(Job)
                .where(*self._is_ours())
                .values(lease_until=work.now + LEASE, position=self.position + advance, tries=0)
            )
            if work.session.execute(renewed).rowcount != 1:  # type: ignore[attr-defined]
                raise LeaseLost
            yield work
        self.position += advance

    def finish(self, now: datetime) -> None:
        """The job is done."""
        self._let_go({"state": JobState.DONE, "finished_at": now, "error": None})

    def pause(self, due_at: datetime) -> None:
        """Put the job back, to be claimed again from then on."""
        self._let_go({"state": JobState.QUEUED, "due_at": due_at, "error": None, "tries": 0})

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


def claim(work: Work, owner: str) -> Lease | None:
    """Take the longest due job that nobody holds."""
    is_free = and_(_is_free(work.now), col(Job.due_at) <= work.now, col(Job.unique_key).is_(None))
    candidate = select(Job.id).where(is_free).order_by(col(Job.due_at), col(Job.id)).limit(1)
    if work.session.get_bind().dialect.name == "postgresql":
        candidate = candidate.with_for_update(skip_locked=True)
    return _take(work, owner, and_(col(Job.id) == candidate.scalar_subquery(), is_free))


def claim_standing(work: Work, kind: str, owner: str) -> Lease | None:
    """Take the one job of a standing kind, making its row the first time; None while somebody else holds it."""
    table = Job.__table__  # type: ignore[attr-defined]
    dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"kind": kind, "args": "{}", "state": JobState.QUEUED, "unique_key": kind, "position": 0, "tries": 0}
    new = dialect.insert(table).values(**row, due_at=work.now, created_at=work.now)
    work.session.execute(new.on_conflict_do_nothing(index_elements=[table.c.unique_key]))
    is_due = and_(col(Job.unique_key) == kind, col(Job.due_at) <= work.now)
    return _take(work, owner, and_(is_due, _is_free(work.now)))


def next_due(session: Session, kind: str) -> datetime | None:
    """When a standing job may run next; None when it has never run."""
    return session.exec(select(Job.due_at).where(Job.unique_key == kind)).first()


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
