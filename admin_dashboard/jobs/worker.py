"""The worker: claims due jobs and runs them, inside the server process or as a process of its own.

Each kind of job has a lane, a thread of its own: a mail server that does not answer holds up mails and nothing else.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from ..core import clock
from ..core.permissions import SYSTEM
from ..core.work import Door, begin
from ..db.engine import engine
from .owner import new_owner
from .queue import Lease, LeaseLost, claim, claim_standing, free_of_the_dead, has_queued, may_run

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Kind:
    """What a kind of job does. `run` goes on until there is nothing to do, or raises.

    With `is_due` the kind is standing: it has one row for ever, run whenever `is_due` says there is something to do.
    With `every` it is standing too, run at that interval. Jobs of one kind run one after another in a worker.
    """

    name: str
    run: Callable[[Lease], None]
    is_due: Callable[[Session, datetime], bool] | None = None
    every: timedelta | None = None

    @property
    def is_standing(self) -> bool:
        """Whether it is one job for ever, instead of one for each time it is asked for."""
        return self.is_due is not None or self.every is not None


class Worker:
    """Runs jobs of the given kinds until it is stopped."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._kinds = tuple(kinds)
        self.owner = new_owner()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Ask the worker to end after the present jobs."""
        self._stopping.set()

    def run_forever(self) -> None:
        """Look for due jobs, run them, rest for a moment when there are none."""
        while not self._stopping.is_set() and not _calmly(self._take_over):
            self._stopping.wait(LOOK_EVERY_SECONDS)
        lanes = [threading.Thread(target=self._run_lane, args=(k,), name=k.name, daemon=True) for k in self._kinds]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()

    def run_once(self) -> bool:
        """Run what is due now, one job of each kind, one after another; whether there was anything."""
        return sum(self._turn(kind) for kind in self._kinds) > 0

    @staticmethod
    def _take_over() -> bool:
        with begin(SYSTEM, Door.JOB) as work:
            free_of_the_dead(work)
        return True

    def _run_lane(self, kind: Kind) -> None:
        while not self._stopping.is_set():
            if not _calmly(partial(self._turn, kind)):
                self._stopping.wait(LOOK_EVERY_SECONDS)

    def _turn(self, kind: Kind) -> bool:
        """Run a due job of the kind; whether there was one."""
        lease = None if self._stopping.is_set() else self._claim(kind)
        if lease is None:
            return False
        lease.is_stopping = self._stopping.is_set
        self._run(lease, kind)
        return True

    def _claim(self, kind: Kind) -> Lease | None:
        now = clock.now()
        # Looking costs a read only; the claim writes, so it is made when there is something to do.
        with Session(engine()) as session:
            if not _is_due(session, kind, now):
                return None
        with begin(SYSTEM, Door.JOB) as work:
            claim_one = claim_standing if kind.is_standing else claim
            return claim_one(work, kind.name, self.owner)

    def _run(self, lease: Lease, kind: Kind) -> None:
        try:
            kind.run(lease)
        except LeaseLost:
            log.info("job %s (%s) was taken over or cancelled", lease.job_id, lease.kind)
        except Exception as error:
            log.exception("job %s (%s) failed", lease.job_id, lease.kind)
            lease.fail(error, clock.now())
        else:
            self._put_back(lease, kind)

    @staticmethod
    def _put_back(lease: Lease, kind: Kind) -> None:
        now = clock.now()
        if kind.every is not None:
            lease.pause(now + kind.every)
        elif kind.is_due is not None:
            lease.pause(now)
        else:
            lease.finish(now)


def _is_due(session: Session, kind: Kind, now: datetime) -> bool:
    if not kind.is_standing:
        return has_queued(session, kind.name, now)
    return may_run(session, kind.name, now) and (kind.is_due is None or kind.is_due(session, now))


def _calmly(act: Callable[[], bool]) -> bool:
    """What it answers; False, too, when the database does not answer."""
    try:
        return act()
    except SQLAlchemyError:
        log.warning("the database did not answer the worker", exc_info=True)
        return False
