"""The job that does an action: step after step, each a transaction of as many people as a short lock allows."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, SQLModel, col

from ..core import clock
from ..core.work import Work
from ..db.engine import engine
from ..jobs.pace import Pace
from ..jobs.queue import Lease
from ..jobs.worker import Kind
from ..models import Job, JobState, MassAction, MassItem, Outcome
from .actions import ACTIONS
from .commands import JOB, ActionName
from .reasons import Stopped
from .steps import give_up_on, take_step

TURN_SECONDS = 5.0
"""After this long other jobs have their turn."""
STEP_SECONDS = 0.12
"""What a step may take: nobody else writes meanwhile on SQLite."""
FIRST_STEP, SMALLEST_STEP = 500, 50
FAR_APART, FEW = 8, 1_000
"""On PostgreSQL a step of an action on more than a few takes every eighth person. A page of users has room for new
versions of some of them only, which the next step finds free again; who finds no room has every index written."""
_ITEMS = SQLModel.metadata.tables[str(MassItem.__tablename__)]


def run(lease: Lease) -> None:
    """Go on with the action, for one turn."""
    pace = Pace(FIRST_STEP, SMALLEST_STEP, STEP_SECONDS)
    ends_at = time.monotonic() + TURN_SECONDS
    for step in _steps(lease.job_id, pace):
        try:
            _do(lease, step, pace)
        except Stopped as stop:
            _end(lease, JobState.FAILED, stop.reason)
            return
        if lease.is_stopping() or time.monotonic() > ends_at:
            lease.pause(clock.now())
            return
    _end(lease, JobState.DONE)


@dataclass(frozen=True)
class Step:
    """People to be done in one transaction, by id. After it, nobody up to `last_id` is left; None leaves that open."""

    ids: Sequence[int]
    last_id: int | None = None

    def split(self, at: int) -> "tuple[Step, Step]":
        """The same people in two steps."""
        return Step(self.ids[:at]), Step(self.ids[at:], self.last_id)


def _steps(job_id: int, pace: Pace) -> Iterator[Step]:
    """Everybody nothing has been decided about, step by step, each as large as the pace allows when it comes."""
    with Session(engine()) as session:
        most = ACTIONS[ActionName(session.get_one(MassAction, job_id).action)].most
    while parts := _parts(job_id, min(pace.size, most)):
        for part in parts:
            rest = part
            while len(rest.ids) > min(pace.size, most):
                step, rest = rest.split(min(pace.size, most))
                yield step
            yield rest


def _parts(job_id: int, size: int) -> list[Step]:
    """The next people who wait, in parts of so many; none at the end."""
    with Session(engine()) as session:
        mass = session.get_one(MassAction, job_id)
        apart = FAR_APART if session.get_bind().dialect.name == "postgresql" and mass.asked > FEW else 1
        theirs = _ITEMS.c.job_id == job_id, _ITEMS.c.user_id > mass.last_id, _ITEMS.c.outcome == Outcome.WAITING
        waiting = select(_ITEMS.c.user_id).where(*theirs).order_by(_ITEMS.c.user_id).limit(size * apart)
        ids = session.execute(waiting).scalars().all()
    apart = min(apart, len(ids))
    return [Step(ids[n::apart], ids[-1] if n == apart - 1 else None) for n in range(apart)]


def _do(lease: Lease, step: Step, pace: Pace) -> None:
    """One step; when the database refuses it, half of it at a time, until it is known on whom it fails."""
    try:
        with lease.step(advance=len(step.ids)) as work:
            began = time.perf_counter()
            take_step(work, lease.job_id, step.ids)
            _note(work, lease.job_id, step, pace.lap())
        pace.adapt(len(step.ids), time.perf_counter() - began)
    except (DataError, IntegrityError):
        if len(step.ids) == 1:
            with lease.step(advance=1) as work:
                give_up_on(work, lease.job_id, step.ids[0])
                _note(work, lease.job_id, step)
            return
        for half in step.split(len(step.ids) // 2):
            _do(lease, half, pace)


def _note(work: Work, job_id: int, step: Step, milliseconds: int = 0) -> None:
    """How far it got, and in what time."""
    mass = work.session.get_one(MassAction, job_id)
    mass.busy_ms += milliseconds
    mass.last_id = step.last_id or mass.last_id


def _end(lease: Lease, state: JobState, reason: str | None = None) -> None:
    """The job ends with its last word in the audit trail, in one transaction."""
    with lease.step() as work:
        mass = work.session.get_one(MassAction, lease.job_id)
        ended = {"state": state, "finished_at": work.now, "error": reason, "owner": None, "lease_until": None}
        work.session.execute(update(Job).where(col(Job.id) == lease.job_id).values(**ended))
        counts = {"done": mass.done, "skipped": mass.skipped, "failed": mass.asked - mass.done - mass.skipped}
        work.record("mass_action.ended", job=mass.job_id, mass_action=mass.action, **counts)


MASS_ACTION = Kind(JOB, run=run)
