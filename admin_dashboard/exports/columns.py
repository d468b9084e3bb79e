"""The columns of an export: those the import knows, by the keys it knows them by."""

from ..attributes.queries import all_attributes
from ..core.permissions import Permission
from ..core.work import Work

USERNAME, FIRST_NAME, LAST_NAME, EMAIL = "username", "first_name", "last_name", "email"
LANGUAGE, ENABLED, ROLES, SPACES, INVITE = "language", "enabled", "roles", "spaces", "invite"
YES, NO = "yes", "no"

OF_EVERY_USER = (USERNAME, FIRST_NAME, LAST_NAME, EMAIL, LANGUAGE, ENABLED)


def exported(work: Work) -> tuple[str, ...]:
    """The head of the actor's export: roles and spaces are in it as they are in their list."""
    return _columns(work, {ROLES: Permission.ROLES_VIEW, SPACES: Permission.SPACES_VIEW})


def imported(work: Work) -> tuple[str, ...]:
    """The head of a file the actor may import in full."""
    needs = {ROLES: Permission.ROLES_GRANT, SPACES: Permission.SPACES_MANAGE, INVITE: Permission.USERS_INVITE}
    return _columns(work, needs)


def _columns(work: Work, needs: dict[str, Permission]) -> tuple[str, ...]:
    admitted = (column for column, permission in needs.items() if work.actor.may(permission))
    return (*OF_EVERY_USER, *admitted, *(attribute.key for attribute in all_attributes(work)))
