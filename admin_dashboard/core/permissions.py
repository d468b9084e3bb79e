"""Who may do what: the permissions, the built-in roles, and the actor who holds some of them."""

from dataclasses import dataclass, field
from enum import StrEnum

from .errors import NotAllowed
from .i18n import Message, _


class Permission(StrEnum):
    """What can be allowed. The stored string is the name."""

    USERS_VIEW = "users.view"
    USERS_CREATE = "users.create"
    USERS_EDIT = "users.edit"
    USERS_SET_PASSWORD = "users.set_password"  # noqa: S105 - the name of a right
    USERS_ENABLE = "users.enable"
    USERS_INVITE = "users.invite"
    USERS_IMPORT = "users.import"
    USERS_EXPORT = "users.export"
    USERS_DELETE = "users.delete"
    ROLES_VIEW = "roles.view"
    ROLES_GRANT = "roles.grant"
    ROLES_EDIT = "roles.edit"
    SPACES_VIEW = "spaces.view"
    SPACES_MANAGE = "spaces.manage"
    SPACES_INVITE = "spaces.invite"
    AUDIT_VIEW = "audit.view"
    SETTINGS_EDIT = "settings.edit"
    API_TOKENS = "api.tokens"


PERMISSION_LABELS: dict[Permission, Message] = {
    Permission.USERS_VIEW: _("View users"),
    Permission.USERS_CREATE: _("Create users"),
    Permission.USERS_EDIT: _("Edit users"),
    Permission.USERS_SET_PASSWORD: _("Set passwords"),
    Permission.USERS_ENABLE: _("Enable and disable users"),
    Permission.USERS_INVITE: _("Invite users"),
    Permission.USERS_IMPORT: _("Import users"),
    Permission.USERS_EXPORT: _("Export users"),
    Permission.USERS_DELETE: _("Delete users"),
    Permission.ROLES_VIEW: _("View roles"),
    Permission.ROLES_GRANT: _("Grant roles"),
    Permission.ROLES_EDIT: _("Edit roles"),
    Permission.SPACES_VIEW: _("View spaces"),
    Permission.SPACES_MANAGE: _("Manage spaces"),
    Permission.SPACES_INVITE: _("Invite into spaces"),
    Permission.AUDIT_VIEW: _("View the activity"),
    Permission.SETTINGS_EDIT: _("Edit the settings"),
    Permission.API_TOKENS: _("Use API tokens"),
}

P = Permission
ADMINISTRATOR = "administrator"
SPACE_MANAGER = "space_manager"
BUILT_IN_ROLES: dict[str, tuple[Message, frozenset[Permission]]] = {
    ADMINISTRATOR: (_("Administrator"), frozenset(Permission)),
    "user_manager": (
        _("User manager"),
        frozenset(
            {
                P.USERS_VIEW,
                P.USERS_CREATE,
                P.USERS_EDIT,
                P.USERS_SET_PASSWORD,
                P.USERS_ENABLE,
                P.USERS_INVITE,
                P.USERS_IMPORT,
                P.USERS_EXPORT,
                P.ROLES_VIEW,
                P.SPACES_VIEW,
            }
        ),
    ),
    "help_desk": (_("Help desk"), frozenset({P.USERS_VIEW, P.USERS_SET_PASSWORD, P.USERS_INVITE, P.ROLES_VIEW})),
    "auditor": (_("Auditor"), frozenset({P.USERS_VIEW, P.ROLES_VIEW, P.SPACES_VIEW, P.AUDIT_VIEW})),
    SPACE_MANAGER: (_("Space manager"), frozenset({P.SPACES_VIEW, P.SPACES_MANAGE, P.SPACES_INVITE})),
}
"""Key → name and permissions. They are written into the database by the first migration and cannot be deleted."""

Right = tuple[Permission, int | None]
"""A permission and the space it holds in; None = platform-wide."""


@dataclass(frozen=True)
class Actor:
    """On whose behalf we act: a signed-in person, or the system (command line, worker), who may do everything."""

    id: int | None
    name: str
    language: str = "en"
    rights: frozenset[Right] = field(default_factory=frozenset)
    session_id: int | None = None
    must_change_password: bool = False
    is_system: bool = False

    def may(self, permission: Permission, space_id: int | None = None) -> bool:
        """Whether the actor holds the permission platform-wide, or in that space."""
        return self.is_system or (permission, None) in self.rights or (permission, space_id) in self.rights

    def require(self, permission: Permission, space_id: int | None = None) -> None:
        """Raise `NotAllowed` unless the actor holds the permission."""
        if not self.may(permission, space_id):
            raise NotAllowed

    def covers(self, rights: frozenset[Right]) -> bool:
        """Whether the actor holds every one of these rights: nobody acts upon more rights than their own."""
        return self.is_system or all(self.may(permission, space) for permission, space in rights)


SYSTEM = Actor(id=None, name="system", is_system=True)
NOBODY = Actor(id=None, name="")
