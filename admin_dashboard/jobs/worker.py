"""The worker: claims due jobs and runs them, inside the server process or as a process of its own."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
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
    With `every` it is standing too, run at that interval.
    """

    name: str
    run: Callable[[Lease], None]
    is_due: Callable[[Session, datetime], bool] | None = None
    every: timedelta | None = None


class Worker:
    """Runs jobs of the given kinds until it is stopped."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self.kinds: Mapping[str, Kind] = {kind.name: kind for kind in kinds}
        self.owner = new_owner()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Ask the worker to end after the present job."""
        self._stopping.set()

    def run_forever(self) -> None:
        """Look for due jobs, run them, rest for a moment when there are none."""
        has_looked_around = False
        while not self._stopping.is_set():
            try:
                if not has_looked_around:
                    self._take_over()
                    has_looked_around = True
                has_worked = self.run_once()
            except SQLAlchemyError:
                log.warning("the database did not answer the worker", exc_info=True)
                has_worked = False
            if not has_worked:
                self._stopping.wait(LOOK_EVERY_SECONDS)

    def run_once(self) -> bool:
        """Run what is due now, once; whether there was anything."""
        # Each is claimed when its turn comes: a lease must not run out while another job runs.
        claims = [*[partial(self._claim_if_due, kind) for kind in self.kinds.values()], self._claim_queued]
        return sum(self._claim_and_run(claim_one) for claim_one in claims) > 0

    @staticmethod
    def _take_over() -> None:
        with begin(SYSTEM, Door.JOB) as work:
            free_of_the_dead(work)

    def _claim_and_run(self, claim_one: Callable[[], Lease | None]) -> bool:
        lease = None if self._stopping.is_set() else claim_one()
        if lease is None:
            return False
        lease.is_stopping = self._stopping.is_set
        self._run(lease)
        return True

    def _claim_queued(self) -> Lease | None:
        with Session(engine()) as session:
            if not has_queued(session, self.kinds.keys(), clock.now()):
                return None
        with begin(SYSTEM, Door.JOB) as work:
            return claim(work, self.owner, self.kinds.keys())

    def _claim_if_due(self, kind: Kind) -> Lease | None:
        if kind.is_due is None and kind.every is None:
            return None
        now = clock.now()
        # Looking costs a read only; the claim writes, so it is made when there is something to do.
        with Session(engine()) as session:
            if not may_run(session, kind.name, now) or (kind.is_due is not None and not kind.is_due(session, now)):
                return None
        with begin(SYSTEM, Door.JOB) as work:
            return claim_standing(work, kind.name, self.owner)

    def _run(self, lease: Lease) -> None:
        kind = self.kinds[lease.kind]
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
