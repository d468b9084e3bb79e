"""Actors and raw input for the tests of the users' services."""

from typing import Any

from sqlmodel import Session

from admin_dashboard.core.permissions import Actor, Permission
from tests.factories import actor_of, grant, make_user

GOOD_PASSWORD = "quiet-harbor-lantern-57"
ELEONORE = {
    "username": "eleonore.darc",
    "first_name": "Éléonore",
    "last_name": "D'Arc",
    "email": "eleonore@example.org",
    "password": GOOD_PASSWORD,
}


def holder(*permissions: Permission) -> Actor:
    """Somebody with just these permissions, who has no row."""
    return Actor(id=999_999, name="Somebody", rights=frozenset((p, None) for p in permissions))


def with_role(session: Session, role: str, **values: Any) -> Actor:
    """Somebody with a row and this role."""
    user = make_user(session, **values)
    grant(session, user, role)
    return actor_of(session, user)
