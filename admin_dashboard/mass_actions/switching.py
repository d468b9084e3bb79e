"""Disabling and enabling many. As `users.status`, which says it of one."""

from sqlalchemy import not_
from sqlmodel import col

from ..core.permissions import Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..models import Link
from ..users.status import end_resets
from .action import Action, Asked, Chunk, Rule
from .commands import ActionName, Nothing
from .conditions import ITEMS, everybody, is_unlike, last_administrator, more_rights, yourself
from .reasons import Reason

_is_enabled = USERS.c.is_enabled


def _not_to_disable(work: Work, asked: Asked) -> list[Rule]:
    rules = [*more_rights(work.actor), *yourself(work.actor), (Reason.ALREADY_DISABLED, not_(_is_enabled))]
    return [*rules, *last_administrator(work, asked, rules)]


def _disable(chunk: Chunk) -> None:
    chunk.change(is_enabled=False, disabled_at=chunk.work.now)
    end_resets(chunk.work, chunk.among(col(Link.user_id)))
    chunk.record_ended("user.disabled")


def _not_to_enable(work: Work, asked: Asked) -> list[Rule]:
    rules: list[Rule] = [*more_rights(work.actor), (Reason.ALREADY_ENABLED, _is_enabled)]
    if asked.undo_of_id is not None:
        rules.append(is_unlike(asked.undo_of_id, col(ITEMS.at) == USERS.c.disabled_at))
    return rules


def _enable(chunk: Chunk) -> None:
    chunk.change(is_enabled=True, disabled_at=None)
    chunk.record("user.enabled")


DISABLE = Action(
    ActionName.DISABLE,
    Permission.USERS_ENABLE,
    Nothing,
    rules=_not_to_disable,
    apply=_disable,
    ends_sessions=everybody,
    undone_by=ActionName.ENABLE,
)
ENABLE = Action(
    ActionName.ENABLE,
    Permission.USERS_ENABLE,
    Nothing,
    rules=_not_to_enable,
    apply=_enable,
    undone_by=ActionName.DISABLE,
)
