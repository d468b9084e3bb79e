"""What became of actions on many users: how far they are, whom they were done to, and why not to others."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select, true
from sqlmodel import col

from ..core.errors import NotFound
from ..core.permissions import Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..models import Delivery, Job, JobState, MassAction, MassItem, Message, Outcome
from .action import Action, Asked, Condition
from .actions import ACTIONS
from .commands import ActionName
from .reasons import Reason

SHOWN_AFTER_END = timedelta(hours=1)
"""How long an action that has ended is still shown to who asked for it."""
LARGEST_PAGE = 1000
_REST = {JobState.CANCELLED: (Outcome.SKIPPED, Reason.CANCELLED), JobState.FAILED: (Outcome.FAILED, None)}
"""State of a job that ended early → outcome and reason of those it did not come to; None for the job's own reason."""
_OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True)
class MassActionRow:
    """An action and how far it is; asked = done + skipped + failed + waiting, and nobody waits once it is over.

    Of an action that was cancelled the rest is skipped, of one that stopped it has failed; `stopped` says why.
    `rate` is in people a second of work, `left` the time it will take at that rate; both None before the first.
    """

    job_id: int
    action: Action
    args: Any
    reason: str
    state: JobState
    stopped: str
    asked: int
    done: int
    skipped: int
    failed: int
    asked_by_id: int | None
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    rate: float | None
    undo_of_id: int | None
    retry_of_id: int | None

    @property
    def waiting(self) -> int:
        """How many nothing is decided about."""
        return self.asked - self.done - self.skipped - self.failed

    @property
    def left(self) -> timedelta | None:
        """The time it will still take."""
        return timedelta(seconds=self.waiting / self.rate) if self.rate else None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in _OVER

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to take back, by an action that does."""
        return bool(self.is_over and self.done and self.action.undone_by and self.undo_of_id is None)

    def as_asked(self) -> Asked:
        """Its arguments, of nobody in particular."""
        return Asked(self.args, true(), self.undo_of_id)


@dataclass(frozen=True)
class ItemRow:
    """One person of an action; names are empty when they were deleted.

    `reason` is one of `Reason`, or of `mail.reasons` when the mail could not be delivered. `mail` is the state of the
    mail that was queued, None when there was none.
    """

    user_id: int
    username: str
    first_name: str
    last_name: str
    email: str
    outcome: str
    reason: str
    at: datetime | None
    mail: str | None


def row(work: Work, job_id: int) -> MassActionRow:
    """One action.

    Raises:
        NotFound: there is none, or the actor neither asked for it nor may see what others do.
    """
    found = work.session.execute(_rows(work).where(col(MassAction.job_id) == job_id)).first()
    if found is None:
        raise NotFound
    return _row(found)


def active(work: Work) -> list[MassActionRow]:
    """The actor's own actions that go on or ended lately, the newest first."""
    is_theirs = col(Job.created_by_id) == work.actor.id
    is_recent = or_(col(Job.finished_at).is_(None), col(Job.finished_at) > work.now - SHOWN_AFTER_END)
    return _listed(work, _rows(work).where(is_theirs, is_recent))


def latest(work: Work, limit: int = 50, before_id: int | None = None) -> list[MassActionRow]:
    """The actions the actor may see, the newest first; the next page begins `before_id`."""
    found = _rows(work)
    if before_id is not None:
        found = found.where(col(MassAction.job_id) < before_id)
    return _listed(work, found.limit(min(limit, LARGEST_PAGE)))


def items(
    work: Work, job_id: int, outcome: Outcome | None = None, after_id: int = 0, limit: int = 100
) -> list[ItemRow]:
    """What became of people, in the order of their ids, those with one outcome or all; the next ones after that id.

    Raises:
        NotFound: there is no such action for this actor.
    """
    became, why = _became(row(work, job_id))
    is_asked = [col(MassItem.job_id) == job_id, col(MassItem.user_id) > after_id]
    if outcome is not None:
        is_asked.append(became == outcome)
    people = [func.coalesce(USERS.c[name], "") for name in ("username", "first_name", "last_name", "email")]
    found = (
        select(col(MassItem.user_id), *people, became, func.coalesce(why, ""), col(MassItem.at), col(Message.state))
        .join(USERS, USERS.c.id == col(MassItem.user_id), isouter=True)
        .join(Message, col(Message.id) == col(MassItem.mail_id), isouter=True)
        .where(*is_asked)
        .order_by(col(MassItem.user_id))
        .limit(min(limit, LARGEST_PAGE))
    )
    return [ItemRow(*one) for one in work.session.execute(found)]


