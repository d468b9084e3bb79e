"""One unit of work: who acts, when, through which door, and the transaction it happens in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from ..db.engine import engine
from . import audit, clock
from .permissions import Actor


class Door(StrEnum):
    """How an action came in."""

    PAGE = "page"
    API = "api"
    COMMAND_LINE = "command line"
    JOB = "job"
    SYSTEM = "system"


@dataclass
class Work:
    """What every service is given. Services never commit, never ask the time, never open a session."""

    session: Session
    actor: Actor
    now: datetime
    door: Door = Door.SYSTEM
    address: str = ""
    entries: list[audit.NewEntry | audit.SharedEntry] = field(default_factory=list)

    def record(self, action: str, user_id: int | None = None, **detail: Any) -> None:
        """Note an action for the audit trail; it is written and sealed when the work ends well.

        Args:
            action: what was done, `thing.verb` in the past: `user.created`.
            user_id: the person it was done to.
            detail: JSON values; never a password, hash, token or link.
        """
        self.entries.append(audit.NewEntry(action, user_id, detail))

    def record_many(self, action: str, user_ids: Sequence[int], **detail: Any) -> None:
        """Note an action that was done to many people alike: an entry each, with the same detail."""
        self.entries.append(audit.SharedEntry(action, user_ids, detail))


OpenWork = Callable[[Actor], AbstractContextManager[Work]]
"""Opens one transaction after another for this actor or that, all through one door. Given to what must not hold a
transaction while it hashes a password, or must keep a count though it refuses."""


@contextmanager
def begin(actor: Actor, door: Door = Door.SYSTEM, address: str = "") -> Iterator[Work]:
    """One transaction: commits when the block ends, with its audit entries; rolls back when it raises."""
    with Session(engine(), expire_on_commit=False) as session, session.begin():
        work = Work(session, actor, clock.now(), door, address)
        yield work
        session.flush()
        # The work's own actor: a job takes up the one on whose behalf it goes on.
        audit.write(session, work.entries, actor_id=work.actor.id, door=door, at=work.now)
