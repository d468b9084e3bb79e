"""What people may do, as the database has it now."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ..models import Grant, RolePermission
from .permissions import Permission, Right


def rights_of(session: Session, user_id: int) -> frozenset[Right]:
    """Every right the user's roles give."""
    return rights_of_many(session, [user_id]).get(user_id, frozenset())


def rights_of_many(session: Session, user_ids: Collection[int]) -> Mapping[int, frozenset[Right]]:
    """User id → rights, for those who have any."""
    session.flush()
    rows = session.connection().execute(_RIGHTS, {"users": list(user_ids)})
    found: dict[int, set[Right]] = {}
    for user_id, permission, space_id in rows:
        found.setdefault(user_id, set()).add((Permission(permission), space_id))
    return {user_id: frozenset(rights) for user_id, rights in found.items()}


# Made once: building a statement takes longer than running it, and every event runs this one.
_RIGHTS = (
    select(Grant.user_id, RolePermission.permission, Grant.space_id)
    .join(RolePermission, col(RolePermission.role_id) == col(Grant.role_id))
    .where(col(Grant.user_id).in_(bindparam("users", expanding=True)))
)
