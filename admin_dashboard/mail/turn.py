"""One turn of the job that sends.

What must be known after a crash stands in the job's row before it happens: which messages are in a conversation, and
which were handed over. That is one statement, so it is done whenever connections are free again. What takes longer (the
messages, people's columns, the audit trail) follows for many at a time. Whenever the process dies, at most the messages
in conversations, one for each connection, are not known to have been sent; they keep their Message-IDs.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from ..core import clock
from ..core.permissions import SYSTEM
from ..core.work import Door, Work, begin
from ..jobs.queue import Lease
from ..models import Job
from ..settings import settings
from .delivery import recover, settle, still_to_be_sent, take
from .pace import Pace
from .queries import server_fault
from .transport import Carriers, Delivered, Finished, Outgoing, Untried

log = logging.getLogger(__name__)
T = TypeVar("T")

TURN_SECONDS = 30.0
"""After this long the connections are made anew: a server that admits fewer than we would have may now admit more."""
LOOK_EVERY_SECONDS = 0.25
"""While conversations last, or the pace admits no more, this often it is looked for messages and for the end."""
AHEAD_SECONDS, MOST_AHEAD = 0.25, 64
"""Messages are taken ahead for so long, and never more than so many: what is in memory may have changed meanwhile."""
PATIENCE_SECONDS = 5.0
"""So long a connection is kept for the next message that the pace admits."""
_DATABASE_WAITS = (0.2, 1.0, 3.0, 5.0)
SENT, BEGUN = "sent", "begun"
"""In the job's arguments: ids of messages that were handed over and are not written down yet, and of those in their
conversations."""


class Turn:
    """Whatever ends it, what has been given to a connection is waited for and written down."""

    def __init__(self, lease: Lease, carriers: Carriers) -> None:
        self._lease, self._carriers = lease, carriers
        per_minute = 0 if settings().catches_mail else settings().mail_per_minute
        self._pace = Pace.begin(per_minute, clock.now()) if per_minute else None
        self._ends_at = time.monotonic() + TURN_SECONDS
        self._is_held_up = False
        self._ahead: deque[Outgoing] = deque()
        self._begun: dict[int, Outgoing] = {}
        self._over: list[Finished] = []
        """What became of messages since the last transaction."""
        self._sent: list[Outgoing] = []
        """Those noted in the job's row."""
        self._since, self._count = time.monotonic(), 0

    def run(self) -> None:
        """Send what is due.

        Raises:
            ServerDown: nothing can be handed over at the moment.
        """
        left = self._lease.args
        with self._lease.step(args={}) as work:
            recover(work, left.get(SENT, []), left.get(BEGUN, []))
            self._is_held_up = held_up_by(work, self._lease) is not None
        while True:
            room = self._room()
            was_there_any = (room > 0 or bool(self._over)) and self._step(room)
            self._fetch()
            goes_on = was_there_any or self._over or self._carriers.is_busy
            if not goes_on and (room > 0 or not self._waits_for_its_pace()):
                break
        self._end()

    def _room(self) -> int:
        """How many may begin their conversations now."""
        if self._is_ending:
            self._ahead.clear()
            return 0
        return min(self._carriers.room, self._pace.room(clock.now())) if self._pace else self._carriers.room

    @property
    def _is_ending(self) -> bool:
        is_late = time.monotonic() > self._ends_at or self._lease.is_stopping()
        return is_late or self._carriers.fault is not None

    def _step(self, room: int) -> bool:
        """One transaction: what is over is noted or written down, and the next begin; whether there were any."""
        is_brief = room > 0 and bool(self._ahead) and not self._is_held_up
        is_brief = is_brief and all(isinstance(outcome, Delivered) for _, outcome in self._over)
        if room and not self._ahead:
            self._ahead.extend(self._taken(room))
        next_ones = [self._ahead.popleft() for _ in range(min(room, len(self._ahead)))]
        able = [one for one in next_ones if one.obstacle is None]
        sent = [*self._sent, *(outgoing for outgoing, _ in self._over)] if is_brief else []
        begun, self._pace = _patiently(lambda: self._transaction(sent, able, is_brief=is_brief))
        self._is_held_up = self._is_held_up and not self._has_delivered
        self._sent, self._over = sent, [(one, one.obstacle) for one in next_ones if one.obstacle]
        self._count += len(begun)
        for outgoing in begun:
            self._begun[outgoing.id] = outgoing
            self._carriers.give(outgoing)
        return bool(next_ones)

    def _transaction(
        self, sent: Sequence[Outgoing], able: Sequence[Outgoing], *, is_brief: bool
    ) -> tuple[list[Outgoing], Pace | None]:
        """(those that begin, the pace after them). Changes nothing of the turn itself."""
        begun = [*self._begun, *(one.id for one in able)]
        with self._lease.step(args={SENT: [one.id for one in sent], BEGUN: begun}) as work:
            if not is_brief:
                self._write_down(work)
            still = still_to_be_sent(work, able) if able else []
            return still, self._kept_pace(work, len(still))

    def _fetch(self) -> None:
        for outgoing, outcome in self._carriers.finished(0 if self._over else LOOK_EVERY_SECONDS):
            del self._begun[outgoing.id]
            self._over.append((outgoing, outcome))

    def _taken(self, room: int) -> list[Outgoing]:
        """The next ones, as many as will have gone in a moment by how long the last ones took."""
        now = time.monotonic()
        wished = int(self._count / max(now - self._since, 0.001) * AHEAD_SECONDS)
        self._since, self._count = now, 0
        most = max(room, min(wished, MOST_AHEAD))
        # In the table they are as if nothing had happened.
        over = (outgoing.id for outgoing, outcome in self._over if not isinstance(outcome, Untried))
        known = {*self._begun, *(one.id for one in self._sent), *over}
        with begin(SYSTEM, Door.JOB) as work:
            found = take(work, most + len(known))
        return [one for one in found if one.id not in known][:most]

    def _write_down(self, work: Work) -> None:
        noted = [(outgoing, Delivered()) for outgoing in self._sent]
        settle(work, [*noted, *self._over])
        if self._is_held_up and self._has_delivered:
            note_that_it_is_back(work, self._lease)

    @property
    def _has_delivered(self) -> bool:
        return any(isinstance(outcome, Delivered) for _, outcome in self._over)

    def _kept_pace(self, work: Work, count: int) -> Pace | None:
        """The pace after so many. The job's row says when it admits more, to whichever worker comes next."""
        if self._pace is None or not count:
            return self._pace
        after = self._pace.after(count, work.now)
        work.session.execute(update(Job).where(col(Job.id) == self._lease.job_id).values(due_at=after.opens_at))
        return after

    def _waits_for_its_pace(self) -> bool:
        """Rest until the pace admits more, unless that is long: then another turn goes on."""
        if self._pace is None or self._is_ending:
            return False
        seconds = (self._pace.opens_at - clock.now()).total_seconds()
        if seconds > PATIENCE_SECONDS:
            return False
        time.sleep(min(max(seconds, 0), LOOK_EVERY_SECONDS))
        return True

    def _end(self) -> None:
        if self._sent:
            self._step(0)
        if self._carriers.fault:
            raise self._carriers.fault
        if self._is_held_up:
            with self._lease.step() as work:
                note_that_it_is_back(work, self._lease)
        if self._pace:
            self._lease.pause(max(clock.now(), self._pace.opens_at))


def held_up_by(work: Work, lease: Lease) -> str | None:
    """Why the mail server takes nothing, as far as is known; None when it does."""
    return server_fault(work.session.exec(select(Job.error).where(Job.id == lease.job_id)).one())


def note_that_it_is_back(work: Work, lease: Lease) -> None:
    """The mail server takes mails again."""
    work.session.execute(update(Job).where(col(Job.id) == lease.job_id).values(error=None))
    work.record("mail.server_back")


def _patiently(write: Callable[[], T]) -> T:
    """What was sent must be written down: a database that is busy or restarting is asked again."""
    for seconds in _DATABASE_WAITS:
        try:
            return write()
        except OperationalError:
            log.warning("the database did not take what was sent; trying again", exc_info=True)
            time.sleep(seconds)
    return write()
