"""On PostgreSQL, who is disabled stands in a table beside: disabling many writes no index of users any more."""

from collections.abc import Iterable

from alembic import op

from admin_dashboard.db.search_ddl import DISABLED_BESIDE, DISABLED_INDEXED

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _on_postgresql(DISABLED_BESIDE)


def downgrade() -> None:
    _on_postgresql(DISABLED_INDEXED)


def _on_postgresql(statements: Iterable[str]) -> None:
    if op.get_context().dialect.name == "postgresql":
        for statement in statements:
            op.get_bind().exec_driver_sql(statement)
