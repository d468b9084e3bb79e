"""Rights of people, and the roles that give them."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from ..core.permissions import ADMINISTRATOR, Permission
from ..models import Grant, Role, RolePermission, Space, User


@dataclass(frozen=True)
class GrantedRole:
    """A role somebody holds; `space` is empty when it holds platform-wide."""

    key: str
    name: str
    space: str


@dataclass(frozen=True)
class GivenRight:
    """A permission somebody holds, and the role that gives it."""

    permission: Permission
    role_key: str
    role_name: str
    space: str


def roles_of(session: Session, user_id: int) -> list[GrantedRole]:
    """The roles the user holds, by name."""
    rows = session.exec(
        select(Role.key, Role.name, Space.name)
        .join(Grant, col(Grant.role_id) == col(Role.id))
        .join(Space, col(Space.id) == col(Grant.space_id), isouter=True)
        .where(col(Grant.user_id) == user_id)
        .order_by(col(Role.name), col(Space.name))
    )
    return [GrantedRole(key, name, space or "") for key, name, space in rows]


def given_rights(session: Session, user_id: int) -> list[GivenRight]:
    """Each right of the user with the role that gives it, in the order permissions are declared."""
    rows = session.exec(
        select(RolePermission.permission, Role.key, Role.name, Space.name)
        .join(Grant, col(Grant.role_id) == col(RolePermission.role_id))
        .join(Role, col(Role.id) == col(Grant.role_id))
        .join(Space, col(Space.id) == col(Grant.space_id), isouter=True)
        .where(col(Grant.user_id) == user_id)
    )
    order = list(Permission)
    found = [GivenRight(Permission(p), key, name, space or "") for p, key, name, space in rows]
    return sorted(found, key=lambda right: (order.index(right.permission), right.role_name, right.space))


def enabled_administrators(session: Session) -> int:
    """How many enabled people hold the Administrator role platform-wide."""
    return session.exec(
        select(func.count(func.distinct(col(User.id))))
        .join(Grant, col(Grant.user_id) == col(User.id))
        .join(Role, col(Role.id) == col(Grant.role_id))
        .where(col(Role.key) == ADMINISTRATOR, col(Grant.space_id).is_(None), col(User.is_enabled))
    ).one()
