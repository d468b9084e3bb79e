"""Rules about one person, said of many: conditions on `USERS`."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, not_, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from ..core.permissions import ADMINISTRATOR, Actor, Permission, Right
from ..core.work import Work
from ..db.criteria import USERS
from ..models import Grant, MassItem, Outcome, Role, RolePermission
from ..roles.service import hold_administrators
from .action import Asked, Condition, Rule
from .reasons import Reason

_id = USERS.c.id


def more_rights(actor: Actor) -> list[Rule]:
    """Who has rights the actor lacks. As `Actor.covers`, of many."""
    if all(actor.may(permission) for permission in Permission):
        return []
    permission, space = col(RolePermission.permission), col(Grant.space_id)
    covered = or_(
        permission.in_([str(held) for held, where in actor.rights if where is None]),
        *(and_(permission == str(held), space == where) for held, where in actor.rights if where is not None),
    )
    given = _given().where(not_(func.coalesce(covered, False)))
    return [(Reason.MORE_RIGHTS, given.exists())]


def yourself(actor: Actor) -> list[Rule]:
    """The actor."""
    return [] if actor.id is None else [(Reason.YOURSELF, _id == actor.id)]


def last_administrator(work: Work, asked: Asked, before: Sequence[Rule]) -> list[Rule]:
    """The one with the highest id, when all enabled Administrators would be among those it is done to.

    That is who is left when they go one by one; in steps, of those in the last. `before` are the rules that come first.
    """
    holders = _administrators()
    losing = [asked.whom, USERS.c.is_enabled, _id.in_(holders), *(not_(condition) for _reason, condition in before)]
    if not (going := _ids(work, select(_id).where(*losing))):
        return []
    if asked.is_running:
        hold_administrators(work)
    staying = select(_id).where(USERS.c.is_enabled, _id.in_(holders), _id.not_in(going)).limit(1)
    return [] if _ids(work, staying) else [(Reason.LAST_ADMINISTRATOR, _id == max(going))]


def rises(rights: Collection[Right]) -> Condition | None:
    """Whether these rights are more than the person has; None when they are no rights at all."""
    lacking = [not_(_holds(permission, space)) for permission, space in sorted(rights, key=str)]
    return or_(*lacking) if lacking else None


def item(job_id: int | None, *further: Condition) -> Select[Any]:
    """The item of this person in an action that was done to them, under further conditions on `ITEMS`."""
    return select(ITEMS).where(
        col(ITEMS.job_id) == job_id, col(ITEMS.user_id) == _id, col(ITEMS.outcome) == Outcome.DONE, *further
    )


ITEMS = aliased(MassItem)
"""Another action's items, for what undoes it."""


def is_unlike(job_id: int | None, *as_left: Condition) -> Rule:
    """Who is no longer as that action left them."""
    return Reason.CHANGED_SINCE, not_(item(job_id, *as_left).exists())


EVERYBODY = true()


def everybody(_work: Work, _asked: Asked) -> Condition:
    """Everybody it is done to."""
    return EVERYBODY


def _given() -> Select[Any]:
    """The rights of this person: a row for each of a role's permissions."""
    has_them = col(RolePermission.role_id) == col(Grant.role_id)
    return select(col(Grant.id)).join(RolePermission, has_them).where(col(Grant.user_id) == _id)


def _holds(permission: Permission, space: int | None) -> Condition:
    is_there = col(Grant.space_id).is_(None)
    if space is not None:
        is_there = or_(is_there, col(Grant.space_id) == space)
    return _given().where(col(RolePermission.permission) == str(permission), is_there).exists()


def _administrators() -> Select[Any]:
    is_theirs = col(Role.id) == col(Grant.role_id)
    held = col(Role.key) == ADMINISTRATOR, col(Grant.space_id).is_(None)
    return select(col(Grant.user_id)).join(Role, is_theirs).where(*held)


def _ids(work: Work, found: Select[Any]) -> Sequence[int]:
    return work.session.execute(found).scalars().all()
