"""The list is sorted by first name and by language too."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from admin_dashboard.core.text import fold
from admin_dashboard.db.search_ddl import KEYS_OF_DISABLED, KEYS_OF_DISABLED_BEFORE_0011, known_of_disabled
from admin_dashboard.models.types import PLAIN_TEXT

revision = "0011"
down_revision = "0010"

AT_ONCE = 10_000
LANGUAGE = "CASE language WHEN 'en' THEN 0 WHEN 'fr' THEN 1 ELSE 2 END"


def upgrade() -> None:
    op.add_column("users", sa.Column("first_name_key", PLAIN_TEXT, nullable=False, server_default=""))
    _fill()
    # PostgreSQL writes the table anew for a stored column, and so without what the filling left behind.
    computed = sa.Computed(LANGUAGE, persisted=op.get_bind().dialect.name == "postgresql")
    op.add_column("users", sa.Column("language_key", sa.SmallInteger, computed, nullable=False))
    for name in ("first_name", "language"):
        op.create_index(f"ix_users_{name}", "users", [f"{name}_key", "id"])
    _know_of_disabled(KEYS_OF_DISABLED)


def downgrade() -> None:
    _know_of_disabled(KEYS_OF_DISABLED_BEFORE_0011)
    for name in ("first_name", "language"):
        op.drop_index(f"ix_users_{name}", "users")
        op.drop_column("users", f"{name}_key")


def _fill() -> None:
    """Every name is folded once, however many have it."""
    connection = op.get_bind()
    users = sa.table("users", *map(sa.column, ("first_name", "last_name", "first_name_key")))
    names = sa.Table(
        "folded_names",
        sa.MetaData(),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("folded", PLAIN_TEXT),
        prefixes=["TEMPORARY"],
    )
    names.create(connection)
    found = connection.execute(sa.union(sa.select(users.c.first_name), sa.select(users.c.last_name)))
    for some in found.scalars().partitions(AT_ONCE):
        connection.execute(sa.insert(names), [{"name": name, "folded": fold(name)} for name in some])
    first, last = names.alias("of_first"), names.alias("of_last")
    key = sa.update(users).values(first_name_key=first.c.folded + " " + last.c.folded)
    connection.execute(key.where(first.c.name == users.c.first_name, last.c.name == users.c.last_name))
    names.drop(connection)


def _know_of_disabled(keys: Sequence[str]) -> None:
    connection = op.get_bind()
    for statement in known_of_disabled(keys)[connection.dialect.name]:
        connection.exec_driver_sql(statement)
