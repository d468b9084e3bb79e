"""What the list needs to be sorted by any of its columns."""

import sqlalchemy as sa
from alembic import op

from admin_dashboard.core.text import fold
from admin_dashboard.models.types import PLAIN_TEXT

revision = "0006"
down_revision = "0005"

KEYS = {
    "type": "CASE WHEN is_external THEN 1 ELSE 0 END",
    "source": "CASE source WHEN 'internal' THEN 0 WHEN 'csv' THEN 1 WHEN 'scim' THEN 2 ELSE 3 END",
    "enrollment": "CASE WHEN is_external OR (first_login_at IS NOT NULL AND enrolled_at IS NULL) THEN 2"
    " WHEN enrolled_at IS NULL THEN 1 ELSE 0 END",
}
DISABLED = [
    *("name_key", "id", "username", "email", "created_at"),
    *("last_login_key", "type_key", "source_key", "enrollment_key"),
]


def upgrade() -> None:
    # SQLite cannot store a computed column in a table that is there; its index stores it all the same.
    is_stored = op.get_bind().dialect.name == "postgresql"
    for name, rule in KEYS.items():
        computed = sa.Computed(rule, persisted=is_stored)
        op.add_column("users", sa.Column(f"{name}_key", sa.SmallInteger, computed, nullable=False))
        op.create_index(f"ix_users_{name}", "users", [f"{name}_key", "id"])
    op.drop_index("ix_users_disabled", "users")
    op.create_index(
        "ix_users_disabled",
        "users",
        DISABLED,
        sqlite_where=sa.text("is_enabled = 0"),
        postgresql_where=sa.text("NOT is_enabled"),
    )
    for table in ("roles", "spaces"):
        _name_key(table)
    op.drop_index("ix_grants_role_id", "grants")
    op.create_index("ix_grants_role_id", "grants", ["role_id", "user_id"])


def _name_key(table: str) -> None:
    op.add_column(table, sa.Column("name_key", PLAIN_TEXT, nullable=False, server_default=""))
    rows = sa.table(table, sa.column("id"), sa.column("name"), sa.column("name_key"))
    for row_id, name in op.get_bind().execute(sa.select(rows.c.id, rows.c.name)).all():
        op.execute(sa.update(rows).where(rows.c.id == row_id).values(name_key=fold(name) or name))
