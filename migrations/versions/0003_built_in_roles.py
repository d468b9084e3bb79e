"""The built-in roles and what they may do."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROLES = {
    "administrator": (
        "Administrator",
        "users.view users.create users.edit users.set_password users.enable users.invite users.import users.export"
        " users.delete roles.view roles.grant roles.edit spaces.view spaces.manage spaces.invite audit.view"
        " settings.edit api.tokens",
    ),
    "user_manager": (
        "User manager",
        "users.view users.create users.edit users.set_password users.enable users.invite users.import users.export"
        " roles.view spaces.view",
    ),
    "help_desk": ("Help desk", "users.view users.set_password users.invite roles.view"),
    "auditor": ("Auditor", "users.view roles.view spaces.view audit.view"),
    "space_manager": ("Space manager", "spaces.view spaces.manage spaces.invite"),
}


def upgrade() -> None:
    columns = [sa.column(name) for name in ("key", "name")] + [sa.column("is_built_in", sa.Boolean)]
    op.bulk_insert(
        sa.table("roles", *columns),
        [{"key": key, "name": name, "is_built_in": True} for key, (name, _) in ROLES.items()],
    )
    ids = {row.key: row.id for row in op.get_bind().execute(sa.text("SELECT key, id FROM roles"))}
    permissions = [
        {"role_id": ids[key], "permission": permission}
        for key, (_, names) in ROLES.items()
        for permission in names.split()
    ]
    op.bulk_insert(sa.table("role_permissions", sa.column("role_id"), sa.column("permission")), permissions)