def reasons(work: Work, job_id: int) -> dict[str, int]:
    """Why people were left out or it failed: reason → how many, the most first.

    Raises:
        NotFound: there is no such action for this actor.
    """
    _outcome, why = _became(row(work, job_id))
    found = (
        select(why, func.count())
        .select_from(MassItem)
        .join(Message, col(Message.id) == col(MassItem.mail_id), isouter=True)
        .where(col(MassItem.job_id) == job_id, why.is_not(None))
        .group_by(why)
    )
    return dict(sorted(((one[0], one[1]) for one in work.session.execute(found)), key=lambda one: (-one[1], one[0])))


def deliveries(work: Work, job_id: int) -> dict[str, int]:
    """State of a mail → how many of those the action queued are in it.

    Raises:
        NotFound: there is no such action for this actor.
    """
    row(work, job_id)
    queued = select(col(Message.state), func.count()).join(MassItem, col(MassItem.mail_id) == col(Message.id))
    found = queued.where(col(MassItem.job_id) == job_id).group_by(col(Message.state))
    return {one[0]: one[1] for one in work.session.execute(found)}


def is_undelivered() -> Condition:
    """Whether an item's mail could not be delivered: the invitation has failed after all."""
    failed = select(col(Message.id)).where(col(Message.state) == Delivery.FAILED)
    return and_(col(MassItem.mail_id).is_not(None), col(MassItem.mail_id).in_(failed))


def _became(of: MassActionRow) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """(outcome, reason) of an item joined to its mail: as it stands, as the action's end or the mail decided."""
    became, why, error = col(MassItem.outcome), col(MassItem.reason), col(Message.error)
    is_undelivered = col(Message.state) == Delivery.FAILED
    decided: list[Any] = [(is_undelivered, str(Outcome.FAILED))]
    reasons: list[Any] = [(is_undelivered, error)]
    if of.state in _REST:
        outcome, reason = _REST[of.state]
        decided.append((became == Outcome.WAITING, str(outcome)))
        reasons.append((became == Outcome.WAITING, literal(reason or of.stopped)))
    return case(*decided, else_=became), case(*reasons, else_=why)


def _rows(work: Work) -> Select[Any]:
    """The actions the actor may see, the newest first."""
    is_queued = col(MassItem.job_id) == col(MassAction.job_id), col(MassItem.mail_id) == col(Message.id)
    # From the few mails that failed to their items, not the other way round.
    undelivered = (
        select(func.count())
        .select_from(Message)
        .join(MassItem, and_(*is_queued, col(MassItem.user_id) == col(Message.user_id)))
        .where(col(Message.state) == Delivery.FAILED)
    )
    counted = case((col(MassAction.action) == ActionName.INVITE, undelivered.scalar_subquery()), else_=0)
    rows: Any = (
        select(MassAction, Job, counted, USERS.c.first_name, USERS.c.last_name)
        .join(Job, col(Job.id) == col(MassAction.job_id))
        .join(USERS, USERS.c.id == col(Job.created_by_id), isouter=True)
        .order_by(col(MassAction.job_id).desc())
    )
    if not work.actor.may(Permission.USERS_VIEW):
        return rows.where(false())
    return rows if work.actor.may(Permission.AUDIT_VIEW) else rows.where(col(Job.created_by_id) == work.actor.id)


def _listed(work: Work, found: Select[Any]) -> list[MassActionRow]:
    return [_row(one) for one in work.session.execute(found)]


def _row(found: Any) -> MassActionRow:
    mass, job, undelivered, first_name, last_name = found
    action, state = ACTIONS[ActionName(mass.action)], JobState(job.state)
    rest = mass.asked - mass.done - mass.skipped - mass.failed
    outcome = _REST[state][0] if state in _REST else Outcome.WAITING
    return MassActionRow(
        job_id=mass.job_id,
        action=action,
        args=action.args.model_validate_json(mass.args),
        reason=mass.reason,
        state=state,
        stopped=(job.error or "") if state == JobState.FAILED else "",
        asked=mass.asked,
        done=mass.done - undelivered,
        skipped=mass.skipped + (rest if outcome == Outcome.SKIPPED else 0),
        failed=mass.failed + undelivered + (rest if outcome == Outcome.FAILED else 0),
        asked_by_id=job.created_by_id,
        asked_by=f"{first_name} {last_name}" if first_name else "",
        asked_at=job.created_at,
        ended_at=job.finished_at,
        rate=1000 * (mass.asked - rest) / mass.busy_ms if mass.busy_ms else None,
        undo_of_id=mass.undo_of_id,
        retry_of_id=mass.retry_of_id,
    )
