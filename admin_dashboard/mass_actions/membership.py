"""Letting many work in a space, and taking them out. As `spaces.service`, which says it of one."""

from typing import Any

from sqlalchemy import and_, case, delete, insert, literal, not_, select
from sqlmodel import col

from ..core.permissions import SPACE_MANAGER, Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..db.many import listed
from ..models import SpaceMember
from ..models.types import UtcDateTime
from .action import Action, Asked, Chunk, Condition, Rule
from .commands import ActionName, WhichRole, WhichSpace
from .conditions import ITEMS, is_unlike, item, more_rights, rises, yourself
from .granting import give, holds, role_rights, space_name, take
from .reasons import Reason

_is_manager = col(SpaceMember.is_manager).is_(True)
MANAGER = "manager"
"""What is kept of somebody who is taken out of a space they manage."""


def _require(work: Work, asked: Asked) -> None:
    space_name(work, asked.args.space_id)
    work.actor.require(Permission.SPACES_MANAGE, asked.args.space_id)


def _managing(asked: Asked) -> WhichRole:
    return WhichRole(role=SPACE_MANAGER, space_id=asked.args.space_id)


def _member(asked: Asked, *further: Condition) -> Condition:
    is_theirs = (col(SpaceMember.user_id) == USERS.c.id, col(SpaceMember.space_id) == asked.args.space_id)
    return select(col(SpaceMember.user_id)).where(*is_theirs, *further).exists()


def _not_to_add(work: Work, asked: Asked) -> list[Rule]:
    rules: list[Rule] = [*more_rights(work.actor), (Reason.IN_SPACE, _member(asked))]
    was_manager = _was_manager(asked)
    if was_manager is not None and not work.actor.covers(role_rights(work, _managing(asked))):
        rules.append((Reason.MORE_RIGHTS, was_manager))
    return rules


def _was_manager(asked: Asked) -> Condition | None:
    """Whether they managed the space before the action that is undone took them out; None when none is."""
    return item(asked.undo_of_id, col(ITEMS.before) == MANAGER).exists() if asked.undo_of_id is not None else None


def _who_rises(work: Work, asked: Asked) -> Condition | None:
    was_manager, is_raised = _was_manager(asked), rises(role_rights(work, _managing(asked)))
    return None if was_manager is None or is_raised is None else and_(was_manager, is_raised)


def _add(chunk: Chunk) -> None:
    work, space_id = chunk.work, chunk.args.space_id
    people = listed(work.session, chunk.ids)
    same = literal(space_id), literal(value=False), literal(work.now, UtcDateTime())
    columns = ["user_id", "space_id", "is_manager", "joined_at"]
    chunk.execute(insert(SpaceMember).from_select(columns, select(people.id, *same).select_from(people.table)))
    chunk.record("space.member_added", space=space_name(work, space_id))
    was_manager = _was_manager(chunk.asked)
    if was_manager is not None and (managers := _among(chunk, was_manager, not_(_holds_role(chunk)))):
        give(chunk, _managing(chunk.asked), managers)


def _not_to_remove(work: Work, asked: Asked) -> list[Rule]:
    rules = [*more_rights(work.actor), (Reason.NOT_IN_SPACE, not_(_member(asked)))]
    is_manager = _member(asked, _is_manager)
    rules += [(reason, and_(is_them, is_manager)) for reason, is_them in yourself(work.actor)]
    if asked.undo_of_id is not None:
        joined = select(col(SpaceMember.joined_at)).where(
            col(SpaceMember.user_id) == USERS.c.id,
            col(SpaceMember.space_id) == asked.args.space_id,
            not_(col(SpaceMember.is_manager)),
        )
        rules.append(is_unlike(asked.undo_of_id, col(ITEMS.at) == joined.correlate(USERS).scalar_subquery()))
    return rules


def _remove(chunk: Chunk) -> None:
    space_id = chunk.args.space_id
    is_manager = _member(chunk.asked, _is_manager)
    if managers := _among(chunk, is_manager, _holds_role(chunk)):
        take(chunk, _managing(chunk.asked), managers)
    is_theirs = (col(SpaceMember.space_id) == space_id, chunk.among(col(SpaceMember.user_id)))
    chunk.execute(delete(SpaceMember).where(*is_theirs))
    chunk.record("space.member_removed", space=space_name(chunk.work, space_id))


def _holds_role(chunk: Chunk) -> Condition:
    return holds(chunk.work, _managing(chunk.asked))


def _among(chunk: Chunk, *which: Condition) -> list[int]:
    found = select(USERS.c.id).where(chunk.asked.whom, *which).order_by(USERS.c.id)
    return list(chunk.work.session.execute(found).scalars())


def _kept(_work: Work, asked: Asked, user_id: Any) -> Any:
    is_theirs = (col(SpaceMember.user_id) == user_id, col(SpaceMember.space_id) == asked.args.space_id)
    kept = select(case((col(SpaceMember.is_manager), MANAGER), else_=None)).where(*is_theirs)
    return kept.scalar_subquery()


ADD_TO_SPACE = Action(
    ActionName.ADD_TO_SPACE,
    None,
    WhichSpace,
    require=_require,
    rules=_not_to_add,
    apply=_add,
    ends_sessions=_who_rises,
    undone_by=ActionName.REMOVE_FROM_SPACE,
)
REMOVE_FROM_SPACE = Action(
    ActionName.REMOVE_FROM_SPACE,
    None,
    WhichSpace,
    require=_require,
    rules=_not_to_remove,
    apply=_remove,
    before=_kept,
    undone_by=ActionName.ADD_TO_SPACE,
)
