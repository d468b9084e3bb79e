"""What an ask comes to: which action, with which arguments, on whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import col

from ..core.errors import Conflict, InvalidInput
from ..core.forms import parse
from ..core.i18n import _
from ..core.work import Work
from ..db.criteria import USERS
from ..models import JobState, MassItem, Outcome
from ..selection import queries as selections
from . import queries
from .action import Action, Asked, Condition
from .actions import ACTIONS
from .commands import ActionName, Ask, RetryMassAction, StartMassAction, UndoMassAction, WhyAsked
from .queries import MassActionRow

NextIds = Callable[[Work, int, int], Sequence[int]]
"""(work, after that id, at most so many) → the next ids, in order."""


class StillRunning(Conflict):
    """What is not over can neither be undone nor tried again."""

    def __init__(self) -> None:
        super().__init__(_("This is still going on. Cancel it, or wait for its end."))


class CannotBeUndone(Conflict):
    """There is nothing that takes it back."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be undone."))


@dataclass(frozen=True)
class Plan:
    """An action that could be started. `next_ids` goes through those it is asked of, `asked.whom` describes them."""

    action: Action
    asked: Asked
    next_ids: NextIds
    reason: str
    retry_of_id: int | None = None


def plan(work: Work, ask: Ask) -> Plan:
    """What the ask comes to, if the actor may do it at all.

    Raises:
        InvalidInput: the arguments or the reason break a rule, or too many users are named one by one.
        NotAllowed: the actor lacks the right, or the role has rights the actor lacks.
        NotFound: there is no such role, space, attribute or action, or the actor may not see it.
        StillRunning: what is to be undone or tried again is not over.
        CannotBeUndone: it is a deletion, an invitation, or itself an undoing.
    """
    reason = parse(WhyAsked, {"reason": ask.reason}).reason
    if isinstance(ask, StartMassAction):
        made = _of_selection(work, ask, reason)
    elif isinstance(ask, UndoMassAction):
        made = _undoing(work, ask, reason)
    else:
        made = _retrying(work, ask, reason)
    made.action.check(work, made.asked)
    return made


def _of_selection(work: Work, ask: StartMassAction, reason: str) -> Plan:
    if ask.selection.is_too_long:
        raise InvalidInput(_("Too many users are ticked one by one. Filter the list and select all who match."))
    action = ACTIONS[ActionName(ask.action)]
    args = parse(action.args, ask.args)

    def next_ids(work: Work, after_id: int, limit: int) -> list[int]:
        return selections.ids(work, ask.selection, after_id, limit)

    return Plan(action, Asked(args, selections.is_in(work, ask.selection)), next_ids, reason)


def _undoing(work: Work, ask: UndoMassAction, reason: str) -> Plan:
    row = _ended(work, ask.job_id)
    undone_by = row.action.undone_by
    if undone_by is None or row.undo_of_id is not None:
        raise CannotBeUndone
    whom, next_ids = _items(row, col(MassItem.outcome) == Outcome.DONE)
    return Plan(ACTIONS[undone_by], Asked(row.args, whom, row.job_id), next_ids, reason)


def _retrying(work: Work, ask: RetryMassAction, reason: str) -> Plan:
    row = _ended(work, ask.job_id)
    # Those an action that stopped did not come to are failures of it; those of a cancelled one are not.
    has_failed = [col(MassItem.outcome) == Outcome.FAILED, queries.is_undelivered()]
    if row.state == JobState.FAILED:
        has_failed.append(col(MassItem.outcome) == Outcome.WAITING)
    whom, next_ids = _items(row, or_(*has_failed))
    return Plan(row.action, Asked(row.args, whom, row.undo_of_id), next_ids, reason or row.reason, row.job_id)


def _ended(work: Work, job_id: int) -> MassActionRow:
    row = queries.row(work, job_id)
    if not row.is_over:
        raise StillRunning
    return row


def _items(row: MassActionRow, which: Condition) -> tuple[Condition, NextIds]:
    """Those people of an action: as a condition on `USERS`, and to go through. Who is gone is only in the second."""
    items = select(col(MassItem.user_id)).where(col(MassItem.job_id) == row.job_id, which)

    def next_ids(work: Work, after_id: int, limit: int) -> Sequence[int]:
        following = items.where(col(MassItem.user_id) > after_id).order_by(col(MassItem.user_id)).limit(limit)
        return work.session.execute(following).scalars().all()

    return USERS.c.id.in_(items), next_ids
