"""The job that does an action: step after step, each a transaction of as many people as a short lock allows."""

import time
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, SQLModel, col

from ..core import clock
from ..core.work import Work
from ..db.engine import engine
from ..jobs.queue import Lease
from ..jobs.worker import Kind
from ..models import Job, JobState, MassAction, MassItem
from .actions import ACTIONS
from .commands import JOB, ActionName
from .reasons import Stopped
from .steps import give_up_on, take_step

TURN_SECONDS = 5.0
"""After this long other jobs have their turn."""
STEP_SECONDS = 0.12
"""What a step may take: nobody else writes meanwhile on SQLite."""
FIRST_STEP, SMALLEST_STEP = 500, 50
_ITEMS = SQLModel.metadata.tables[str(MassItem.__tablename__)]


def run(lease: Lease) -> None:
    """Go on with the action, for one turn."""
    pace = Pace()
    ends_at = time.monotonic() + TURN_SECONDS
    while ids := _next(lease.job_id, pace.size):
        try:
            _do(lease, ids, pace)
        except Stopped as stop:
            _end(lease, JobState.FAILED, stop.reason)
            return
        if lease.is_stopping() or time.monotonic() > ends_at:
            lease.pause(clock.now())
            return
    _end(lease, JobState.DONE)


class Pace:
    """How many people the next step takes, by how long the last ones took."""

    def __init__(self) -> None:
        self.size = FIRST_STEP
        self._since = time.perf_counter()

    def lap(self) -> int:
        """Milliseconds of work since the last lap."""
        since, self._since = self._since, time.perf_counter()
        return round((self._since - since) * 1000)

    def adapt(self, people: int, seconds: float) -> None:
        """Take at most twice as many the next time."""
        wished = round(people * STEP_SECONDS / max(seconds, 0.001))
        self.size = max(SMALLEST_STEP, min(wished, self.size * 2))


def _next(job_id: int, size: int) -> Sequence[int]:
    """The next people nothing has been decided about; none at the end."""
    with Session(engine()) as session:
        mass = session.get_one(MassAction, job_id)
        waiting = select(_ITEMS.c.user_id).where(_ITEMS.c.job_id == job_id, _ITEMS.c.user_id > mass.last_id)
        most = min(size, ACTIONS[ActionName(mass.action)].most)
        return session.execute(waiting.order_by(_ITEMS.c.user_id).limit(most)).scalars().all()


def _do(lease: Lease, ids: Sequence[int], pace: Pace) -> None:
    """One step; when the database refuses it, half of it at a time, until it is known on whom it fails."""
    try:
        with lease.step(advance=len(ids)) as work:
            began = time.perf_counter()
            take_step(work, lease.job_id, ids)
            _add_time(work, lease.job_id, pace.lap())
        pace.adapt(len(ids), time.perf_counter() - began)
    except (DataError, IntegrityError):
        if len(ids) == 1:
            with lease.step(advance=1) as work:
                give_up_on(work, lease.job_id, ids[0])
            return
        middle = len(ids) // 2
        _do(lease, ids[:middle], pace)
        _do(lease, ids[middle:], pace)


def _add_time(work: Work, job_id: int, milliseconds: int) -> None:
    work.session.get_one(MassAction, job_id).busy_ms += milliseconds


def _end(lease: Lease, state: JobState, reason: str | None = None) -> None:
    """The job ends with its last word in the audit trail, in one transaction."""
    with lease.step() as work:
        mass = work.session.get_one(MassAction, lease.job_id)
        ended = {"state": state, "finished_at": work.now, "error": reason, "owner": None, "lease_until": None}
        work.session.execute(update(Job).where(col(Job.id) == lease.job_id).values(**ended))
        counts = {"done": mass.done, "skipped": mass.skipped, "failed": mass.asked - mass.done - mass.skipped}
        work.record("mass_action.ended", job=mass.job_id, mass_action=mass.action, **counts)


MASS_ACTION = Kind(JOB, run=run)
