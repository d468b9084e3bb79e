"""What an action on many users consists of. Each one is declared in a file of its own and listed in `actions.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, update
from sqlmodel import col

from ..core.forms import Command
from ..core.permissions import Permission
from ..core.work import Work
from ..db.many import is_one_of
from ..models import User
from .commands import ActionName
from .reasons import Reason

Condition = ColumnElement[bool]
Rule = tuple[Reason, Condition]
"""Who meets the condition on `USERS` is left out for this reason. The first that applies is given."""


@dataclass(frozen=True)
class Asked:
    """An action with its arguments, and whom it is asked of: a condition on `USERS`.

    While it `is_running`, these people are held: nobody else changes them.
    """

    args: Any
    whom: Condition
    undo_of_id: int | None = None
    is_running: bool = False


@dataclass(frozen=True)
class Chunk:
    """Those of a step to whom the action is done, in the order of their ids."""

    work: Work
    asked: Asked
    job_id: int
    reason: str
    ids: Sequence[int]
    ended: Mapping[int, int] = field(default_factory=dict)
    """User id → how many sessions ended, for those who had any."""

    @property
    def args(self) -> Any:
        """The action's arguments."""
        return self.asked.args

    def among(self, column: Any, ids: Sequence[int] | None = None) -> Condition:
        """Whether the column names one of them, or of these."""
        return is_one_of(self.work.session, column, self.ids if ids is None else ids)

    def execute(self, statement: Any) -> Any:
        """Run a statement on many rows; no object of the session is brought up to date."""
        return self.work.session.execute(statement, execution_options={"synchronize_session": False})

    def change(self, **values: Any) -> None:
        """Give all of them these columns, and note that they changed: who edits an older version is told."""
        now = self.work.now
        changed = update(User).where(self.among(col(User.id)))
        self.execute(changed.values(**values, updated_at=now, version=col(User.version) + 1))

    def record(self, action: str, ids: Sequence[int] | None = None, **detail: Any) -> None:
        """Note in the audit trail what was done to all of them, or to these."""
        said = {"job": self.job_id, **({"reason": self.reason} if self.reason else {})}
        self.work.record_many(action, self.ids if ids is None else ids, **detail, **said)

    def record_ended(self, action: str, ids: Sequence[int] | None = None, **detail: Any) -> None:
        """As `record`, with how many sessions of each ended."""
        concerned = self.ids if ids is None else ids
        self.record(action, [i for i in concerned if i not in self.ended], **detail, sessions_ended=0)
        ended = ((i, self.ended[i]) for i in concerned if i in self.ended)
        for count, people in grouped(ended).items():
            self.record(action, people, **detail, sessions_ended=count)


def grouped(pairs: Iterable[tuple[int, Any]]) -> dict[Any, list[int]]:
    """(id, value) → value: ids, each in its order."""
    groups: dict[Any, list[int]] = {}
    for user_id, value in pairs:
        groups.setdefault(value, []).append(user_id)
    return groups


def _nothing(work: Work, asked: Asked) -> None:
    """Most actions need no more than their permission."""


def _of_nobody(work: Work, asked: Asked) -> Condition | None:
    """Most actions end no session."""


def _no_value(work: Work, asked: Asked, user_id: Any) -> Any:
    """Most actions can be undone without having kept anything."""


@dataclass(frozen=True)
class Action:
    """One action. Conditions and statements are about sets of people; each says the same as the service for one.

    Attributes:
        permission: needed platform-wide; None where `require` decides.
        args: the shape of its arguments.
        rules: who is left out, in the order in which the service for one person refuses.
        apply: does it.
        require: raises `DomainError` when it cannot be done to anybody, as of now.
        ends_sessions: whose sessions end by it.
        before: what undoing needs to know of a person, as text: an expression for the row of that user id.
        undone_by: what takes it back.
        sends_mail: whether everybody it is done to gets one.
        most: people a step may take at most.
    """

    name: ActionName
    permission: Permission | None
    args: type[Command]
    rules: Callable[[Work, Asked], list[Rule]]
    apply: Callable[[Chunk], None]
    require: Callable[[Work, Asked], None] = _nothing
    ends_sessions: Callable[[Work, Asked], Condition | None] = _of_nobody
    before: Callable[[Work, Asked, Any], Any] = _no_value
    undone_by: ActionName | None = None
    sends_mail: bool = False
    most: int = 10_000

    def check(self, work: Work, asked: Asked) -> None:
        """Make sure that the actor may do it at all, as of now.

        Raises:
            DomainError: what stands against it.
        """
        work.actor.require(Permission.USERS_VIEW)
        if self.permission is not None:
            work.actor.require(self.permission)
        self.require(work, asked)

    def why_not(self, work: Work, asked: Asked) -> ColumnElement[str | None]:
        """For each user of `USERS`: the reason they are left out, or NULL."""
        rules = self.rules(work, asked)
        if not rules:
            return literal(None)
        return case(*((condition, literal(str(reason))) for reason, condition in rules))


def count_by_reason(work: Work, action: Action, asked: Asked) -> dict[str | None, int]:
    """Reason → how many are left out for it; None → how many it would be done to."""
    why = select(action.why_not(work, asked).label("why")).where(asked.whom).subquery()
    return {row[0]: row[1] for row in work.session.execute(select(why.c.why, func.count()).group_by(why.c.why))}
