"""Giving many a role, and taking it back. As `roles.service`, which says it of one."""

from sqlalchemy import Integer, delete, insert, literal, not_, select, update
from sqlmodel import col

from ..core.errors import NotAllowed, NotFound
from ..core.i18n import _
from ..core.permissions import ADMINISTRATOR, SPACE_MANAGER, Permission, Right
from ..core.work import Work
from ..db.criteria import USERS
from ..db.many import listed
from ..models import Grant, Role, RolePermission, SpaceMember
from ..models.types import UtcDateTime
from ..spaces.queries import all_spaces
from .action import Action, Asked, Chunk, Condition, Rule
from .commands import ActionName, WhichRole
from .conditions import ITEMS, is_unlike, last_administrator, more_rights, rises, yourself
from .reasons import Reason


class RoleAbove(NotAllowed):
    """The role has rights the actor lacks."""

    def __init__(self) -> None:
        super().__init__(_("This role has rights that you do not have."))


def role_id_of(work: Work, key: str) -> int:
    """The id of the role with this key.

    Raises:
        NotFound: there is none.
    """
    role_id = work.session.execute(select(col(Role.id)).where(col(Role.key) == key)).scalar()
    if role_id is None:
        raise NotFound(_("There is no such role."))
    return role_id


def role_rights(work: Work, which: WhichRole) -> frozenset[Right]:
    """The rights the role gives, in that space or platform-wide."""
    is_its = col(RolePermission.role_id) == role_id_of(work, which.role)
    permissions = select(col(RolePermission.permission)).where(is_its)
    return frozenset((Permission(one), which.space_id) for one in work.session.execute(permissions).scalars())


def space_name(work: Work, space_id: int | None) -> str:
    """The space's name; empty for none.

    Raises:
        NotFound: there is no such space, or the actor may not see it.
    """
    if space_id is None:
        return ""
    name = next((space.name for space in all_spaces(work) if space.id == space_id), None)
    if name is None:
        raise NotFound
    return name


def give(chunk: Chunk, which: WhichRole, ids: list[int] | None = None) -> None:
    """Give all of them, or these, a role they do not hold."""
    work = chunk.work
    people = listed(work.session, chunk.ids if ids is None else ids)
    same = (
        literal(role_id_of(work, which.role)),
        literal(which.space_id, Integer()),
        literal(work.now, UtcDateTime()),
        literal(work.actor.id, Integer()),
    )
    columns = ["user_id", "role_id", "space_id", "granted_at", "granted_by_id"]
    chunk.execute(insert(Grant).from_select(columns, select(people.id, *same).select_from(people.table)))
    _mark_managers(chunk, which, ids, is_manager=True)
    # Sessions end where the rights rise: whoever got hold of one gets no more out of it.
    chunk.record_ended("role.granted", ids, role=which.role, space=space_name(work, which.space_id))


def take(chunk: Chunk, which: WhichRole, ids: list[int] | None = None) -> None:
    """Take a role back from all of them, or from these, who hold it."""
    _mark_managers(chunk, which, ids, is_manager=False)
    chunk.execute(delete(Grant).where(chunk.among(col(Grant.user_id), ids), *_is_it(chunk.work, which)))
    chunk.record("role.revoked", ids, role=which.role, space=space_name(chunk.work, which.space_id))


def holds(work: Work, which: WhichRole) -> Condition:
    """Whether somebody holds the role, as it was given: platform-wide, or in that space."""
    return select(col(Grant.id)).where(col(Grant.user_id) == USERS.c.id, *_is_it(work, which)).exists()


def _is_it(work: Work, which: WhichRole) -> tuple[Condition, Condition]:
    is_there = col(Grant.space_id).is_(None) if which.space_id is None else col(Grant.space_id) == which.space_id
    return col(Grant.role_id) == role_id_of(work, which.role), is_there


def _mark_managers(chunk: Chunk, which: WhichRole, ids: list[int] | None, *, is_manager: bool) -> None:
    if which.role == SPACE_MANAGER and which.space_id is not None:
        is_theirs = (col(SpaceMember.space_id) == which.space_id, chunk.among(col(SpaceMember.user_id), ids))
        chunk.execute(update(SpaceMember).where(*is_theirs).values(is_manager=is_manager))


def _require(work: Work, asked: Asked) -> None:
    space_name(work, asked.args.space_id)
    work.actor.require(Permission.ROLES_GRANT, asked.args.space_id)
    role_id_of(work, asked.args.role)


def _require_to_give(work: Work, asked: Asked) -> None:
    _require(work, asked)
    if not work.actor.covers(role_rights(work, asked.args)):
        raise RoleAbove


def _not_to_grant(work: Work, asked: Asked) -> list[Rule]:
    return [*more_rights(work.actor), (Reason.HAS_ROLE, holds(work, asked.args))]


def _grant(chunk: Chunk) -> None:
    give(chunk, chunk.args)


def _who_rises(work: Work, asked: Asked) -> Condition | None:
    return rises(role_rights(work, asked.args))


def _not_to_revoke(work: Work, asked: Asked) -> list[Rule]:
    lacks_it = not_(holds(work, asked.args))
    rules = [*yourself(work.actor), *more_rights(work.actor), (Reason.LACKS_ROLE, lacks_it)]
    if asked.undo_of_id is not None:
        given = select(col(Grant.granted_at)).where(col(Grant.user_id) == USERS.c.id, *_is_it(work, asked.args))
        rules.append(is_unlike(asked.undo_of_id, col(ITEMS.at) == given.correlate(USERS).scalar_subquery()))
    is_administrator = asked.args == WhichRole(role=ADMINISTRATOR)
    return [*rules, *(last_administrator(work, asked, rules) if is_administrator else [])]


def _revoke(chunk: Chunk) -> None:
    take(chunk, chunk.args)


GRANT_ROLE = Action(
    ActionName.GRANT_ROLE,
    None,
    WhichRole,
    require=_require_to_give,
    rules=_not_to_grant,
    apply=_grant,
    ends_sessions=_who_rises,
    undone_by=ActionName.REVOKE_ROLE,
)
REVOKE_ROLE = Action(
    ActionName.REVOKE_ROLE,
    None,
    WhichRole,
    require=_require,
    rules=_not_to_revoke,
    apply=_revoke,
    undone_by=ActionName.GRANT_ROLE,
)
