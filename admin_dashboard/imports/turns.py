"""What the jobs of imports have in common: whose they are, what they go by, and how they end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, text, update
from sqlmodel import Session, col

from ..attributes.queries import all_attributes
from ..core import clock
from ..core.errors import DomainError, NotAllowed
from ..core.i18n import Message
from ..core.permissions import SYSTEM
from ..core.work import Door, Work, begin
from ..db.engine import engine
from ..jobs.queue import Lease, has_queued
from ..mass_actions.reasons import Reason, Stopped, in_words
from ..mass_actions.steps import acting_for
from ..models import Attribute, Import, ImportState, Job, JobState
from .plan import Plan, plan_of, require_right
from .problems import dump_message

TURN_SECONDS = 5.0
"""After this long another import of the same kind has its turn."""


class Outdated(Exception):
    """The attributes are others than when the rows were read: they have to be read again."""


class Turn:
    """A job of an import, held for a while."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.import_id = int(lease.args["import"])
        self._ends_at = time.monotonic() + TURN_SECONDS
        self._plan: Plan | None = None
        self._asked: tuple[Any, ...] = ()

    def row(self, work: Work) -> Import:
        """The import."""
        return work.session.get_one(Import, self.import_id)

    def take_up(self, work: Work) -> Import:
        """The import, the work being in the name of whoever asked for it.

        Raises:
            Stopped: they may not sign in any more.
        """
        row = self.row(work)
        asked_by = select(col(Job.created_by_id)).where(col(Job.id) == self.lease.job_id)
        work.actor = acting_for(work, work.session.execute(asked_by).scalar())
        return row

    def plan(self, work: Work) -> Plan:
        """What the import goes by as of now, in the name of who asked for it, who may do it.

        Raises:
            Stopped: they may not sign in any more.
            NotAllowed: they may not do it any more.
            UnusableMapping: an attribute that a column is for is gone.
        """
        row, attributes = self.take_up(work), all_attributes(work)
        asked = (row.mapping, row.mode, row.invite, row.newest_user_id, attributes)
        if self._plan is None or asked != self._asked:
            self._plan, self._asked = plan_of(row, attributes), asked
        require_right(work, self._plan)
        return self._plan

    def require_same(self, work: Work) -> Plan:
        """The plan that the rows were read by, which holds until the work ends; raises as `plan`.

        Raises:
            Outdated: the plan is another by now.
        """
        # Nobody changes what an attribute may hold meanwhile; only PostgreSQL has to be told.
        work.session.execute(select(col(Attribute.id)).with_for_update(read=True)).all()
        before, plan = self._plan, self.plan(work)
        if plan is not before:
            raise Outdated
        return plan

    @contextmanager
    def step(self, advance: int = 0) -> Iterator[Work]:
        """As `Lease.step`, without waiting for the disk on PostgreSQL.

        What a crash of the server takes away it takes as a whole, position included: it is done again.
        """
        with self.lease.step(advance) as work:
            if work.session.get_bind().dialect.name == "postgresql":
                work.session.execute(text("SET LOCAL synchronous_commit TO off"))
            yield work

    @contextmanager
    def looking(self) -> Iterator[Work]:
        """A transaction that writes nothing."""
        with begin(SYSTEM, Door.JOB) as work:
            yield work

    def must_pause(self) -> bool:
        """Whether the worker is to end, or another import has waited long enough; the job is put back then."""
        is_over = time.monotonic() > self._ends_at
        if not self.lease.is_stopping() and not (is_over and self._somebody_waits()):
            return False
        self.lease.pause(clock.now())
        return True

    def _somebody_waits(self) -> bool:
        with Session(engine()) as session:
            return has_queued(session, self.lease.kind, clock.now())


def end(work: Work, lease: Lease, row: Import, state: ImportState, reason: Message | None = None) -> None:
    """The import and its job come to their end, together with whatever else the work writes."""
    row.state, row.error = state, dump_message(reason) if reason else None
    ended: dict[str, Any] = {"state": JobState.DONE, "finished_at": work.now, "owner": None, "lease_until": None}
    work.session.execute(update(Job).where(col(Job.id) == lease.job_id).values(**ended))


def why(stopped: DomainError | Stopped) -> Message:
    """What is said when an import cannot go on."""
    if isinstance(stopped, Stopped):
        return in_words(stopped.reason)
    return in_words(Reason.NOT_ALLOWED) if isinstance(stopped, NotAllowed) else stopped.message
